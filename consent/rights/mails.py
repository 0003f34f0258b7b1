"""Mails about persons' requests: only to whoever at the desk wrote them down. None names the person."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import mailing
from consent.models import PersonRequest


def remind(row: PersonRequest) -> None:
    """Say that somebody must be answered before a day."""
    mailing.send(
        to=row.made_by.email,
        language=row.made_by.language,
        subject=_("Somebody waits for an answer about their own data"),
        template="rights_due",
        context={
            "name": row.made_by.name,
            "day": row.due_on,
            "link": settings.BASE_URL + reverse("rights:detail", args=[row.pk]),
        },
    )
