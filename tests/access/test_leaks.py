"""Nothing of one person's request shows to another: not on a page, in a list, a count, a search, a header or a download.

The secrets are words that stand nowhere else. Every address of the site is opened by every role, also with the secrets as
questions: who may not know a request must get the same answer whether it exists or not.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.models import User
from consent.models import Request, Scope
from consent.systems import operations as systems
from tests import answered, factories
from tests.access import world
from tests.access.lines import Line
from tests.access.table import EXPECTED
from tests.access.test_matrix import names
from tests.access.world import World

pytestmark = pytest.mark.django_db

TITLE, SUBJECT, MAIL, PLACE, NOTE = (
    "Quagga morning",
    "Xanthippe Oort",
    "xo@secret.example",
    "Zebra ward",
    "Okapi purpose",
)
REQUESTER = "quagga@student.example"
STRANGERS = ("anonymous", "other", "signer", "unverified")
BY_LINK = {"signing:open", "withdrawal:own", "withdrawal:copy", "withdrawal:withdraw", "withdrawal:second_yes"}
BY_LINK |= {"card:scan", "card:now"}
BY_LINK |= {"routing:answer"}
"""Who holds a link is its signer, or the office that was asked, whoever's browser it is."""
OF_DEMO = {"demo:mailbox", "demo:mail"}
"""The demo's mailbox shows everybody's mail to everybody; in production it is no address at all."""
ONLY_STORED = {"mail", "requester"}
"""A subject's address is shown to nobody once it is filed, a requester's not to themself."""
QUESTIONS = ("q", "number", "to", "state", "flag", "page", "user", "request", "email")


@pytest.fixture
def here() -> World:
    """The world, with words in it that stand nowhere else."""
    here = world.build()
    Request.objects.filter(pk__in=[here.asking.pk, here.approved.pk]).update(title=TITLE, place=PLACE, purpose=NOTE)
    for row in (here.asking, here.approved):
        factories.signer(row, SUBJECT, mail=MAIL)
    answered.refused(here.asking, "Wilhelmina Okee")
    User.objects.filter(pk=here.people["owner"].pk).update(email=REQUESTER)  # the demo's login page names its own cast
    return here


def secrets(here: World) -> dict[str, str]:
    """What only the requester and the desk may read."""
    return {
        "title": TITLE,
        "subject": SUBJECT,
        "mail": MAIL,
        "place": PLACE,
        "purpose": NOTE,
        "who said no": "Wilhelmina",
        "number": here.asking.number,
        "spoken number": here.asking.spoken_number,
        "other number": here.approved.number,
        "requester": REQUESTER,
    }


def lines() -> dict[str, Line]:
    """Every address that there is; one without a line fails elsewhere."""
    return {name: EXPECTED[name] for name in sorted(set(names(get_resolver().url_patterns)) & set(EXPECTED))}


def answers(client: Client, here: World) -> Iterator[tuple[str, Any]]:
    """Every address as its method wants it, and every page with each secret as a question."""
    cookies = dict(client.cookies)
    for name, line in lines().items():
        address = reverse(name, kwargs=line.arguments(here))
        asked: list[dict[str, str]] = [{}]
        if line.method == "GET":
            asked += [dict.fromkeys(QUESTIONS, secret) for secret in (TITLE, SUBJECT, here.asking.number)]
        for question in asked:
            cache.clear()
            with transaction.atomic():
                client.cookies.update(cookies)
                yield name, client.post(address) if line.method == "POST" else client.get(address, question)
                transaction.set_rollback(True)


def told(response: Any) -> str:
    """Everything that a browser gets."""
    body = b"".join(response) if response.streaming else response.content
    return f"{dict(response.headers)} {body.decode(errors='replace')}"


def asked(response: Any) -> str:
    """What the browser sent itself, which a page may say back to it: the path and the question."""
    return f"{response.request['PATH_INFO']} {unquote_plus(response.request.get('QUERY_STRING', ''))}"


def known(name: str, role: str, response: Any) -> str:
    """What this browser knows already: what it asked, and on the signer's pages what the form is about."""
    if role == "signer" and name.startswith("signing:"):
        return f"{asked(response)} {TITLE} {PLACE} {NOTE}"
    return asked(response)


@pytest.mark.parametrize("role", STRANGERS)
def test_nobody_else_is_told_anything_of_a_request(role: str, here: World) -> None:
    leaks = set()
    for name, response in answers(here.client(role), here):
        if name not in BY_LINK | OF_DEMO:
            text, its_own = told(response), known(name, role, response)
            leaks |= {(name, what) for what, one in secrets(here).items() if one in text and one not in its_own}
    assert leaks == set()


@pytest.mark.parametrize("role", STRANGERS)
def test_who_holds_a_link_is_told_of_nobody_else_in_the_request(role: str, here: World) -> None:
    others, leaks, shown = (SUBJECT, MAIL, "Wilhelmina"), set(), 0
    for name, response in answers(here.client(role), here):
        if name in BY_LINK:
            text = told(response)
            shown += response.status_code == 200
            leaks |= {(name, one) for one in others if one in text and one not in asked(response)}
    assert leaks == set()
    assert shown or role == "unverified"


def test_a_system_is_told_nothing_of_a_person_or_of_what_was_written_about_them(here: World) -> None:
    now, scopes = timezone.now(), Scope.values
    _system, token = systems.add(
        name="Image bank", scopes=scopes, expires_on=timezone.localdate(), by=here.people["administrator"], now=now
    )
    names, known = ("systems:may_be_used", "systems:publications", "systems:status"), here.approved.number
    for name in names:
        response = Client().get(
            reverse(name), {"number": known, "medium": "photo"}, headers={"Authorization": f"Bearer {token}"}
        )
        assert response.status_code == 200, name
        one_person = {what: one for what, one in secrets(here).items() if one != known}
        assert {what for what, one in one_person.items() if one in told(response)} == set(), name


@pytest.mark.parametrize("role", ["owner", "reviewer"])
def test_who_may_see_does_so_the_search_for_secrets_is_not_blind(role: str, here: World) -> None:
    seen = "".join(told(response) for _, response in answers(here.client(role), here))
    assert {what for what, one in secrets(here).items() if one not in seen} - ONLY_STORED == set()


def test_two_persons_who_answered_look_the_same_to_the_requester_whatever_they_said(here: World) -> None:
    answered.granted(here.asking, "Ann Oort")
    page = here.client("owner").get(reverse("requesting:detail", args=[here.asking.number])).text
    rows = {name: page.split(name)[1].split("</li>")[0] for name in ("Wilhelmina Okee", "Ann Oort")}
    assert "answered" in page or "geantwoord" in page
    assert rows["Wilhelmina Okee"].split("</form>")[0].split("<form")[0] == rows["Ann Oort"].split("<form")[0]


@pytest.mark.parametrize("role", ["other", "unverified"])
def test_a_number_that_exists_and_one_that_does_not_get_the_same_answer(role: str, here: World) -> None:
    client, gone = here.client(role), factories.request(here.people["owner"])
    gone.delete()
    for name, line in lines().items():
        if "number" not in line.arguments(here):
            continue
        said = []
        for number in (here.asking.number, gone.number):
            address = reverse(name, kwargs=line.arguments(here) | {"number": number})
            response = client.post(address) if line.method == "POST" else client.get(address)
            said.append((response.status_code, response.content.replace(number.encode(), b"")))
        assert said[0] == said[1], name
