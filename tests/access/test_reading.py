"""Looking changes nothing, whoever looks: mail scanners, prefetching browsers and curious people open every address."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from consent.models import Request
from tests.access import tables, world
from tests.access.table import EXPECTED
from tests.access.world import ROLES, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    return world.build()


def addresses(here: World) -> dict[str, str]:
    """Every address of the site by its name, those that only take a POST too."""
    return {name: reverse(name, kwargs=line.arguments(here)) for name, line in EXPECTED.items()}


def test_a_change_anywhere_would_be_seen(here: World) -> None:
    watch = tables.Watch()
    assert len(watch.before) > 40
    assert watch.changed() == []
    Request.objects.filter(pk=here.asking.pk).update(place="Elsewhere")
    assert watch.changed() == ["consent_request"]


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("role", ROLES)
def test_looking_at_any_address_changes_nothing(role: str, method: str, here: World) -> None:
    client = here.client(role)
    cookies = dict(client.cookies)
    every = addresses(here)  # some make their row when they are asked for
    watch, wrote = tables.Watch(), {}
    for name, address in every.items():
        cache.clear()
        with transaction.atomic():
            client.cookies.update(cookies)
            getattr(client, method)(address)
            if changed := watch.changed():
                wrote[name] = changed
            transaction.set_rollback(True)
    assert wrote == {}


@pytest.mark.parametrize("role", ROLES)
def test_a_head_request_says_what_a_get_says_and_no_more(role: str, here: World) -> None:
    client = here.client(role)
    cookies = dict(client.cookies)
    differ = {}
    for name, address in addresses(here).items():
        answers: list[Any] = []
        for method in ("get", "head"):
            cache.clear()
            with transaction.atomic():
                client.cookies.update(cookies)
                answers.append(getattr(client, method)(address))
                transaction.set_rollback(True)
        head = answers[1]
        said = [(one.status_code, one.get("Location"), one.get("Content-Type")) for one in answers]
        sent = head.getvalue() if head.streaming else head.content
        if said[0] != said[1] or sent:
            differ[name] = said
    assert differ == {}
