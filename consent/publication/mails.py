"""Mails of the publication stage. They never say who withdrew, nor why."""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import mailing
from consent.models import Form, Request, TakeDown


def ask_take_downs(request: Request, tasks: list[TakeDown]) -> None:
    """Tell the requester what must be taken down, and before when."""
    mailing.send(
        to=request.requester.email,
        language=request.requester.language,
        subject=format_lazy(_("Please take down: request {number}"), number=request.spoken_number),
        template="publication_take_down",
        context={
            **_named(request),
            "tasks": [task for task in tasks if task.publication.form != Form.PRINT],
            "printed": [task for task in tasks if task.publication.form == Form.PRINT],
        },
    )


def remind(request: Request, tasks: list[TakeDown], *, today: date) -> None:
    """Remind the requester of what must still go."""
    mailing.send(
        to=request.requester.email,
        language=request.requester.language,
        subject=format_lazy(_("Reminder, please take down: request {number}"), number=request.spoken_number),
        template="publication_reminder",
        context={
            **_named(request),
            "tasks": [task for task in tasks if task.due_on >= today],
            "late": [task for task in tasks if task.due_on < today],
        },
    )


def tell_desk_late(request: Request, tasks: list[TakeDown]) -> None:
    """Tell the desk what was not taken down in time. A mailbox is not the register: it says where to look."""
    mailing.send(
        to=settings.DESK_MAIL,
        language=settings.LANGUAGE_CODE,
        subject=format_lazy(_("Not taken down in time: request {number}"), number=request.spoken_number),
        template="publication_late",
        context={**_named(request), "count": len(tasks), "mail": request.requester.email},
    )


def _named(request: Request) -> dict[str, Any]:
    return {
        "name": request.requester.name,
        "number": request.spoken_number,
        "title": request.title,
        "url": settings.BASE_URL + reverse("publication:index", kwargs={"number": request.number}),
    }
