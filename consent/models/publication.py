"""A publication: where something was actually published. A take-down: the task to remove it."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consent.models.choices import Medium
from consent.models.preview import Preview
from consent.models.use import Use


class Form(models.TextChoices):
    """What kind of thing was published; distributed print cannot be recovered."""

    ONLINE = "online", _("online")
    PRINT = "print", _("print")
    BROADCAST = "broadcast", _("broadcast")


class Publication(models.Model):
    """Where and when a recording was published under one use; ``preview`` is the piece, where people saw it first."""

    use = models.ForeignKey(Use, models.PROTECT, related_name="publications")
    medium = models.CharField(max_length=12, choices=Medium)
    preview = models.ForeignKey(Preview, models.PROTECT, null=True, related_name="publications")
    form = models.CharField(max_length=10, choices=Form)
    place = models.CharField(max_length=200)
    url = models.URLField(blank=True)
    published_on = models.DateField()
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ("published_on", "pk")
        triggers: ClassVar = [
            pgtrigger.Protect(name="publication_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"publication {self.pk}"


class TakeDown(models.Model):
    """A task to remove a publication. ``irrecoverable`` print is recorded, not asked for."""

    publication = models.OneToOneField(Publication, models.PROTECT, related_name="take_down")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    irrecoverable = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return f"take-down {self.pk}"
