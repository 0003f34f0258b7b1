"""How an account comes to be: by oneself with an address of a known institution, or by the desk's invitation."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import TextChoices

from accounts import tokens, trace
from accounts.models import AccountEventKind, Invite, Role, User


class AddressTaken(Exception):
    """There is an account with this address already."""


class InviteState(TextChoices):
    """What can be done with an invitation."""

    LIVE = "live"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"


class InviteUnusable(Exception):
    """The invitation was used, taken back, or has expired; the first argument is its state."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody who signs up says. ``password`` is encoded already; ``address`` is the IP that they come from."""

    name: str
    language: str
    password: str
    address: str | None


def may_sign_up(email: str) -> bool:
    """Return whether this address belongs to an institution whose people sign up by themselves (G1), subdomains included."""
    domain = email.rpartition("@")[2].lower()
    return any(domain == known or domain.endswith(f".{known}") for known in map(str.lower, settings.SIGN_UP_DOMAINS))


def state(invite: Invite, *, now: datetime) -> InviteState:
    """Return what can be done with an invitation."""
    if invite.accepted_at:
        return InviteState.USED
    if invite.revoked_at:
        return InviteState.REVOKED
    return InviteState.LIVE if now < invite.expires_at else InviteState.EXPIRED


def invite_of(token: str) -> Invite | None:
    """Return the invitation that a link belongs to."""
    return Invite.objects.filter(token_hash=tokens.hash_of(token)).first()


def sign_up(newcomer: Newcomer, *, email: str, now: datetime) -> User:
    """Make an account for whoever proved to read the mail of this address. Raises AddressTaken."""
    return _make(newcomer, email=email, role=Role.REQUESTER, now=now, detail={})


def accept(newcomer: Newcomer, *, invite_id: int, now: datetime) -> User:
    """Make the account that an invitation asks for, once: its link proves the mail address.

    Raises InviteUnusable, AddressTaken.
    """
    with transaction.atomic():
        invite = Invite.objects.select_for_update().get(pk=invite_id)
        if (it_is := state(invite, now=now)) is not InviteState.LIVE:
            raise InviteUnusable(it_is)
        detail = {"invite": invite.pk, "role": invite.role}
        user = _make(newcomer, email=invite.email, role=invite.role, now=now, detail=detail)
        invite.accepted_at = now
        invite.save(update_fields=["accepted_at"])
        return user


def _make(newcomer: Newcomer, *, email: str, role: str, now: datetime, detail: dict[str, object]) -> User:
    user = User(
        email=email.lower(), name=newcomer.name, language=newcomer.language, password=newcomer.password, role=role
    )
    try:
        with transaction.atomic():
            user.save()
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
            trace.record(
                AccountEventKind.SIGNED_UP, user=user, by=user, at=now, address=newcomer.address, detail=detail
            )
    except IntegrityError as error:
        raise AddressTaken from error
    return user
