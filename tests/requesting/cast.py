"""A whole draft, made through the operations, and signatures and refusals for what follows."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from consent import facts, lifecycle
from consent.models import Answer, Programme, Refusal, Request, Signature, Signer
from consent.requesting import operations, rules
from consent.states import SignerStatus
from tests import factories
from tests.factories import NOW


def draft(by: User, **details: Any) -> Request:
    """A complete draft that needs no intake: photos by Sam, on Sam's own account, no subject yet."""
    row = operations.start_draft(requester=by, now=NOW)
    values: dict[str, Any] = {
        "title": "A day on the ward",
        "purpose": "Photos for a blog about my internship.",
        "programme_id": Programme.objects.filter(elsewhere=False).values_list("pk", flat=True)[0],
        "permitted_party": "student",
        "origin": "new",
        "place": "Lecture hall",
        "clinical_area": False,
        "recorder": "Sam",
        "starts_at": NOW + timedelta(days=7),
        "ends_at": NOW + timedelta(days=7, hours=2),
        "uses_brand": False,
        "reactions_watcher": "Sam",
    }
    operations.save_details(request_id=row.pk, by=by, details=operations.Details(**(values | details)))
    operations.set_media(request_id=row.pk, by=by, media=["photo"])
    operations.add_use(
        request_id=row.pk, by=by, place=operations.Place("own_account", "Instagram @sam", "", "personal")
    )
    ticked = [statement.key for statement in rules.statements(patients=True)]
    operations.acknowledge(request_id=row.pk, by=by, items=ticked, now=NOW)
    row.refresh_from_db()
    return row


def collecting(by: User, *names: str) -> Request:
    """A request that collects signatures of fellow students."""
    row = draft(by)
    for name in names:
        operations.add_subject(request_id=row.pk, by=by, person=operations.Person(name=name, kind="student"))
    return operations.submit(request_id=row.pk, by=by, now=NOW)


def sign(signer: Signer, *, value: str = "yes") -> Signature:
    """What a signature leaves behind, with the same answer to every medium and use."""
    signer.refresh_from_db()
    with transaction.atomic():
        request = lifecycle.lock(signer.subject.request_id)
        assert request.wording is not None
        signature = Signature.objects.create(
            signer=signer,
            at=NOW,
            language="nl",
            wording=request.wording,
            sheet="{}",
            sheet_sha256="0" * 64,
            asked_sha256=facts.asked(request).sha256(),
            mark="typed",
            typed_name=signer.name,
            way="handover",
            identity="vouched",
            device="tablet",
        )
        for medium in request.media.values_list("medium", flat=True):
            Answer.objects.create(signature=signature, question="medium", medium=medium, value=value)
        for use in request.uses.filter(dropped_at=None):
            Answer.objects.create(signature=signature, question="use", use=use, value=value)
        Answer.objects.create(signature=signature, question="term", value="1")
        lifecycle.move_signer(signer, to=SignerStatus.SIGNED)
        lifecycle.settle(request, signer.subject, by="signer", at=NOW)
    return signature


def refuse(signer: Signer) -> None:
    """What a refusal leaves behind."""
    signer.refresh_from_db()
    with transaction.atomic():
        request = lifecycle.lock(signer.subject.request_id)
        asked = facts.asked(request).sha256()
        Refusal.objects.create(signer=signer, at=NOW, way="handover", asked_sha256=asked)
        lifecycle.move_signer(signer, to=SignerStatus.REFUSED)
        lifecycle.settle(request, signer.subject, by="signer", at=NOW)


def sam() -> User:
    """The student who files."""
    return factories.user(name="Sam")
