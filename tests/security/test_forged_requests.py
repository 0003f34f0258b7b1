"""Forged requests: host, proxy headers, ways elsewhere, foreign origins, missing tokens, doubled and extra fields."""

from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import Role, User
from consent.models import Access, Request, Signature, Way
from consent.signing import tasks
from consent.states import State
from tests import factories
from tests.access import tables, world
from tests.access.table import EXPECTED
from tests.access.test_matrix import names
from tests.access.world import World
from tests.signing import browsing, making

pytestmark = pytest.mark.django_db

FORGED = {
    "x-forwarded-for": "203.0.113.9",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-forwarded-port": "444",
    "x-real-ip": "203.0.113.9",
    "forwarded": "for=203.0.113.9;host=evil.example;proto=https",
    "x-original-url": "/desk/",
    "x-rewrite-url": "/desk/",
    "x-http-method-override": "DELETE",
}
ELSEWHERE = (
    *("https://evil.example/", "//evil.example", "///evil.example", "\\\\evil.example", "/\\evil.example"),
    *(
        "javascript:alert(1)",
        "http:evil.example",
        "https:/evil.example",
        "/%09/evil.example",
        "\t//evil.example",
        "//[::1",
    ),
)


@pytest.fixture
def here() -> World:
    return world.build()


def addresses(here: World) -> dict[str, str]:
    """Every address of the site by its name."""
    found = sorted(set(names(get_resolver().url_patterns)) & set(EXPECTED))
    return {name: reverse(name, kwargs=EXPECTED[name].arguments(here)) for name in found}


def leads(location: str) -> str:
    """The machine that a browser ends up at: it drops tabs and line ends, and takes a backslash for a slash."""
    read = "".join(one for one in location if one not in "\t\r\n").replace("\\", "/")
    return urlsplit(urljoin("http://testserver/login/", read)).netloc


@pytest.mark.parametrize(
    ("role", "how"),
    [
        ("owner", "no token"),
        ("owner", "a wrong token"),
        ("owner", "a foreign origin"),
        ("administrator", "no token"),
        ("signer", "no token"),
    ],
)
def test_a_forged_post_changes_nothing_anywhere(role: str, how: str, here: World) -> None:
    visitor = here.client(role)
    client = Client(enforce_csrf_checks=True)
    client.cookies.update(visitor.cookies)
    client.cookies["csrf"] = "a" * 32
    sent = {"no token": {}, "a wrong token": {"csrfmiddlewaretoken": "b" * 32}}.get(
        how, {"csrfmiddlewaretoken": "a" * 32}
    )
    headers = {"origin": "https://evil.example"} if how == "a foreign origin" else {}
    every = addresses(here)
    cookies, watch, taken = dict(client.cookies), tables.Watch(), {}
    for name, address in every.items():
        cache.clear()
        with transaction.atomic():
            client.cookies.update(cookies)
            response = client.post(address, sent, headers=headers)
            sent_away = response.status_code == 302 and response["Location"].startswith("/login/")
            changed = watch.changed()
            if not (sent_away or response.status_code in {403, 404, 405}) or changed:
                taken[name] = (response.status_code, changed)
            transaction.set_rollback(True)
    assert taken == {}


def test_the_same_post_with_its_token_is_taken(here: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies.update(here.client("owner").cookies)
    client.cookies["csrf"] = "a" * 32
    address = reverse("requesting:cancel", args=[here.asking.number])
    client.post(address, {"csrfmiddlewaretoken": "a" * 32})
    assert Request.objects.get(pk=here.asking.pk).status == State.CANCELLED


@pytest.mark.parametrize("method", ["put", "delete", "trace"])
def test_another_method_changes_nothing(method: str, here: World) -> None:
    client, every = here.client("administrator"), addresses(here)
    watch, wrong = tables.Watch(), {}
    for name, address in every.items():
        response = getattr(client, method)(address, headers={"x-secret": "echoed"})
        if response.status_code >= 500 or "echoed" in response.content.decode() or watch.changed():
            wrong[name] = response.status_code
    assert wrong == {}


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "evil.example#localhost"]
)
def test_a_forged_host_is_refused(host: str) -> None:
    assert Client().get("/login/", headers={"host": host}).status_code == 400


def test_forged_proxy_headers_change_neither_who_it_was_nor_what_is_shown(here: World) -> None:
    client = here.client("reviewer")
    plain = client.get(reverse("review:detail", args=[here.asking.number]))
    forged = client.get(reverse("review:detail", args=[here.asking.number]), headers=FORGED)
    assert (forged.status_code, "evil.example" in forged.text) == (plain.status_code, False)
    assert set(Access.objects.values_list("address", flat=True)) == {"127.0.0.1"}


def test_forged_proxy_headers_are_no_evidence_of_a_signature() -> None:
    who = making.signer()
    client = browsing.named(who)
    client.post(reverse("signing:sheet"), making.answers(browsing.fresh(who)), headers=FORGED)
    client.post(reverse("signing:sign"), browsing.mark(who), headers=FORGED)
    assert Signature.objects.get().address == "127.0.0.1"


def test_links_in_mails_lead_to_the_configured_address_whatever_the_host_was(here: World, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # the worst configuration
    client = here.client("owner")
    client.post(reverse("signing:invite", args=[here.waiting.pk]), headers=FORGED | {"host": "evil.example"})
    tasks.mail_invitation(**ProcrastinateJob.objects.filter(task_name="signing.mail_invitation").latest("pk").args)
    assert "evil.example" not in str(mail.outbox[-1].message())
    assert settings.BASE_URL in mail.outbox[-1].body


def test_forged_proxy_headers_do_not_loosen_the_limit_of_guesses() -> None:
    factories.user()
    said = set()
    for turn in range(40):
        address = f"203.0.113.{turn}"
        headers = {"x-forwarded-for": address, "x-real-ip": address, "forwarded": f"for={address}"}
        said.add(
            Client().post("/login/", {"login": "sam@student.example", "password": "x"}, headers=headers).status_code
        )
    assert 429 in said


@pytest.mark.parametrize("next_", ELSEWHERE)
def test_nobody_is_led_elsewhere(next_: str) -> None:
    sam = factories.user()
    form = {"login": sam.email, "password": factories.PASSWORD, "next": next_}
    response = Client().post(f"/login/?next={next_}", form)
    assert response.status_code == 302
    assert leads(response["Location"]) == "testserver"
    client = Client()
    factories.log_in(client, sam)
    for address in ("/language/", "/login/again/", "/login/"):
        response = client.post(address, {"language": "en", "password": factories.PASSWORD, "next": next_})
        assert leads(response.get("Location", "/")) == "testserver", address


def test_extra_fields_make_nobody_more_than_they_are(here: World) -> None:
    more = {
        "role": "administrator",
        "is_active": "true",
        "is_staff": "true",
        "is_superuser": "true",
        "at_desk": "1",
        "status": "approved",
        "requester": here.people["other"].pk,
        "requester_id": here.people["other"].pk,
        "number": "K7M4XWD",
        "wording": "1",
        "user": here.people["administrator"].pk,
        "pk": "1",
        "id": "1",
    }
    other = here.client("other")
    draft = factories.request(here.people["other"])
    before = Request.objects.filter(pk=draft.pk).values("status", "requester", "number", "wording").get()
    for name in addresses(here):
        arguments = EXPECTED[name].arguments(here)
        if "number" in arguments and name.startswith("requesting:"):
            other.post(reverse(name, kwargs=arguments | {"number": draft.number}), more)
        elif not arguments:
            other.post(reverse(name), more)
    assert User.objects.get(pk=here.people["other"].pk).role == Role.REQUESTER
    now = Request.objects.filter(pk=draft.pk).values("status", "requester", "number", "wording").get()
    assert now | {"status": ""} == before | {"status": ""}
    assert now["status"] != State.APPROVED


def test_of_a_doubled_field_one_value_counts_and_the_other_is_not_stored() -> None:
    who = making.signer()
    client = browsing.named(who)
    answers = making.answers(browsing.fresh(who))
    first = next(name for name, value in answers.items() if value == "yes")
    client.post(reverse("signing:sheet"), answers | {first: ["yes", "no"]})
    client.post(reverse("signing:sign"), browsing.mark(who))
    said = Signature.objects.get().answers.values_list("question", "medium", "use_id", "value")
    assert len({row[:3] for row in said}) == len(said)
    assert [row[3] for row in said].count("no") == [*answers.values()].count("no") + 1


@pytest.mark.parametrize("value", [True, ["yes"], {"a": 1}, None, 10**40])
def test_json_is_no_form(value: Any, here: World) -> None:
    client = here.client("owner")
    watch = tables.Watch()
    for name in ("requesting:keep", "requesting:add_row", "publication:register"):
        address = reverse(name, kwargs=EXPECTED[name].arguments(here))
        response = client.post(address, {"title": value, "status": value}, content_type="application/json")
        assert response.status_code < 500
    assert watch.changed() == []


def test_a_signer_cannot_name_another_signer() -> None:
    row = making.collecting()
    one, other = making.signer(row), making.second_person(row)
    client = browsing.named(one)
    extra = {
        "signer": other.pk,
        "signer_id": other.pk,
        "invitation": other.pk,
        "subject_id": other.subject_id,
        "way": Way.MAIL,
    }
    client.post(reverse("signing:sheet"), making.answers(browsing.fresh(one)) | extra)
    client.post(reverse("signing:sign"), browsing.mark(one) | extra)
    assert Signature.objects.get().signer_id == one.pk
    assert Signature.objects.get().way == Way.HANDOVER
