"""What is kept with a signature: how the signer came, how their identity was checked, on what device, who confirmed what."""

from dataclasses import dataclass
from datetime import datetime

from consent.models import Identity, Way
from consent.signing.proving import Proven


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence of one signature (consent-form.md, E; L2, L4).

    ``vouched_by`` names who knew the signer in the room; ``capacity_confirmed_by`` the care professional who confirmed at
    ``capacity_confirmed_at`` that a patient could decide; ``childs_say`` and ``childs_view`` what a child under 12 says of
    it, in one word and in their own; ``relation`` who the signer is to the subject for whom they sign; ``interpreter`` who
    translated; ``proof`` what the signer's institution said of them.
    """

    way: Way
    identity: Identity
    vouched_by: str = ""
    device: str = "computer"
    address: str | None = None
    capacity_confirmed_by: str = ""
    capacity_confirmed_at: datetime | None = None
    childs_say: str = ""
    childs_view: str = ""
    relation: str = ""
    interpreter: str = ""
    proof: Proven | None = None


def device_of(user_agent: str) -> str:
    """Return the class of device: "phone", "tablet" or "computer". A guess: browsers say what they like."""
    said = user_agent.lower()
    if "ipad" in said or "tablet" in said or ("android" in said and "mobile" not in said):
        return "tablet"
    return "phone" if "mobi" in said or "iphone" in said else "computer"
