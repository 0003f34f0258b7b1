"""The access log as administrators read it: who looked at this request, what did this person look at, in which days."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from consent import audit
from consent.models import Access, Action, Request
from consent.oversight import queries
from consent.oversight.queries import Question
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/access-log/"


@pytest.fixture
def ada() -> User:
    return factories.user("ada@desk.example", role=Role.ADMINISTRATOR, name="Ada")


@pytest.fixture
def administrator(client: Client, ada: User) -> Client:
    factories.log_in(client, ada)
    return client


@pytest.fixture
def rosa() -> User:
    return factories.user("rosa@desk.example", role=Role.REVIEWER, name="Rosa Ruiz")


def look(user: User, row: Request | None = None, *, days: int = 0, address: str = "192.0.2.1") -> Access:
    at = factories.NOW + timedelta(days=days)
    audit.log_access(action=Action.VIEWED, at=at, address=address, user=user, request=row)
    return Access.objects.latest("pk")


def shown(client: Client, **asked: str) -> list[int]:
    response = client.get(PAGE, asked)
    assert response.status_code == 200
    return [line.pk for line in response.context["page"].lines]


class TestQuestions:
    def test_who_looked_at_this_request_however_the_number_is_typed(self, administrator: Client, rosa: User) -> None:
        row, other = factories.request(rosa), factories.request(rosa)
        line = look(rosa, row)
        look(rosa, other)
        assert shown(administrator, number=f" {row.spoken_number.lower()} ") == [line.pk]

    def test_what_did_this_person_look_at_by_address_or_by_a_part_of_the_name(
        self, administrator: Client, rosa: User
    ) -> None:
        line = look(rosa)
        look(factories.user("eve@student.example"))
        assert shown(administrator, who="ROSA@desk.example") == [line.pk]
        assert shown(administrator, who="ruiz") == [line.pk]

    def test_in_which_days_both_included(self, administrator: Client, rosa: User) -> None:
        lines = [look(rosa, days=days) for days in range(4)]
        first, last = (f"{factories.NOW + timedelta(days=days):%Y-%m-%d}" for days in (1, 2))
        assert shown(administrator, who="ruiz", since=first, until=last) == [lines[2].pk, lines[1].pk]

    def test_several_accounts_are_offered(self, administrator: Client, rosa: User) -> None:
        factories.user("roos@desk.example", name="Roos Ruiz")
        response = administrator.get(PAGE, {"who": "Ruiz", "since": "2026-01-01"})
        assert response.status_code == 422
        assert "?who=rosa%40desk.example&amp;since=2026-01-01" in response.content.decode().replace(
            "since=2026-01-01&amp;who=rosa%40desk.example", "who=rosa%40desk.example&amp;since=2026-01-01"
        )

    @pytest.mark.parametrize(
        ("field", "value"),
        [("number", "BBBBBBB"), ("number", "!"), ("who", "nobody@nowhere.example"), ("since", "yesterday"),
         ("who", "\x00"), ("until", "2026-02-31")],
    )  # fmt: skip
    def test_what_cannot_be_is_said_and_shows_nothing(self, field: str, value: str, administrator: Client) -> None:
        response = administrator.get(PAGE, {field: value})
        assert response.status_code == 422
        assert "page" not in response.context
        assert response.context["form"].errors[field]

    def test_each_question_is_itself_a_line(self, administrator: Client, ada: User, rosa: User) -> None:
        row = factories.request(rosa)
        administrator.get(PAGE, {"number": row.number, "who": rosa.email}, REMOTE_ADDR="192.0.2.7")
        line = Access.objects.get()
        assert (line.user, line.action, line.request, line.about, line.address) == (
            ada,
            Action.AUDITED,
            row,
            rosa,
            "192.0.2.7",
        )


class TestPages:
    def test_pages_follow_each_other_without_a_gap_also_within_one_moment(self, rosa: User) -> None:
        keys = [look(rosa).pk for _ in range(queries.PAGE + 3)]
        first = queries.page(Question(user=rosa))
        second = queries.page(Question(user=rosa), start=first.older)
        assert [line.pk for line in first.lines + second.lines] == keys[::-1]
        assert (len(second.lines), second.older) == (3, "")

    @pytest.mark.parametrize("start", ["", "x", "1", "-", "9" * 40 + "-1", "1-" + "9" * 40, "١-1"])
    def test_what_is_no_place_begins_at_the_top(self, start: str, rosa: User) -> None:
        line = look(rosa)
        assert queries.page(Question(user=rosa), start=start).lines == [line]

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_is_constant(
        self, count: int, administrator: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(count):
            look(
                factories.user(f"u{number}@student.example"), factories.request(factories.user(f"r{number}@x.example"))
            )
        with django_assert_num_queries(4):  # session, account, lines, the question's own line
            administrator.get(PAGE)

    def test_no_subject_is_named(self, administrator: Client, rosa: User) -> None:
        row = factories.request(rosa)
        factories.signer(row, "Willemijn")
        look(rosa, row)
        said = administrator.get(PAGE, {"number": row.number}).content.decode()
        assert row.spoken_number in said
        assert "Willemijn" not in said
        assert row.title not in said


@pytest.mark.parametrize(
    ("question", "index"),
    [("request", "access_of_request"), ("user", "access_of_user"), ("", "access_in_time")],
)
def test_each_question_has_its_index(question: str, index: str, rosa: User) -> None:
    row = factories.request(rosa)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "INSERT INTO consent_access (actor, user_id, action, request_id, at)"
            " SELECT 'user:1', %s + n %% 500, 'viewed', %s + n %% 5000, now() - n * interval '1 minute'"
            " FROM generate_series(0, 60000) AS n",
            [rosa.pk, row.pk],
        )
        cursor.execute("ANALYZE consent_access")
        asked = Question(request=row if question == "request" else None, user=rosa if question == "user" else None)
        plan = queries.asked(asked)[:51].explain()
        cursor.execute("DELETE FROM consent_access")
    assert index in plan
    assert "Seq Scan on consent_access" not in plan


class TestExport:
    def test_all_lines_as_csv_with_no_cell_that_runs(self, administrator: Client) -> None:
        evil = factories.user("evil@student.example", name="=HYPERLINK(1)")
        row = factories.request(evil)
        for _ in range(queries.PAGE + 2):
            look(evil, row)
        response: Any = administrator.get(f"{PAGE}export/", {"number": row.number})
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        lines = text.splitlines()
        assert response["Content-Disposition"] == 'attachment; filename="access-log.csv"'
        assert len(lines) == 1 + queries.PAGE + 2 + 1  # heading, looks, and this export
        assert text.count("'=HYPERLINK(1)") == queries.PAGE + 2
        assert ",=" not in text
        assert Access.objects.latest("pk").action == Action.DOWNLOADED

    def test_it_asks_for_the_second_factor_again(self, administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("accounts.factors.has", lambda _user: True)
        monkeypatch.setattr("accounts.step_up.fresh", lambda *_args, **_kwargs: False)
        response = administrator.get(f"{PAGE}export/")
        assert response.status_code == 302
        assert not Access.objects.filter(action=Action.DOWNLOADED).exists()


@pytest.mark.parametrize("role", [Role.REQUESTER, Role.REVIEWER])
@pytest.mark.parametrize("address", [PAGE, f"{PAGE}export/"])
def test_nobody_else_finds_it(role: Role, address: str, client: Client) -> None:
    factories.log_in(client, factories.user("x@desk.example", role=role))
    assert client.get(address).status_code == 404
    assert reverse("oversight:access_log") == PAGE
