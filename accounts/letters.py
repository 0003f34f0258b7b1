"""Letters about accounts: what they are called, and how they wait for the worker without anybody reading them.

A letter holds a mail address and at times a code. The table of jobs is readable for whoever keeps the database, so a letter
lies there sealed.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from accounts import mailing, sealing

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

TASK = "accounts.send_letter"

KINDS: "dict[str, StrPromise]" = {
    "login_code": _("Your code to log in"),
    "reset_code": _("Your code for a new password"),
    "verify_code": _("Your code to confirm your email address"),
    "already": _("You already have an account"),
    "unknown": _("There is no account with your email address"),
    "password_changed": _("Your password was changed"),
    "mail_changed": _("Your email address was changed"),
    "factor_added": _("A second step was added to your account"),
    "factor_removed": _("A second step was removed from your account"),
    "factors_reset": _("Your second step was reset"),
    "recovery_made": _("New recovery codes were made for your account"),
    "role_changed": _("You have another role in your account"),
    "disabled": _("Your account was closed"),
    "enabled": _("Your account was opened again"),
    "institution_linked": _("Your institution's login was linked to your account"),
    "institution_unlinked": _("Your institution's login was removed from your account"),
}
"""Each kind's subject. Its text is ``templates/mail/account_<kind>.txt``."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. ``until`` is the Unix time after which it is of no use to its reader, such as a code's end."""

    kind: str
    to: str
    language: str
    context: dict[str, Any]
    until: float | None = None


def send(
    *, kind: str, to: str, language: str, context: Mapping[str, Any] | None = None, until: float | None = None
) -> None:
    """Enqueue a letter. ``context`` holds what JSON can hold. Raises KeyError for a kind that does not exist."""
    KINDS[kind]
    letter = Letter(kind=kind, to=to, language=language, context=dict(context or {}), until=until)
    app.configure_task(TASK, allow_unknown=False).defer(sealed=seal(letter))


def seal(letter: Letter) -> str:
    """Return a letter so that only this site can read it."""
    return sealing.seal(json.dumps(asdict(letter)), purpose=TASK)


def unseal(sealed: str) -> Letter:
    """Return a sealed letter. Raises sealing.CannotOpen."""
    return Letter(**json.loads(sealing.unseal(sealed, purpose=TASK)))


def deliver(letter: Letter) -> None:
    """Send a letter. Raises what the mail server's library raises (OSError, smtplib.SMTPException)."""
    links = {
        f"{name}_url": settings.BASE_URL + reverse(url)
        for name, url in (("login", "account_login"), ("reset", "account_reset_password"), ("signup", "account_signup"))
    }
    mailing.send(
        to=letter.to,
        language=letter.language,
        subject=KINDS[letter.kind],
        template=f"account_{letter.kind}",
        context={"desk_mail": settings.DESK_MAIL, **links, **letter.context},
    )
