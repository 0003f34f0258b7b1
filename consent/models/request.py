"""A request: one wish to record or publish, with a number."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consent import numbers
from consent.models.choices import Medium
from consent.states import TRANSITIONS, State


class Programme(models.Model):
    """Where a requester studies (G1). Editable data."""

    name_en = models.CharField(max_length=120)
    name_nl = models.CharField(max_length=120)
    elsewhere = models.BooleanField(default=False, help_text=_("The requester then names the faculty or university."))
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)
    claims = models.JSONField(
        default=list,
        blank=True,
        help_text=_("What an institution calls it when somebody logs in there; capitals do not matter."),
    )

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name_en


class Origin(models.TextChoices):
    """Whether the recording is still to be made (G5, G7)."""

    NEW = "new", _("a new recording")
    EXISTING = "existing", _("already made")


class PermittedParty(models.TextChoices):
    """Who gets the permission (consent-form.md, A)."""

    STUDENT = "student", _("the student")
    ORGANISATION = "organisation", _("the hospital")
    OTHER = "other", _("another party")


class Request(models.Model):
    """One wish to record or publish. Only ``consent.lifecycle`` writes ``status``.

    It writes ``due_on`` too: the day on which the desk should have decided, for as long as the request waits for the desk.
    """

    number = models.CharField(max_length=numbers.LENGTH, unique=True, editable=False)
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="requests")
    status = models.CharField(max_length=12, choices=State, default=State.DRAFT, editable=False)
    wording = models.ForeignKey("consent.Wording", models.PROTECT, null=True, related_name="requests")

    title = models.CharField(max_length=120, blank=True)
    purpose = models.TextField(max_length=2000, blank=True)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="requests")
    affiliation = models.CharField(max_length=160, blank=True)
    supervisor_name = models.CharField(max_length=120, blank=True)
    supervisor_mail = models.EmailField(blank=True)
    permitted_party = models.CharField(max_length=12, choices=PermittedParty, blank=True)
    permitted_party_name = models.CharField(max_length=160, blank=True)

    origin = models.CharField(max_length=8, choices=Origin, blank=True)
    existing_date = models.DateField(null=True, blank=True)
    existing_source = models.CharField(max_length=200, blank=True)
    existing_owner = models.CharField(max_length=160, blank=True)

    place = models.CharField(max_length=200, blank=True)
    clinical_area = models.BooleanField(null=True)
    ward_contact = models.CharField(max_length=160, blank=True)
    recorder = models.CharField(max_length=160, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    uses_brand = models.BooleanField(null=True)
    reactions_watcher = models.CharField(max_length=160, blank=True)
    treats_patients = models.BooleanField(null=True)

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(status__in=State.values), name="request_status_known"),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="request_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[State.DRAFT, State.CANCELLED])
                | Q(submitted_at__isnull=False, wording__isnull=False),
                name="request_submitted_has_wording",
            ),
        )
        indexes = (
            models.Index(fields=["requester", "-created_at"], name="request_of_requester"),
            models.Index(
                F("starts_at").asc(nulls_last=True),
                "id",
                name="request_desk",
                condition=Q(status__in=[State.INTAKE, State.REVIEW]),
            ),
            models.Index(
                "due_on", name="request_due", condition=Q(status__in=[State.INTAKE, State.REVIEW], due_on__isnull=False)
            ),
            models.Index("status", F("starts_at").asc(nulls_last=True), "id", name="request_by_state"),
            models.Index(
                "status", F("submitted_at").desc(nulls_last=True), F("id").desc(), name="request_by_state_new"
            ),
            models.Index(F("submitted_at").desc(nulls_last=True), F("id").desc(), name="request_newest"),
        )
        triggers: ClassVar = [
            pgtrigger.FSM(
                name="request_moves",
                field="status",
                transitions=[(str(a), str(b)) for a, targets in TRANSITIONS.items() for b in sorted(targets)],
            ),
            pgtrigger.ReadOnly(name="request_number_fixed", fields=["number", "requester", "created_at"]),
        ]

    def __str__(self) -> str:
        return f"request {self.number}"

    @property
    def spoken_number(self) -> str:
        """The number as people read it."""
        return numbers.spoken(self.number)


class RequestedMedium(models.Model):
    """One medium that a request asks for."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="media")
    medium = models.CharField(max_length=12, choices=Medium)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["request", "medium"], name="requested_medium_once"),
            models.CheckConstraint(condition=Q(medium__in=Medium.values), name="requested_medium_known"),
        )

    def __str__(self) -> str:
        return f"{self.medium} of request {self.request_id}"


class AddedRow(models.Model):
    """The key of a form with which a place or people were added to a request: sent twice, it adds once."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="added_rows")
    key = models.CharField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["request", "key"], name="row_added_once"),)

    def __str__(self) -> str:
        return f"row added to request {self.request_id}"


class Acknowledgement(models.Model):
    """One statement that the requester ticked, and which version of it (G2, G3, G4)."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="acknowledgements")
    item = models.CharField(max_length=40)
    version = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["request", "item", "version"], name="acknowledged_once"),)

    def __str__(self) -> str:
        return f"{self.item} {self.version} for request {self.request_id}"
