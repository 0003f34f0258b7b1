"""The desk's queue."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from consent import numbers
from consent.models import Access, Action, Document, Request, Signature
from consent.review import queries
from consent.states import State
from tests import answered, factories

pytestmark = pytest.mark.django_db
LATER = factories.NOW + timedelta(days=30)


@pytest.fixture
def sam() -> User:
    return factories.user(name="Sam Visser")


@pytest.fixture
def desk(client: Client) -> Client:
    factories.log_in(client, factories.user("rosa@desk.example", role=Role.REVIEWER))
    return client


def titles(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/desk/{query}")
    assert response.status_code == 200
    return [row.request.title for row in response.context["rows"]]


def at(moment: datetime | None) -> dict[str, datetime | None]:
    return {"starts_at": moment, "ends_at": moment}


def test_the_recording_that_comes_first_stands_first_and_those_without_a_date_last(desk: Client, sam: User) -> None:
    factories.request(sam, status=State.REVIEW, title="no date", **at(None))
    factories.request(sam, status=State.REVIEW, title="later", **at(LATER))
    factories.request(sam, status=State.INTAKE, title="soon", **at(factories.NOW))
    assert titles(desk) == ["soon", "later", "no date"]


def test_only_what_needs_a_decision_is_shown_at_first(desk: Client, sam: User) -> None:
    for status in State:
        factories.request(sam, status=status, title=status.value)
    assert sorted(titles(desk)) == ["intake", "review"]


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("collecting", ["collecting"]),
        ("returned", ["returned"]),
        ("approved", ["approved"]),
        ("ended", ["cancelled", "closed", "expired", "rejected"]),
        ("nonsense", ["intake", "review"]),
    ],
)
def test_a_chip_shows_its_states(desk: Client, sam: User, state: str, shown: list[str]) -> None:
    for status in State:
        factories.request(sam, status=status, title=status.value)
    assert sorted(titles(desk, f"?state={state}")) == shown


def test_drafts_are_never_shown(desk: Client, sam: User) -> None:
    factories.request(sam, status=State.DRAFT)
    assert titles(desk, "?state=all") == []


@pytest.mark.parametrize(
    ("flag", "fields"),
    [
        ("clinical_area", {"clinical_area": True}),
        ("brand", {"uses_brand": True}),
        ("existing", {"origin": "existing"}),
    ],
)
def test_a_flag_of_the_request_filters(desk: Client, sam: User, flag: str, fields: dict[str, object]) -> None:
    factories.request(sam, status=State.REVIEW, title="plain")
    factories.request(sam, status=State.REVIEW, title="flagged", **fields)
    assert titles(desk, f"?flag={flag}") == ["flagged"]


@pytest.mark.parametrize(
    ("flag", "person"),
    [("patients", {"kind": "patient"}), ("patients", {"is_patient_here": True}), ("minors", {"age_group": "from_12"})],
)
def test_a_flag_of_a_subject_filters(desk: Client, sam: User, flag: str, person: dict[str, object]) -> None:
    factories.signer(factories.request(sam, status=State.REVIEW, title="plain"))
    flagged = factories.request(sam, status=State.REVIEW, title="flagged")
    flagged.subjects.create(name="Noor", **({"kind": "student"} | person))
    assert titles(desk, f"?flag={flag}") == ["flagged"]


def test_the_press_flag_looks_at_media_and_uses(desk: Client, sam: User) -> None:
    factories.request(sam, status=State.REVIEW, title="plain")
    factories.request(sam, status=State.REVIEW, title="crew").media.create(medium="television")
    factories.request(sam, status=State.REVIEW, title="paper").uses.create(channel="press_tv", name="AD")
    assert sorted(titles(desk, "?flag=press")) == ["crew", "paper"]


def test_two_flags_narrow_down(desk: Client, sam: User) -> None:
    factories.request(sam, status=State.REVIEW, title="one", clinical_area=True)
    factories.request(sam, status=State.REVIEW, title="both", clinical_area=True, uses_brand=True)
    assert titles(desk, "?flag=clinical_area&flag=brand") == ["both"]


@pytest.mark.parametrize("words", ["WARD", "visser", "de wit"])
def test_search_finds_title_requester_and_subject_in_every_state(desk: Client, sam: User, words: str) -> None:
    factories.signer(factories.request(sam, status=State.APPROVED, title="On the ward"))
    factories.request(factories.user("eve@student.example"), status=State.APPROVED, title="Other")
    assert titles(desk, f"?q={words}") == ["On the ward"]


def test_search_forgives_how_a_number_is_written(desk: Client, sam: User) -> None:
    row = factories.request(sam, status=State.APPROVED)
    factories.request(sam, status=State.APPROVED, title="Other")
    assert titles(desk, f"?q={row.spoken_number.lower()}") == [row.title]


@pytest.mark.parametrize("typed", ["94F-26AJ", "94f26j"])
def test_a_typing_error_in_a_number_is_named(desk: Client, typed: str) -> None:
    page = desk.get(f"/desk/?q={typed}", headers={"accept-language": "en"})
    assert page.context["page"].mistyped
    assert "There is a typing error in this number" in page.text


def test_a_well_formed_number_that_nobody_has_is_not_called_mistyped(desk: Client) -> None:
    assert not desk.get(f"/desk/?q={numbers.nth(9999)}").context["page"].mistyped


def test_a_look_at_the_queue_is_logged_and_a_search_as_a_search(desk: Client) -> None:
    desk.get("/desk/")
    desk.get("/desk/?q=noor")
    actions = Access.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == [Action.VIEWED, Action.SEARCHED]


def test_page_two_goes_on_where_page_one_stopped(desk: Client, sam: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    for day in range(3):
        factories.request(sam, status=State.REVIEW, title=str(day), **at(LATER + timedelta(days=day)))
    assert (titles(desk), titles(desk, "?page=2")) == (["0", "1"], ["2"])


def test_an_empty_queue_says_so(desk: Client) -> None:
    assert "Er wacht niets op u" in desk.get("/desk/", headers={"accept-language": "nl"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_is_constant(desk: Client, sam: User, count: int, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        answered.granted(factories.request(sam, status=State.REVIEW), at=timezone.now())

    with django_assert_num_queries(10):
        assert len(titles(desk)) == count


def test_a_form_that_waits_too_long_for_its_seal_is_called_out(desk: Client, sam: User) -> None:
    row = factories.request(sam, status=State.REVIEW)
    answered.granted(row, "fresh", at=timezone.now())
    stuck = answered.granted(row, "stuck", at=timezone.now() - timedelta(minutes=6))
    sealed(answered.granted(row, "sealed", at=timezone.now() - timedelta(minutes=6)).subject.request, "sealed")
    response = desk.get("/desk/")
    assert [signature.signer for signature in response.context["stuck"]] == [stuck]
    assert response.context["stuck_count"] == 1


def sealed(row: Request, name: str) -> None:
    signature = Signature.objects.get(signer__name=name)
    with transaction.atomic():
        Document.objects.create(
            request=row,
            kind="sheet",
            signature=signature,
            sha256="0" * 64,
            size=1,
            sealed_at=timezone.now(),
            sealed_by="DEMO",
            chain_head="0" * 64,
        )
