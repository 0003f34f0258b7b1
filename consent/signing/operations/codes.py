"""The one-time code of the mailed way: six digits, five guesses whatever the session, used once, replaced by a newer one.

TooManyCodes    five codes an hour for one invitation is enough
CodeSpent       no code to guess: expired, used, guessed at too often, or never made
WrongCode       not this code; ``left`` says how many guesses are left

Neither a code nor what it is hashed with ever stands in a job or a log.
"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from procrastinate.contrib.django import app

from consent.models import Code, Invitation

GUESSES = 5
CODES_AN_HOUR = 5


class TooManyCodes(Exception):
    """Five codes an hour for one invitation is enough."""


class CodeSpent(Exception):
    """There is no code to guess: expired, used, guessed at too often, or never made."""


class WrongCode(Exception):
    """Not this code."""

    def __init__(self, left: int) -> None:
        super().__init__("wrong code")
        self.left = left


def ask_code(*, invitation_id: int, now: datetime) -> None:
    """Have a code mailed; the job makes it, so that no code ever stands in a job. Raises TooManyCodes."""
    with transaction.atomic():
        _locked_with_room(invitation_id, now)
        app.configure_task("signing.mail_code", queue="mail").defer(invitation_id=invitation_id)


def make_code(*, invitation_id: int, now: datetime) -> str:
    """Make a code, store its keyed hash and return its six digits; earlier codes of the invitation stop working.

    Raises TooManyCodes.
    """
    with transaction.atomic():
        invitation = _locked_with_room(invitation_id, now)
        digits, salt = f"{secrets.randbelow(1_000_000):06d}", secrets.token_hex(16)
        Code.objects.create(
            invitation=invitation,
            code_hash=_hash(salt, digits),
            salt=salt,
            made_at=now,
            expires_at=now + timedelta(minutes=settings.CODE_MINUTES),
        )
    return digits


def check_code(*, invitation_id: int, digits: str, now: datetime) -> None:
    """Use a code up, once. Raises WrongCode, CodeSpent.

    The guess is counted, and committed, before it is looked at: guessing in parallel gains nothing. Call it outside a
    transaction, or the count would be undone by the exception.
    """
    code = Code.objects.filter(invitation_id=invitation_id).order_by("-pk").first()
    if code is None or not _alive(code.pk, now).update(guesses=F("guesses") + 1):
        raise CodeSpent
    if not constant_time_compare(_hash(code.salt, digits), code.code_hash):
        code.refresh_from_db(fields=["guesses"])
        raise WrongCode(GUESSES - code.guesses)
    if not Code.objects.filter(pk=code.pk, used_at=None).update(used_at=now):
        raise CodeSpent


def _alive(code_id: int, now: datetime) -> QuerySet[Code]:
    return Code.objects.filter(pk=code_id, used_at=None, guesses__lt=GUESSES, expires_at__gt=now)


def _locked_with_room(invitation_id: int, now: datetime) -> Invitation:
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    if invitation.codes.filter(made_at__gt=now - timedelta(hours=1)).count() >= CODES_AN_HOUR:
        raise TooManyCodes
    return invitation


def _hash(salt: str, digits: str) -> str:
    """Return a hash that only who holds SECRET_KEY can compute: six digits alone are found by trying them all."""
    return salted_hmac(f"consent.signing.code.{salt}", digits, algorithm="sha256").hexdigest()
