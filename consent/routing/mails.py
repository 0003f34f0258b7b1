"""The mails of the routing stage. They name the request and its title, and nobody who is in it."""

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import mailing
from consent.models import Step, StepLink


def ask(*, link: StepLink, token: str) -> None:
    """Ask an office, with its own link."""
    request = link.step.request
    mailing.send(
        to=link.mail,
        language=settings.LANGUAGE_CODE,
        subject=format_lazy(_("Do you agree? Request {number}"), number=request.spoken_number),
        template="routing_ask",
        context={
            "office": link.step.office,
            "number": request.spoken_number,
            "title": request.title,
            "link": settings.BASE_URL + reverse("routing:answer", args=[token]),
            "day": link.expires_at,
        },
    )


def tell_desk(step: Step) -> None:
    """Tell the desk that an office answered."""
    request = step.request
    mailing.send(
        to=settings.DESK_MAIL,
        language=settings.LANGUAGE_CODE,
        subject=format_lazy(_("Another office answered: request {number}"), number=request.spoken_number),
        template="routing_answered",
        context={
            "number": request.spoken_number,
            "url": settings.BASE_URL + reverse("review:detail", args=[request.number]),
        },
    )
