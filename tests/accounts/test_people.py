"""The people screen: what administrators do to accounts, and what can never happen."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import AccountEvent, Role, User
from accounts.people import operations
from tests import factories
from tests.accounts import post
from tests.concurrency.races import at_once

pytestmark = pytest.mark.django_db

NOW = datetime.fromisoformat("2026-11-23T09:00:00+00:00")


@pytest.fixture
def ada() -> User:
    return factories.user("ada@desk.example", role=Role.ADMINISTRATOR, name="Ada Mertens")


@pytest.fixture
def sam() -> User:
    return factories.user("sam@student.example", name="Sam de Boer")


@pytest.fixture
def screen(client: Client, ada: User) -> Client:
    factories.log_in(client, ada)
    return client


def trace(user: User) -> list[tuple[str, int | None, dict[str, Any]]]:
    return [(line.kind, line.by_id, line.detail) for line in AccountEvent.objects.filter(user=user).order_by("pk")]


def logged_in(user: User) -> Client:
    """A browser that really logged in by the form, so that its login is listed."""
    browser = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    browser.post("/login/", {"login": user.email, "password": factories.PASSWORD})
    return browser


def test_another_role_is_stored_with_a_line_in_the_trace(ada: User, sam: User) -> None:
    assert operations.change_role(user_id=sam.pk, role=Role.REVIEWER, by=ada, now=NOW)
    sam.refresh_from_db()
    assert sam.role == "reviewer"
    assert trace(sam) == [("role_changed", ada.pk, {"from": "requester", "to": "reviewer"})]


def test_the_same_role_leaves_nothing(ada: User, sam: User) -> None:
    assert not operations.change_role(user_id=sam.pk, role=Role.REQUESTER, by=ada, now=NOW)
    assert trace(sam) == []


def test_disabling_and_enabling_leave_a_line_each_and_nothing_when_it_was_so(ada: User, sam: User) -> None:
    changed = [
        act(user_id=sam.pk, by=ada, now=NOW)
        for act in (operations.enable, operations.disable, operations.disable, operations.enable)
    ]
    assert changed == [False, True, False, True]
    assert trace(sam) == [("disabled", ada.pk, {}), ("enabled", ada.pk, {})]
    sam.refresh_from_db()
    assert sam.is_active


@pytest.mark.parametrize("act", [operations.disable, operations.enable, operations.end_sessions])
def test_nobody_does_this_to_their_own_account(ada: User, act: Any) -> None:
    with pytest.raises(operations.OwnAccount):
        act(user_id=ada.pk, by=ada, now=NOW)


def test_nobody_changes_their_own_role(ada: User) -> None:
    with pytest.raises(operations.OwnAccount):
        operations.change_role(user_id=ada.pk, role=Role.REQUESTER, by=ada, now=NOW)


@pytest.mark.parametrize("role", [Role.REQUESTER, Role.REVIEWER])
def test_only_administrators_manage_people(sam: User, role: Role) -> None:
    other = factories.user("rosa@desk.example", role=role)
    with pytest.raises(operations.NotAdministrator):
        operations.disable(user_id=sam.pk, by=other, now=NOW)


def test_who_was_demoted_a_moment_ago_manages_nobody_any_more(ada: User, sam: User) -> None:
    User.objects.filter(pk=ada.pk).update(role=Role.REVIEWER)
    assert ada.role == Role.ADMINISTRATOR  # what the page of ada still believes
    with pytest.raises(operations.NotAdministrator):
        operations.disable(user_id=sam.pk, by=ada, now=NOW)


def test_an_unknown_account_is_said_to_be_unknown(ada: User) -> None:
    with pytest.raises(User.DoesNotExist):
        operations.disable(user_id=ada.pk + 1000, by=ada, now=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(5))
def test_two_administrators_who_remove_each_other_leave_one(attempt: int) -> None:
    ada = factories.user("ada@desk.example", role=Role.ADMINISTRATOR)
    bea = factories.user("bea@desk.example", role=Role.ADMINISTRATOR)
    outcomes = at_once(
        [
            lambda: operations.disable(user_id=bea.pk, by=ada, now=NOW),
            lambda: operations.change_role(user_id=ada.pk, role=Role.REQUESTER, by=bea, now=NOW),
        ]
    )
    left = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).count()
    kinds = sorted(type(outcome).__name__ for outcome in outcomes)
    assert (left, kinds) == (1, ["NotAdministrator", "bool"])


def test_a_line_that_cannot_be_written_undoes_the_change(ada: User, sam: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ConnectionError("the trace is away")

    monkeypatch.setattr("accounts.trace.record", broken)
    with pytest.raises(ConnectionError, match="away"):
        operations.disable(user_id=sam.pk, by=ada, now=NOW)
    sam.refresh_from_db()
    assert sam.is_active


def test_disabling_ends_a_live_session_at_once_and_for_good(screen: Client, sam: User) -> None:
    browser = logged_in(sam)
    assert browser.get("/account/").status_code == 200
    answer = screen.post(f"/people/{sam.pk}/disable/")
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{sam.pk}/")
    assert browser.get("/account/")["Location"].startswith("/login/")
    screen.post(f"/people/{sam.pk}/enable/")
    assert browser.get("/account/")["Location"].startswith("/login/")
    assert UserSession.objects.filter(user=sam).count() == 0


def test_who_gets_another_role_logs_in_anew(screen: Client, sam: User) -> None:
    browser = logged_in(sam)
    screen.post(f"/people/{sam.pk}/role/", {"role": "reviewer"})
    assert browser.get("/account/")["Location"].startswith("/login/")


def test_ending_the_sessions_of_one_leaves_those_of_others(screen: Client, ada: User, sam: User) -> None:
    eve = factories.user("eve@student.example")
    browsers = [logged_in(sam), logged_in(sam), logged_in(eve)]
    screen.post(f"/people/{sam.pk}/sessions/end/")
    assert [browser.get("/account/").status_code for browser in browsers] == [302, 302, 200]
    assert trace(sam)[-1] == ("sessions_ended", ada.pk, {"sessions": 2})


def test_a_reset_takes_the_second_factor_away_and_leaves_a_trace(screen: Client, ada: User, sam: User) -> None:
    Authenticator.objects.create(user=sam, type=Authenticator.Type.TOTP, data={"secret": "x"})
    screen.post(f"/people/{sam.pk}/factors/reset/")
    assert not Authenticator.objects.filter(user=sam).exists()
    assert ("factors_reset", ada.pk) in [line[:2] for line in trace(sam)]


@pytest.mark.parametrize("what", ["role", "disable", "sessions/end", "factors/reset"])
def test_what_weighs_most_asks_for_the_second_factor_again(client: Client, ada: User, sam: User, what: str) -> None:
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={"secret": "x"})
    factories.log_in(client, ada)
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [record | {"at": record["at"] - 2 * 60 * 60} for record in records]
    session.save()
    answer = client.post(f"/people/{sam.pk}/{what}/", {"role": "administrator"})
    assert answer["Location"].startswith("/factor/again/")
    sam.refresh_from_db()
    assert (sam.role, sam.is_active, trace(sam)) == ("requester", True, [])


def test_the_own_page_offers_none_of_it_and_says_that_a_colleague_does(screen: Client, ada: User) -> None:
    ada_page = screen.get(f"/people/{ada.pk}/").content.decode()
    assert f"/people/{ada.pk}/role/" not in ada_page
    told = screen.post(f"/people/{ada.pk}/disable/", follow=True).content.decode()
    assert "notice-bad" in told
    ada.refresh_from_db()
    assert ada.is_active


def test_a_role_that_does_not_exist_changes_nothing(screen: Client, sam: User) -> None:
    told = screen.post(f"/people/{sam.pk}/role/", {"role": "emperor"}, follow=True).content.decode()
    assert "notice-bad" in told
    sam.refresh_from_db()
    assert sam.role == "requester"


@pytest.mark.parametrize("what", ["role", "disable", "enable", "sessions/end", "factors/reset"])
def test_looking_changes_nothing(screen: Client, sam: User, what: str) -> None:
    assert screen.get(f"/people/{sam.pk}/{what}/").status_code == 405


def found(screen: Client, query: str) -> list[str]:
    return [person.email for person in screen.get(f"/people/{query}").context["page"].people]


def test_people_are_found_by_a_part_of_name_or_address_by_role_and_by_state(screen: Client, sam: User) -> None:
    factories.user("lucia@uv.example", name="Lucía Pérez", is_active=False)
    factories.user("rosa@desk.example", name="Rosa Vermeer", role=Role.REVIEWER)
    assert found(screen, "?q=BOER") == ["sam@student.example"]
    assert found(screen, "?q=uv.ex") == ["lucia@uv.example"]
    assert found(screen, "?role=reviewer") == ["rosa@desk.example"]
    assert found(screen, "?state=closed") == ["lucia@uv.example"]
    assert found(screen, "?state=open&role=requester") == ["sam@student.example"]
    assert found(screen, "?q=%25") == []


def test_a_list_of_more_than_fifty_goes_on_on_a_next_page(screen: Client) -> None:
    for number in range(51):
        factories.user(f"user{number:02}@student.example", name=f"Zed {number:02}")
    first, second = screen.get("/people/?q=Zed"), screen.get("/people/?q=Zed&page=2")
    assert [len(page.context["page"].people) for page in (first, second)] == [50, 1]
    assert (first.context["after"], first.context["before"]) == ("/people/?q=Zed&page=2", "")
    assert (second.context["after"], second.context["before"]) == ("", "/people/?q=Zed")
    assert first.context["page"].total == 51


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_number_of_queries(screen: Client, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        factories.user(f"user{number}@student.example")
    screen.get("/people/")
    with django_assert_num_queries(5):  # session, account, people, how many, access log
        screen.get("/people/")


def test_a_person_s_page_shows_their_logins_and_trace(screen: Client, ada: User, sam: User) -> None:
    logged_in(sam)
    operations.change_role(user_id=sam.pk, role=Role.REVIEWER, by=ada, now=timezone.now() - timedelta(minutes=1))
    logged_in(sam)
    page = screen.get(f"/people/{sam.pk}/")
    assert [(login.browser, login.device) for login in page.context["logins"]] == [("Firefox", "Windows")]
    assert [line.by for line in page.context["trace"] if line.note] == [ada]


def test_the_person_is_told_of_another_role_and_of_a_closed_account(ada: User, sam: User) -> None:
    mail.outbox.clear()
    operations.change_role(user_id=sam.pk, role=Role.REVIEWER, by=ada, now=NOW)
    operations.disable(user_id=sam.pk, by=ada, now=NOW)
    operations.enable(user_id=sam.pk, by=ada, now=NOW)
    operations.change_role(user_id=sam.pk, role=Role.REVIEWER, by=ada, now=NOW)  # nothing changes: nothing is said
    post.deliver()
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([sam.email], "U hebt een andere rol in uw account"),
        ([sam.email], "Uw account is geblokkeerd"),
        ([sam.email], "Uw account is weer actief"),
    ]
    assert "als beoordelaar" in str(mail.outbox[0].body)
