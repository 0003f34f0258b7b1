"""Account types (G9) and places as a requester names them. Pure: who is an ambassador of what is passed in."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consent.models.choices import SOCIAL, AccountType

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Place:
    """One use as typed: channel, the exact account, page or programme, its address, kind of account."""

    channel: str
    name: str
    url: str = ""
    account_type: str = AccountType.NONE
    brand_in_title: bool = False

    @property
    def social(self) -> bool:
        """Whether reactions and account types matter."""
        return self.channel in SOCIAL


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a use cannot stand: the field that it is about, and what to do."""

    field: str
    message: "str | Promise"


def objections(place: Place, *, ambassador_of: Collection[str]) -> tuple[Objection, ...]:
    """Return what is wrong with a use (G9). ``ambassador_of``: the accounts that the desk's list has for this requester."""
    found: list[Objection] = []
    if place.social and not place.account_type:
        found.append(Objection("account_type", _("Say what kind of account this is.")))
    known = {account.casefold() for account in ambassador_of}
    if place.account_type == AccountType.AMBASSADOR and place.name.strip().casefold() not in known:
        found.append(
            Objection(
                "account_type",
                _(
                    "The desk's list of ambassadors does not have you with this account. "
                    "Choose “personal account”, or ask the social media team."
                ),
            )
        )
    return tuple(found)


def brand_objection(places: Collection[Place], *, uses_brand: bool) -> Objection | None:
    """Return why the logo or identity cannot be used, or None: only on accounts of a department or of an ambassador (G9)."""
    personal = any(place.account_type == AccountType.PERSONAL for place in places)
    if not (uses_brand and personal):
        return None
    return Objection(
        "uses_brand",
        _("The hospital's logo and identity cannot be used on a personal account. Choose no, or remove that account."),
    )
