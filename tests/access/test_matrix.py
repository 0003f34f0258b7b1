"""Who may open what: each address of the site by each role, with the rights of the application's database role.

A new address without a line in the table fails.
"""

import copy
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from config import postgres
from consent.management import roles
from tests.access import world
from tests.access.lines import Line
from tests.access.table import EXPECTED
from tests.access.world import ROLES, World

pytestmark = pytest.mark.django_db
LOGIN, FACTOR = "login", "factor"
SHUT = {LOGIN, FACTOR, 401, 403, 404}


def names(patterns: list[Any], namespace: str = "") -> Iterator[str]:
    """Walk over the URL configuration."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}:{pattern.name}" if namespace else str(pattern.name)


def test_every_address_has_its_line() -> None:
    assert sorted(set(names(get_resolver().url_patterns))) == sorted(EXPECTED)


@pytest.fixture
def here() -> World:
    return world.build()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says(role: str, here: World) -> None:
    roles.grant(postgres.APPLICATION)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {postgres.APPLICATION}")
    column, client = ROLES.index(role), here.client(role)
    assert {name: outcome(name, line, client, here) for name, line in EXPECTED.items()} == {
        name: line.outcomes[column] for name, line in EXPECTED.items()
    }


@pytest.mark.parametrize("role", ROLES)
def test_where_one_may_not_come_the_other_method_leads_nowhere_either(role: str, here: World) -> None:
    column, client = ROLES.index(role), here.client(role)
    further = {}
    for name, line in EXPECTED.items():
        shut = line.outcomes[column]
        if shut not in SHUT or name == "account_logout":  # which leads to the login page since it worked
            continue
        other = replace(line, method="GET" if line.method == "POST" else "POST")
        if (met := outcome(name, other, client, here)) not in {shut, 405}:
            further[name] = met
    assert further == {}


def outcome(name: str, line: Line, client: Client, here: World) -> int | str:
    """Return the status of one request, or "login" or "factor" when it leads there. What it changed is undone."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        cache.clear()  # how often somebody tried is not what this is about
        response = send(client, line.method, reverse(name, kwargs=line.arguments(here)))
        transaction.set_rollback(True)
    client.cookies = cookies
    if response.status_code == 302 and response["Location"].startswith("/login/"):
        return LOGIN
    if response.status_code == 302 and response["Location"].startswith("/factor/"):
        return FACTOR
    return int(response.status_code)


def send(client: Client, method: str, address: str) -> Any:
    return client.post(address) if method == "POST" else client.get(address)
