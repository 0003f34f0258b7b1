"""What a system gets to know by its token, and what it never does."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from consent.models import Access, Action, Form, Request, Scope, System, Withdrawal
from consent.models import Signature as Signed
from consent.publication import operations as publishing
from consent.states import State
from tests import answered, factories
from tests.systems.asking import approved, ask, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def token() -> str:
    return system()[1]


def permission(token: str, number: str, **question: Any) -> dict[str, Any]:
    response = ask("permission", token, **({"number": number, "medium": "photo"} | question))
    assert response.status_code == 200, response.content
    said: dict[str, Any] = response.json()
    return said


def publish(row: Request, place: str = "A post") -> int:
    return publishing.register(
        request_id=row.pk,
        use_id=row.uses.get().pk,
        medium="photo",
        form=Form.ONLINE,
        place=place,
        url="https://example.org/post",
        published_on=timezone.localdate(),
        by=row.requester,
        now=timezone.now(),
    ).pk


def test_what_is_approved_may_be_used_until_the_last_day_of_the_consent(token: str) -> None:
    row = approved()
    said = permission(token, row.number, channel="own_account")
    assert (said["allowed"], said["reasons"]) == (True, [])
    assert said["until"] > (timezone.localdate() + timedelta(days=700)).isoformat()
    assert [(use["use"], use["channel"], use["allowed"]) for use in said["uses"]] == [
        (row.uses.get().pk, "own_account", True)
    ]


def test_after_the_last_day_it_may_not(token: str) -> None:
    row = approved()
    last = permission(token, row.number)["until"]
    assert permission(token, row.number, date=last)["allowed"]
    late = (date.fromisoformat(last) + timedelta(days=1)).isoformat()
    assert permission(token, row.number, date=late)["reasons"] == ["not_allowed"]


def test_a_day_that_is_gone_is_not_answered_for(token: str) -> None:
    day = (timezone.localdate() - timedelta(days=1)).isoformat()
    said = permission(token, approved().number, date=day)
    assert (said["allowed"], said["reasons"], said["uses"]) == (False, ["past_date"], [])


def test_a_number_is_understood_however_it_is_typed(token: str) -> None:
    number = approved().number.lower()
    assert permission(token, f"{number[:3]}-{number[3:]}")["allowed"]


@pytest.mark.parametrize("question", [{"channel": "press_tv"}, {"use": 1}, {"medium": "film"}])
def test_what_was_not_asked_may_not(token: str, question: dict[str, Any]) -> None:
    said = permission(token, approved().number, **question)
    assert (said["allowed"], said["reasons"]) == (False, ["not_asked"])


def test_whoever_said_no_or_took_it_back_gives_the_same_answer(token: str) -> None:
    refused, taken_back = approved(no=("photo",)), approved(factories.user("eve@student.example"))
    signature = Signed.objects.get(signer__subject__request=taken_back)
    Withdrawal.objects.create(signature=signature, use=taken_back.uses.get(), at=timezone.now())
    answers = [permission(token, row.number) for row in (refused, taken_back)]
    assert [(said["allowed"], said["reasons"], said["until"]) for said in answers] == [
        (False, ["not_allowed"], None)
    ] * 2


def test_before_the_decision_nothing_is_told_but_that(token: str) -> None:
    row = factories.request(status=State.COLLECTING)
    answered.refused(row)
    assert permission(token, row.number)["reasons"] == ["not_approved"]


@pytest.mark.parametrize("what", ["permission", "status", "publications"])
def test_a_draft_and_a_number_that_nobody_has_get_the_same_answer(token: str, what: str) -> None:
    draft, gone = factories.request(), factories.request(factories.user("eve@student.example"))
    gone.delete()
    answers = [ask(what, token, number=row.number, medium="photo") for row in (draft, gone)]
    said = [
        (one.status_code, one.text.replace(row.number, "")) for one, row in zip(answers, (draft, gone), strict=True)
    ]
    assert said[0] == said[1]


def test_no_answer_holds_anything_of_a_person_or_what_the_requester_wrote(token: str) -> None:
    row = approved(title="Quagga morning", purpose="Okapi purpose", place="Zebra ward")
    publish(row)
    told = "".join(
        ask(what, token, number=row.number, medium="photo").text for what in ("permission", "status", "publications")
    )
    assert row.number in told
    assert [word for word in ("Xanthippe", "Oort", "Quagga", "Okapi", "Zebra", "sam@", "Sam") if word in told] == []


def test_the_status_of_a_request(token: str) -> None:
    row = approved()
    said = ask("status", token, number=row.number).json()
    assert (said["status"], said["media"]) == ("approved", ["photo"])
    assert said["uses"] == [{"use": row.uses.get().pk, "channel": "own_account"}]


def test_publications_come_page_by_page_and_none_twice(token: str) -> None:
    row = approved()
    made = [publish(row, f"post {number}") for number in range(5)]
    found, cursor = [], ""
    for _ in range(3):
        page = ask("publications", token, limit=2, **({"cursor": cursor} if cursor else {})).json()
        found += [one["id"] for one in page["publications"]]
        cursor = page["next"] or ""
    assert (found, cursor) == (made, "")


def test_what_must_be_taken_down_counts_as_changed(token: str) -> None:
    row = approved()
    first, second = publish(row), publish(row)
    before = timezone.now()
    assert ask("publications", token, since=before.isoformat()).json()["publications"] == []
    signature = Signed.objects.get(signer__subject__request=row)
    Withdrawal.objects.create(signature=signature, use=row.uses.get(), at=before)
    publishing.ask_take_downs(request_id=row.pk, now=timezone.now())
    changed = ask("publications", token, since=before.isoformat()).json()["publications"]
    assert [one["id"] for one in changed] == [first, second]
    assert [one["take_down"]["done"] for one in changed] == [False, False]


def test_publications_of_one_request_only(token: str) -> None:
    mine, other = approved(), approved(factories.user("eve@student.example"))
    publish(mine)
    assert ask("publications", token, number=other.number).json() == {"publications": [], "next": None}
    assert len(ask("publications", token, number=mine.number).json()["publications"]) == 1


@pytest.mark.parametrize("what", ["permission", "status", "publications"])
def test_each_look_stands_in_the_access_log(what: str) -> None:
    (asker, token), row = system(), approved()
    ask(what, token, number=row.number, medium="photo")
    line = Access.objects.get()
    action = Action.LOOKED_UP if what == "permission" else Action.VIEWED
    assert (line.actor, line.request, line.action, line.address) == (f"system:{asker.pk}", row, action, "127.0.0.1")


def test_a_look_at_a_draft_stands_there_as_refused(token: str) -> None:
    draft = factories.request()
    ask("status", token, number=draft.number)
    assert Access.objects.get().action == Action.DENIED


@pytest.mark.parametrize("wrong", ["", "akkoord_nothing", "akkoord_é", "a b", "x" * 5000])
def test_without_its_token_nobody_gets_an_answer(wrong: str) -> None:
    response = ask("status", wrong, number=approved().number)
    assert (response.status_code, response.json()) == (401, {"problem": "no_token", "fields": []})
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert not Access.objects.exists()


def test_a_token_opens_nothing_after_its_last_day() -> None:
    asker, token = system()
    System.objects.filter(pk=asker.pk).update(expires_on=timezone.localdate())
    assert ask("publications", token).status_code == 200
    System.objects.filter(pk=asker.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    assert ask("publications", token).status_code == 401


@pytest.mark.parametrize("scope", list(Scope))
def test_a_system_asks_only_what_it_may(scope: Scope) -> None:
    (_, token), row = system(scope), approved()
    answers = {what: ask(what, token, number=row.number, medium="photo").status_code for what in Scope}
    assert answers == {what: 200 if what == scope else 403 for what in Scope}


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ({"medium": "x"}, "medium"),
        ({"date": "2026-02-30"}, "date"),
        ({"date": "0"}, "date"),
        ({"date": "2026-12-31T00:00:00Z"}, "date"),
        ({"date": "٢٠٢٦-١٢-٣١"}, "date"),
        ({"use": "0"}, "use"),
        ({"use": str(2**63)}, "use"),
        ({"channel": "\x00"}, "channel"),
        ({"number": ""}, "number"),
    ],
)
def test_a_wrong_parameter_is_named_and_not_said_back(token: str, question: dict[str, str], field: str) -> None:
    response = ask("permission", token, **({"number": "K7M4XWD", "medium": "photo"} | question))
    assert (response.status_code, response.json()) == (422, {"problem": "wrong_parameter", "fields": [field]})


@pytest.mark.parametrize("question", [{"number": "\x00"}, {"date": "9999-12-31"}, {"date": "0001-01-01"}])
def test_a_strange_question_gets_an_answer(token: str, question: dict[str, str]) -> None:
    response = ask("permission", token, **({"number": approved().number, "medium": "photo"} | question))
    assert (response.status_code, response.json()["allowed"]) == (200, False)


@pytest.mark.parametrize(
    "since",
    [
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+23:59"),
        *("9999-12-31T23:59:59-23:59", "1999-02-04T01:15:54+23:16", "2026-11-23T08:00:00-16:00"),
    ],
)
def test_a_strange_moment_gets_an_answer(token: str, since: str) -> None:
    assert ask("publications", token, since=since).status_code == 200


@pytest.mark.parametrize("since", ["0.5", "1795420800", "2026-11-23", "2026-11-23T08:00:00", "x"])
def test_what_is_no_moment_with_a_zone_is_refused(token: str, since: str) -> None:
    response = ask("publications", token, since=since)
    assert (response.status_code, response.json()) == (422, {"problem": "wrong_parameter", "fields": ["since"]})


@pytest.mark.parametrize("cursor", ["x", "9999999999999999-1", "1-999999999999999999"])
def test_a_strange_cursor_breaks_nothing(token: str, cursor: str) -> None:
    assert ask("publications", token, cursor=cursor).status_code in {200, 422}


def test_who_asks_too_often_waits(settings: Settings) -> None:
    settings.SYSTEMS_RATE = "2/m/key"
    (_, token), (_, other) = system(), system(name="Website")
    assert [ask("publications", token).status_code for _ in range(3)] == [200, 200, 429]
    assert ask("publications", other).status_code == 200


def test_who_guesses_tokens_waits_and_a_right_one_from_there_still_works(settings: Settings) -> None:
    settings.SYSTEMS_WRONG_RATE = "2/m/ip"
    assert [ask("status", "akkoord_guess").status_code for _ in range(3)] == [401, 401, 429]
    assert ask("publications", system()[1]).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(token: str, method: str) -> None:
    send = getattr(Client(enforce_csrf_checks=True), method)
    assert send("/api/v1/status", headers={"authorization": f"Bearer {token}"}).status_code == 405
