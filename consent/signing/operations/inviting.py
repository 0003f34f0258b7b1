"""Ask a signer: by mail, by a QR code on the requester's screen, or by handing over the device.

CannotAsk               nobody was asked
├── NotYours            only who filed the request asks; the desk asks who came of age
├── NotNow              the request does not collect signatures now, or this person is not needed any more
├── AlreadyAnswered     this signer signed or said no already
├── NoAddress           there is no mail address to send to
└── MayNotVouch         a student who treats patients does not collect a patient's signature (L4)

The token that ``invite`` returns is stored nowhere: show it or send it.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from accounts import tokens
from accounts.models import User
from accounts.roles import Capability, may
from consent import audit, lifecycle
from consent.models import Invitation, Request, Signer, Way
from consent.signing.queries import AFTERWARDS, still_asked
from consent.states import EventKind, SignerStatus

IN_THE_ROOM = timedelta(hours=2)
"""How long a QR code or a device that was handed over works: for as long as both are in the room."""


MOST_LINKS = 4
"""Mailed links for one signer in a day after which the signer cannot have another sent."""


class Asked(StrEnum):
    """Why a mailed invitation goes out: somebody pressed a button, the signer wants a new link, or time passed."""

    BY_REQUESTER = "requester"
    BY_SIGNER = "signer"
    AS_REMINDER = "reminder"


class CannotAsk(Exception):
    """Nobody was asked."""


class NotYours(CannotAsk):
    """Only who filed the request asks its signers."""


class NotNow(CannotAsk):
    """The request does not collect signatures now, or this person is not needed any more."""


class AlreadyAnswered(CannotAsk):
    """The signer signed or said no already."""


class NoAddress(CannotAsk):
    """There is no mail address to send to."""


class MayNotVouch(CannotAsk):
    """A student who treats patients does not collect a patient's signature (L4)."""


def invite(*, signer_id: int, way: Way, by: User, now: datetime, asked: Asked = Asked.BY_REQUESTER) -> str:
    """Make a way to the form for one signer and return its token; earlier ones stop working, but not for a paper's sake.

    Raises a CannotAsk, Signer.DoesNotExist.
    """
    with transaction.atomic():
        request, signer = _ready(signer_id, way=way, by=by)
        token, token_hash = tokens.new()
        earlier = signer.invitations.filter(revoked_at=None)
        (earlier.filter(way=Way.PAPER) if way == Way.PAPER else earlier).update(revoked_at=now)
        Invitation.objects.create(
            signer=signer,
            way=way,
            token_hash=token_hash,
            made_by=by,
            made_at=now,
            expires_at=now + _lasts(way),
            reminder=asked == Asked.AS_REMINDER,
        )
        lifecycle.record(
            request,
            kind=_kind(way, asked),
            by={Asked.BY_SIGNER: f"signer:{signer.pk}", Asked.AS_REMINDER: audit.SYSTEM}.get(asked, audit.actor(by)),
            at=now,
            facts={"signer": signer.pk, "way": str(way)},
        )
    return token


def mail_invitation(*, signer_id: int, by: User) -> None:
    """Have an invitation mailed. The job makes the link itself, so that no token ever stands in a job.

    Raises a CannotAsk, Signer.DoesNotExist.
    """
    with transaction.atomic():
        _ready(signer_id, way=Way.MAIL, by=by)
        app.configure_task("signing.mail_invitation", queue="mail").defer(signer_id=signer_id, user_id=by.pk)


def ask_new_link(*, invitation: Invitation, now: datetime) -> None:
    """Have a new link mailed to a signer whose link is over; it goes where the old one went.

    Raises a CannotAsk: NotNow too when MOST_LINKS went out within a day.
    """
    if invitation.signer.invitations.filter(way=Way.MAIL, made_at__gt=now - timedelta(days=1)).count() >= MOST_LINKS:
        raise NotNow
    requester = invitation.signer.subject.request.requester
    with transaction.atomic():
        _ready(invitation.signer_id, way=Way.MAIL, by=requester)
        task = app.configure_task("signing.mail_invitation", queue="mail", queueing_lock=f"new link {invitation.pk}")
        with suppress(AlreadyEnqueued), transaction.atomic():  # pressed twice: one mail
            task.defer(signer_id=invitation.signer_id, user_id=requester.pk, asked=Asked.BY_SIGNER.value)


def _kind(way: Way, asked: Asked) -> EventKind:
    if asked == Asked.AS_REMINDER:
        return EventKind.REMINDED
    return EventKind.HANDED_OVER if way == Way.HANDOVER else EventKind.INVITED


def _ready(signer_id: int, *, way: Way, by: User) -> tuple[Request, Signer]:
    """Return the locked request and the signer, once all of it allows asking."""
    request, signer = lifecycle.lock_signer(signer_id)
    if not _asks(by, request, way):
        raise NotYours
    if signer.status != SignerStatus.WAITING:
        raise AlreadyAnswered
    if not still_asked(signer) or hasattr(signer.subject, "freeze"):  # who died is not asked (L9)
        raise NotNow
    if way == Way.MAIL and not signer.mail:
        raise NoAddress
    treats = request.treats_patients and request.requester_id == by.pk
    if way != Way.MAIL and treats and signer.subject.counts_as_patient:
        raise MayNotVouch
    return request, signer


def _asks(by: User, request: Request, way: Way) -> bool:
    """Whether this is for them to ask: the requester; the desk on paper, and after the collecting who came of age (L2)."""
    desk = request.status in AFTERWARDS or way == Way.PAPER
    return request.requester_id == by.pk or (desk and may(by, Capability.DECIDE))


def _lasts(way: Way) -> timedelta:
    return timedelta(hours=settings.INVITATION_HOURS) if way in {Way.MAIL, Way.PAPER} else IN_THE_ROOM
