"""Mails of the publication stage. They never say who withdrew, nor why."""

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import mailing
from consent.models import Request, TakeDown


def ask_take_downs(request: Request, tasks: list[TakeDown]) -> None:
    """Tell the requester what must be taken down, and before when."""
    mailing.send(
        to=request.requester.email,
        language=request.requester.language,
        subject=format_lazy(_("Please take down: request {number}"), number=request.spoken_number),
        template="publication_take_down",
        context={
            "name": request.requester.name,
            "number": request.spoken_number,
            "title": request.title,
            "tasks": [task for task in tasks if not task.irrecoverable],
            "printed": [task for task in tasks if task.irrecoverable],
            "url": settings.BASE_URL + reverse("publication:index", kwargs={"number": request.number}),
        },
    )
