"""What a person asks of us about their own data: to have it, to correct it, to have it erased (AVG, articles 15 to 21)."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consent.models.subject import Subject


class Right(models.TextChoices):
    """What is asked for."""

    EXPORT = "export", _("a copy of all data")
    CORRECTION = "correction", _("a correction")
    ERASURE = "erasure", _("erasure")


class HowKnown(models.TextChoices):
    """How it was made sure that the person is who they say."""

    OWN_MAIL = "own_mail", _("wrote from the address on the form")
    OWN_LINK = "own_link", _("used the link on their own copy")
    SEEN = "seen", _("came by, identity document seen and not copied")
    CALLED = "called", _("called back on a number known to us")
    MANDATE = "mandate", _("somebody else, with a written mandate")


class RightStatus(models.TextChoices):
    """How far it is."""

    OPEN = "open", _("still open")
    DONE = "done", _("done as asked")
    REFUSED = "refused", _("not done, with a reason")


class PersonRequest(models.Model):
    """One request of a person about their own data, with its clock: a month, once two months longer with a reason.

    ``subjects`` are the person as they stand in requests. ``erased_at`` is since when the name and mail here are gone too.
    """

    right = models.CharField(max_length=10, choices=Right)
    name = models.CharField(max_length=150)
    mail = models.EmailField(blank=True)
    wish = models.TextField(max_length=2000, blank=True)
    how_known = models.CharField(max_length=10, choices=HowKnown)
    subjects = models.ManyToManyField(Subject, related_name="person_requests")
    received_on = models.DateField()
    due_on = models.DateField()
    extended_because = models.TextField(max_length=1000, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=RightStatus, default=RightStatus.OPEN, editable=False)
    answer = models.TextField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reminded_on = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(right__in=Right.values), name="person_request_right_known"),
            models.CheckConstraint(condition=Q(how_known__in=HowKnown.values), name="person_request_identity_checked"),
            models.CheckConstraint(condition=Q(due_on__gt=F("received_on")), name="person_request_due_later"),
            models.CheckConstraint(
                condition=Q(status=RightStatus.OPEN, answered_at=None, answered_by=None)
                | (~Q(status=RightStatus.OPEN) & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="person_request_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status=RightStatus.REFUSED) | ~Q(answer=""), name="person_request_no_has_reason"
            ),
        )
        indexes = (models.Index(fields=["due_on"], condition=Q(status=RightStatus.OPEN), name="person_request_open"),)
        triggers: ClassVar = [
            pgtrigger.FSM(
                name="person_request_moves",
                field="status",
                transitions=[
                    (str(RightStatus.OPEN), str(RightStatus.DONE)),
                    (str(RightStatus.OPEN), str(RightStatus.REFUSED)),
                ],
            ),
            pgtrigger.Protect(name="person_request_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"person's request {self.pk}"
