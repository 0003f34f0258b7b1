"""Inviting people to make an account. The link is made by the job that mails it, so that no job holds one.

CannotInvite
├── NotYours          this role is not theirs to invite (accounts.roles.INVITES)
├── HasAccount        there is an account with this address
├── AlreadyInvited    there is a live invitation for this address
├── SignsUpAlone      people of this institution make an account by themselves
└── NotOpen           the invitation was used or taken back
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from accounts import signing_up, tokens, trace
from accounts.models import AccountEventKind, Invite, Role, User
from accounts.roles import INVITES, Capability, may

MAIL = "people.mail_invite"


class CannotInvite(Exception):
    """Nobody can be invited like that."""


class NotYours(CannotInvite):
    """Who invites may not invite somebody as this."""


class HasAccount(CannotInvite):
    """There is an account with this address; the first argument is it."""


class AlreadyInvited(CannotInvite):
    """There is a live invitation for this address; the first argument is whether ``by`` may renew it."""


class SignsUpAlone(CannotInvite):
    """People with an address of this institution make an account by themselves."""


class NotOpen(CannotInvite):
    """The invitation was used or taken back."""


def invite(*, email: str, role: Role, language: str, by: User, now: datetime, address: str | None = None) -> Invite:
    """Invite somebody to make an account; a job mails the link. An invitation that expired makes way for the new one.

    Raises NotYours, HasAccount, AlreadyInvited, SignsUpAlone.
    """
    email = email.strip().lower()
    with transaction.atomic():
        _mine(role, by)
        if known := User.objects.with_mail(email):
            raise HasAccount(known)
        if not may(by, Capability.MANAGE_PEOPLE) and signing_up.may_sign_up(email):
            raise SignsUpAlone
        open_ones = Invite.objects.filter(email=email, accepted_at=None, revoked_at=None)
        open_ones.filter(expires_at__lte=now).update(revoked_at=now)
        values = {"email": email, "role": role, "language": language, "made_by": by, "made_at": now}
        try:
            with transaction.atomic():
                row = Invite.objects.create(**values, expires_at=_end(now), token_hash=_known_to_nobody())
        except IntegrityError as error:
            raise AlreadyInvited(open_ones.filter(role__in=INVITES[Role(by.role)]).exists()) from error
        _tell(row, by=by, now=now, address=address)
        return row


def renew(*, invite_id: int, by: User, now: datetime, address: str | None = None) -> Invite:
    """Mail a new link, which works as long as a new invitation; the old link works no more.

    Raises NotYours, NotOpen, Invite.DoesNotExist.
    """
    with transaction.atomic():
        row = _open(invite_id, by=by)
        row.expires_at, row.token_hash = _end(now), _known_to_nobody()
        row.save(update_fields=["expires_at", "token_hash"])
        _tell(row, by=by, now=now, address=address)
        return row


def revoke(*, invite_id: int, by: User, now: datetime, address: str | None = None) -> Invite:
    """Take an invitation back: its link opens nothing from now on. Raises NotYours, NotOpen, Invite.DoesNotExist."""
    with transaction.atomic():
        row = _open(invite_id, by=by)
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        detail = {"invite": row.pk, "role": row.role}
        trace.record(AccountEventKind.INVITE_REVOKED, user=None, by=by, at=now, address=address, detail=detail)
        return row


def new_token(*, invite_id: int, now: datetime) -> str:
    """Give an invitation a new link and return its token. Raises NotOpen, also when it has expired, Invite.DoesNotExist."""
    with transaction.atomic():
        row = Invite.objects.select_for_update().get(pk=invite_id)
        if signing_up.state(row, now=now) is not signing_up.InviteState.LIVE:
            raise NotOpen
        token, row.token_hash = tokens.new()
        row.save(update_fields=["token_hash"])
        return token


def _mine(role: str, by: User) -> None:
    if not may(by, Capability.INVITE_REQUESTERS) or role not in INVITES[Role(by.role)]:
        raise NotYours


def _open(invite_id: int, *, by: User) -> Invite:
    row = Invite.objects.select_for_update().get(pk=invite_id)
    _mine(row.role, by)
    if row.accepted_at or row.revoked_at:
        raise NotOpen
    return row


def _end(now: datetime) -> datetime:
    return now + timedelta(days=settings.INVITE_DAYS)


def _known_to_nobody() -> str:
    """Return the hash of a token that is thrown away: until the mail goes out no link opens the invitation."""
    return tokens.new()[1]


def _tell(row: Invite, *, by: User, now: datetime, address: str | None) -> None:
    detail = {"invite": row.pk, "role": row.role}
    trace.record(AccountEventKind.INVITED, user=None, by=by, at=now, address=address, detail=detail)
    app.configure_task(MAIL, queue="mail").defer(invite_id=row.pk)
