"""Mails of retention: one function a mail. None names a subject."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts import mailing
from consent.models import Request, TermReminder


def tell_term_ending(request: Request, *, reminder: TermReminder) -> None:
    """Tell the requester until when what they may publish holds, what to do then, and how to ask anew."""
    language = request.requester.language
    with override(language):
        subject = str(_("What you may publish ends soon: request %(number)s")) % {"number": request.spoken_number}
    mailing.send(
        to=request.requester.email,
        language=language,
        subject=subject,
        template="retention_term_ending",
        context={
            "name": request.requester.name,
            "request": request,
            "day": reminder.ends_on,
            "days": reminder.days,
            "link": settings.BASE_URL + reverse("retention:renew", args=[request.number]),
        },
    )
