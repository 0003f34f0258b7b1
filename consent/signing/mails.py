"""The mails of the signing stage, each in the signer's language. None says what a request is about: mail travels far."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts import mailing
from consent.models import Request, Signer

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def invitation(*, signer: Signer, token: str, message_id: str = "", reminder: bool = False) -> None:
    """Ask a signer to read the form, or remind them that they were asked; with the link."""
    first = _("May we make a recording of you? Please read and choose")
    mailing.send(
        to=signer.mail,
        language=signer.language,
        subject=_("A form is still waiting for you") if reminder else first,
        template="signing_reminder" if reminder else "signing_invitation",
        message_id=message_id,
        context={
            "name": signer.name,
            "requester": signer.subject.request.requester.name,
            "link": settings.BASE_URL + reverse("signing:open", args=[token]),
            "hours": settings.INVITATION_HOURS,
        },
    )


def code(*, signer: Signer, digits: str) -> None:
    """Send the one-time code."""
    mailing.send(
        to=signer.mail,
        language=signer.language,
        subject=_("Your code to open the form"),
        template="signing_code",
        context={"name": signer.name, "digits": digits, "minutes": settings.CODE_MINUTES},
    )


def changed(*, signer: Signer, token: str, message_id: str = "") -> None:
    """Say that what was asked has changed, so that the answer no longer counts; with a new link where there is one."""
    mailing.send(
        to=signer.mail,
        language=signer.language,
        subject=_("Something changed, so your answer no longer counts"),
        template="signing_changed",
        message_id=message_id,
        context={
            "name": signer.name,
            "requester": signer.subject.request.requester.name,
            "link": settings.BASE_URL + reverse("signing:open", args=[token]) if token else "",
            "hours": settings.INVITATION_HOURS,
        },
    )


def second_yes(*, signer: Signer, link: str) -> None:
    """Ask for the second yes; with the signer's own link."""
    mailing.send(
        to=signer.mail,
        language=signer.language,
        subject=_("The recording was made: may it be shown?"),
        template="signing_second_yes",
        context={"name": signer.name, "requester": signer.subject.request.requester.name, "link": link},
    )


def came_of_age(*, signer: Signer, token: str, years: int) -> None:
    """Ask who turned 12, 16 or 18 themself; with the link."""
    mailing.send(
        to=signer.mail,
        language=signer.language,
        subject=_("You are older now: please answer yourself"),
        template="signing_came_of_age",
        context={
            "name": signer.name,
            "years": years,
            "link": settings.BASE_URL + reverse("signing:open", args=[token]) if token else "",
            "hours": settings.INVITATION_HOURS,
        },
    )


def child_came_of_age(*, parent: Signer, child: Signer, years: int) -> None:
    """Tell who signed for a child that the child is asked from now on; without a link, which is the child's alone."""
    mailing.send(
        to=parent.mail,
        language=parent.language,
        subject=_("Your child is older now and answers too"),
        template="signing_child_came_of_age",
        context={"name": parent.name, "child": child.name, "years": years},
    )


def undelivered(request: Request) -> None:
    """Tell the requester that an invitation did not arrive; whose, only their page says."""
    _to_requester(
        request, subject=_("Request %(number)s: an invitation did not arrive"), template="signing_undelivered"
    )


def wished(request: Request) -> None:
    """Tell the requester that somebody would rather have paper or another language; who, only their page says."""
    _to_requester(request, subject=_("Request %(number)s: somebody asks for another form"), template="signing_wished")


def still_waiting(request: Request, *, waiting: int) -> None:
    """Remind the requester that people are waited for."""
    subject = _("Request %(number)s: people are still waited for")
    _to_requester(request, subject=subject, template="signing_still_waiting", waiting=waiting)


def _to_requester(request: Request, *, subject: "StrPromise", template: str, **context: int) -> None:
    requester = request.requester
    with translation.override(requester.language):
        title = str(subject) % {"number": request.spoken_number}
    link = settings.BASE_URL + reverse("requesting:detail", args=[request.number])
    mailing.send(
        to=requester.email,
        language=requester.language,
        subject=title,
        template=template,
        context={"name": requester.name, "number": request.spoken_number, "link": link, **context},
    )
