"""When who signs for a subject changed: a birthday, or the desk opened the representative's route. Both append-only."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from consent.models.subject import Signer, Subject


class ComingOfAge(models.Model):
    """A subject turned 12, 16 or 18, and is asked themself (L2).

    ``signer`` is the subject as signer. ``consent_since`` is when the consent that stood on that day was complete (None:
    there was none yet), and ``asked_sha256`` the digest of what it was given for: the answer of the person renews that
    consent, so that a recording made before the birthday stays one with prior consent (G5).
    """

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="comings_of_age")
    signer = models.ForeignKey(Signer, models.PROTECT, related_name="comings_of_age")
    years = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    consent_since = models.DateTimeField(null=True)
    asked_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["subject", "years"], name="coming_of_age_once"),
            models.CheckConstraint(condition=Q(years__in=[12, 16, 18]), name="coming_of_age_years_known"),
        )
        triggers: ClassVar = [
            pgtrigger.Protect(name="coming_of_age_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"coming of age {self.pk}"


class RepresentativeRoute(models.Model):
    """The desk, with the data protection officer, lets somebody sign for one who cannot decide (L3).

    ``officer`` is the name of the data protection officer who agreed, on the day ``agreed_on``; ``reason`` says why this
    person may sign. The representative is ``signer``.
    """

    subject = models.OneToOneField(Subject, models.PROTECT, related_name="representative_route")
    signer = models.OneToOneField(Signer, models.PROTECT, related_name="representative_route")
    officer = models.CharField(max_length=150)
    agreed_on = models.DateField()
    reason = models.TextField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(officer="") & ~Q(reason=""), name="representative_route_reasoned"),
        )
        triggers: ClassVar = [
            pgtrigger.Protect(name="representative_route_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"representative's route {self.pk}"
