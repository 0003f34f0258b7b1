"""The trace of what happened to accounts: who let whom in, with which role, and who took what away."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AccountEventKind(models.TextChoices):
    """What happened to an account."""

    SIGNED_UP = "signed_up", _("made an account")
    LOGGED_IN = "logged_in", _("logged in")
    LOGIN_FAILED = "login_failed", _("login failed")
    INVITED = "invited", _("was invited")
    INVITE_REVOKED = "invite_revoked", _("invitation was taken back")
    ROLE_CHANGED = "role_changed", _("role was changed")
    DISABLED = "disabled", _("account was disabled")
    ENABLED = "enabled", _("account was enabled")
    PASSWORD_CHANGED = "password_changed", _("password was changed")
    FACTOR_ADDED = "factor_added", _("second factor was added")
    FACTOR_REMOVED = "factor_removed", _("second factor was removed")
    FACTORS_RESET = "factors_reset", _("second factor was reset by an administrator")
    RECOVERY_CODES_MADE = "recovery_codes", _("recovery codes were made")
    SESSIONS_ENDED = "sessions_ended", _("other sessions were ended")
    INSTITUTION_JOINED = "institution", _("institution's login was linked")
    AMBASSADOR_ADDED = "ambassador_added", _("was put on the list of ambassadors")
    AMBASSADOR_ENDED = "ambassador_ended", _("was taken off the list of ambassadors")
    SYSTEM_ADDED = "system_added", _("gave a system a token")
    SYSTEM_REVOKED = "system_revoked", _("took a system's token back")
    HOOK_ADDED = "hook_added", _("had a system told of what happens")
    HOOK_ENDED = "hook_ended", _("stopped telling a system")


class AccountEvent(models.Model):
    """One line of the trace. Append-only.

    ``user`` is whom it is about, ``by`` who did it (null: nobody known). ``detail`` holds keys and roles, never names or
    mail addresses of people.
    """

    kind = models.CharField(max_length=20, choices=AccountEventKind)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="trace")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    detail = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=AccountEventKind.values), name="account_event_kind_known"),
        )
        indexes = (models.Index(fields=["user", "-at"], name="account_event_of_user"),)
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="account_event_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        return f"account event {self.pk}"
