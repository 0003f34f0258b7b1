"""The mail of an invitation to make an account."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import mailing
from accounts.models import Invite


def invitation(*, invite: Invite, token: str) -> None:
    """Ask somebody to make an account; with the link."""
    mailing.send(
        to=invite.email,
        language=invite.language,
        subject=_("Make your account for recording requests"),
        template="people_invitation",
        context={
            "inviter": invite.made_by.name,
            "role": invite.role,
            "link": settings.BASE_URL + reverse("accept_invite", args=[token]),
            "days": settings.INVITE_DAYS,
        },
    )
