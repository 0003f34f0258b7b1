"""Hooks for tests, and who does what the worker does."""

from datetime import datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from consent.models import Hook, Told
from consent.systems import hooks
from tests.systems.asking import ada, system


def hook(url: str, *kinds: Told, name: str = "Image bank") -> tuple[Hook, str]:
    row, _token = system(name=name)
    return hooks.add(system_id=row.pk, url=url, kinds=kinds or tuple(Told), by=ada(), now=timezone.now())


class Worker:
    """Does what follows, and every telling that is due."""

    def __init__(self) -> None:
        self.done: set[int] = set()

    def work(self, *, now: datetime | None = None) -> int:
        """Do all that is due; return how often a system was tried."""
        tried, at = 0, now or timezone.now() + timedelta(seconds=1)
        while job := self._next(at):
            self.done.add(job.pk)
            if job.task_name == "systems.tell":
                hooks.tell(**job.args, now=timezone.now())
            else:
                hooks.deliver(**job.args, now=at)
                tried += 1
        return tried

    def _next(self, at: datetime) -> ProcrastinateJob | None:
        ours = ["systems.tell", "systems.deliver"]
        found = ProcrastinateJob.objects.filter(task_name__in=ours).exclude(pk__in=self.done).order_by("pk")
        return found.exclude(scheduled_at__gt=at).first()
