"""What is published, and what must go again."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Role
from consent import lifecycle
from consent.models import Form, Gone, Publication, Question, Request, Signature, TakeDown, Use, Withdrawal
from consent.publication import operations
from consent.states import EventKind, State
from tests import answered, factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
REMOVED = operations.Outcome(Gone.REMOVED, TODAY)


@pytest.fixture
def approved() -> Request:
    """A request that the desk approved today, of one subject who said yes."""
    row = factories.request(status=State.REVIEW)
    answered.granted(row)
    with transaction.atomic():
        lifecycle.advance(lifecycle.lock(row.pk), to=State.APPROVED, by="user:1", at=factories.NOW)
    row.refresh_from_db()
    return row


def register(row: Request, **more: Any) -> Publication:
    values: dict[str, Any] = {
        "use_id": row.uses.get(channel="own_account").pk,
        "medium": "photo",
        "form": Form.ONLINE,
        "place": "Instagram @sam",
        "url": "https://instagram.example/p/1",
        "published_on": TODAY,
        "by": row.requester,
        "now": factories.NOW,
    }
    return operations.register(request_id=row.pk, **(values | more))


def withdraw(row: Request) -> None:
    signature = Signature.objects.get(signer__subject__request=row)
    Withdrawal.objects.create(signature=signature, use=row.uses.get(channel="own_account"), at=factories.NOW)


def test_what_the_matrix_allows_is_registered_and_stands_in_the_history(approved: Request) -> None:
    publication = register(approved)
    event = approved.events.latest("position")
    assert (event.kind, event.facts.data) == (EventKind.PUBLISHED, {"publication": publication.pk})


def test_a_medium_that_nobody_was_asked_about_is_not_registered(approved: Request) -> None:
    with pytest.raises(operations.NotAllowed):
        register(approved, medium="film")


def test_after_a_withdrawal_nothing_is_registered(approved: Request) -> None:
    withdraw(approved)
    with pytest.raises(operations.NotAllowed):
        register(approved)


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_a_day_before_the_approval_or_in_the_future_is_not_allowed(approved: Request, day: date) -> None:
    with pytest.raises(operations.NotAllowed):
        register(approved, published_on=day)


def test_a_use_of_another_request_is_not_found(approved: Request) -> None:
    other = factories.request(factories.user("eve@student.example"))
    with pytest.raises(Use.DoesNotExist):
        register(approved, use_id=other.uses.get().pk)


def test_nothing_is_taken_down_while_everybody_agrees(approved: Request) -> None:
    register(approved)
    assert operations.ask_take_downs(request_id=approved.pk, now=factories.NOW) == []


def test_own_posts_go_in_two_working_days(approved: Request) -> None:
    register(approved)
    withdraw(approved)
    friday = factories.NOW + timedelta(days=4)
    (task,) = operations.ask_take_downs(request_id=approved.pk, now=friday)
    assert task.due_on == date(2026, 12, 1)  # Friday 27 November, and then Monday and Tuesday


def test_other_places_get_thirty_days_and_print_is_asked_for_too(approved: Request) -> None:
    signature = Signature.objects.get()
    website = Use.objects.create(request=approved, channel="hospital_website", name="umcutrecht.nl/news")
    answered.answer(signature, Question.USE, use=website, value="yes")
    register(approved, use_id=website.pk)
    register(approved, use_id=website.pk, form=Form.PRINT, url="", place="The same as a flyer")
    Withdrawal.objects.create(signature=signature, use=website, at=factories.NOW)
    tasks = operations.ask_take_downs(request_id=approved.pk, now=factories.NOW)
    assert [(task.due_on, task.irrecoverable) for task in tasks] == [
        (date(2026, 12, 23), False),
        (date(2026, 12, 23), False),
    ]


def test_asking_twice_makes_one_task_and_one_line(approved: Request) -> None:
    register(approved)
    withdraw(approved)
    for _ in range(2):
        operations.ask_take_downs(request_id=approved.pk, now=factories.NOW)
    task = TakeDown.objects.get()
    event = approved.events.get(kind=EventKind.TAKE_DOWN_ASKED)
    assert event.facts.data == {"take_downs": [task.pk]}


def test_publications_of_a_closed_request_stay_while_everybody_agrees(approved: Request) -> None:
    register(approved)
    with transaction.atomic():
        lifecycle.advance(lifecycle.lock(approved.pk), to=State.CLOSED, by="user:1", at=factories.NOW)
    assert operations.ask_take_downs(request_id=approved.pk, now=factories.NOW) == []


def test_a_take_down_is_confirmed_once(approved: Request) -> None:
    publication = register(approved)
    withdraw(approved)
    (task,) = operations.ask_take_downs(request_id=approved.pk, now=factories.NOW)
    rosa = factories.user("rosa@desk.example", role=Role.REVIEWER)
    done = operations.confirm(take_down_id=task.pk, by=rosa, outcome=REMOVED, now=factories.NOW)
    with pytest.raises(operations.AlreadyConfirmed):
        operations.confirm(take_down_id=task.pk, by=approved.requester, outcome=REMOVED, now=factories.NOW)
    event = approved.events.latest("position")
    assert (done.confirmed_by, event.kind, event.facts.data) == (
        rosa,
        EventKind.TAKEN_DOWN,
        {"publication": publication.pk, "gone": "removed", "on": "2026-11-23"},
    )


@pytest.mark.parametrize(
    ("form", "gone", "refused"),
    [
        (Form.ONLINE, Gone.NOT_RECALLED, operations.NoSuchEnd),
        (Form.ONLINE, Gone.COLLECTED, operations.NoSuchEnd),
        (Form.PRINT, Gone.REMOVED, operations.NoSuchEnd),
        (Form.PRINT, Gone.NOT_RECALLED, operations.NotSaid),
        (Form.BROADCAST, Gone.NOT_RECALLED, operations.NotSaid),
    ],
)
def test_what_is_online_can_be_removed_and_what_cannot_be_recalled_wants_a_word(
    approved: Request, form: Form, gone: Gone, refused: type[Exception]
) -> None:
    task = asked(approved, form)
    with pytest.raises(refused):
        confirm(approved, task, operations.Outcome(gone, TODAY, "  "))
    task.refresh_from_db()
    assert task.open


def test_print_that_went_out_is_confirmed_as_such_with_what_was_done(approved: Request) -> None:
    task = asked(approved, Form.PRINT)
    done = confirm(approved, task, operations.Outcome(Gone.NOT_RECALLED, TODAY, "40 collected"))
    assert (done.irrecoverable, done.open, done.done, done.gone_on) == (True, False, "40 collected", TODAY)


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_it_was_not_gone_before_it_was_published_nor_in_the_future(approved: Request, day: date) -> None:
    task = asked(approved)
    with pytest.raises(operations.NoSuchEnd):
        confirm(approved, task, operations.Outcome(Gone.REMOVED, day))


def test_what_people_agreed_to_anew_in_another_request_may_stay(
    approved: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = register(approved)
    withdraw(approved)
    monkeypatch.setattr(
        "consent.renewals.covered", lambda request, *, now: frozenset({(publication.use_id, publication.medium)})
    )
    assert operations.ask_take_downs(request_id=approved.pk, now=factories.NOW) == []


def asked(row: Request, form: Form = Form.ONLINE) -> TakeDown:
    register(row, form=form)
    withdraw(row)
    (task,) = operations.ask_take_downs(request_id=row.pk, now=factories.NOW)
    return task


def confirm(row: Request, task: TakeDown, outcome: operations.Outcome) -> TakeDown:
    return operations.confirm(take_down_id=task.pk, by=row.requester, outcome=outcome, now=factories.NOW)
