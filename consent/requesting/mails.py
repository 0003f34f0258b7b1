"""Mails to the requester: one function a mail. None names a subject, says who answered what, or why something changed."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts import mailing
from consent import due
from consent.models import Request, Review
from consent.states import State


def _send(request: Request, *, subject: object, template: str, **context: object) -> None:
    link = settings.BASE_URL + reverse("requesting:detail", args=[request.number])
    mailing.send(
        to=request.requester.email,
        language=request.requester.language,
        subject=str(subject),
        template=template,
        context={"name": request.requester.name, "request": request, "link": link, **context},
    )


def _titled(request: Request, pattern: object) -> str:
    with override(request.requester.language):
        return str(pattern) % {"number": request.spoken_number}


def confirm_submission(request: Request, *, at: datetime, intake: bool) -> None:
    """Say that the request arrived, and what happens next."""
    subject = _titled(request, _("We have your request %(number)s"))
    _send(request, subject=subject, template="requesting_submitted", intake=intake, due=due.on(request, at=at))


def tell_cleared(request: Request) -> None:
    """Say that people can be asked now."""
    subject = _titled(request, _("You can ask people now: request %(number)s"))
    _send(request, subject=subject, template="requesting_cleared")


def tell_all_answered(request: Request, *, at: datetime) -> None:
    """Say that everybody answered, and nothing about what."""
    subject = _titled(request, _("Everybody has answered: request %(number)s"))
    _send(request, subject=subject, template="requesting_all_answered", due=due.on(request, at=at))


def tell_decision(request: Request, *, review: Review) -> None:
    """Say what the desk decided, with its note or its conditions."""
    patterns = {
        "approved": _("Your request %(number)s is approved"),
        "sent_back": _("Please look at your request %(number)s again"),
        "rejected": _("Your request %(number)s is not approved"),
    }
    subject = _titled(request, patterns[review.outcome])
    _send(request, subject=subject, template=f"requesting_{review.outcome}", review=review)


def tell_permission_changed(request: Request) -> None:
    """Say that what may be published changed; not by whom, nor why."""
    subject = _titled(request, _("What you may publish has changed: request %(number)s"))
    _send(request, subject=subject, template="requesting_permission_changed")


def tell_route_opened(request: Request) -> None:
    """Say that somebody may sign as representative, who can be asked now."""
    subject = _titled(request, _("Somebody can sign as representative: request %(number)s"))
    _send(request, subject=subject, template="requesting_route_opened", asking=request.status == State.COLLECTING)
