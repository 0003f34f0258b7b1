"""Reads of the preview stage: what can be shown, to whom it is shown, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from consent import facts, permissions
from consent.models import Preview, PreviewAnswer, Request, Signature, Signer, Use


@dataclass(frozen=True, slots=True)
class Place:
    """A use and a medium of which people want to see each piece first; ``people`` is how many."""

    use: Use
    medium: str
    people: int


class Outcome(StrEnum):
    """What came of a piece. A no shows only when nobody is waited for: before, its moment would tell whose it is."""

    WAITING = "waiting"
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece, of how many people how many answered, and what came of it. ``said`` is for the desk: name and answer."""

    preview: Preview
    people: int
    answered: int
    outcome: Outcome
    said: tuple[tuple[str, str], ...]


def places(request: Request, *, now: datetime) -> list[Place]:
    """Return where something can be shown: where nothing else is in the way. The same answer as the matrix gives."""
    uses = {use.pk: use for use in request.uses.filter(dropped_at=None)}
    return [
        Place(uses[cell.use], cell.medium, cell.conditions.preview)
        for cell in permissions.matrix(facts.asked_for(request), now=now)
        if cell.conditions.preview and (cell.allowed or cell.waits_for_preview)
    ]


def is_open(preview: Preview, *, now: datetime) -> bool:
    """Whether people can still be asked about a piece: its days are not over, and nothing else is in the way."""
    here = {(place.use.pk, place.medium) for place in places(preview.use.request, now=now)}
    return preview.ends_at > now and (preview.use_id, preview.medium) in here


def shown(request: Request, *, now: datetime) -> list[Shown]:
    """Return the pieces of a request, the newest first. Four queries."""
    curious = facts.who_want_to_see(request)
    rows = Preview.objects.filter(use__request=request).select_related("use").prefetch_related("answers")
    return [_shown(preview, curious, now) for preview in rows]


def _shown(preview: Preview, curious: list[Signature], now: datetime) -> Shown:
    given = {answer.signature_id: answer.value for answer in preview.answers.all()}
    said = tuple((signature.signer.name, given.get(signature.pk, "")) for signature in curious)
    answers = [value for _name, value in said if value]
    return Shown(preview, len(said), len(answers), _outcome(answers, len(said), ended=preview.ends_at <= now), said)


def _outcome(answers: list[str], people: int, *, ended: bool) -> Outcome:
    if len(answers) < people:
        return Outcome.ENDED if ended else Outcome.WAITING
    return Outcome.NOT_AGREED if "no" in answers else Outcome.AGREED


def unanswered(preview: Preview) -> list[Signature]:
    """Return the signatures of those who want to see it and did not say anything yet."""
    answered = set(preview.answers.values_list("signature", flat=True))
    return [one for one in facts.who_want_to_see(preview.use.request) if one.pk not in answered]


def of_signer(signer: Signer, preview_id: int) -> tuple[Preview, PreviewAnswer | None] | None:
    """Return a piece that this signer asked to see, with their answer; None when it is not shown to them (any more)."""
    request = signer.subject.request
    signature = facts.curious_signature(signer)
    preview = Preview.objects.filter(pk=preview_id, use__request=request).select_related("use__request").first()
    if signature is None or preview is None:
        return None
    return preview, preview.answers.filter(signature=signature).first()


def with_file(request_id: int | None = None) -> list[Preview]:
    """Return the pieces whose file is still kept: of one request, or of all."""
    kept = Preview.objects.filter(removed_at=None).exclude(file="").select_related("use__request")
    return list(kept.filter(use__request=request_id) if request_id else kept)
