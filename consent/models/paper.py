"""Consent on paper: the scan of a form that was signed by hand, before and after the desk registered it."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consent.models.signature import Signature
from consent.models.subject import Signer


class ScanType(models.TextChoices):
    """What a scan can be, by its content. The value is its ending in the store."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", "JPEG"
    PNG = "png", "PNG"


class PaperForm(models.Model):
    """That a signature stands on paper: evidence of one signature. Append-only.

    ``signed_on`` is the moment that the paper says (the signature's own moment too), ``seen_by`` who was there and saw it.
    The scan lies in the store under ``scan_sha256`` (hexadecimal); ``scan_size`` in bytes.
    """

    signature = models.OneToOneField(Signature, models.PROTECT, related_name="paper")
    seen_by = models.CharField(max_length=150)
    signed_on = models.DateTimeField()
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    scan_sha256 = models.CharField(max_length=64, db_index=True)
    scan_type = models.CharField(max_length=4, choices=ScanType)
    scan_size = models.PositiveIntegerField()

    class Meta:
        triggers: ClassVar = [
            pgtrigger.Protect(name="paper_form_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"paper form of signature {self.signature_id}"


class PaperDraft(models.Model):
    """What somebody at the desk typed from a paper form, and its scan, until they looked at it once more. One a signer.

    ``filled_in`` holds what was typed, by the names of the form's fields. Gone once it is registered, or after a day.
    """

    signer = models.OneToOneField(Signer, models.CASCADE, related_name="paper_draft")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    filled_in = models.JSONField()
    scan = models.BinaryField()
    scan_type = models.CharField(max_length=4, choices=ScanType)

    def __str__(self) -> str:
        return f"paper draft of signer {self.signer_id}"


class WishKind(models.TextChoices):
    """What a signer would rather have."""

    PAPER = "paper", _("on paper")
    LANGUAGE = "language", _("in another language")


class Wish(models.Model):
    """What a signer asked for instead of the form in front of them. One a kind; asked again it takes the new words.

    ``language`` is what they wrote: the name of a language. It is empty for paper.
    """

    signer = models.ForeignKey(Signer, models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=8, choices=WishKind)
    language = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["signer", "kind"], name="wish_once"),)

    def __str__(self) -> str:
        return f"wish {self.pk}"
