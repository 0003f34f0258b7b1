"""A step: another office's yes that a request waits for (G9, G12). A link to it, of which only a hash is stored."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.models.request import Request


class Office(models.TextChoices):
    """Who else must agree."""

    PRESS = "press", _("press office")
    SOCIAL_MEDIA = "social_media", _("social media team")
    WARD = "ward", _("ward manager")


class StepStatus(models.TextChoices):
    """What the office said."""

    WAITING = "waiting", _("waiting")
    AGREED = "agreed", _("agreed")
    REFUSED = "refused", _("did not agree")


class Step(models.Model):
    """One office's answer to a request as it was asked.

    ``asked_sha256`` is the digest of what was asked (``sheet.Asked``). ``closed_at`` is since when the step does not count:
    something else is asked now. Who answered, and what they wrote, is in the facts of the event ``step_answered``, which
    can be erased.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="steps")
    office = models.CharField(max_length=12, choices=Office)
    status = models.CharField(max_length=8, choices=StepStatus, default=StepStatus.WAITING)
    asked_sha256 = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(office__in=Office.values), name="step_office_known"),
            models.CheckConstraint(condition=Q(status__in=StepStatus.values), name="step_status_known"),
            models.CheckConstraint(
                condition=Q(status=StepStatus.WAITING, answered_at=None)
                | (~Q(status=StepStatus.WAITING) & Q(answered_at__isnull=False)),
                name="step_answered_when",
            ),
            models.UniqueConstraint(fields=["request", "office"], condition=Q(closed_at=None), name="step_once"),
        )
        triggers: ClassVar = [
            pgtrigger.FSM(
                name="step_moves",
                field="status",
                transitions=[
                    (str(StepStatus.WAITING), str(StepStatus.AGREED)),
                    (str(StepStatus.WAITING), str(StepStatus.REFUSED)),
                ],
            ),
            pgtrigger.ReadOnly(name="step_fixed", fields=["request", "office", "asked_sha256", "opened_at"]),
        ]

    def __str__(self) -> str:
        return f"step {self.pk}"


class StepLink(models.Model):
    """A way for one office to answer one step, until it expires or is renewed."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="links")
    mail = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link {self.pk}"
