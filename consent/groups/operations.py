"""Let a group enrol itself: open, close, enrol.

    lifecycle.NotPossible
    ├── NotNow                  not one's own, or the request does not collect signatures now
    ├── OpenAlready             an enrolment is open: close it first
    ├── NotOpen                 the enrolment is over, or the request does not collect now
    ├── Full                    all places are taken
    ├── DeskFirst               the desk has not looked at this request for patients or for minors
    └── EnrolledAlready         this page was sent before, and not just now

What is raised is raised before anything is written.
"""

from datetime import datetime, timedelta
from secrets import token_hex

from django.db import transaction
from procrastinate.contrib.django import app

from accounts import tokens
from accounts.models import User
from consent import access, audit, lifecycle
from consent.groups import queries
from consent.lifecycle import NotPossible
from consent.models import AgeGroup, Enrolled, Enrolment, Invitation, Request, Signer, Subject, SubjectKind, Way
from consent.people import Person, add_person
from consent.states import EventKind

IN_THE_ROOM = timedelta(hours=2)
"""How long somebody who enrolled has for their form."""


class NotNow(NotPossible):
    """The request is another's, or does not collect signatures now."""


class OpenAlready(NotPossible):
    """An enrolment of this request is open already."""


class NotOpen(NotPossible):
    """The enrolment is over, or its request does not collect signatures now."""


class Full(NotPossible):
    """All places are taken."""


class DeskFirst(NotPossible):
    """The desk looks first before a patient or somebody under 18 is asked, and has not for this request."""


class EnrolledAlready(NotPossible):
    """Somebody enrolled with this page before, longer ago than a double tap."""


@transaction.atomic
def open_enrolment(*, request_id: int, by: User, places: int, ends_at: datetime, now: datetime) -> Enrolment:
    """Let up to ``places`` people enrol until ``ends_at``. Raises NotNow, OpenAlready, Request.DoesNotExist."""
    request = lifecycle.lock(request_id)
    if not access.may_ask(by, request) or ends_at <= now:
        raise NotNow(request.number)
    if request.enrolments.filter(closed_at=None).exists():
        raise OpenAlready(request.number)
    patients, minors = queries.cleared_for(request)
    enrolment = Enrolment.objects.create(
        request=request,
        places=places,
        patients=patients,
        minors=minors,
        opened_by=by,
        opened_at=now,
        ends_at=ends_at,
        **_secrets(),
    )
    told = {"enrolment": enrolment.pk, "places": places, "ends_at": ends_at.isoformat()}
    lifecycle.record(request, kind=EventKind.ENROLMENT_OPENED, by=audit.actor(by), at=now, facts=told)
    end = app.configure_task("groups.close_at_end", queue="effects", schedule_at=ends_at)
    end.defer(enrolment_id=enrolment.pk)
    return enrolment


def _secrets() -> dict[str, str]:
    salt = token_hex(16)
    code = queries.code_hash(queries.code_from(salt))
    return {"salt": salt, "token_hash": tokens.hash_of(queries.token_from(salt)), "code_hash": code}


@transaction.atomic
def renew_code(*, enrolment_id: int, by: User) -> None:
    """Make another code; the one before stops working, for when it got out of the room. Raises NotOpen."""
    request, enrolment = _lock(enrolment_id)
    if enrolment.closed_at or not access.may_ask(by, request):
        raise NotOpen(request.number)
    Enrolment.objects.filter(pk=enrolment.pk).update(**_secrets())


@transaction.atomic
def close(*, enrolment_id: int, by: User | None, now: datetime) -> None:
    """Let nobody enrol any more; the request goes to review if everybody answered. ``by`` is None at the end time.

    Raises NotOpen (closed already, or not one's own), Enrolment.DoesNotExist.
    """
    request, enrolment = _lock(enrolment_id)
    if enrolment.closed_at or (by is not None and by.pk != request.requester_id):
        raise NotOpen(request.number)
    if by is None and now < enrolment.ends_at:
        raise NotOpen(request.number)
    Enrolment.objects.filter(pk=enrolment.pk).update(closed_at=now, closed_by=by)
    actor = audit.actor(by) if by else audit.SYSTEM
    lifecycle.record(request, kind=EventKind.ENROLMENT_CLOSED, by=actor, at=now, facts={"enrolment": enrolment.pk})
    lifecycle.settle_request(request, by=actor, at=now)


@transaction.atomic
def enrol(*, enrolment_id: int, key: str, person: Person, holder: str, way: Way, now: datetime) -> Enrolled:
    """Add a person to the request, with the way on to the form of who holds the device; the same ``key`` adds nobody twice.

    ``holder`` is the capacity (Capacity) in which who holds the device signs: for themself, or for their child.
    Raises NotOpen, Full, DeskFirst, EnrolledAlready, Enrolment.DoesNotExist.
    """
    request, enrolment = _lock(enrolment_id)
    if before := enrolment.enrolled.filter(key_hash=tokens.hash_of(key)).first():
        if before.invitation_id is None or now - before.at > queries.REPEATED:
            raise EnrolledAlready(request.number)
        return before
    if queries.why_shut(enrolment, now=now):
        raise NotOpen(request.number)
    check(enrolment, kind=person.kind, age_group=person.age_group)
    if not queries.free_places(enrolment):
        raise Full(request.number)
    subject = add_person(request, person, position=request.subjects.count())
    signer = subject.signers.filter(capacity=holder).order_by("position", "pk")[0]
    enrolled = Enrolled.objects.create(
        enrolment=enrolment,
        subject=subject,
        invitation=_invitation(enrolment, signer, way=way, now=now),
        key_hash=tokens.hash_of(key),
        at=now,
    )
    told = {"enrolment": enrolment.pk, "subject": subject.pk, "signer": signer.pk, "way": str(way)}
    lifecycle.record(request, kind=EventKind.ENROLLED, by=f"signer:{signer.pk}", at=now, facts=told)
    _invite_others(enrolment, subject, but=signer)
    return enrolled


def check(enrolment: Enrolment, *, kind: str, age_group: str) -> None:
    """Check that such a person can be asked without the desk's first look. Raises DeskFirst."""
    patient, minor = kind == SubjectKind.PATIENT, age_group != AgeGroup.ADULT
    if (patient and not enrolment.patients) or (minor and not enrolment.minors):
        raise DeskFirst(kind)


def _lock(enrolment_id: int) -> tuple[Request, Enrolment]:
    request = lifecycle.lock(Enrolment.objects.only("request_id").get(pk=enrolment_id).request_id)
    enrolment = Enrolment.objects.get(pk=enrolment_id)
    enrolment.request = request
    return request, enrolment


def _invitation(enrolment: Enrolment, signer: Signer, *, way: Way, now: datetime) -> Invitation:
    """Return a way to the form whose token nobody has: the device goes straight on."""
    return Invitation.objects.create(
        signer=signer,
        way=way,
        token_hash=tokens.new()[1],
        made_by=enrolment.opened_by,
        made_at=now,
        expires_at=now + IN_THE_ROOM,
    )


def _invite_others(enrolment: Enrolment, subject: Subject, *, but: Signer) -> None:
    """Mail those who sign with them, where an address was given (L2). Others are asked by the requester."""
    for signer in subject.signers.exclude(pk=but.pk).exclude(mail=""):
        mail = app.configure_task("signing.mail_invitation", queue="mail")
        mail.defer(signer_id=signer.pk, user_id=enrolment.opened_by_id)
