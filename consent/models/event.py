"""Events: one line each of the append-only, hash-chained history. Access records: who saw what."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.models.request import Request
from consent.states import EventKind


class Event(models.Model):
    """One line of the history. Only ``consent.audit`` writes it.

    ``hash`` is the SHA-256 (hexadecimal) over the previous line's hash and this line's own fields; of the facts only a
    salted digest is in it, so that they can be erased and the chain still verifies.
    """

    position = models.BigIntegerField(unique=True)
    request = models.ForeignKey(Request, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=EventKind)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()
    facts_digest = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("position",)
        indexes = (models.Index(fields=["at"], condition=Q(kind=EventKind.WITHDRAWN), name="event_withdrawn"),)
        constraints = (models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind_known"),)
        triggers: ClassVar = [
            pgtrigger.Protect(name="event_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"event {self.position}"


class EventFacts(models.Model):
    """What an event was about. Can be erased, never changed."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="facts")
    salt = models.CharField(max_length=32)
    data = models.JSONField()

    class Meta:
        triggers: ClassVar = [pgtrigger.Protect(name="event_facts_unchanged", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"facts of event {self.event_id}"


class ChainHead(models.Model):
    """The last line of the chain: one row, whose lock puts writers in line."""

    position = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="chain_head_single"),)
        triggers: ClassVar = [pgtrigger.Protect(name="chain_head_stays", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"chain head {self.position}"


class Action(models.TextChoices):
    """What somebody did with personal data (NEN 7513)."""

    LOOKED_UP = "looked_up", _("looked up")
    VIEWED = "viewed", _("viewed")
    SEARCHED = "searched", _("searched")
    DOWNLOADED = "downloaded", _("downloaded")
    DENIED = "denied", _("was refused")
    AUDITED = "audited", _("read the access log")


class Access(models.Model):
    """One look at personal data: who, what, when, from where. Append-only.

    ``about`` is the account that the look was at, where it was at an account; ``address`` null: the network told none.
    """

    actor = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    action = models.CharField(max_length=12, choices=Action)
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="accesses", db_index=False)
    document = models.ForeignKey("consent.Document", models.PROTECT, null=True, related_name="accesses", db_index=False)
    about = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(action__in=Action.values), name="access_action_known"),)
        indexes = (
            models.Index(fields=["request", "-at", "-id"], name="access_of_request"),
            models.Index(fields=["user", "-at", "-id"], name="access_of_user"),
            models.Index(fields=["-at", "-id"], name="access_in_time"),
        )
        triggers: ClassVar = [
            pgtrigger.Protect(name="access_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"access {self.pk}"
