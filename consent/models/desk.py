"""How the desk divides its work: who handles a request, views that somebody saved, reminders sent to many at once."""

from django.conf import settings
from django.db import models

from consent.models.request import Request


class Assignment(models.Model):
    """Which colleague handles a request now. The history says who did before."""

    request = models.OneToOneField(Request, models.PROTECT, primary_key=True, related_name="assignment")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"assignment of request {self.request_id}"


class SavedView(models.Model):
    """A filter of the queue that somebody of the desk kept under a name. ``query`` is what stands in its address."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=300)

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=["user", "name"], name="saved_view_once"),)

    def __str__(self) -> str:
        return f"saved view {self.pk}"


class Reminding(models.Model):
    """One time that the desk had the people of many requests reminded at once."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"reminding {self.pk}"


class RemindingRequest(models.Model):
    """One request of these. ``done_at`` is when its people were asked, ``people`` how many got a new link."""

    reminding = models.ForeignKey(Reminding, models.CASCADE, related_name="requests")
    request = models.ForeignKey(Request, models.PROTECT, related_name="remindings")
    done_at = models.DateTimeField(null=True)
    people = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["reminding", "request"], name="reminded_once_at_a_time"),)

    def __str__(self) -> str:
        return f"reminding of request {self.request_id}"
