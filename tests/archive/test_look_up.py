"""Look up by words, or by a code that the camera read."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from consent import numbers
from consent.archive import queries
from consent.models import Access, Request
from consent.states import State
from tests import factories
from tests.archive import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    factories.log_in(client, factories.user("rosa@desk.example", role=Role.REVIEWER))
    return client


@pytest.fixture
def ward() -> Request:
    request = factories.request(factories.user(name="Sam Visser"), title="Portraits of ward B4")
    factories.signer(request, "Elif Yılmaz")
    return request


def ask(client: Client, typed: str) -> tuple[int, str]:
    response = client.get(reverse("archive:look_up"), {"number": typed})
    return response.status_code, response.headers.get("Location", response.content.decode())


def shown(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def test_words_of_the_desk_lead_to_the_queue(desk: Client) -> None:
    assert ask(desk, "elif yılmaz") == (302, "/desk/?q=elif+y%C4%B1lmaz")


def test_the_queue_writes_one_line_that_somebody_searched(desk: Client) -> None:
    desk.get(reverse("archive:look_up"), {"number": "elif"}, follow=True)
    assert list(Access.objects.values_list("action", flat=True)) == ["searched"]


@pytest.mark.parametrize("typed", ["portraits", "PORTRETS", "ward b4"])
def test_a_requester_finds_their_own_by_its_title(client: Client, ward: Request, typed: str) -> None:
    factories.log_in(client, ward.requester)
    status, page = ask(client, typed)
    assert status == 200
    assert reverse("requesting:detail", args=[ward.number]) in shown(page)
    assert list(Access.objects.values_list("action", "user")) == [("searched", ward.requester_id)]


@pytest.mark.parametrize("typed", ["yilmaz", "elif", "visser"])
def test_a_requester_finds_nobody_by_name(client: Client, ward: Request, typed: str) -> None:
    factories.log_in(client, ward.requester)
    status, page = ask(client, typed)
    assert status == 200
    assert ward.number not in page


def test_nobody_finds_another_requesters_request_by_words(client: Client, ward: Request) -> None:
    factories.log_in(client, factories.user("eve@student.example"))
    assert ward.number not in ask(client, "portraits")[1]


def test_a_word_that_looks_like_a_number_with_an_error_is_found_as_a_word(client: Client, desk: Client) -> None:
    assert ask(desk, "parkeer")[0] == 422
    factories.request(factories.user(), title="Parkeer hier", status=State.REVIEW)
    assert ask(desk, "parkeer") == (302, "/desk/?q=parkeer")


@pytest.mark.parametrize("typed", ["K7M4XW", "k7m-4xwdd", "K7M 4XWO", "akdehnr", "WARD-B4"])
def test_a_number_with_an_error_in_it_looks_like_one(typed: str) -> None:
    assert numbers.mistyped(typed)


@pytest.mark.parametrize("typed", ["jansen", "a day on ward 4", "yilmaz", "2026", "in ward b4"])
def test_words_do_not_look_like_a_number(typed: str) -> None:
    assert not numbers.mistyped(typed)


def test_the_code_in_a_sealed_form_leads_to_its_request(desk: Client) -> None:
    document = making.sealed()
    code = queries.code_of(kind="sheet", key=document.signature_id or 0, chain_head=document.chain_head)  # type: ignore[arg-type]
    for address in (f"http://localhost:8000/verify/{code}/", f"https://akkoord.example/verify/{code}"):
        assert ask(desk, address) == (302, reverse("review:detail", args=[document.request.number]))


def test_the_address_of_a_request_leads_to_it(desk: Client) -> None:
    number = making.request().number
    assert ask(desk, f"https://akkoord.example/desk/requests/{number}/")[1] == reverse("review:detail", args=[number])


@pytest.mark.parametrize(
    "address", ["https://akkoord.example/verify/f1-00000000000000000000/", "https://evil.example/"]
)
def test_a_code_of_something_else_leads_nowhere_else(desk: Client, address: str) -> None:
    status, target = ask(desk, address)
    assert (status, target[:9]) == (302, "/desk/?q=")


def test_a_code_opens_nothing_for_who_may_not_see_the_request(client: Client) -> None:
    document = making.sealed()
    code = queries.code_of(kind="sheet", key=document.signature_id or 0, chain_head=document.chain_head)  # type: ignore[arg-type]
    factories.log_in(client, factories.user("eve@student.example"))
    assert ask(client, f"http://localhost:8000/verify/{code}/")[0] == 404
