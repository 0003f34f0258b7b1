"""A publication: where something was actually published. A take-down: the task to remove it."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
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
    """Where and when a recording was published under one use; ``preview`` is the piece, where people saw it first.

    ``screenshot`` is the SHA-256 (hexadecimal) of a picture of it in the store, always a JPEG; None where there is none.
    """

    use = models.ForeignKey(Use, models.PROTECT, related_name="publications")
    medium = models.CharField(max_length=12, choices=Medium)
    preview = models.ForeignKey(Preview, models.PROTECT, null=True, related_name="publications")
    form = models.CharField(max_length=10, choices=Form)
    place = models.CharField(max_length=200)
    url = models.URLField(blank=True)
    published_on = models.DateField()
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    screenshot = models.CharField(max_length=64, null=True)  # noqa: DJ001 -- came later to a table whose rows are proven

    class Meta:
        ordering = ("published_on", "pk")
        triggers: ClassVar = [
            pgtrigger.Protect(name="publication_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"publication {self.pk}"


class Gone(models.TextChoices):
    """How a take-down ended."""

    REMOVED = "removed", _("removed")
    MADE_UNRECOGNISABLE = "unrecognisable", _("the person cannot be recognised in it any more")
    COLLECTED = "collected", _("collected and destroyed")
    NOT_RECALLED = "not_recalled", _("cannot be recalled; nothing new goes out")


ENDS: dict[str, tuple[Gone, ...]] = {
    Form.ONLINE: (Gone.REMOVED, Gone.MADE_UNRECOGNISABLE),
    Form.PRINT: (Gone.COLLECTED, Gone.NOT_RECALLED),
    Form.BROADCAST: (Gone.REMOVED, Gone.NOT_RECALLED),
}
"""How the take-down of each form of publication can end: only what was printed or broadcast cannot be recalled."""


class TakeDown(models.Model):
    """A task to remove a publication.

    ``gone`` is how it ended, ``gone_on`` the day, ``done`` what was done in words, ``confirmed_at`` when that was said.
    ``irrecoverable``: what went out cannot be recalled (``Gone.NOT_RECALLED``). ``reminded_on`` is the day of the last
    reminder to the requester, ``escalated_at`` when the desk was told that it is overdue.
    """

    publication = models.OneToOneField(Publication, models.PROTECT, related_name="take_down")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    irrecoverable = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    gone = models.CharField(max_length=16, choices=Gone, blank=True)
    gone_on = models.DateField(null=True)
    done = models.CharField(max_length=500, blank=True)
    reminded_on = models.DateField(null=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(gone__in=["", *Gone.values]), name="take_down_gone_known"),
            models.CheckConstraint(
                condition=Q(gone="") | Q(confirmed_at__isnull=False), name="take_down_gone_confirmed"
            ),
        )
        indexes = (
            models.Index(fields=["due_on"], condition=Q(confirmed_at=None, irrecoverable=False), name="take_down_open"),
        )

    def __str__(self) -> str:
        return f"take-down {self.pk}"

    @property
    def open(self) -> bool:
        """Whether somebody still has to say that it is gone."""
        return self.confirmed_at is None and not self.irrecoverable

    @property
    def ends(self) -> list[tuple[str, str]]:
        """Return how it can end, in words."""
        return [(one.value, str(one.label)) for one in ENDS[self.publication.form]]


OPEN_TAKE_DOWN = Q(confirmed_at=None, irrecoverable=False)
"""Those that somebody still has to confirm. Print of before this was asked is irrecoverable and done."""
