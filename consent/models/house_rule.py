"""What the desk sets itself (contacts, days, texts of mails), and when the site was last looked after."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q


class HouseRule(models.Model):
    """One change of one rule: the newest row of a ``key`` is what counts, so that the rows are their own history.

    ``value`` and ``before`` are text as typed; where nothing stands, the default of the settings or of the product counted.
    """

    key = models.CharField(max_length=100)
    value = models.TextField(blank=True)
    before = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=["key", "-id"], name="house_rule_newest"),)
        constraints = (models.CheckConstraint(condition=~Q(key=""), name="house_rule_of_something"),)
        triggers: ClassVar = [
            pgtrigger.Protect(name="houserule_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.pk}"


class Upkeep(models.Model):
    """When a command that looks after the site last ran, and how many things it found wrong.

    ``good_at``: when it last found nothing. One row a command; what it found is in its output, not here.
    """

    kind = models.SlugField(unique=True)
    at = models.DateTimeField()
    wrong = models.PositiveIntegerField()
    good_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.kind
