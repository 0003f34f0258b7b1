"""Ask the same people anew when a term ends: a new request, with new forms and a new decision. Never a silent extension.

NotPossible                 (lifecycle) nothing was changed
├── NotRenewable            not the requester's own, never approved, or destroyed by now
├── Frozen                  the desk froze somebody's uses: they cannot be asked (L9)
└── RenewedAlready          it is being asked anew: ``request`` is where
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from consent import audit, lifecycle
from consent.lifecycle import NotPossible
from consent.models import Capacity, Origin, Outcome, Renewal, Request, RequestedMedium, Signer, Subject, Use
from consent.numbering import next_number
from consent.retention import queries
from consent.sheet import ZONE
from consent.states import EventKind, State, SubjectStatus

GIVEN_UP = (State.CANCELLED, State.REJECTED, State.EXPIRED)
COPIED = (
    "title", "purpose", "programme", "affiliation", "supervisor_name", "supervisor_mail", "permitted_party",
    "permitted_party_name", "place", "clinical_area", "ward_contact", "recorder", "uses_brand", "reactions_watcher",
    "treats_patients",
)  # fmt: skip
"""What is asked anew as it was asked before; the requester can change it all."""


class NotRenewable(NotPossible):
    """Not one's own, never approved, or destroyed by now."""


class Frozen(NotPossible):
    """Somebody's uses are frozen."""


class RenewedAlready(NotPossible):
    """It is being asked anew."""

    def __init__(self, request: Request) -> None:
        super().__init__(request.number)
        self.request = request


def can_renew(request: Request, user: User) -> bool:
    """Whether an account may ask the people of a request anew: its own, once approved, with data left."""
    approved = request.reviews.filter(outcome=Outcome.APPROVED).exists()
    return request.requester_id == user.pk and approved and queries.due(request) is not None


@transaction.atomic
def renew(*, request_id: int, by: User, now: datetime) -> Request:
    """Make a draft that asks the same people for the same uses, and return it.

    What was recorded exists by now, so the draft says so, and the desk looks first (G5). Raises NotRenewable, Frozen,
    RenewedAlready, Request.DoesNotExist.
    """
    old = lifecycle.lock(request_id)
    if not can_renew(old, by):
        raise NotRenewable(old.number)
    running = old.renewals.exclude(request__status__in=GIVEN_UP).select_related("request").first()
    if running:
        raise RenewedAlready(running.request)
    present = old.subjects.exclude(status=SubjectStatus.LEFT_OUT)
    if present.filter(freeze__isnull=False).exists():
        raise Frozen(old.number)
    new = Request.objects.create(
        number=next_number(), requester=by, **_recorded(old, now), **{name: getattr(old, name) for name in COPIED}
    )
    RequestedMedium.objects.bulk_create(
        RequestedMedium(request=new, medium=medium) for medium in old.media.values_list("medium", flat=True)
    )
    _copy_uses(old, new)
    for subject in present:
        _copy_person(subject, new)
    Renewal.objects.create(of=old, request=new, at=now)
    lifecycle.record(new, kind=EventKind.DRAFTED, by=audit.actor(by), at=now, facts={"renews": old.pk})
    lifecycle.record(old, kind=EventKind.RENEWED, by=audit.actor(by), at=now, facts={"request": new.pk})
    return new


def _recorded(old: Request, now: datetime) -> dict[str, object]:
    """Return when the material was made: it exists, unless its recording is still to come."""
    if old.origin == Origin.NEW and old.starts_at and old.starts_at > now:
        return {"origin": Origin.NEW, "starts_at": old.starts_at, "ends_at": old.ends_at}
    made_on = old.starts_at.astimezone(ZONE).date() if old.starts_at else old.existing_date
    return {
        "origin": Origin.EXISTING,
        "existing_date": made_on,
        "existing_source": f"AKK-{old.spoken_number}",
        "existing_owner": old.existing_owner or old.requester.name,
    }


def _copy_uses(old: Request, new: Request) -> None:
    Use.objects.bulk_create(
        Use(
            request=new,
            channel=use.channel,
            name=use.name,
            url=use.url,
            account_type=use.account_type,
            brand_in_title=use.brand_in_title,
            position=use.position,
        )
        for use in old.uses.filter(dropped_at=None)
    )


def _copy_person(subject: Subject, new: Request) -> None:
    """Name a person again with those who sign for them now; a representative's route must be opened anew (L3)."""
    named = Subject.objects.create(
        request=new,
        name=subject.name,
        kind=subject.kind,
        is_patient_here=subject.is_patient_here,
        age_group=subject.age_group,
        birth_date=subject.birth_date,
        position=subject.position,
    )
    signers = list(subject.signers.filter(stood_down_at=None).exclude(capacity=Capacity.REPRESENTATIVE))
    Signer.objects.bulk_create(
        Signer(
            subject=named,
            capacity=signer.capacity,
            name=signer.name,
            mail=signer.mail,
            language=signer.language,
            relation=signer.relation,
            position=signer.position,
        )
        for signer in signers or [Signer(subject=subject, name=subject.name)]
    )
