"""Approved requests in which people asked to see it first; pictures and other files."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from consent import lasting, lifecycle
from consent.models import Preview, Question, Request, Signature, Signer
from consent.preview import operations
from consent.states import State
from tests import answered, factories

NOW = factories.NOW
FILM = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"f" * 5000
PDF = b"%PDF-1.7\n" + b"p" * 100


def approved(
    *curious: str,
    others: tuple[str, ...] = (),
    media: tuple[str, ...] = (),
    requester: str = "sam@student.example",
) -> Request:
    """A request that was approved; ``curious`` want to see it first, ``others`` do not."""
    row = factories.request(factories.user(requester), status=State.REVIEW)
    for medium in media:
        row.media.create(medium=medium)
    for name in (*curious, *others):
        answers = answered.SINGLE | {Question.PREVIEW: "yes" if name in curious else "no"}
        with_answers(row, name, answers)
    with transaction.atomic():
        lifecycle.advance(lifecycle.lock(row.pk), to=State.APPROVED, by="user:1", at=NOW)
    return Request.objects.select_related("requester").get(pk=row.pk)


def with_answers(row: Request, name: str, answers: dict[Question, str]) -> Signer:
    """A subject who gave these answers to what is not a medium or a use, and yes to those."""
    kept = dict(answered.SINGLE)
    answered.SINGLE.update(answers)
    try:
        return answered.granted(row, name, mail=f"{name.lower()}@home.example")
    finally:
        answered.SINGLE.clear()
        answered.SINGLE.update(kept)


def named(row: Request, name: str) -> Signer:
    """Somebody in the request."""
    return Signer.objects.select_related("subject__request").get(subject__request=row, name=name)


def signature(row: Request, name: str) -> Signature:
    """The signature of somebody in the request."""
    return Signature.objects.get(signer=named(row, name))


def show(row: Request, **more: Any) -> Preview:
    """Show a piece: words, if nothing else is said."""
    when = {"by": more.pop("by", row.requester), "now": more.pop("now", NOW)}
    values: dict[str, Any] = {"use": row.uses.get().pk, "medium": "photo", "title": "A post", "words": "Look!"}
    return operations.show(request_id=row.pk, piece=operations.Piece(**(values | more)), **when)


def say(row: Request, name: str, preview: Preview, value: str, **more: Any) -> None:
    """Answer a piece."""
    values: dict[str, Any] = {"signer_id": named(row, name).pk, "preview_id": preview.pk, "value": value, "now": NOW}
    operations.answer(**(values | more))


def token(row: Request, name: str) -> str:
    """A lasting link of somebody."""
    return lasting.new_link(signer=named(row, name), now=NOW).rstrip("/").rpartition("/")[2]


def picture(sort: str = "JPEG", size: tuple[int, int] = (3000, 1500), **saved: Any) -> SimpleUploadedFile:
    """A picture as a browser sends it."""
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, sort, **saved)
    return SimpleUploadedFile("holiday.jpg", out.getvalue(), content_type="image/jpeg")


def upload(content: bytes, name: str = "film.mp4") -> SimpleUploadedFile:
    """Any bytes as a browser sends them."""
    return SimpleUploadedFile(name, content, content_type="image/jpeg")
