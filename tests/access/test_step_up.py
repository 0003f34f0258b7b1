"""What weighs asks for the second factor again: every change and every download of the desk, but for those listed here.

A new address of the desk that is neither fails.
"""

import time
from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access import world
from tests.access.table import EXPECTED
from tests.access.test_matrix import send
from tests.access.world import ROLES, World

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
AN_HOUR_AGO = 61 * 60
STRANGERS = [ROLES.index(role) for role in ("anonymous", "other", "unverified")]
DESK = [ROLES.index(role) for role in ("reviewer", "administrator")]

NOT_ASKED: dict[str, set[str]] = {
    "asks somebody": {
        *("people:renew_invite", "review:remind", "routing:ask", "signing:ask_second_yes", "signing:mail_of_age"),
        *("signing:qr_of_age", "signing:paper"),
    },
    "divides the desk's own work": {"review:assign", "review:keep_view", "review:forget_view"},
    "only takes away, or gives anew what was there": {
        *("ambassadors:end", "card:desk_renew", "card:desk_revoke", "people:revoke_invite"),
    },
    "names somebody on a list that the desk keeps": {"ambassadors:list"},
    "writes what is decided on later, and that asks": {
        *("rights:receive", "rights:choose", "rights:extend", "wording:draft", "wording:save", "wording:add"),
        *("wording:remove", "wording:move", "wording:add_language", "wording:remove_language", "wording:catch_up"),
        *("wording:discard", "house_rules:preview", "house_rules:preview_channel", "house_rules:preview_contact"),
        *("house_rules:preview_numbers", "house_rules:preview_programme", "house_rules:preview_new_programme"),
        "house_rules:preview_terms",
    },
    "is the requester's too, who has no second factor": {
        *("conversation:index", "preview:show", "publication:register", "publication:confirm"),
        "publication:screenshot",
    },
    "lets something be tried again": {"health:retry", "systems:send_again", "systems:try_hook"},
}
"""Why it does not weigh, and what does not: names of addresses."""

WEIGH_MOST = {"review:decide", "oversight:export", "rights:export_json", "rights:answer", "people:change_role"}
"""A decision, exports, an erasure and a change of role: if these were not asked, the test would be blind."""


def only_of_the_desk() -> list[str]:
    """Return the addresses that the desk opens and strangers do not."""
    return [
        name
        for name, line in EXPECTED.items()
        if all(line.outcomes[column] in {"login", 404, "factor"} for column in STRANGERS)
        and any(line.outcomes[column] not in {404, "login"} for column in DESK)
    ]


@pytest.fixture
def here() -> World:
    return world.build()


@pytest.fixture
def stale(here: World) -> Client:
    """An administrator's browser, whose second factor was given more than an hour ago."""
    TOTP.activate(here.people["administrator"], SECRET)
    client = here.client("administrator")
    session = client.session
    session[METHODS] = [record | {"at": time.time() - AN_HOUR_AGO} for record in session[METHODS]]
    session.save()
    return client


def weighs(method: str, response: Any) -> bool:
    """Whether this was a change, or a file to keep, that was not stopped on the way."""
    if method == "POST":
        return response.status_code != 405
    return "attachment" in response.get("Content-Disposition", "")


def test_what_weighs_asks_again_and_what_does_not_is_listed(stale: Client, here: World) -> None:
    unasked, asked = set(), set()
    for name in only_of_the_desk():
        for method in ("GET", "POST"):
            cache.clear()
            with transaction.atomic():
                response = send(stale, method, reverse(name, kwargs=EXPECTED[name].arguments(here)))
                transaction.set_rollback(True)
            if response.get("Location", "").startswith("/factor/again/"):
                asked.add(name)
            elif weighs(method, response):
                unasked.add(name)
    assert unasked == set().union(*NOT_ASKED.values())
    assert asked >= WEIGH_MOST
