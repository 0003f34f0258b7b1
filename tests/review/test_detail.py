"""The desk's screen of one request."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from accounts.models import Role, User
from consent import lifecycle
from consent.models import Access, Action, Freeze, Outcome, Request, Review, Subject, Use
from consent.review import operations
from consent.states import EventKind, State, SubjectStatus
from tests import answered, factories

pytestmark = pytest.mark.django_db
NOTE = "Please name the exact account & page."


@pytest.fixture
def rosa() -> User:
    return factories.user("rosa@desk.example", role=Role.REVIEWER)


@pytest.fixture
def desk(client: Client, rosa: User) -> Client:
    factories.log_in(client, rosa)
    client.cookies["language"] = "en"
    return client


def path(row: Request, rest: str = "") -> str:
    return f"/desk/requests/{row.number}/{rest}"


def post(client: Client, row: Request, outcome: Outcome, **more: Any) -> Any:
    data = {"outcome": outcome, "note": NOTE, "conditions": "", "seen": row.status, "position": 0}
    return client.post(path(row, "reviews/"), data | more)


def test_a_look_is_logged(desk: Client, rosa: User) -> None:
    row = factories.request(status=State.REVIEW)
    assert desk.get(path(row)).status_code == 200
    access = Access.objects.get()
    assert (access.action, access.user, access.request) == (Action.VIEWED, rosa, row)


def test_nobody_but_the_desk_finds_it(client: Client) -> None:
    row = factories.request(status=State.REVIEW)
    factories.log_in(client, row.requester)
    assert client.get(path(row)).status_code == 404
    assert client.get("/desk/").status_code == 404
    assert post(client, row, Outcome.APPROVED).status_code == 404
    assert Access.objects.count() == 0


def test_a_draft_of_somebody_else_is_not_found(desk: Client) -> None:
    assert desk.get(path(factories.request(status=State.DRAFT))).status_code == 404


def test_a_decision_leads_back_to_the_queue(desk: Client, rosa: User) -> None:
    row = factories.request(status=State.REVIEW)
    response = post(desk, row, Outcome.APPROVED, conditions="Blur the badges.")
    assert (response.status_code, response["Location"]) == (302, "/desk/")
    review = Review.objects.get()
    assert (review.by, review.note, review.conditions) == (rosa, NOTE, "Blur the badges.")


def test_without_a_note_nothing_is_sent_back_and_the_choice_stays(desk: Client) -> None:
    row = factories.request(status=State.REVIEW)
    response = post(desk, row, Outcome.SENT_BACK, note=" ")
    assert response.status_code == 422
    assert response.context["form"]["outcome"].value() == Outcome.SENT_BACK
    assert response.context["form"].errors == {"note": ["Say why, so that the requester knows what to do."]}


@pytest.mark.parametrize(("status", "optional"), [(State.COLLECTING, False), (State.REVIEW, True)])
def test_where_only_a_no_can_be_said_the_note_is_not_called_optional(
    desk: Client, status: State, *, optional: bool
) -> None:
    row = factories.request(status=status)
    note = desk.get(path(row)).context["form"]["note"]
    assert note.field.required is not optional
    page = post(desk, row, Outcome.SENT_BACK, note="  ")
    assert page.context["form"].errors["note"] == ["Say why, so that the requester knows what to do."]


def test_conditions_with_a_no_are_explained(desk: Client) -> None:
    response = post(desk, factories.request(status=State.REVIEW), Outcome.REJECTED, conditions="Blur.")
    assert list(response.context["form"].errors) == ["conditions"]


def test_who_comes_second_is_told_and_keeps_the_note(desk: Client) -> None:
    row = factories.request(status=State.REVIEW)
    ravi = factories.user("ravi@desk.example", role=Role.REVIEWER)
    operations.decide(
        request_id=row.pk,
        outcome=Outcome.APPROVED,
        by=ravi,
        note="",
        conditions="",
        seen=State.REVIEW,
        now=timezone.now() - timedelta(minutes=4, seconds=5),
    )
    response = post(desk, row, Outcome.REJECTED)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Somebody else already decided this request, 4\xa0minutes ago: see below." in page
    assert escape(NOTE) in page
    assert Review.objects.get().by == ravi


def test_who_decides_twice_is_told_that_it_was_themself(desk: Client) -> None:
    row = factories.request(status=State.REVIEW)
    post(desk, row, Outcome.APPROVED)
    page = post(desk, row, Outcome.APPROVED).content.decode()
    assert "You decided this request already, just now: see below." in page


def test_a_withdrawal_after_the_page_was_opened_is_shown_first_and_the_note_stays_in_its_field(desk: Client) -> None:
    row = factories.request(status=State.REVIEW)
    answered.record(row, EventKind.ALL_ANSWERED)
    seen = row.events.get().position
    answered.record(row, EventKind.WITHDRAWN, at=timezone.now())
    response = post(desk, row, Outcome.APPROVED, position=seen)
    assert response.status_code == 409
    assert response.context["form"]["note"].value() == NOTE
    told = "This request changed while you had it open (consent withdrawn, just now). Please look again."
    assert response.context["told"] == told
    assert post(desk, row, Outcome.APPROVED, position=response.context["screen"].position).status_code == 302


def test_the_open_page_hears_of_a_change(desk: Client) -> None:
    row = factories.request(status=State.REVIEW)
    query = "changed/?seen=review&position=0"
    assert desk.get(path(row, query)).status_code == 204
    answered.record(row, EventKind.WITHDRAWN, at=timezone.now())
    assert "Show it as it is now" in desk.get(path(row, query)).content.decode()


def test_ones_own_request_has_no_decision_panel(desk: Client, rosa: User) -> None:
    row = factories.request(rosa, status=State.REVIEW)
    response = desk.get(path(row))
    assert response.context["can_decide"] is False
    assert "This is your own request: a colleague decides." in response.content.decode()
    assert post(desk, row, Outcome.APPROVED).status_code == 302
    assert Review.objects.count() == 0


def words(client: Client, row: Request) -> tuple[dict[str, list[str]], list[str]]:
    """Return the table's words: per subject, and what comes of each column."""
    table = client.get(path(row)).context["screen"].table
    return (
        {line.subject.name: [str(mark.word) for mark in line.marks] for line in table.rows},
        [str(outcome.mark.word) for outcome in table.outcomes],
    )


def test_the_table_says_what_each_person_says_to_each_use(desk: Client) -> None:
    row = factories.request(status=State.REVIEW)
    Use.objects.create(request=row, channel="print", name="Poster")
    Use.objects.create(request=row, channel="teaching", name="Year 2")
    answered.granted(row, "Anna", no=("own_account",))
    answered.granted(row, "Bram")
    answered.refused(row, "Celine")
    left = factories.signer(row, "Daan").subject
    lifecycle.move_subject(left, to=SubjectStatus.LEFT_OUT)
    people, outcome = words(desk, row)
    assert people == {
        "Anna": ["no", "no second yes", "yes"],
        "Bram": ["yes", "no second yes", "yes"],
        "Celine": ["no", "no", "no"],
        "Daan": ["left out", "left out", "left out"],
    }
    assert outcome == ["no", "no", "no"]


def test_the_table_says_what_an_approval_would_allow(desk: Client) -> None:
    row = factories.request(status=State.REVIEW)
    answered.granted(row)
    assert words(desk, row)[1] == ["yes, once approved"]
    with transaction.atomic():
        lifecycle.advance(lifecycle.lock(row.pk), to=State.APPROVED, by="user:1", at=factories.NOW)
    table = desk.get(path(row)).context["screen"].table
    assert [(str(one.mark.word), one.until.isoformat()) for one in table.outcomes] == [("yes", "2028-11-23")]


def test_the_table_names_no_conditions_before_anybody_answered(desk: Client) -> None:
    row = factories.request(status=State.COLLECTING)
    factories.signer(row)
    assert desk.get(path(row)).context["screen"].table.conditions == []
    answered.granted(row, "Anna")
    assert desk.get(path(row)).context["screen"].table.conditions == ["first name", "no AI"]


def test_freezing_shows_in_the_table_and_in_the_history(desk: Client) -> None:
    row = factories.request(status=State.APPROVED)
    subject = answered.granted(row, "Anna").subject
    response = desk.post(path(row, f"subjects/{subject.pk}/freeze/"), {"note": "Died."})
    assert (response.status_code, Freeze.objects.get().note) == (302, "Died.")
    assert words(desk, row)[0] == {"Anna": ["frozen"]}
    line = desk.get(path(row)).context["screen"].events[0]
    assert (line.kind, line.actor, line.note) == (EventKind.FROZEN, "Rosa", "Anna")


def test_a_freeze_note_that_is_too_long_is_kept_with_its_error_and_freezes_nobody(desk: Client) -> None:
    row = factories.request(status=State.APPROVED)
    subject = answered.granted(row, "Anna").subject
    note = "x" * 1001
    response = desk.post(path(row, f"subjects/{subject.pk}/freeze/"), {"note": note})
    page = response.content.decode()
    assert (response.status_code, Freeze.objects.exists()) == (422, False)
    assert f'value="{note}"' in page
    assert "at most 1000 characters" in page


def test_the_desk_leaves_somebody_out(desk: Client) -> None:
    row = factories.request(status=State.COLLECTING)
    answered.granted(row)
    subject = factories.signer(row, "Piet").subject
    desk.post(path(row, f"subjects/{subject.pk}/leave-out/"))
    row.refresh_from_db()
    assert (Subject.objects.get(pk=subject.pk).status, row.status) == (SubjectStatus.LEFT_OUT, State.REVIEW)


def test_a_subject_of_another_request_is_not_found(desk: Client) -> None:
    row = factories.request(status=State.COLLECTING)
    other = factories.signer(factories.request(row.requester, status=State.COLLECTING)).subject
    assert desk.post(path(row, f"subjects/{other.pk}/leave-out/")).status_code == 404
    assert desk.post(path(row, f"subjects/{other.pk}/freeze/")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_is_constant(desk: Client, count: int, django_assert_num_queries: Any) -> None:
    row = factories.request(status=State.REVIEW)
    for number in range(count):
        answered.granted(row, f"Anna {number}")
        answered.record(row, EventKind.SEALED)
        Use.objects.create(request=row, channel="teaching", name=str(number))
        Review.objects.create(request=row, stage="intake", outcome="cleared", by=row.requester, at=factories.NOW)
    with django_assert_num_queries(33):
        assert desk.get(path(row)).status_code == 200
