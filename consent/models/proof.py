"""Proof: one line for each row that may only grow, chained, so that a row that was edited or removed is found and named.

PostgreSQL itself writes it (migration ``0004_rows_proven``), whoever inserts the row and however; see docs/decisions/0011.
"""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

PROVEN = (
    "accounts_accountevent",
    "consent_access",
    "consent_checkpoint",
    "consent_comingofage",
    "consent_destroyedfile",
    "consent_destroyedrow",
    "consent_destruction",
    "consent_document",
    "consent_freeze",
    "consent_houserule",
    "consent_identityproof",
    "consent_legalhold",
    "consent_legalholdend",
    "consent_paperform",
    "consent_postponement",
    "consent_previewanswer",
    "consent_publication",
    "consent_refusal",
    "consent_representativeroute",
    "consent_review",
    "consent_secondyes",
    "consent_signature",
    "consent_sweptfile",
    "consent_timestamp",
    "consent_voiding",
    "consent_withdrawal",
    "consent_wordingevent",
)
"""Tables of which every row has its line. A signature's line covers its answers; events have a chain of their own."""


class Proof(models.Model):
    """That a row of table ``kind`` with primary key ``key`` was written, and with what.

    ``digest`` is the SHA-256 (hexadecimal) of ``salt`` and the row; ``hash`` covers the line before this one, and of this
    line all but the salt, so that a row can be erased one day without a digest that anybody could guess.
    """

    position = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    key = models.BigIntegerField()
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["kind", "key"], name="proof_once"),)
        triggers: ClassVar = [
            pgtrigger.Protect(name="proof_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"proof {self.position}"


class ProofHead(models.Model):
    """The last line of proof: one row, whose lock puts writers in line while they commit."""

    position = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="proof_head_single"),)
        triggers: ClassVar = [pgtrigger.Protect(name="proof_head_stays", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"proof head {self.position}"
