"""The permission matrix in plain sentences, for the requester. Pure.

Says that something is allowed or not and how, never why not and never by whom. Before the decision every use says the same,
so that the moment at which a sentence changes tells nothing about anybody. The conditions: ``consent.wishes``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import dateformat
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from consent import wishes
from consent.models.choices import HIGH_VISIBILITY, SOCIAL, Channel, Medium
from consent.permissions import Cell, Reason
from consent.sheet import AskedUse
from consent.states import State

DECIDED = frozenset({State.APPROVED, State.REJECTED, State.CANCELLED, State.CLOSED, State.EXPIRED})
"""States in which the desk has spoken, or nobody will any more."""

MEDIA_WORDS: dict[str, Promise] = {
    Medium.PHOTO: gettext_lazy("photos"),
    Medium.FILM: gettext_lazy("film"),
    Medium.AUDIO: gettext_lazy("audio"),
    Medium.INTERVIEW: gettext_lazy("the interview"),
    Medium.TELEVISION: gettext_lazy("the television recording"),
    Medium.ANIMATION: gettext_lazy("animation"),
    Medium.SLIDES: gettext_lazy("text and slides"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """What may be done with some media under one use.

    ``use`` is its key. ``undecided`` is for as long as the desk has not spoken; then ``allowed`` is False. ``until`` is the
    last day. ``note`` carries conditions, and may be empty. ``preview``: people want
    to see each piece first; ``waits``: they have not said yes to any yet.
    """

    use: int
    allowed: bool
    undecided: bool
    text: str
    until: date | None
    note: str = ""
    preview: bool = False
    waits: bool = False


def say(cells: Iterable[Cell], uses: Sequence[AskedUse], *, status: State) -> tuple[Sentence, ...]:
    """Return the matrix in the active language, use by use, what is allowed first.

    ``cells`` come from ``permissions.matrix``, ``uses`` from ``facts.asked``, both of the same request.
    """
    by_use: dict[int, list[Cell]] = {use.id: [] for use in uses}
    for cell in cells:
        by_use[cell.use].append(cell)
    told: list[Sentence] = []
    for use in uses:
        told += _of_use(use, by_use[use.id]) if status in DECIDED else [_undecided(use, by_use[use.id])]
    return tuple(told)


def _undecided(use: AskedUse, cells: list[Cell]) -> Sentence:
    pattern = (
        gettext("%(media)s on %(place)s: not decided yet.")
        if use.channel in SOCIAL
        else gettext("%(media)s for %(place)s: not decided yet.")
    )
    text = pattern % {"media": _media(cells), "place": place(use)}
    return Sentence(use.id, allowed=False, undecided=True, text=_capital(text), until=None)


def _of_use(use: AskedUse, cells: list[Cell]) -> list[Sentence]:
    groups: dict[object, list[Cell]] = {}
    for cell in cells:
        if cell.until:
            groups.setdefault((cell.allowed, cell.until, cell.conditions), []).append(cell)
    told = sorted((_open(use, group) for group in groups.values()), key=lambda sentence: not sentence.allowed)
    used = [cell for cell in cells if _used_up(cell)]
    refused = [cell for cell in cells if not cell.until and not _used_up(cell)]
    return told + ([_used(use, used)] if used else []) + ([_refused(use, refused)] if refused else [])


def _used_up(cell: Cell) -> bool:
    """Whether the requester's own publication is all that is in the way: what they know themselves tells of nobody."""
    return Reason.ONCE_USED in cell.reasons and {Reason.ONCE_USED, Reason.PREVIEW}.issuperset(cell.reasons)


def _open(use: AskedUse, cells: list[Cell]) -> Sentence:
    """Say what is allowed, or will be as soon as those who want to see it first have said yes."""
    pattern = (
        gettext("You may post %(media)s on %(place)s %(how)s.")
        if use.channel in SOCIAL
        else gettext("You may use %(media)s for %(place)s %(how)s.")
    )
    first = cells[0]
    until = gettext("until %(day)s") % {"day": dateformat.format(first.until or date.min, "j F Y")}
    how = ", ".join((until, *wishes.clauses(first.conditions, allowed=first.allowed)))
    return Sentence(
        use.id,
        allowed=first.allowed,
        undecided=False,
        text=pattern % {"media": _media(cells), "place": place(use), "how": how},
        until=first.until,
        note=" ".join(wishes.notes(first.conditions, social=use.channel in SOCIAL, allowed=first.allowed)),
        preview=first.conditions.preview > 0,
        waits=not first.allowed,
    )


def _used(use: AskedUse, cells: list[Cell]) -> Sentence:
    pattern = (
        gettext("%(media)s on %(place)s: published, as was allowed once. Nothing more may be posted.")
        if use.channel in SOCIAL
        else gettext("%(media)s for %(place)s: published, as was allowed once. Nothing more may be used.")
    )
    text = pattern % {"media": _media(cells), "place": place(use)}
    return Sentence(use.id, allowed=False, undecided=False, text=_capital(text), until=None)


def _refused(use: AskedUse, cells: list[Cell]) -> Sentence:
    pattern = (
        gettext("%(media)s on %(place)s: not allowed.")
        if use.channel in SOCIAL
        else gettext("%(media)s for %(place)s: not allowed.")
    )
    text = pattern % {"media": _media(cells), "place": place(use)}
    note = gettext("Everybody is asked once more after the recording.") if use.channel in HIGH_VISIBILITY else ""
    return Sentence(use.id, allowed=False, undecided=False, text=_capital(text), until=None, note=note)


def place(use: AskedUse) -> str:
    """Return where a use is, as people say it: an account by its name, anything else after its channel."""
    if use.channel in SOCIAL:
        return use.name
    return f"{Channel(use.channel).label} ({use.name})"


def _media(cells: list[Cell]) -> str:
    words = [str(MEDIA_WORDS[cell.medium]) for cell in cells]
    if len(words) < 2:
        return "".join(words)
    return gettext("%(some)s and %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
