"""An open invitation: for a while, people who scan one code add themselves to a request."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from consent.models.invitation import Invitation
from consent.models.request import Request
from consent.models.subject import Subject

MOST = 250
"""Places in one enrolment at the utmost."""


class Enrolment(models.Model):
    """One time that a group adds itself, until it is closed or ``ends_at``. A request has one that is open.

    Only hashes are stored: of the token in the QR code, and (with the secret key) of the short code that is typed. Both are
    computed from ``salt`` and the secret key, so that the screen can show them again while a copy of the database opens
    nothing. ``patients`` and ``minors`` say who can enrol: only those for whom the desk looked at this request beforehand.
    ``closed_by`` is empty where the end time closed it.
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="enrolments")
    salt = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, unique=True)
    places = models.PositiveSmallIntegerField()
    patients = models.BooleanField(default=False)
    minors = models.BooleanField(default=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["request"], condition=Q(closed_at=None), name="enrolment_one_open"),
            models.CheckConstraint(condition=Q(places__range=(1, MOST)), name="enrolment_places"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("opened_at")), name="enrolment_ends_after_opening"),
            models.CheckConstraint(
                condition=Q(closed_by=None) | Q(closed_at__isnull=False), name="enrolment_closed_at_a_moment"
            ),
        )
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="enrolment_fixed",
                fields=["request", "places", "patients", "minors", "opened_by", "opened_at", "ends_at"],
            ),
            pgtrigger.Protect(
                name="enrolment_stays_closed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"enrolment {self.pk}"


class Enrolled(models.Model):
    """One who enrolled: a subject, and the way straight on to the form that they got.

    ``key_hash`` is of the page's own key: the same page sent twice (a double tap, a reload) enrols once.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="enrolled")
    subject = models.OneToOneField(Subject, models.CASCADE, related_name="enrolled")
    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True, related_name="+")
    key_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["enrolment", "key_hash"], name="enrolled_once"),)

    def __str__(self) -> str:
        return f"enrolled subject {self.subject_id}"
