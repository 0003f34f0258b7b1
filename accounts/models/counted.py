"""What all processes together remember for a short time: how often an address was tried."""

from typing import ClassVar

from django.db import models


class Counted(models.Model):
    """One line of the shared cache (accounts/limits.py). ``value`` is JSON; after ``expires_at`` it counts as gone."""

    key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="counted_until")]

    def __str__(self) -> str:
        return f"counted until {self.expires_at}"
