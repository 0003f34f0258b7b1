"""What the institution said of an account at its last institutional login."""

from django.conf import settings
from django.db import models


class Affiliation(models.Model):
    """Claims of the form that SURFconext passes on, as they were at the last login.

    ``organisation`` is ``schac_home_organization`` (a domain name), ``kinds`` are the values of ``eduperson_affiliation``
    (student, employee, ...), ``programmes`` the values of the claim that ``OIDC_PROGRAMME_CLAIM`` names.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="affiliation")
    organisation = models.CharField(max_length=255)
    kinds = models.JSONField(default=list)
    programmes = models.JSONField(default=list)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"affiliation of account {self.user_id}"
