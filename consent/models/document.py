"""A document: an archived, sealed PDF."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.models.event import Event
from consent.models.request import Request
from consent.models.review import Review
from consent.models.signature import Signature


class DocumentKind(models.TextChoices):
    """What a PDF is of."""

    SHEET = "sheet", _("signed form")
    DOSSIER = "dossier", _("dossier")


class Document(models.Model):
    """One sealed PDF in the store, found there by its SHA-256 (hexadecimal). ``size`` in bytes.

    ``chain_head`` is the hash of the last event when the PDF was made; it is printed in the PDF. So is ``record_sha256``, of
    the form's record for machines, which lies beside it in the store; a dossier has none.

    A dossier is sealed at a decision, and once more after each withdrawal that follows it: ``event`` is then the last
    withdrawal that it shows, and ``review`` the decision before it. Earlier dossiers stay as a record of their moment.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=8, choices=DocumentKind)
    signature = models.OneToOneField(Signature, models.PROTECT, null=True, related_name="document")
    review = models.ForeignKey(Review, models.PROTECT, null=True, related_name="documents")
    event = models.OneToOneField(Event, models.PROTECT, null=True, related_name="document")
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()
    sealed_by = models.CharField(max_length=200)
    chain_head = models.CharField(max_length=64)
    record_sha256 = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001

    class Meta:
        ordering = ("sealed_at", "pk")
        indexes = (models.Index(fields=["chain_head"], name="document_by_chain_head"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.SHEET, signature__isnull=False, review=None, event=None)
                | Q(kind=DocumentKind.DOSSIER, signature=None, review__isnull=False),
                name="document_of_one_thing",
            ),
            models.UniqueConstraint(fields=["review"], condition=Q(event=None), name="dossier_of_a_decision_once"),
        )
        triggers: ClassVar = [
            pgtrigger.Protect(name="document_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"
