"""Where a system is told of what happened to a request, and each telling."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.models.event import Event
from consent.models.system import System
from consent.states import EventKind


class Told(models.TextChoices):
    """What a system can be told of."""

    APPROVED = "approved", _("a request was approved")
    WITHDRAWN = "withdrawn", _("consent was taken back or stopped, whole or for some uses")
    EXPIRED = "expired", _("the consent's term ended")
    CHANGED = "changed", _("something else changed: what may be used, or what was published")


TELLS: dict[EventKind, Told] = {
    EventKind.APPROVED: Told.APPROVED,
    EventKind.WITHDRAWN: Told.WITHDRAWN,
    EventKind.FROZEN: Told.WITHDRAWN,
    EventKind.HEARD: Told.WITHDRAWN,
    EventKind.EXPIRED: Told.EXPIRED,
    EventKind.CLOSED: Told.CHANGED,
    EventKind.CAME_OF_AGE: Told.CHANGED,
    EventKind.SECOND_YES_GIVEN: Told.CHANGED,
    EventKind.PREVIEW_ANSWERED: Told.CHANGED,
    EventKind.PUBLISHED: Told.CHANGED,
    EventKind.TAKE_DOWN_ASKED: Told.CHANGED,
    EventKind.TAKEN_DOWN: Told.CHANGED,
}
"""What each event is for a system: it learns that consent ended, never whether somebody took it back or died (L9).

Who came of age and answers anew (L2) may say no, or yes to less: also then a system must stop and ask.
"""

WHY = {
    "refused": _("the system did not accept it"),
    "too_slow": _("the system answered too slowly"),
    "no_connection": _("the system cannot be reached"),
    "certificate": _("the system's certificate is not valid"),
    "unknown_host": _("there is no such host"),
    "not_allowed": _("this address lies inside a network and no setting allows it"),
    "secret": _("the secret cannot be opened: end this address and add it again"),
    "ended": _("this address is told nothing any more"),
}
"""What can keep a telling from arriving, by the words of ``consent.systems.sending``."""


class Hook(models.Model):
    """An address of a system that is told. ``secret`` signs what is sent: it lies there sealed (accounts.sealing)."""

    system = models.ForeignKey(System, models.PROTECT, related_name="hooks")
    url = models.URLField(max_length=500)
    kinds = ArrayField(models.CharField(max_length=16, choices=Told))
    secret = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kinds__contained_by=Told.values, kinds__len__gt=0), name="hook_kinds_known"
            ),
        )

    def __str__(self) -> str:
        return f"hook {self.pk}"

    @property
    def tells(self) -> list[str]:
        """Return what it is told of, in words."""
        return [str(told.label) for told in Told if told in self.kinds]


class Delivery(models.Model):
    """One telling: of an event, or (``event`` is null) a trial that somebody asked for.

    ``attempts`` counts the tries; ``status`` is the last answer's HTTP status, ``problem`` a word for why there was no yes.
    Open until ``delivered_at`` or ``given_up_at`` is set.
    """

    hook = models.ForeignKey(Hook, models.PROTECT, related_name="deliveries")
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=20, blank=True)
    delivered_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=["hook", "event"], name="delivery_once"),
            models.CheckConstraint(condition=Q(delivered_at=None) | Q(given_up_at=None), name="delivery_ended_once"),
            models.CheckConstraint(condition=Q(problem__in=["", *WHY]), name="delivery_problem_known"),
        )
        indexes = (models.Index(fields=["hook"], condition=Q(delivered_at=None), name="delivery_not_arrived"),)
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"delivery {self.pk}"

    @property
    def type(self) -> str:
        """Return how the message calls what happened."""
        return f"request.{TELLS[EventKind(self.event.kind)]}" if self.event else "ping"

    @property
    def why(self) -> str:
        """Return in words why there was no yes."""
        return str(WHY.get(self.problem, ""))

    @property
    def open(self) -> bool:
        """Whether it is still tried."""
        return self.delivered_at is None and self.given_up_at is None
