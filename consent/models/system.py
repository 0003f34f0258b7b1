"""A system around the product (an image bank, a website) that may ask it things, with a token of its own."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a system may ask."""

    PERMISSION = "permission", _("whether something may be used")
    PUBLICATIONS = "publications", _("what was published where")
    STATUS = "status", _("how far a request is")


class System(models.Model):
    """A system and its token, of which only the SHA-256 (hexadecimal) is kept. ``expires_on`` is the last day it works."""

    name = models.CharField(max_length=80)
    scopes = ArrayField(models.CharField(max_length=16, choices=Scope))
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="system_has_name"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=Scope.values, scopes__len__gt=0), name="system_scopes_known"
            ),
        )

    def __str__(self) -> str:
        return f"system {self.pk}"

    @property
    def may_ask(self) -> list[str]:
        """Return what it may ask, in words."""
        return [str(Scope(scope).label) for scope in self.scopes]

    def works(self, today: date) -> bool:
        """Whether its token opens anything."""
        return self.revoked_at is None and today <= self.expires_on
