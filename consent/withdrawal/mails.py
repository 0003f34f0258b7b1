"""The mail of the withdrawal stage."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts import mailing
from consent import taken_back
from consent.models import Withdrawal


def withdrawn(found: Sequence[Withdrawal], *, asked: Mapping[str, Any], link: str) -> None:
    """Confirm to a signer what was taken back: as a whole, or some uses. ``asked``: facts on how the desk was asked, if so.

    It is their copy; it stays on their own page too.
    """
    signer = found[0].signature.signer
    uses = [one.use.name for one in found if one.use]
    with override(signer.language):
        how = taken_back.in_words(asked)
    mailing.send(
        to=signer.mail,
        language=signer.language,
        subject=_("You took a part of your permission back") if uses else _("You took your permission back"),
        template="withdrawal_confirmed",
        context={
            "name": signer.name,
            "at": found[0].at,
            "uses": uses,
            "how": how,
            "number": signer.subject.request.spoken_number,
            "link": link,
        },
    )
