"""A review: the desk's decision, with who and when."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.models.request import Request


class Stage(models.TextChoices):
    """Which look of the desk this was."""

    INTAKE = "intake", _("first look")
    REVIEW = "review", _("review")


class Outcome(models.TextChoices):
    """What the desk decided."""

    CLEARED = "cleared", _("cleared to ask")
    AGREED = "agreed", _("agreed, a second reviewer decides")
    APPROVED = "approved", _("approved")
    SENT_BACK = "sent_back", _("sent back")
    REJECTED = "rejected", _("rejected")


class Review(models.Model):
    """One decision of the desk on a request."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="reviews")
    stage = models.CharField(max_length=8, choices=Stage)
    outcome = models.CharField(max_length=10, choices=Outcome)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    at = models.DateTimeField()
    note = models.TextField(max_length=2000, blank=True)
    conditions = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="review_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=[Outcome.CLEARED, Outcome.AGREED, Outcome.APPROVED]) | ~Q(note=""),
                name="review_no_has_note",
            ),
        )
        triggers: ClassVar = [
            pgtrigger.Protect(name="review_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"
