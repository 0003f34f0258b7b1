"""Whoever names somebody in a recording logs it: no page that is declared to show nothing of others does so after all."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from consent.oversight.pages import THEMSELVES, WATCHED
from tests import factories
from tests.access import world
from tests.access.table import EXPECTED
from tests.access.test_matrix import send
from tests.access.world import World

pytestmark = pytest.mark.django_db

SUBJECT, MAIL = "Xanthippe Oort", "xo@secret.example"
UNLOGGED = sorted(set(EXPECTED) - WATCHED - THEMSELVES - {"demo:mailbox", "demo:mail"})


@pytest.fixture
def here() -> World:
    here = world.build()
    for row in (here.asking, here.approved):
        factories.signer(row, SUBJECT, mail=MAIL)
    return here


def told(response: Any) -> str:
    body = b"".join(response) if response.streaming else response.content
    return str(body.decode(errors="replace"))


@pytest.mark.parametrize("role", ["owner", "reviewer", "administrator"])
def test_a_page_that_logs_nothing_names_nobody_in_a_recording(role: str, here: World) -> None:
    client, named = here.client(role), set()
    for name in UNLOGGED:
        cache.clear()
        with transaction.atomic():
            response = send(client, EXPECTED[name].method, reverse(name, kwargs=EXPECTED[name].arguments(here)))
            transaction.set_rollback(True)
        if SUBJECT in told(response) or MAIL in told(response):
            named.add(name)
    assert named == set()


def test_the_search_is_not_blind(here: World) -> None:
    response = here.client("owner").get(reverse("requesting:detail", args=[here.asking.number]))
    assert SUBJECT in told(response)
