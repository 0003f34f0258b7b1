"""The list of people as its page shows it: a filter that lives in the address, and chips that change it."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import pgettext

from accounts.models import Role
from accounts.people.queries import CLOSED, OPEN, Filter, Page
from accounts.roles import MAY, Capability


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter as a link; the component counts nothing here."""

    url: str
    label: str
    current: bool
    count: int | None = None


def wanted_from(parameters: Any) -> Filter:
    """Read a filter from an address (a QueryDict); what is not understood counts as not given."""
    role, state, page = (parameters.get(name, "") for name in ("role", "state", "page"))
    return Filter(
        words=" ".join(parameters.get("q", "").replace("\0", "").split())[:120],
        role=role if role in Role.values else "",
        state=state if state in {OPEN, CLOSED} else "",
        page=int(page) if page.isdecimal() and 0 < len(page) < 5 and int(page) else 1,
    )


def address(wanted: Filter) -> str:
    """Return the address of the list with a filter."""
    given = {"q": wanted.words, "role": wanted.role, "state": wanted.state}
    page = {"page": str(wanted.page)} if wanted.page > 1 else {}
    query = urlencode({name: value for name, value in given.items() if value} | page)
    return reverse("people:list") + (f"?{query}" if query else "")


def role_chips(wanted: Filter) -> list[Chip]:
    """Return a chip for each role, and one for all."""
    labels = {"": pgettext("people", "All roles")} | {role.value: capfirst(str(role.label)) for role in Role}
    return [
        Chip(address(replace(wanted, role=key, page=1)), label, key == wanted.role) for key, label in labels.items()
    ]


def state_chips(wanted: Filter) -> list[Chip]:
    """Return a chip for open accounts, one for disabled ones, and one for both."""
    labels = {
        "": pgettext("people", "All accounts"),
        OPEN: pgettext("people", "Active"),
        CLOSED: pgettext("people", "Disabled"),
    }
    return [
        Chip(address(replace(wanted, state=key, page=1)), label, key == wanted.state) for key, label in labels.items()
    ]


def before(wanted: Filter) -> str:
    """Return the address of the page before, or nothing."""
    return address(replace(wanted, page=wanted.page - 1)) if wanted.page > 1 else ""


def after(wanted: Filter, page: Page) -> str:
    """Return the address of the page after, or nothing."""
    return address(replace(wanted, page=wanted.page + 1)) if page.more else ""


def roles_table() -> list[tuple[str, list[bool]]]:
    """Return what each role may do, in the words of accounts.roles: a capability, and a yes or no for each role."""
    return [(capfirst(str(one.label)), [role in MAY[one] for role in Role]) for one in Capability]
