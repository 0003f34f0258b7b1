"""Retention (L8): what was destroyed and why, what stops it, who was told that a term ends, and what renews it."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.models.request import Request
from consent.models.subject import Subject


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """Triggers that let a table grow only."""
    return [pgtrigger.Protect(name=f"{name}_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Rule(models.TextChoices):
    """Under which rule personal data was destroyed."""

    TERM = "term", _("the term ended: only the proof is kept")
    CLAIMS = "claims", _("the claims period ended")
    UNUSED = "unused", _("the request ended without an approval")
    PERSON = "person", _("the person asked for it")


class Destruction(models.Model):
    """One time that personal data of a request, or of one subject of it, was destroyed. Never the data itself.

    ``by`` is as in the history: "system" or an account's key. ``due_on`` is the day on which the rule asked for it.
    ``counts`` says how many rows of each table were emptied or removed. Written before anything is destroyed: the
    database's own functions (migration ``0018_retention``) destroy nothing without it.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="destructions")
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, related_name="destructions")
    rule = models.CharField(max_length=8, choices=Rule)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    due_on = models.DateField()
    counts = models.JSONField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(rule__in=Rule.values), name="destruction_rule_known"),
            models.CheckConstraint(
                condition=Q(rule=Rule.PERSON, subject__isnull=False) | (~Q(rule=Rule.PERSON) & Q(subject=None)),
                name="destruction_of_a_person_or_all",
            ),
        )
        triggers: ClassVar = append_only("destruction")

    def __str__(self) -> str:
        return f"destruction {self.pk}"


class DestroyedRow(models.Model):
    """A row that may only grow, emptied of personal data. Only the database writes it.

    ``digest`` is the one of its line of proof, whose salt is gone by now, so that nobody can guess what stood there;
    ``after`` is the digest of ``salt`` and the row as it is now. All SHA-256, hexadecimal.
    """

    destruction = models.ForeignKey(Destruction, models.PROTECT, related_name="rows")
    kind = models.CharField(max_length=40)
    key = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    after = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "key"], name="destroyed_once"),)
        triggers: ClassVar = append_only("destroyed_row")

    def __str__(self) -> str:
        return f"destroyed row {self.key} of {self.kind}"


class DestroyedFile(models.Model):
    """A file of the archive that was destroyed, by its SHA-256 (hexadecimal) and its ending in the store."""

    destruction = models.ForeignKey(Destruction, models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64, db_index=True)
    ending = models.CharField(max_length=8)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["destruction", "sha256", "ending"], name="destroyed_file_once"),)
        triggers: ClassVar = append_only("destroyed_file")

    def __str__(self) -> str:
        return f"destroyed file {self.pk}"


class LegalHold(models.Model):
    """Nothing of this request is destroyed until the hold ends (L8)."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="holds")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(max_length=1000)

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="legal_hold_reasoned"),)
        triggers: ClassVar = append_only("legal_hold")

    def __str__(self) -> str:
        return f"legal hold {self.pk}"


class LegalHoldEnd(models.Model):
    """The end of a legal hold."""

    hold = models.OneToOneField(LegalHold, models.PROTECT, related_name="end")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(max_length=1000)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="legal_hold_end_reasoned"),)
        triggers: ClassVar = append_only("legal_hold_end")

    def __str__(self) -> str:
        return f"end of legal hold {self.hold_id}"


class TermReminder(models.Model):
    """That a requester was told, ``days`` before it, that what a request allows ends on a day. Once each."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="term_reminders")
    ends_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["request", "ends_on", "days"], name="term_reminded_once"),)

    def __str__(self) -> str:
        return f"term reminder {self.pk}"


class Renewal(models.Model):
    """A request that asks the same people anew, because the term of another ends. Never a silent extension."""

    of = models.ForeignKey(Request, models.PROTECT, related_name="renewals")
    request = models.OneToOneField(Request, models.CASCADE, related_name="renews")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(of=models.F("request")), name="renewal_of_another"),)

    def __str__(self) -> str:
        return f"renewal {self.pk}"
