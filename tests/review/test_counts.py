"""The numbers on the queue's chips: each says how many requests its link shows, as it is now."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from consent.models import Assignment, Request
from consent.review import counting, listing, queries
from consent.review.queries import Number
from consent.states import State
from tests import factories
from tests.review.test_take_downs import published

pytestmark = pytest.mark.django_db
PEOPLE: dict[str, Any] = {"name": "Noor", "kind": "student"}


@pytest.fixture
def many(sam: User, rosa: User) -> None:
    """Some of everything that a chip can ask for."""
    for status in State:
        factories.request(sam, status=status)
    child = factories.request(sam, status=State.REVIEW, clinical_area=True)
    child.subjects.create(name="Noor", kind="patient", age_group="from_12")
    crew = factories.request(sam, status=State.COLLECTING, uses_brand=True)
    crew.media.create(medium="television")
    own = factories.request(sam, status=State.COLLECTING, origin="existing")
    for row in (child, own):
        Assignment.objects.create(request=row, to=rosa, at=timezone.now())
    Request.objects.filter(pk=child.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    published("soon", days=1)
    published("late", days=-1)


def shown(client: Client, query: str) -> dict[str, str | None]:
    return {chip.key: chip.count for chip in every_chip(client, query)}


def every_chip(client: Client, query: str) -> list[listing.Chip]:
    chips = client.get(f"/desk/{query}").context["chips"]
    return [*chips.states, *chips.work, *chips.flags]


def test_every_chip_has_a_number(client: Client, many: None) -> None:
    assert shown(client, "") == {
        "needs": "3", "collecting": "3", "returned": "1", "approved": "1", "ended": "6", "all": "14",
        "due": "1", "me": "1", "nobody": "2", "open": "2", "late": "1",
        "patients": "1", "minors": "1", "press": "0", "clinical_area": "1", "brand": "0", "existing": "0",
    }  # fmt: skip


@pytest.mark.parametrize(
    "query",
    ["", "?state=collecting", "?state=all", "?who=me&state=all", "?who=nobody", "?flag=minors&state=all", "?due=now",
     "?flag=patients&flag=clinical_area", "?gone=open&state=all", "?gone=late&state=all", "?who=me&flag=existing"],
)  # fmt: skip
def test_a_chip_that_is_followed_shows_as_many_as_it_said(client: Client, many: None, query: str) -> None:
    chips = [chip for chip in every_chip(client, query) if not chip.current]
    assert len(chips) > 10
    said = {chip.url: chip.count for chip in chips}
    assert {url: str(client.get(url).context["page"].total) for url in said} == said


def test_the_chip_of_what_is_shown_has_the_number_of_what_is_shown(client: Client, many: None) -> None:
    page = client.get("/desk/?state=all&flag=minors")
    chips = page.context["chips"]
    current = {chip.key: chip.count for chip in [*chips.states, *chips.flags] if chip.current}
    assert (current, page.context["page"].total) == ({"all": "1", "minors": "1"}, 1)


def test_numbers_are_given_as_they_are_now_without_a_row(client: Client, rosa: User, sam: User) -> None:
    before = client.get("/desk/counts/").context["chips"].states[0].count
    factories.request(sam, status=State.REVIEW, title="A secret title")
    after = client.get("/desk/counts/")
    assert (before, after.context["chips"].states[0].count) == ("0", "1")
    assert "A secret title" not in after.text


def test_the_page_asks_anew_by_itself_and_so_does_what_it_gets(client: Client, rosa: User, sam: User) -> None:
    factories.request(sam, status=State.REVIEW)
    page = client.get("/desk/?who=nobody&flag=minors").text
    for _ in range(2):
        (address,) = re.findall(r'hx-get="(/desk/counts/[^"]+)" hx-trigger="every 20s" hx-swap="outerHTML"', page)
        assert unescape(address) == "/desk/counts/?state=needs&flag=minors&who=nobody&shown=0"
        page = client.get(unescape(address)).text
    assert set(re.findall(r'id="(chip-[a-z_]+)"', page)) == {f"chip-{key}" for key in shown(client, "")}


def test_a_list_that_became_older_than_the_numbers_says_so(client: Client, rosa: User, sam: User) -> None:
    factories.request(sam, status=State.REVIEW)
    words = "The list below is older than these numbers."
    assert words not in client.get("/desk/").text
    assert words not in client.get("/desk/counts/?state=needs&shown=1").text
    factories.request(sam, status=State.REVIEW)
    assert words in client.get("/desk/counts/?state=needs&shown=1").text


def test_a_search_is_not_counted_ahead(client: Client, rosa: User, sam: User) -> None:
    factories.request(sam, status=State.REVIEW, title="Ward")
    assert set(shown(client, "?q=ward").values()) == {None}
    assert "hx-get" not in client.get("/desk/?q=ward").text


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        (Number(0), "0"),
        (Number(999), "999"),
        (Number(1000), "999+"),
        (Number(12, more=True), "12+"),
        (Number(0, more=True), None),
    ],
)
def test_a_number_says_no_more_than_is_known(number: Number, spoken: str | None) -> None:
    assert number.spoken() == spoken


def test_where_not_all_are_looked_at_a_flag_says_at_least(
    client: Client, many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "LOOKED_AT", 3)
    numbers = shown(client, "")
    assert numbers["nobody"] == "2+"
    assert (numbers["needs"], numbers["press"]) == ("3", None)


def test_where_not_all_are_held_against_a_flag_the_list_says_at_least(
    client: Client, many: None, sam: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        factories.request(sam, status=State.APPROVED, clinical_area=True)
    monkeypatch.setattr(queries, "HELD_AGAINST", 1)
    monkeypatch.setattr(queries, "PAGE", 2)
    query = "?state=approved&flag=clinical_area"
    pages = [client.get(f"/desk/{query}{rest}").context["page"] for rest in ("", "&page=2")]
    assert [(page.total, page.counted, len(page.requests)) for page in pages] == [(2, False, 2), (3, True, 1)]
    assert "The list below is older" not in client.get(f"/desk/counts/{query}&shown=2").text


def test_more_than_is_counted_is_said_so(rosa: User, sam: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_COUNTED", 1)
    for _ in range(3):
        factories.request(sam, status=State.REVIEW)
    page = queries.queue(rosa, queries.Filter())
    assert (page.total, page.counted) == (1, False)


def test_a_state_is_counted_by_an_index_alone(rosa: User) -> None:
    listed = queries.indexed(rosa, queries.Filter(state="approved")).query
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # it reads a table of no rows whole
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        sql, params = listed.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", params)
        assert "Index Only Scan" in "".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.usefixtures("rosa")
def test_the_chips_take_two_queries_however_many_there_are(
    rosa: User, sam: User, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        factories.request(sam, status=State.REVIEW)
    with django_assert_num_queries(2):
        assert counting.numbers(rosa, queries.Filter())["needs"] == Number(count)
