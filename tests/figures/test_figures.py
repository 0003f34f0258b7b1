"""The figures count what was submitted in a quarter, show it to the desk alone, and never a small count."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.models import Role, User
from consent.figures import files, queries, tables
from consent.figures.tables import Table
from consent.models import Access, Action, Programme, Request, Review
from consent.states import State, SubjectStatus
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
AUGUST = datetime(2026, 8, 12, 9, 0, tzinfo=UTC)


@pytest.fixture
def sam() -> User:
    return factories.user()


@pytest.fixture
def rosa(client: Client) -> Client:
    factories.log_in(client, factories.user("rosa@desk.example", role=Role.REVIEWER))
    return client


def filed(sam: User, count: int, **fields: Any) -> list[Request]:
    values: dict[str, Any] = {"status": State.APPROVED, "submitted_at": AUGUST} | fields
    return [factories.request(sam, **values) for _number in range(count)]


def found() -> queries.Counted:
    since, until = tables.bounds("2026-3", today=TODAY)
    return queries.counted(since=since, until=until)


def test_the_running_quarter_ends_last_sunday_and_a_past_one_where_it_ends() -> None:
    assert [moment.isoformat() for moment in tables.bounds("2026-4", today=TODAY)] == [
        "2026-10-01T00:00:00+02:00",
        "2026-11-23T00:00:00+01:00",
    ]
    assert [moment.date().isoformat() for moment in tables.bounds("2025-4", today=TODAY)] == [
        "2025-10-01",
        "2026-01-01",
    ]


def test_on_the_first_days_of_a_quarter_that_of_last_sunday_is_offered_first() -> None:
    assert [key for key, _name in tables.quarters(today=date(2026, 1, 2))][:2] == ["2025-4", "2025-3"]


def test_requests_are_counted_by_week_programme_and_channel(sam: User) -> None:
    filed(sam, 2)
    filed(sam, 1, submitted_at=AUGUST - timedelta(days=100))
    programme = Programme.objects.filter(elsewhere=False)[0]
    counted = found()
    assert counted.total.requests == 2
    assert counted.weeks[date(2026, 8, 10)].requests == 2
    assert sum(week.requests for week in counted.weeks.values()) == 2
    assert {key: one.requests for key, one in counted.programmes.items()} == {str(programme.pk): 2}
    assert {key: one.requests for key, one in counted.channels.items()} == {"own_account": 2}


def test_the_time_to_decision_is_told_as_median_and_ninetieth_percentile(sam: User) -> None:
    rosa = factories.user("rosa@desk.example", role=Role.REVIEWER)
    for days, row in enumerate(filed(sam, 11)):
        for later in (0, 30):
            at = AUGUST + timedelta(days=days + later)
            Review.objects.create(request=row, stage="review", outcome="approved", by=rosa, at=at)
    total = found().total
    assert (total.decided, total.half, total.most) == (11, 5.0, 9.0)


def test_people_are_counted_by_what_they_say(sam: User) -> None:
    (row,) = filed(sam, 1)
    for status in (SubjectStatus.GRANTED, SubjectStatus.GRANTED, SubjectStatus.REFUSED):
        signer = factories.signer(row)
        type(signer.subject).objects.filter(pk=signer.subject_id).update(status=status)
    total = found().total
    assert (total.yes, total.no, total.withdrawn) == (2, 1, 0)


def test_a_page_shows_no_small_count_and_no_duration_of_few_decisions(rosa: Client, sam: User) -> None:
    (row,) = filed(sam, 1)
    desk = User.objects.get(email="rosa@desk.example")
    Review.objects.create(request=row, stage="review", outcome="approved", by=desk, at=AUGUST + timedelta(days=3))
    with override("en"):
        programmes = tables.of_quarter("2026-3", today=TODAY)[1]
    assert programmes.rows[-1] == ("All together", ("<5", "–", "–", "0", "0", "0", "–", "0", "0"))


def test_a_week_shows_how_many_requests_came_however_few(sam: User) -> None:
    filed(sam, 1)
    with override("en"):
        weeks = tables.of_quarter("2026-3", today=TODAY)[0]
    assert [cells for name, cells in weeks.rows if cells != ("0",)] == [("1",), ("1",)]
    assert dict(weeks.rows)["10 August"] == ("1",)
    assert weeks.rows[-1] == ("All together", ("1",))


def test_the_share_that_answered_is_told_in_tens_and_only_of_those_who_were_asked(sam: User) -> None:
    collecting, first_look = filed(sam, 1, status=State.COLLECTING)[0], filed(sam, 1, status=State.INTAKE)[0]
    answers = [SubjectStatus.GRANTED] * 5 + [SubjectStatus.REFUSED] + [SubjectStatus.WAITING, SubjectStatus.LEFT_OUT]
    for row, statuses in ((collecting, answers), (first_look, [SubjectStatus.WAITING] * 9)):
        for status in statuses:
            signer = factories.signer(row)
            type(signer.subject).objects.filter(pk=signer.subject_id).update(status=status)
    total = found().total
    assert (total.answered, total.asked) == (6, 7)
    with override("en"):
        programmes = tables.of_quarter("2026-3", today=TODAY)[1]
    assert programmes.rows[-1][1][3:7] == ("5", "<5", "0", "90%")


def test_each_plot_draws_columns_that_the_table_has() -> None:
    with override("en"):
        heads = ("of", *tables.heads())
        drawn = {plot.title: heads[plot.first : plot.last + 1] for plot in tables.plots()}
    assert drawn == {
        "Requests": ("Requests",),
        "Days until the decision": ("Half decided within (days)", "Nine in ten decided within (days)"),
        "What people answered": ("People who said yes", "People who said no", "People who withdrew"),
        "Take-downs": ("Taken down on time", "Taken down late or overdue"),
    }


def test_the_number_of_queries_does_not_grow(rosa: Client, sam: User) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as context:
            tables.of_quarter("2026-3", today=TODAY)
        return len(context)

    filed(sam, 1)
    few = asked()
    filed(sam, 4, programme=Programme.objects.last())
    assert (few, asked()) == (3, 3)


def test_the_desk_sees_three_tables_and_a_strange_quarter_is_the_last(rosa: Client) -> None:
    for quarter in ("", "1999-1", "\0", "x" * 5000):
        response = rosa.get("/desk/figures/", {"quarter": quarter})
        assert response.status_code == 200
        assert response.content.count(b"<table") == 3


@pytest.mark.parametrize(
    ("page", "kind"), [("csv", "text/csv; charset=utf-8"), ("workbook", "application/vnd.openxml")]
)
def test_each_file_is_a_line_of_the_access_log(rosa: Client, page: str, kind: str) -> None:
    response = rosa.get(f"/desk/figures/{page}/")
    assert response["Content-Type"].startswith(kind)
    assert list(Access.objects.values_list("action", "user__email")) == [(Action.DOWNLOADED, "rosa@desk.example")]


@pytest.mark.parametrize("page", ["csv", "workbook"])
def test_a_file_asks_for_the_second_factor_again(client: Client, page: str) -> None:
    user = factories.user("rosa@desk.example", role=Role.REVIEWER)
    factories.log_in(client, user)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    session = client.session
    session[METHODS] = [{"method": "mfa", "type": "totp", "at": 1}]
    session.save()
    assert client.get(f"/desk/figures/{page}/").status_code == 302
    assert not Access.objects.exists()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_runs_as_a_formula(start: str) -> None:
    table = Table("weeks", "Requests", "Week", ("Requests",), ((f"{start}HYPERLINK(1)", ("7",)),))
    assert f"'{start}HYPERLINK(1)" in files.as_csv([table])
    with ZipFile(BytesIO(files.as_workbook([table]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "<v>7</v>" in sheet
    assert "'" in texts
