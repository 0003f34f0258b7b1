"""A subject: a person seen or heard. A signer: who signs for them."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from consent.models.choices import AgeGroup, Capacity, SubjectKind
from consent.models.request import Request
from consent.states import SIGNER_TRANSITIONS, SUBJECT_TRANSITIONS, SignerStatus, SubjectStatus


class Subject(models.Model):
    """A person seen or heard in the recording."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="subjects")
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=10, choices=SubjectKind)
    is_patient_here = models.BooleanField(default=False)
    age_group = models.CharField(max_length=8, choices=AgeGroup, default=AgeGroup.ADULT)
    birth_date = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=SubjectStatus, default=SubjectStatus.WAITING, editable=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(status__in=SubjectStatus.values), name="subject_status_known"),
            models.CheckConstraint(condition=Q(kind__in=SubjectKind.values), name="subject_kind_known"),
            models.CheckConstraint(
                condition=Q(birth_date=None) | ~Q(age_group=AgeGroup.ADULT), name="subject_birth_date_only_under_18"
            ),
        )
        indexes = (models.Index(fields=["birth_date"], condition=~Q(birth_date=None), name="subject_birthdays"),)
        triggers: ClassVar = [
            pgtrigger.FSM(
                name="subject_moves",
                field="status",
                transitions=[(str(a), str(b)) for a, targets in SUBJECT_TRANSITIONS.items() for b in sorted(targets)],
            ),
        ]

    def __str__(self) -> str:
        return f"subject {self.pk}"

    @property
    def counts_as_patient(self) -> bool:
        """Whether patient rules apply: a staff member filmed about their own treatment is a patient (L5)."""
        return self.kind == SubjectKind.PATIENT or self.is_patient_here

    @property
    def is_minor(self) -> bool:
        """Whether the subject is under 18."""
        return self.age_group != AgeGroup.ADULT


class Signer(models.Model):
    """Who signs for a subject: the subject, or somebody who may (L2). All signers of a subject must sign.

    ``stood_down_at`` is since when this answer is not asked and does not count: the subject came of age and decides alone
    (L2), or cannot decide and has a representative (L3). What was signed stays archived.
    """

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="signers")
    capacity = models.CharField(max_length=14, choices=Capacity, default=Capacity.SELF)
    name = models.CharField(max_length=150)
    mail = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="nl")
    relation = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=10, choices=SignerStatus, default=SignerStatus.WAITING, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    stood_down_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(status__in=SignerStatus.values), name="signer_status_known"),
            models.UniqueConstraint(fields=["subject"], condition=Q(capacity=Capacity.SELF), name="signer_self_once"),
        )
        triggers: ClassVar = [
            pgtrigger.FSM(
                name="signer_moves",
                field="status",
                transitions=[(str(a), str(b)) for a, targets in SIGNER_TRANSITIONS.items() for b in sorted(targets)],
            ),
        ]

    def __str__(self) -> str:
        return f"signer {self.pk}"


class Freeze(models.Model):
    """The desk froze all uses of a subject, for example because someone died (L9)."""

    subject = models.OneToOneField(Subject, models.PROTECT, related_name="freeze")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(max_length=1000, blank=True)

    class Meta:
        triggers: ClassVar = [
            pgtrigger.Protect(name="freeze_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"freeze of subject {self.subject_id}"


class Postponement(models.Model):
    """An adult patient could not decide at this moment, so nobody signed (L3)."""

    signer = models.ForeignKey(Signer, models.PROTECT, related_name="postponements")
    at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = [
            pgtrigger.Protect(name="postponement_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"postponement {self.pk}"
