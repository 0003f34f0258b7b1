"""A timestamp: an authority's word that a sealed document was there at a moment (RFC 3161)."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.models.document import Document


class SealLevel(models.TextChoices):
    """How much of its own proof a sealed file carries (PAdES baseline, ETSI EN 319 142-1)."""

    T = "T", _("with a timestamp")
    LT = "LT", _("with a timestamp and the certificates' state")
    LTA = "LTA", _("with a timestamp that can be renewed")


class Timestamp(models.Model):
    """One file of a document that carries a timestamp, found in the store by its SHA-256 (hexadecimal). ``size`` in bytes.

    A timestamp that came with the seal stands in the document's first file; one that came later, or renews it, in a file of
    its own: nothing in the store is ever overwritten (docs/decisions/0014). The newest row is the document's best proof.
    ``at`` is the authority's time; until ``until`` the authority's certificate is valid.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="timestamps")
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    level = models.CharField(max_length=3, choices=SealLevel)
    at = models.DateTimeField()
    authority = models.CharField(max_length=200)
    until = models.DateTimeField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=Q(level__in=SealLevel.values), name="timestamp_level_known"),)
        triggers: ClassVar = [
            pgtrigger.Protect(name="timestamp_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"timestamp {self.pk}"
