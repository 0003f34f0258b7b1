"""A checkpoint: a sealed page that says where both chains stood, and lies in the desk's mailbox too."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q


class Checkpoint(models.Model):
    """Where the history and the chain of proof stood at a moment (positions and hexadecimal hashes of their last lines).

    The sealed page lies in the store under ``sha256``; ``size`` in bytes. Somebody who rewrites the history must find every
    copy of it: the store's, and those in mailboxes, which they cannot reach.
    """

    at = models.DateTimeField()
    position = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    proof_position = models.BigIntegerField()
    proof_hash = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=Q(position__gt=0), name="checkpoint_of_a_line"),)
        triggers: ClassVar = [
            pgtrigger.Protect(name="checkpoint_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"checkpoint {self.pk}"
