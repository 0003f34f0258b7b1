"""That a signer proved who they are by logging in at their institution. Append-only."""

from typing import ClassVar

import pgtrigger
from django.db import models

from consent.models.signature import Signature


class IdentityProof(models.Model):
    """What an institution said of whoever signed, just before they signed: evidence of one signature.

    ``name`` is as the institution has it; it may differ from the signer's name on the form, and both are kept.
    ``by`` is what the institution's login is called here, ``organisation`` a domain name, ``issuer`` and ``subject`` the
    institution's own key of the person (a pseudonym), ``acr`` how sure it was (may be empty), ``at`` when they logged in
    there.
    """

    signature = models.OneToOneField(Signature, models.PROTECT, related_name="identity_proof")
    name = models.CharField(max_length=150, blank=True)
    by = models.CharField(max_length=100)
    organisation = models.CharField(max_length=255, blank=True)
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    acr = models.CharField(max_length=255, blank=True)
    at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = [
            pgtrigger.Protect(name="identity_proof_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"identity proof of signature {self.signature_id}"
