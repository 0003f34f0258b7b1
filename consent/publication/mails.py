"""Mails of the publication stage. They never say who withdrew, nor why."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import mailing
from consent.models import Form, Request, TakeDown

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

TO_DO = _("Take down at the latest on %(day)s: %(place)s")
LATE = _("Should have been gone on %(day)s: %(place)s")
PRINTED = _(
    "Printed: %(place)s. What was handed out cannot be taken back; that is recorded. "
    "Do not hand out or hang up any more."
)


def ask_take_downs(request: Request, tasks: list[TakeDown]) -> None:
    """Tell the requester what must be taken down, and before when."""
    mailing.send(
        to=request.requester.email,
        language=request.requester.language,
        subject=format_lazy(_("Please take down: request {number}"), number=request.spoken_number),
        template="publication_take_down",
        context={
            **_named(request),
            "tasks": _pieces(request, TO_DO, [task for task in tasks if task.publication.form != Form.PRINT]),
            "printed": _pieces(request, PRINTED, [task for task in tasks if task.publication.form == Form.PRINT]),
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
            "tasks": _pieces(request, TO_DO, [task for task in tasks if task.due_on >= today]),
            "late": _pieces(request, LATE, [task for task in tasks if task.due_on < today]),
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


def _pieces(request: Request, pattern: "StrPromise", tasks: list[TakeDown]) -> list[str]:
    """Say what each task is, in the requester's language; what they typed stays on one line."""
    with translation.override(request.requester.language):
        return [_piece(task, pattern) for task in tasks]


def _piece(task: TakeDown, pattern: "StrPromise") -> str:
    place = " ".join(task.publication.place.split())
    said = str(pattern) % {"day": date_format(task.due_on, "j F Y"), "place": place}
    return f"{said}\n{task.publication.url}" if task.publication.url and task.publication.form != Form.PRINT else said


def _named(request: Request) -> dict[str, Any]:
    return {
        "name": request.requester.name,
        "number": request.spoken_number,
        "title": request.title,
        "url": settings.BASE_URL + reverse("publication:index", kwargs={"number": request.number}),
    }
