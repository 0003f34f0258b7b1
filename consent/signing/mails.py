"""The mails of the signing stage, each in the signer's language. None says what a request is about: mail travels far."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import mailing
from consent.models import Signer


def invitation(*, signer: Signer, token: str) -> None:
    """Ask a signer to read the form; with the link."""
    mailing.send(
        to=signer.mail,
        language=signer.language,
        subject=_("May we make a recording of you? Please read and choose"),
        template="signing_invitation",
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


def changed(*, signer: Signer, token: str) -> None:
    """Say that what was asked has changed, so that the answer no longer counts; with a new link where there is one."""
    mailing.send(
        to=signer.mail,
        language=signer.language,
        subject=_("Something changed, so your answer no longer counts"),
        template="signing_changed",
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
