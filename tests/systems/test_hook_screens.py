"""Administrators add and end addresses, try them, read what arrived and send again; builders read how to check."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import AccountEvent, AccountEventKind
from consent.models import Delivery, Hook, System, Told
from consent.states import EventKind
from consent.systems import hooks, queries, tasks
from tests import factories
from tests.systems import receiver
from tests.systems.asking import ada, approved, system
from tests.systems.receiver import Receiver, Sent

pytestmark = pytest.mark.django_db
ADDRESS = "https://images.example.org/consent"


@pytest.fixture
def client() -> Client:
    browser = Client()
    factories.log_in(browser, ada())
    return browser


@pytest.fixture
def asker() -> System:
    return system()[0]


@pytest.fixture
def here(settings: Settings) -> Iterator[Receiver]:
    settings.SYSTEMS_INSIDE = ["localhost"]
    with receiver.listening() as heard:
        yield heard


def add(client: Client, asker: System, url: str = ADDRESS, kinds: tuple[str, ...] = ("withdrawn",)) -> str:
    page = client.post(f"/desk/systems/{asker.pk}/hooks/add/", {"url": url, "kinds": kinds})
    assert page.status_code == 200, page.text
    assert "no-store" in page.headers["Cache-Control"]
    return page.text.split('class="systems-token">')[1].split("<")[0]


def test_a_secret_is_shown_once_and_signs_what_is_sent(client: Client, asker: System, here: Receiver) -> None:
    secret = add(client, asker, here.url)
    hook = Hook.objects.get()
    assert secret not in client.get(f"/desk/systems/{asker.pk}/hooks/").text
    assert client.post(f"/desk/systems/hooks/{hook.pk}/trial/").status_code == 302
    tasks.deliver(delivery_id=Delivery.objects.get().pk)
    (came,) = here.came
    assert came.signed_with(secret)
    page = client.get(f"/desk/systems/{asker.pk}/hooks/").text
    assert ("ping" in page, "status-good" in page) == (True, True)


def test_adding_and_ending_leave_a_trace_with_who_and_when(client: Client, asker: System) -> None:
    add(client, asker)
    hook = Hook.objects.get()
    for _ in range(2):
        client.post(f"/desk/systems/hooks/{hook.pk}/end/")
    lines = AccountEvent.objects.filter(kind__startswith="hook_").order_by("pk")
    assert [line.kind for line in lines] == [AccountEventKind.HOOK_ADDED, AccountEventKind.HOOK_ENDED]
    assert {(line.by, line.detail["system"], line.detail["hook"], line.address) for line in lines} == {
        (ada(), asker.pk, hook.pk, "127.0.0.1")
    }
    assert (
        "stopped telling a system (Image bank)" in client.get("/desk/systems/", headers={"accept-language": "en"}).text
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", ""),
        ("url", "images"),
        ("url", "http://images.example.org/"),
        ("url", "https://name:word@images.example.org/"),
        ("url", "ftp://images.example.org/"),
        ("url", f"https://images.example.org/{'x' * 500}"),
        ("url", f"https://images.example.org/{'é' * 100}"),
        ("kinds", []),
        ("kinds", ["everything"]),
    ],
)
def test_a_mistake_is_told_at_its_field(client: Client, asker: System, field: str, value: str | list[str]) -> None:
    fields = {"url": ADDRESS, "kinds": ["withdrawn"], field: value}
    page = client.post(f"/desk/systems/{asker.pk}/hooks/add/", fields)
    assert page.status_code == 422
    assert f"id_{field}_error" in page.text
    assert not Hook.objects.exists()


@pytest.mark.parametrize("what", ["hooks/add/", "end/"])
def test_without_a_fresh_second_factor_nothing_is_added_or_ended(
    client: Client, asker: System, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook, _ = hooks.add(system_id=asker.pk, url=ADDRESS, kinds=["approved"], by=ada(), now=timezone.now())
    monkeypatch.setattr("accounts.step_up.fresh", lambda *_, **__: False)
    monkeypatch.setattr("accounts.step_up.factors.has", lambda *_: True)
    address = f"/desk/systems/hooks/{hook.pk}/end/" if what == "end/" else f"/desk/systems/{asker.pk}/{what}"
    page = client.post(address, {"url": ADDRESS, "kinds": ["withdrawn"]})
    assert (page.status_code, page.headers["Location"].startswith("/factor/")) == (302, True)
    assert Hook.objects.get().ended_at is None


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_a_system_without_a_working_token_gets_no_address(client: Client, asker: System, how: str) -> None:
    fields = {"revoked_at": timezone.now()} if how == "revoked" else {"expires_on": "2020-01-01"}
    System.objects.filter(pk=asker.pk).update(**fields)
    page = client.get(f"/desk/systems/{asker.pk}/hooks/", headers={"accept-language": "en"}).text
    assert ("id_url" in page, "does not work any more, so it is told nothing" in page) == (False, True)
    address = f"/desk/systems/{asker.pk}/hooks/add/"
    assert client.post(address, {"url": ADDRESS, "kinds": ["approved"]}).status_code == 404
    assert not Hook.objects.exists()


def test_why_something_did_not_arrive_is_said_and_it_can_be_sent_again(
    client: Client, asker: System, here: Receiver
) -> None:
    add(client, asker, here.url, ("approved",))
    row = approved()
    here.answer = 503
    hooks.tell(event_id=row.events.get(kind=EventKind.APPROVED).pk, now=timezone.now())
    delivery = Delivery.objects.get()
    Delivery.objects.update(attempts=9)
    tasks.deliver(delivery_id=delivery.pk)
    page = client.get(f"/desk/systems/{asker.pk}/hooks/?missing", headers={"accept-language": "en"}).text
    for words in (
        row.spoken_number,
        "request.approved",
        "no, given up",
        "the system did not accept it (503)",
        "10 tries",
    ):
        assert words in page
    here.answer = 204
    assert client.post(f"/desk/systems/deliveries/{delivery.pk}/again/").status_code == 302
    tasks.deliver(delivery_id=delivery.pk)
    page = client.get(f"/desk/systems/{asker.pk}/hooks/", headers={"accept-language": "en"}).text
    assert ("no, given up" in page, "Send again" in page) == (False, False)


@pytest.mark.parametrize(
    ("language", "choices"), [("nl", ("Een aanvraag is", "Toestemming is")), ("en", ("A request was", "Consent was"))]
)
def test_what_it_can_be_told_of_is_asked_in_the_readers_language(
    client: Client, asker: System, language: str, choices: tuple[str, ...]
) -> None:
    page = client.get(f"/desk/systems/{asker.pk}/hooks/", headers={"accept-language": language}).text
    assert [choice for choice in choices if choice not in page] == []


def test_the_log_goes_back_to_the_first_page_by_page(
    client: Client, asker: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "SHOWN", 2)
    hook, _ = hooks.add(system_id=asker.pk, url=ADDRESS, kinds=list(Told), by=ada(), now=timezone.now())
    now = timezone.now()
    made = [Delivery.objects.create(hook=hook, made_at=now, delivered_at=now).pk for _ in range(4)]
    missing = Delivery.objects.create(hook=hook, made_at=now).pk
    seen, older = [], ""
    for _ in range(3):
        context = client.get(f"/desk/systems/{asker.pk}/hooks/?{older}").context
        seen += [one.pk for one in context["deliveries"]]
        older = context["older"]
    assert (seen, older) == ([missing, *reversed(made)], "")
    assert [one.pk for one in client.get(f"/desk/systems/{asker.pk}/hooks/?missing").context["deliveries"]] == [missing]


@pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 30, "\x00", "٣"])
def test_a_strange_place_begins_at_the_top(client: Client, asker: System, before: str) -> None:
    assert client.get(f"/desk/systems/{asker.pk}/hooks/", {"before": before}).status_code == 200


def test_the_screen_asks_the_same_number_of_questions_however_much_was_sent(client: Client, asker: System) -> None:
    hook, _ = hooks.add(system_id=asker.pk, url=ADDRESS, kinds=["approved"], by=ada(), now=timezone.now())
    counts = []
    for number in range(2):
        event = approved(factories.user(f"{number}@student.example")).events.get(kind=EventKind.APPROVED)
        hooks.tell(event_id=event.pk, now=timezone.now() + timedelta(seconds=1))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/desk/systems/{asker.pk}/hooks/").status_code == 200
        counts.append(len(asked))
    assert Delivery.objects.filter(hook=hook).count() == 2
    assert counts[0] == counts[1]


def test_the_example_that_builders_read_is_signed_as_it_says() -> None:
    page = Client(headers={"accept-language": "en"}).get("/api/v1/docs/").text.replace("&quot;", '"')
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", page)
    example = re.search(r"<pre[^>]*>(.*?)\n\n(.*?)</pre>", page, re.DOTALL)
    assert secret is not None
    assert example is not None
    headers = dict(line.split(": ") for line in example[1].splitlines())
    assert Sent("/", headers, example[2].encode()).signed_with(secret[0])
    assert {told for told in Told if f"request.{told}" in page} == set(Told)
