"""Writes of the preview stage: showing a piece, answering it, and letting its file go.

    NotYours        only the requester or the desk shows something
    NotPossible     (lifecycle)
    ├── NotHere     nothing of this use and medium can be shown now
    └── TooMany     too many pieces wait for an answer
    NotAsked        this signer is not asked about this piece (any more)
    AlreadySaid     the first answer stands; a yes is taken back by withdrawing

Preview and second yes are two: the second yes is everybody's, once, for a use; a preview is for one piece, of those who
asked to see it (docs/decisions/0013).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from accounts.roles import Capability, may
from consent import audit, facts, house, lifecycle
from consent.lifecycle import NotPossible
from consent.models import Preview, PreviewAnswer
from consent.preview import files, queries
from consent.states import EventKind

MOST_WAITING = 20


class NotYours(Exception):
    """Only the requester or the desk shows something."""


class NotHere(NotPossible):
    """Nothing of this use and medium can be shown now."""


class TooMany(NotPossible):
    """Too many pieces wait for an answer."""


class NotAsked(Exception):
    """Nobody asks this signer about this piece, or not any more."""


class AlreadySaid(Exception):
    """The piece was answered before."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is shown: a short title, and words, an address or a file, or these together."""

    use: int
    medium: str
    title: str
    words: str = ""
    link: str = ""
    file: files.Kept | None = None


def show(*, request_id: int, piece: Piece, by: User, now: datetime) -> Preview:
    """Show a piece to all who asked to see it; a job mails each their own link.

    Raises NotYours, NotHere, TooMany, Request.DoesNotExist.
    """
    with transaction.atomic():
        request = lifecycle.lock(request_id)
        if request.requester_id != by.pk and not may(by, Capability.DECIDE):
            raise NotYours
        if (piece.use, piece.medium) not in {(one.use.pk, one.medium) for one in queries.places(request, now=now)}:
            raise NotHere(request.number)
        if Preview.objects.filter(use__request=request, removed_at=None, ends_at__gt=now).count() >= MOST_WAITING:
            raise TooMany(request.number)
        file = piece.file or files.Kept("", "", 0, "")
        preview = Preview.objects.create(
            use_id=piece.use,
            medium=piece.medium,
            title=piece.title,
            words=piece.words,
            link=piece.link,
            file=file.name,
            content_type=file.content_type,
            size=file.size,
            sha256=file.sha256,
            shown_by=by,
            shown_at=now,
            ends_at=now + timedelta(days=house.days("PREVIEW_DAYS")),
        )
        lifecycle.record(
            request,
            kind=EventKind.PREVIEW_SHOWN,
            by=audit.actor(by),
            at=now,
            facts={"preview": preview.pk, "sha256": file.sha256},
        )
    return preview


def answer(*, signer_id: int, preview_id: int, value: str, now: datetime) -> PreviewAnswer:
    """Store what a signer says of a piece: "yes" or "no". Raises NotAsked, AlreadySaid, ValueError, Signer.DoesNotExist."""
    if value not in {"yes", "no"}:
        raise ValueError(value)
    with transaction.atomic():
        request, signer = lifecycle.lock_signer(signer_id)
        signature = facts.curious_signature(signer)
        preview = Preview.objects.filter(pk=preview_id, use__request=request).select_related("use__request").first()
        if signature is None or preview is None or not queries.is_open(preview, now=now):
            raise NotAsked
        if preview.answers.filter(signature=signature).exists():
            raise AlreadySaid
        said = PreviewAnswer.objects.create(preview=preview, signature=signature, value=value, at=now)
        lifecycle.record(
            request,
            kind=EventKind.PREVIEW_ANSWERED,
            by=f"signer:{signer.pk}",
            at=now,
            facts={"signature": signature.pk, "preview": preview.pk, "value": value},
        )
    return said


def let_go(*, preview_id: int, now: datetime) -> bool:
    """Remove a piece's file once nobody has to look at it any more; return whether it went. Twice is once.

    The file goes first: after a power cut in between, the next run finds it gone and says so. Raises Preview.DoesNotExist.
    """
    preview = Preview.objects.select_related("use__request").get(pk=preview_id)
    with transaction.atomic():
        lifecycle.lock(preview.use.request_id)
        if not is_over(preview, now=now):
            return False
        files.remove(preview.file)
        Preview.objects.filter(pk=preview.pk, removed_at=None).update(removed_at=now)
    return True


def is_over(preview: Preview, *, now: datetime) -> bool:
    """Whether nobody has to look at a piece any more: all answered, or nobody can be asked."""
    return not queries.is_open(preview, now=now) or not queries.unanswered(preview)
