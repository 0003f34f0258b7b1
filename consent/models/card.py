"""The permission card: a lasting address where anybody sees whether its student may record now."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from consent.models.request import Request


class Card(models.Model):
    """One card of a request, until it is revoked or expires. A request has one that works.

    Only a hash of the token is stored. The requester can be shown the card again all the same: the token is computed from
    ``salt`` and the secret key, so that a copy of the database alone opens no card.
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="cards")
    salt = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["request"], condition=Q(revoked_at=None), name="card_one_that_works"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="card_revoked_by_somebody",
            ),
        )
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="card_fixed", fields=["request", "salt", "token_hash", "made_by", "made_at", "expires_at"]
            ),
            pgtrigger.Protect(
                name="card_stays_revoked",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__revoked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"card {self.pk}"
