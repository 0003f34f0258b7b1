"""The mails of the preview stage. None says what is to be seen, who wants to see it, or who said what."""

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import mailing
from consent.models import Preview, Signer


def look(*, signer: Signer, preview: Preview, link: str) -> None:
    """Ask a signer to look at a piece; with their own link."""
    mailing.send(
        to=signer.mail,
        language=signer.language,
        subject=_("You asked to see it first: it is there"),
        template="preview_look",
        context={"name": signer.name, "link": link, "day": preview.ends_at},
    )


def answered(preview: Preview) -> None:
    """Tell the requester that nobody is waited for any more."""
    request = preview.use.request
    mailing.send(
        to=request.requester.email,
        language=request.requester.language,
        subject=format_lazy(_("Everybody looked: request {number}"), number=request.spoken_number),
        template="preview_answered",
        context={
            "name": request.requester.name,
            "number": request.spoken_number,
            "piece": preview.title,
            "url": settings.BASE_URL + reverse("preview:index", args=[request.number]),
        },
    )
