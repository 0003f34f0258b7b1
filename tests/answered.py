"""Rows of subjects who answered, and lines of history, for tests that are about what comes after."""

from datetime import datetime
from typing import Any

from django.db import transaction

from consent import facts, lifecycle
from consent.models import Answer, Event, Question, Request, Signature, Signer
from consent.states import EventKind, SignerStatus, SubjectStatus
from tests import factories

SINGLE = {
    Question.RECOGNISABLE: "recognisable",
    Question.NAME: "first_name",
    Question.TERM: "2",
    Question.PREVIEW: "no",
    Question.TAGGING: "no",
    Question.AI: "no",
}


def granted(row: Request, name: str = "Jan de Wit", *, no: tuple[str, ...] = (), **fields: Any) -> Signer:
    """A subject who signed for themself: yes to everything but the media and channels in ``no``."""
    at = fields.pop("at", factories.NOW)
    signer = factories.signer(row, name, **fields)
    signature = sign(signer, at=at)
    for medium in row.media.values_list("medium", flat=True):
        answer(signature, Question.MEDIUM, medium=medium, value="no" if medium in no else "yes")
    for use in row.uses.all():
        answer(signature, Question.USE, use=use, value="no" if use.channel in no else "yes")
    for question, value in SINGLE.items():
        answer(signature, question, value=value)
    lifecycle.move_signer(signer, to=SignerStatus.SIGNED)
    lifecycle.move_subject(signer.subject, to=SubjectStatus.GRANTED)
    return signer


def refused(row: Request, name: str = "Piet") -> Signer:
    """A subject who said no."""
    signer = factories.signer(row, name)
    lifecycle.move_signer(signer, to=SignerStatus.REFUSED)
    lifecycle.move_subject(signer.subject, to=SubjectStatus.REFUSED)
    return signer


def sign(signer: Signer, *, at: datetime = factories.NOW) -> Signature:
    """A signature without answers, typed in the room."""
    wording = signer.subject.request.wording
    assert wording is not None
    shown = facts.sheet_for(signer, language="nl")
    return Signature.objects.create(
        signer=signer,
        at=at,
        language="nl",
        wording=wording,
        sheet=shown.canonical(),
        sheet_sha256=shown.sha256(),
        asked_sha256=facts.asked(signer.subject.request).sha256(),
        mark="typed",
        typed_name=signer.name,
        way="handover",
        identity="vouched",
        vouched_by="Sam",
        device="tablet",
    )


def answer(signature: Signature, question: Question, *, value: str, **fields: Any) -> Answer:
    """One answer."""
    return Answer.objects.create(signature=signature, question=question, value=value, **fields)


def record(row: Request, kind: EventKind, *, by: str = "system", at: datetime = factories.NOW, **facts_: Any) -> Event:
    """One line of history."""
    with transaction.atomic():
        return lifecycle.record(row, kind=kind, by=by, at=at, facts=facts_)
