"""Mails of the review stage. They say that something waits, never what is in it: a mailbox is not the register."""

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import mailing
from consent import house
from consent.models import Channel, Medium, Request
from consent.states import State


def tell_desk(request: Request) -> None:
    """Tell the desk, and for television and press the press office too (G12), that a request waits for it."""
    press = house.mail("PRESS_MAIL")
    for address in [settings.DESK_MAIL, *([press] if involves_press(request) else [])]:
        mailing.send(
            to=address,
            language=settings.LANGUAGE_CODE,
            subject=format_lazy(_("Request {number} waits for the desk"), number=request.spoken_number),
            template="review_waiting",
            context={
                "number": request.spoken_number,
                "title": request.title,
                "intake": request.status == State.INTAKE,
                "press": address == press,
                "url": settings.BASE_URL + reverse("review:detail", kwargs={"number": request.number}),
            },
        )


def involves_press(request: Request) -> bool:
    """Whether television or the press is asked for."""
    television = request.media.filter(medium=Medium.TELEVISION).exists()
    return television or request.uses.filter(channel=Channel.PRESS_TV, dropped_at=None).exists()
