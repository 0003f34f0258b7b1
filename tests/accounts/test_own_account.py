"""The own account page: name, where one is logged in, and what happened."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import logins, trace
from accounts.me.middleware import LastUsed
from accounts.models import AccountEvent, AccountEventKind, Affiliation, Role, User
from tests import factories

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537 Chrome/140.0 Safari/537 Edg/140.0"


@pytest.fixture
def sam() -> User:
    return factories.user("sam@student.example", name="Sam de Boer", language="en")


def browser(user: User, agent: str = LAPTOP) -> Client:
    """A browser in which somebody logged in by the form."""
    client = Client(headers={"user-agent": agent})
    client.post("/login/", {"login": user.email, "password": factories.PASSWORD})
    return client


def names(page: Any) -> list[tuple[str, str, bool]]:
    return [(login.browser, login.device, login.here) for login in page.context["logins"]]


def test_every_login_is_listed_with_its_browser_this_one_first(sam: User) -> None:
    here, phone = browser(sam), browser(sam, PHONE)
    assert names(here.get("/account/")) == [("Edge", "Windows", True), ("Safari", "iPhone", False)]
    assert names(phone.get("/account/")) == [("Safari", "iPhone", True), ("Edge", "Windows", False)]


def test_a_login_that_was_logged_out_is_listed_no_more(sam: User) -> None:
    here, phone = browser(sam), browser(sam, PHONE)
    phone.post("/logout/")
    assert names(here.get("/account/")) == [("Edge", "Windows", True)]


def test_a_session_that_ran_out_is_listed_no_more(sam: User) -> None:
    here, phone = browser(sam), browser(sam, PHONE)
    Session.objects.filter(session_key=phone.session.session_key).update(expire_date=timezone.now())
    assert names(here.get("/account/")) == [("Edge", "Windows", True)]


def test_one_other_browser_is_logged_out_at_once(sam: User) -> None:
    here, phone, tablet = browser(sam), browser(sam, PHONE), browser(sam)
    row = UserSession.objects.get(session_key=phone.session.session_key)
    here.post(f"/account/sessions/{row.pk}/end/")
    assert [one.get("/account/").status_code for one in (here, phone, tablet)] == [200, 302, 200]


def test_everywhere_else_is_logged_out_at_once_with_a_line_in_the_trace(sam: User) -> None:
    eve = browser(factories.user("eve@student.example"))
    here, phone, tablet = browser(sam), browser(sam, PHONE), browser(sam)
    here.post("/account/sessions/end-others/")
    assert [one.get("/account/").status_code for one in (here, phone, tablet, eve)] == [200, 302, 302, 200]
    line = AccountEvent.objects.get(kind="sessions_ended")
    assert (line.user, line.by, line.detail, line.address) == (sam, sam, {"sessions": 2}, "127.0.0.1")


def test_the_login_of_somebody_else_stays(sam: User) -> None:
    eve = browser(factories.user("eve@student.example"))
    row = UserSession.objects.get(session_key=eve.session.session_key)
    told = browser(sam).post(f"/account/sessions/{row.pk}/end/", follow=True).context["messages"]
    assert eve.get("/account/").status_code == 200
    assert [message.level_tag for message in told] == ["info"]
    assert not AccountEvent.objects.filter(kind="sessions_ended").exists()


@pytest.mark.parametrize("what", ["sessions/1/end", "sessions/end-others"])
def test_looking_ends_nothing(sam: User, what: str) -> None:
    assert browser(sam).get(f"/account/{what}/").status_code == 405


def test_the_name_is_stored_on_one_line(sam: User) -> None:
    assert browser(sam).post("/account/", {"name": "  Sam \n van Dijk "}).status_code == 302
    sam.refresh_from_db()
    assert sam.name == "Sam van Dijk"


@pytest.mark.parametrize("typed", ["   ", "x" * 151])
def test_a_name_that_cannot_be_is_shown_again_with_its_error(sam: User, typed: str) -> None:
    answer = browser(sam).post("/account/", {"name": typed})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["name"]
    sam.refresh_from_db()
    assert sam.name == "Sam de Boer"


def test_the_page_says_what_the_institution_said_and_whether_there_is_a_second_factor(sam: User) -> None:
    here = browser(sam)
    assert (here.get("/account/").context["affiliation"], here.get("/account/").context["has_factor"]) == (None, False)
    Affiliation.objects.create(user=sam, organisation="uu.example", kinds=["student"], at=timezone.now())
    Authenticator.objects.create(user=sam, type=Authenticator.Type.TOTP, data={"secret": "x"})
    page = here.get("/account/")
    assert page.context["affiliation"].organisation == "uu.example"
    assert page.context["has_factor"]


def test_recovery_codes_alone_are_no_second_factor(sam: User) -> None:
    Authenticator.objects.create(user=sam, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert not browser(sam).get("/account/").context["has_factor"]


def test_the_trace_is_the_own_one_and_its_twenty_newest_lines(sam: User) -> None:
    here, eve = browser(sam), factories.user("eve@student.example")
    for minute in range(25):
        at = timezone.now() + timedelta(minutes=minute)
        trace.record(AccountEventKind.LOGGED_IN, user=sam, by=sam, at=at, address=f"10.0.0.{minute}")
        trace.record(AccountEventKind.LOGGED_IN, user=eve, by=eve, at=at, address="10.9.9.9")
    lines = here.get("/account/").context["trace"]
    assert [line.address for line in lines] == [f"10.0.0.{minute}" for minute in range(24, 4, -1)]


@pytest.mark.parametrize("role", Role)
def test_the_menu_leads_to_it(client: Client, role: Role) -> None:
    factories.log_in(client, factories.user("sam@student.example", role=role))
    assert 'class="menu-item" href="/account/"' in client.get("/contact/").content.decode()


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (Role.REQUESTER, []),
        (Role.REVIEWER, ["/desk/ambassadors/", "/invites/"]),
        (Role.ADMINISTRATOR, ["/desk/ambassadors/", "/people/", "/invites/", "/access-log/"]),
    ],
)
def test_the_navigation_shows_each_role_what_it_may_open(client: Client, role: Role, shown: list[str]) -> None:
    factories.log_in(client, factories.user("sam@student.example", role=role))
    page = client.get("/contact/").content.decode()
    addresses = ["/desk/ambassadors/", "/people/", "/invites/", "/access-log/"]
    assert [address for address in addresses if f'class="menu-item" href="{address}"' in page] == shown


def seen(client: Client) -> datetime:
    return UserSession.objects.get(session_key=client.session.session_key).last_seen_at


def test_a_login_s_last_use_is_noted_when_five_minutes_have_passed(sam: User, monkeypatch: pytest.MonkeyPatch) -> None:
    here, now = browser(sam), time.time()
    before = seen(here)
    monkeypatch.setattr("accounts.me.middleware.time.time", lambda: now + 290)
    here.get("/contact/")
    assert seen(here) == before
    monkeypatch.setattr("accounts.me.middleware.time.time", lambda: now + 310)
    here.get("/contact/")
    assert seen(here) == datetime.fromtimestamp(now + 310, UTC)
    monkeypatch.setattr("accounts.me.middleware.time.time", lambda: now + 400)
    here.get("/contact/")
    assert seen(here) == datetime.fromtimestamp(now + 310, UTC)


def test_only_so_many_sessions_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.me.middleware.REMEMBERED", 2)
    watch = LastUsed(lambda _: None)  # type: ignore[arg-type, return-value]
    for key in "abc":
        watch._note(key, 1.0)
    assert watch.noted == {"c": 1.0}


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15) Version/18 Safari/605", ("Safari", "Mac")),
        ("Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28 Chrome/130 Mobile", ("Samsung Internet", "Android")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", ("Firefox", "Linux")),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/140.0 Safari/537", ("Chrome", "Chromebook")),
        ("curl/8", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_browser_is_named_as_people_call_it(sam: User, agent: str, said: tuple[str, str]) -> None:
    here = browser(sam, agent)
    (login,) = logins.of(sam, here=here.session.session_key, now=timezone.now())
    assert (login.browser, login.device) == said
