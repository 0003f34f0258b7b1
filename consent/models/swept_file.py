"""What was swept out of the archive: files that no row knows."""

from typing import ClassVar

import pgtrigger
from django.db import models


class SweptFile(models.Model):
    """A file that no row knew, removed from one place (``archive`` or ``archive_replica``). Written before it is removed.

    ``name`` is the file's in the store: its SHA-256 (hexadecimal) and its ending, or that of a scrap of a write that was cut
    short. ``written_at`` is the place's own word for when it came there. A file that a lock still protects has its row
    already, and goes once the lock ends.
    """

    place = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    written_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["place", "name", "written_at"], name="swept_once"),)
        triggers: ClassVar = [
            pgtrigger.Protect(name="swept_file_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"swept file {self.pk}"
