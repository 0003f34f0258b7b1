"""Reads of enrolments: which one an address or a code opens, how both are spelled, and how far a group is."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.crypto import salted_hmac

from accounts import tokens
from consent.models import AgeGroup, Enrolled, Enrolment, Invitation, Request, SubjectKind, Way
from consent.numbers import ALPHABET
from consent.states import SignerStatus, State, SubjectStatus

TOKEN, CODE, CODE_HASH = "consent.enrolment", "consent.enrolment.code", "consent.enrolment.code_hash"
CODE_LENGTH = 8

REPEATED = timedelta(minutes=2)
"""For how long a page that is sent again (a double tap, a reload) leads to the form of who enrolled with it."""


class Shut(Enum):
    """Why nobody can enrol."""

    UNKNOWN = "unknown"
    OVER = "over"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a request is: numbers only. ``enrolled`` and ``places`` are of the enrolment that was opened last."""

    enrolled: int
    places: int
    answered: int
    total: int


def token_from(salt: str) -> str:
    """Return the token of a QR code: 256 bits that nobody computes without the secret key."""
    digest = salted_hmac(TOKEN, salt, secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def code_from(salt: str) -> str:
    """Return the short code that is typed where nothing can be scanned: 36 bits, for hours, behind a limit."""
    number = int.from_bytes(salted_hmac(CODE, salt, secret=settings.SECRET_KEY, algorithm="sha256").digest())
    digits = []
    for _ in range(CODE_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(digits)


def code_hash(code: str) -> str:
    """Return what is stored of a code. It is short, so that its hash needs the secret key."""
    return salted_hmac(CODE_HASH, code, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()


def spoken_code(enrolment: Enrolment) -> str:
    """Return the code as people read it: ``K7M4-XWDK``."""
    code = code_from(enrolment.salt)
    return f"{code[:4]}-{code[4:]}"


def address_of(enrolment: Enrolment) -> str:
    """Return the address in the QR code."""
    return settings.BASE_URL + reverse("groups:join", args=[token_from(enrolment.salt)])


def _found() -> QuerySet[Enrolment]:
    return Enrolment.objects.select_related("request__requester", "opened_by")


def of_token(token: str) -> Enrolment | None:
    """Return the enrolment that an address opens, whether it still does or not."""
    return _found().filter(token_hash=tokens.hash_of(token)).first()


def of_code(typed: str) -> Enrolment | None:
    """Return the enrolment of a typed code, forgiving lower case, spaces and dashes."""
    code = "".join(character for character in typed.upper() if character.isalnum())
    return _found().filter(code_hash=code_hash(code)).first() if len(code) == CODE_LENGTH else None


def of_key(key: int) -> Enrolment | None:
    """Return an enrolment by its key, for a device in queue mode."""
    return _found().filter(pk=key).first()


def open_of(request: Request, *, now: datetime) -> Enrolment | None:
    """Return the enrolment of a request in which people can enrol now."""
    found = _found().filter(request=request, closed_at=None).first()
    return found if why_shut(found, now=now) is None else None


def why_shut(enrolment: Enrolment | None, *, now: datetime) -> Shut | None:
    """Return why nobody can enrol, or None when one can."""
    if enrolment is None:
        return Shut.UNKNOWN
    if enrolment.closed_at is not None or enrolment.ends_at <= now:
        return Shut.OVER
    return None if enrolment.request.status == State.COLLECTING else Shut.NOT_NOW


def free_places(enrolment: Enrolment) -> int:
    """Return how many more can enrol. Who is left out of the recording frees their place."""
    taken = enrolment.enrolled.exclude(subject__status=SubjectStatus.LEFT_OUT).count()
    return max(enrolment.places - taken, 0)


def cleared_for(request: Request) -> tuple[bool, bool]:
    """Return whether patients and whether minors can enrol: only where the desk looked at the request for them.

    Whoever a request names goes past the desk's first look when it is submitted (intake), so those who stand in it now tell.
    A student who treats patients does not collect their signatures (L4).
    """
    people = request.subjects.all()
    patients = people.filter(Q(kind=SubjectKind.PATIENT) | Q(is_patient_here=True)).exists()
    return patients and request.treats_patients is False, people.exclude(age_group=AgeGroup.ADULT).exists()


def progress(request: Request) -> Progress:
    """Return how many answered, yes and no alike, in two queries."""
    waiting = Q(signers__status=SignerStatus.WAITING, signers__stood_down_at=None)
    counts = request.subjects.exclude(status=SubjectStatus.LEFT_OUT).aggregate(
        total=Count("pk", distinct=True), waiting=Count("pk", filter=waiting, distinct=True)
    )
    present = Count("enrolled", filter=~Q(enrolled__subject__status=SubjectStatus.LEFT_OUT))
    last = request.enrolments.annotate(present=present).order_by("-pk").first()
    return Progress(
        enrolled=last.present if last else 0,
        places=last.places if last else 0,
        answered=counts["total"] - counts["waiting"],
        total=counts["total"],
    )


def enrolled_by(invitation_id: int, enrolment: Enrolment) -> bool:
    """Whether the signer who has this invitation enrolled here: their phone goes on with their form."""
    return Enrolled.objects.filter(enrolment=enrolment, invitation=invitation_id).exists()


def invitation_of(enrolled: Enrolled) -> Invitation:
    """Return the way on to the form with all that its session wants. Raises Invitation.DoesNotExist."""
    found = Invitation.objects.select_related("made_by", "signer__subject__request__requester")
    return found.get(pk=enrolled.invitation_id or 0)


def just_enrolled(key: str, *, now: datetime) -> int | None:
    """Return the enrolment in which a page of a tablet that goes round enrolled somebody a moment ago."""
    found = Enrolled.objects.filter(
        key_hash=tokens.hash_of(key), at__gt=now - REPEATED, invitation__way=Way.HANDOVER, enrolment__closed_at=None
    )
    return found.values_list("enrolment_id", flat=True).first()
