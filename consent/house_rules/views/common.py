"""What the screens of the house rules share: who may see them, how a change is saved, and what is said about it."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.guards import account, requires
from accounts.roles import Capability
from consent.house_rules import naming, operations, queries
from consent.models import HouseRule

UNPROCESSABLE = 422
CONFLICT = 409
desk = requires(Capability.CHANGE_HOUSE_RULES)


def change(request: HttpRequest, prefix: str, values: Mapping[str, str]) -> int:
    """Save rules; return how many differ. Raises SomebodyWasFaster."""
    return operations.change(prefix=prefix, values=values, seen=seen(request), by=account(request), now=timezone.now())


def seen(request: HttpRequest) -> int:
    """Return the newest change that the screen knew; -1 where it says none, which is never right."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 18 else -1


def faster(request: HttpRequest) -> int:
    """Say that a colleague was faster, and return the status."""
    messages.warning(request, _("A colleague changed this just now. Look at the history below, then save again."))
    return CONFLICT


def said(request: HttpRequest, count: int) -> None:
    """Say what was saved."""
    if count:
        messages.success(request, _("Saved. It counts for everything that begins from now on."))
    else:
        messages.info(request, _("Nothing was different, so nothing was changed."))


def history(prefix: str = "") -> list[tuple[HouseRule, str]]:
    """Return the newest changes of the keys that begin so, each with its words."""
    return naming.named(queries.history(prefix), active=_("Students can choose it"))
