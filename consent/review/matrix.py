"""The permission matrix as a table for the desk: who says what to which use and medium, and what comes of it.

The verdicts are those of ``consent.permissions``; here they only get words, an icon and a tone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consent import permissions, wishes
from consent.models import Medium, Subject, Use
from consent.permissions import AskedFor, Reason, Verdict

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class Mark:
    """How one cell looks: a tone (yes, no or open), an icon, words."""

    tone: str
    icon: str
    word: "str | StrPromise"


YES = Mark("yes", "check", _("yes"))
LEFT_OUT = Mark("open", "minus", _("left out"))
ONCE_SEEN = Mark("open", "eye", _("once they have seen it"))
ONCE_APPROVED = Mark("yes", "check", _("yes, once approved"))
MARKS: dict[Reason, Mark] = {
    Reason.NOT_APPROVED: Mark("open", "hourglass", _("not approved")),
    Reason.NOBODY: Mark("no", "x", _("nobody is in it")),
    Reason.WAITING: Mark("open", "hourglass", _("no answer yet")),
    Reason.NO: Mark("no", "x", _("no")),
    Reason.WITHDRAWN: Mark("no", "undo-2", _("withdrawn")),
    Reason.FROZEN: Mark("no", "snowflake", _("frozen")),
    Reason.ENDED: Mark("no", "calendar-x", _("term has ended")),
    Reason.TOO_LATE: Mark("no", "clock-alert", _("signed after the start")),
    Reason.CAME_OF_AGE: Mark("open", "cake", _("came of age, no answer yet")),
    Reason.SECOND_YES: Mark("open", "mail-question-mark", _("no second yes")),
    Reason.ONCE_USED: Mark("no", "circle-check", _("published once, no more")),
    Reason.PREVIEW: Mark("open", "eye", _("wants to see it first")),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One use and one medium."""

    use: Use
    medium: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One subject, what they ask (see ``wishes.of_person``), and their marks in the order of the columns."""

    subject: Subject
    wishes: Sequence[str]
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of one column: a mark, until when if it is a yes, and what else is in the way."""

    mark: Mark
    until: date | None
    notes: "Sequence[str | StrPromise]"


@dataclass(frozen=True, slots=True)
class Table:
    """The whole matrix. ``width`` is the number of media, which each use spans.

    ``conditions`` hold for all that is allowed; ``previews``: somebody wants to see it first.
    """

    uses: Sequence[Use]
    columns: Sequence[Column]
    rows: Sequence[Row]
    outcomes: Sequence[Outcome]
    width: int
    conditions: Sequence[str]
    previews: bool


def table(asked: AskedFor, *, uses: Sequence[Use], subjects: Sequence[Subject], now: datetime) -> Table:
    """Return the matrix of a request with these uses (not dropped) and subjects."""
    cells = permissions.matrix(asked, now=now)
    by_key = {use.pk: use for use in uses}
    gave = {person.id: person.given for person in asked.people}
    return Table(
        uses=uses,
        columns=[Column(by_key[cell.use], cell.medium, str(Medium(cell.medium).label)) for cell in cells],
        rows=[
            Row(subject, list(wishes.of_person(gave[subject.pk])), [_mark(cell.verdicts, subject) for cell in cells])
            for subject in subjects
        ],
        outcomes=[_outcome(cell) for cell in cells],
        width=len(asked.media),
        conditions=list(wishes.short(cells[0].conditions))
        if cells and any(person.given for person in asked.present())
        else [],
        previews=any(cell.conditions.preview for cell in cells),
    )


def _mark(verdicts: Sequence[Verdict], subject: Subject) -> Mark:
    for verdict in verdicts:
        if verdict.person == subject.pk:
            return MARKS[verdict.reason] if verdict.reason else YES
    return LEFT_OUT


def _outcome(cell: permissions.Cell) -> Outcome:
    if cell.allowed:
        return Outcome(YES, cell.until, [])
    if cell.waits_for_preview:
        return Outcome(ONCE_SEEN, cell.until, [])
    reasons = [reason for reason in cell.reasons if reason != Reason.NOT_APPROVED]
    if not reasons:
        return Outcome(ONCE_APPROVED, None, [])
    if reasons == [Reason.PREVIEW]:
        return Outcome(ONCE_APPROVED, None, [ONCE_SEEN.word])
    return Outcome(MARKS[reasons[0]], None, [MARKS[reason].word for reason in reasons[1:]])
