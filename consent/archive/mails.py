"""Mails of the archive."""

from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import mailing
from consent import lasting
from consent.models import Signature


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
            "requester": signer.subject.request.requester.name,
            "at": signature.at,
            "link": lasting.new_link(signer=signer, now=now),
        },
    )
