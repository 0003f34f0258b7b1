"""Reads the letters that wait for the worker, as only this site can."""

import re

from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts import letters, tasks


def waiting() -> list[letters.Letter]:
    """The letters of accounts in the queue, oldest first."""
    jobs = ProcrastinateJob.objects.filter(task_name=letters.TASK).order_by("pk")
    return [letters.unseal(job.args["sealed"]) for job in jobs]


def deliver() -> None:
    """Send every waiting letter, as the worker would."""
    for job in ProcrastinateJob.objects.filter(task_name=letters.TASK).order_by("pk"):
        tasks.send_letter(**job.args)


def code() -> str:
    """The code in the newest letter."""
    found = re.fullmatch(r"(\d{4}) (\d{4})", waiting()[-1].context["code"])
    assert found
    return found[1] + found[2]


def wrong() -> str:
    """A code that is not the one in the newest letter."""
    return f"{(int(code()) + 1) % 10**8:08}"


def logged_in(client: Client) -> bool:
    """Whether a browser is logged in."""
    return "_auth_user_id" in client.session
