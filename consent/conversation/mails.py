"""One mail: somebody wrote. What they wrote stands in the request, not in a mailbox."""

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import mailing
from consent.models import Assignment, Request


def tell_requester(request: Request) -> None:
    """Tell the requester that the desk wrote."""
    _send(request, to=request.requester.email, language=request.requester.language, page="requesting:detail")


def tell_desk(request: Request) -> None:
    """Tell whoever handles the request that the requester wrote; where nobody does, the desk."""
    given = Assignment.objects.select_related("to").filter(request=request, to__is_active=True).first()
    language = given.to.language if given else settings.LANGUAGE_CODE
    _send(request, to=given.to.email if given else settings.DESK_MAIL, language=language, page="review:detail")


def _send(request: Request, *, to: str, language: str, page: str) -> None:
    mailing.send(
        to=to,
        language=language,
        subject=format_lazy(_("A message about request {number}"), number=request.spoken_number),
        template="conversation_message",
        context={
            "number": request.spoken_number,
            "url": settings.BASE_URL + reverse(page, args=[request.number]) + "#conversation",
        },
    )
