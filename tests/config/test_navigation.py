"""The navigation above every page says where one is."""

import re

import pytest
from django.test import Client

from accounts.models import Role
from consent.states import State
from tests import factories

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a class="(?:site-nav-link|menu-item)" href="([^"]+)"([^>]*)>')


def places(client: Client, address: str) -> dict[str, str]:
    """Return which links of the navigation say that this is their page, or their part of the site."""
    page = client.get(address, headers={"accept-language": "en"})
    (nav,) = re.findall(r'<nav aria-label="Main">.*?</nav>', page.text, re.DOTALL)
    found = {href: re.findall(r'aria-current="(\w+)"', rest) for href, rest in LINK.findall(nav)}
    return {href: said for href, (said,) in ((href, said) for href, said in found.items() if said)}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/desk/", {"/desk/": "page"}),
        ("/desk/?q=ward", {"/desk/": "page"}),
        ("/people/", {"/people/": "page"}),
        ("/invites/", {"/invites/": "page"}),
        ("/access-log/", {"/access-log/": "page"}),
        ("/contact/", {"/contact/": "page"}),
        ("/desk/figures/", {"/desk/figures/": "true"}),
        ("/look-up/", {}),
    ],
)
def test_an_administrator_sees_where_they_are(client: Client, address: str, said: dict[str, str]) -> None:
    factories.log_in(client, factories.user("ada@desk.example", role=Role.ADMINISTRATOR))
    assert places(client, address) == said


def test_a_page_within_the_desk_is_of_the_queue(client: Client) -> None:
    row = factories.request(status=State.REVIEW)
    factories.log_in(client, factories.user("rosa@desk.example", role=Role.REVIEWER))
    assert places(client, f"/desk/requests/{row.number}/") == {"/desk/": "true"}


def test_a_requester_sees_where_they_are_and_nothing_of_the_desk(client: Client) -> None:
    user = factories.user()
    row = factories.request(user, status=State.REVIEW)
    factories.log_in(client, user)
    assert places(client, "/") == {"/": "page"}
    assert places(client, f"/requests/{row.number}/") == {"/": "true"}
    assert places(client, "/contact/") == {"/contact/": "page"}
    assert "/desk/" not in client.get("/").text


def test_whoever_looks_after_somebody_of_the_desk_sees_their_own(client: Client) -> None:
    desk, sam = factories.user("rosa@desk.example", role=Role.REVIEWER), factories.user()
    for user, queue in ((desk, True), (sam, False), (desk, True)):
        client.logout()
        factories.log_in(client, user)
        assert ('href="/desk/"' in client.get("/contact/").text) == queue
