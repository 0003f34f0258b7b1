"""Mails of the archive."""

from datetime import datetime

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import mailing
from accounts.models import User
from accounts.roles import ADMINISTRATORS
from consent import lasting, store
from consent.archive import certificate
from consent.models import Checkpoint, Signature
from consent.sheet import ZONE

ANNOUNCED_AT = certificate.AHEAD.days
LAST_DAYS = 14


def send_copy(signature: Signature, *, now: datetime) -> None:
    """Mail a signer the link to their sealed copy, in the language they signed in; nothing without an address.

    The link and not the PDF: a mailbox is not the register, and behind the link it also says what became of the consent.
    """
    signer = signature.signer
    if not signer.mail:
        return
    number = signer.subject.request.spoken_number
    mailing.send(
        to=signer.mail,
        language=signature.language,
        subject=format_lazy(_("Your copy of form {number}"), number=number),
        template="archive_copy",
        context={
            "name": signer.name,
            "number": number,
            "requester": signer.subject.request.requester.name,
            "at": signature.at,
            "link": lasting.new_link(signer=signer, now=now),
        },
    )


def send_checkpoint(checkpoint: Checkpoint) -> None:
    """Mail a checkpoint of the history to the desk, where nobody with the database reaches it. Raises StoreError."""
    day = checkpoint.at.astimezone(ZONE).date()
    mailing.send(
        to=settings.DESK_MAIL,
        language=settings.LANGUAGE_CODE,
        subject=format_lazy(_("Checkpoint of the history, {day}"), day=day.isoformat()),
        template="archive_checkpoint",
        context={"at": checkpoint.at, "lines": checkpoint.position, "head": checkpoint.hash},
        attachment=(f"checkpoint-{day.isoformat()}.pdf", store.get(checkpoint.sha256), "application/pdf"),
    )


def certificate_ends(*, now: datetime) -> None:
    """Mail each administrator that the seal's certificate ends: from 90 days ahead, weekly, and in the last two weeks daily.

    Nothing is remembered, so a day on which nothing ran costs a week at most. Raises NoSeal.
    """
    end = certificate.ending(now=now)
    if not end.soon or not (end.days <= LAST_DAYS or end.days % 7 == ANNOUNCED_AT % 7):
        return
    title = _("The certificate of the seal ends soon") if end.days >= 0 else _("The certificate of the seal has ended")
    for user in User.objects.filter(role__in=ADMINISTRATORS, is_active=True).order_by("pk"):
        mailing.send(
            to=user.email,
            language=user.language or settings.LANGUAGE_CODE,
            subject=title,
            template="archive_certificate_ends",
            context={"name": user.name, "certificate": end.name, "at": end.at, "days": max(end.days, 0)},
        )
