"""Administrators give tokens and take them back; builders read how to ask."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from accounts.models import AccountEvent, AccountEventKind, Role
from consent.models import Access, System
from consent.systems import operations
from tests import factories
from tests.systems.asking import ada, approved, ask, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    browser = Client()
    factories.log_in(browser, ada())
    return browser


def typed(**fields: str | list[str]) -> dict[str, str | list[str]]:
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    return {"name": "Image bank", "scopes": ["permission"], "expires_on": until, **fields}


def test_a_token_is_shown_once_works_and_is_stored_as_a_hash_only(client: Client) -> None:
    page = client.post("/desk/systems/add/", typed())
    token = page.text.split('class="systems-token">')[1].split("<")[0]
    assert ask("permission", token, number=approved().number, medium="photo").status_code == 200
    assert token not in client.get("/desk/systems/").text
    assert token not in str(System.objects.values())
    assert "no-store" in page.headers["Cache-Control"]


def test_a_token_that_is_taken_back_opens_nothing_from_then_on(client: Client) -> None:
    row, token = system()
    assert ask("publications", token).status_code == 200
    client.post(f"/desk/systems/{row.pk}/revoke/")
    assert ask("publications", token).status_code == 401


def test_giving_and_taking_back_leave_a_trace_with_who_and_when(client: Client) -> None:
    client.post("/desk/systems/add/", typed())
    row = System.objects.get()
    for _ in range(2):
        client.post(f"/desk/systems/{row.pk}/revoke/")
    lines = AccountEvent.objects.filter(kind__startswith="system_").order_by("pk")
    assert [line.kind for line in lines] == [AccountEventKind.SYSTEM_ADDED, AccountEventKind.SYSTEM_REVOKED]
    assert {(line.by, line.detail["system"], line.address) for line in lines} == {(ada(), row.pk, "127.0.0.1")}
    assert "Image bank" in client.get("/desk/systems/").text


def test_the_screen_says_when_a_token_was_last_used(client: Client) -> None:
    row, token = system()
    ask("publications", token)
    row.refresh_from_db()
    assert row.last_used_at is not None
    assert timezone.now() - row.last_used_at < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("scopes", []),
        ("scopes", ["everything"]),
        ("expires_on", ""),
        ("expires_on", "2020-01-01"),
        ("expires_on", "2090-01-01"),
    ],
)
def test_a_mistake_is_told_at_its_field(client: Client, field: str, value: str | list[str]) -> None:
    page = client.post("/desk/systems/add/", typed(**{field: value}))
    assert page.status_code == 422
    assert f"id_{field}_error" in page.text
    assert not System.objects.exists()


@pytest.mark.parametrize("address", ["/desk/systems/add/", "/desk/systems/{pk}/revoke/"])
def test_without_a_fresh_second_factor_nothing_is_given_or_taken(
    client: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, _token = system()
    monkeypatch.setattr("accounts.step_up.fresh", lambda *_, **__: False)
    monkeypatch.setattr("accounts.step_up.factors.has", lambda *_: True)
    page = client.post(address.format(pk=row.pk), typed())
    assert (page.status_code, page.headers["Location"].startswith("/factor/")) == (302, True)
    assert System.objects.get().revoked_at is None


def test_who_is_no_administrator_cannot_give_one_even_past_the_screen() -> None:
    rosa = factories.user("rosa@desk.example", role=Role.REVIEWER)
    now = timezone.now()
    with pytest.raises(operations.NotYours):
        operations.add(name="x", scopes=["status"], expires_on=now.date(), by=rosa, now=now)


def test_the_document_tells_of_every_question() -> None:
    document = Client().get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.")
    assert set(document["paths"]) == {"/api/v1/permission", "/api/v1/publications", "/api/v1/status"}
    for path in document["paths"].values():
        assert {"200", "401", "403", "422", "429"} <= set(path["get"]["responses"])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_people_read_the_same_without_a_script_or_a_foreign_host(language: str) -> None:
    client = Client(headers={"accept-language": language})
    with translation.override(language):
        page = client.get("/api/v1/docs/").text
    assert page.count("GET /api/v1/") == 3
    assert "The last day on which it is allowed." in page
    assert "<script>" not in page
    own = page.split("<main")[1].split("</main>")[0]
    standard = '<a href="https://www.standardwebhooks.com/">'
    assert own.count(standard) == 1
    assert "https://" not in own.replace(standard, "")


def test_the_access_log_says_that_it_was_a_system(client: Client) -> None:
    row, token = system()
    ask("publications", token)
    assert Access.objects.get().actor == f"system:{row.pk}"
    assert f"system:{row.pk}" in client.get("/access-log/").text
