"""Who a person's request is about, what is open, and everything that is stored about one person in one request."""

from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet

from consent import audit
from consent.models import (
    Access,
    Answer,
    Document,
    Enrolled,
    Event,
    Freeze,
    IdentityProof,
    Invitation,
    LastingLink,
    PaperForm,
    PersonRequest,
    Postponement,
    PreviewAnswer,
    Refusal,
    RepresentativeRoute,
    RightStatus,
    SecondYes,
    Signature,
    Signer,
    Subject,
    Voiding,
    Wish,
    Withdrawal,
)

MOST = 30
"""So many people are offered for one name."""
SECRETS = frozenset({"token_hash", "key_hash", "message_id"})
"""Columns that open something: never handed out."""


def open_requests() -> QuerySet[PersonRequest]:
    """Return what is not answered yet, the first due first."""
    return PersonRequest.objects.filter(status=RightStatus.OPEN).select_related("made_by").order_by("due_on", "pk")


def answered() -> QuerySet[PersonRequest]:
    """Return what was answered, the newest first."""
    return PersonRequest.objects.exclude(status=RightStatus.OPEN).select_related("answered_by").order_by("-answered_at")


def due(*, by: date) -> QuerySet[PersonRequest]:
    """Return what is open and due by a day."""
    return open_requests().filter(due_on__lte=by)


def candidates(name: str, mail: str) -> QuerySet[Subject]:
    """Return people who may be meant, by a part of their name or the mail of one who signs for them."""
    wanted = Q()
    if name.strip():
        wanted |= Q(name__icontains=name.strip()) | Q(signers__name__icontains=name.strip())
    if mail.strip():
        wanted |= Q(signers__mail__iexact=mail.strip())
    if not wanted:
        return Subject.objects.none()
    found = Subject.objects.filter(wanted).exclude(name__startswith="#").select_related("request")
    return found.distinct().order_by("-request__submitted_at", "-pk")[:MOST]


def about(subject: Subject) -> dict[str, Any]:
    """Return everything that is stored about one person in one request, ready for JSON; nothing of anybody else."""
    signers = Signer.objects.filter(subject=subject)
    signatures = Signature.objects.filter(signer__in=signers)
    request = subject.request
    rows: dict[str, QuerySet[Any]] = {
        "person": Subject.objects.filter(pk=subject.pk),
        "signers": signers,
        "signatures": signatures,
        "answers": Answer.objects.filter(signature__in=signatures),
        "voidings": Voiding.objects.filter(signature__in=signatures),
        "withdrawals": Withdrawal.objects.filter(signature__in=signatures),
        "second_yeses": SecondYes.objects.filter(signature__in=signatures),
        "preview_answers": PreviewAnswer.objects.filter(signature__in=signatures),
        "identity_proofs": IdentityProof.objects.filter(signature__in=signatures),
        "paper_forms": PaperForm.objects.filter(signature__in=signatures),
        "refusals": Refusal.objects.filter(signer__in=signers),
        "postponements": Postponement.objects.filter(signer__in=signers),
        "invitations": Invitation.objects.filter(signer__in=signers),
        "lasting_links": LastingLink.objects.filter(signer__in=signers),
        "wishes": Wish.objects.filter(signer__in=signers),
        "enrolments": Enrolled.objects.filter(subject=subject),
        "freezes": Freeze.objects.filter(subject=subject),
        "representatives": RepresentativeRoute.objects.filter(subject=subject),
        "documents": Document.objects.filter(signature__in=signatures),
        "looked_at": Access.objects.filter(document__signature__in=signatures),
    }
    told: dict[str, Any] = {name: [_plain(row) for row in some.order_by("pk")] for name, some in rows.items()}
    return {
        "request": {"number": request.spoken_number, "title": request.title, "requester": request.requester.name},
        **told,
        "history": [_event(event) for event in events(subject)],
    }


def _plain(row: Model) -> dict[str, Any]:
    """Return a row's columns as texts and numbers."""
    found = {}
    for field in row._meta.concrete_fields:  # noqa: SLF001 -- Django's documented way to it
        value = field.value_from_object(row)
        if field.name not in SECRETS and value not in (None, "", []):
            found[field.attname] = value if isinstance(value, str | int | bool | list | dict) else str(value)
    return found


def events(subject: Subject) -> list[Event]:
    """Return the lines of the history that are about one person."""
    signers = list(subject.signers.values_list("pk", flat=True))
    signatures = list(Signature.objects.filter(signer__in=signers).values_list("pk", flat=True))
    about_them = (
        Q(facts__data__subject=subject.pk)
        | Q(facts__data__signer__in=signers)
        | Q(facts__data__signature__in=signatures)
    )
    found = Event.objects.filter(about_them, request=subject.request).select_related("facts")
    return list(found.order_by("position"))


def _event(event: Event) -> dict[str, Any]:
    return {"kind": event.kind, "at": audit.moment(event.at), "by": event.actor}
