"""A use: a channel with its exact account, page or programme."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from consent.models.choices import HIGH_VISIBILITY, AccountType, Channel
from consent.models.request import Request


class Use(models.Model):
    """Where a recording would be seen or heard.

    A use that somebody answered is never deleted: when the requester drops it, ``dropped_at`` is set.
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="uses")
    channel = models.CharField(max_length=20, choices=Channel)
    name = models.CharField(max_length=160)
    url = models.URLField(blank=True)
    account_type = models.CharField(max_length=12, choices=AccountType, blank=True)
    brand_in_title = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["request", "channel", "name"], condition=Q(dropped_at=None), name="use_once_per_request"
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="use_channel_known"),
            models.CheckConstraint(condition=Q(account_type__in=AccountType.values), name="use_account_type_known"),
        )

    def __str__(self) -> str:
        return f"use {self.pk} of request {self.request_id}"

    @property
    def high_visibility(self) -> bool:
        """Whether this use needs each subject's second yes after the recording."""
        return self.channel in HIGH_VISIBILITY


class Ambassador(models.Model):
    """An account whose holder the hospital appointed as social media ambassador (G9). The desk keeps the list."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ambassadorships")
    account = models.CharField(max_length=160)
    appointed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "account"], condition=Q(ended_at=None), name="ambassador_once"),
        )

    def __str__(self) -> str:
        return f"ambassador {self.pk}"
