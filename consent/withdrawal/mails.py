"""The mail of the withdrawal stage."""

from django.utils.translation import gettext_lazy as _

from accounts import mailing
from consent.models import Withdrawal


def withdrawn(*, withdrawal: Withdrawal, link: str) -> None:
    """Confirm to a signer that their consent was taken back; the copy stays on their own page."""
    signer = withdrawal.signature.signer
    mailing.send(
        to=signer.mail,
        language=signer.language,
        subject=_("You took your permission back"),
        template="withdrawal_confirmed",
        context={"name": signer.name, "at": withdrawal.at, "link": link},
    )
