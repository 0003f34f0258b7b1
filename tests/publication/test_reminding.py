"""Reminders of what must be taken down, and telling the desk what is late: once each, whatever runs twice."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.db import transaction

from consent import lifecycle
from consent.models import Form, Gone, Question, Request, Signature, TakeDown, Use, Withdrawal
from consent.publication import operations, tasks
from consent.publication.take_downs import latest_reminder
from consent.states import EventKind, State
from tests import answered, factories

pytestmark = pytest.mark.django_db
ASKED = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("today", "moment"),
    [
        (date(2026, 12, 15), None),
        (date(2026, 12, 16), date(2026, 12, 16)),
        (date(2026, 12, 23), date(2026, 12, 16)),
        (date(2026, 12, 24), date(2026, 12, 24)),
        (date(2026, 12, 30), date(2026, 12, 24)),
        (date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_reminders_fall_a_week_before_the_day_after_and_each_week(today: date, moment: date | None) -> None:
    assert latest_reminder(asked_on=ASKED, due_on=date(2026, 12, 23), today=today, every=7) == moment


def test_what_must_go_in_two_days_is_reminded_of_on_its_last_day() -> None:
    due = date(2026, 11, 25)
    days = [ASKED + timedelta(days=count) for count in range(4)]
    assert [latest_reminder(asked_on=ASKED, due_on=due, today=day, every=7) for day in days] == [
        None,
        None,
        due,
        due + timedelta(days=1),
    ]


@pytest.fixture
def withdrawn() -> Request:
    """An approved request with a post online, whose only subject withdrew that use."""
    sam = factories.user(language="en", name="Sam")
    row = factories.request(sam, status=State.REVIEW)
    answered.granted(row, "Anna Secret")
    with transaction.atomic():
        lifecycle.advance(lifecycle.lock(row.pk), to=State.APPROVED, by="user:1", at=factories.NOW)
    register(row, row.uses.get(), "The post")
    Withdrawal.objects.create(signature=Signature.objects.get(), use=row.uses.get(), at=factories.NOW)
    operations.ask_take_downs(request_id=row.pk, now=factories.NOW)
    return row


def register(row: Request, use: Use, place: str) -> None:
    operations.register(
        request_id=row.pk,
        use_id=use.pk,
        medium="photo",
        form=Form.ONLINE,
        place=place,
        url="",
        published_on=ASKED,
        by=row.requester,
        now=factories.NOW,
    )


def morning(days: int) -> datetime:
    return factories.NOW + timedelta(days=days)


def kinds(row: Request) -> list[str]:
    wanted = {EventKind.TAKE_DOWN_REMINDED, EventKind.TAKE_DOWN_LATE}
    return [kind for kind in row.events.values_list("kind", flat=True) if kind in wanted]


def test_running_twice_says_nothing_twice(withdrawn: Request) -> None:
    for _ in range(2):
        tasks.every_morning(int(morning(2).timestamp()))
    assert kinds(withdrawn) == [EventKind.TAKE_DOWN_REMINDED]


def test_what_is_late_is_told_to_the_desk_once(withdrawn: Request) -> None:
    for day in (3, 4, 9, 10):
        tasks.every_morning(int(morning(day).timestamp()))
    late, again = EventKind.TAKE_DOWN_LATE, EventKind.TAKE_DOWN_REMINDED
    assert kinds(withdrawn) == [again, late, again]
    assert TakeDown.objects.get().escalated_at == morning(3).replace(microsecond=0)


def test_the_mails_say_what_and_when_but_never_who(withdrawn: Request) -> None:
    tasks.every_morning(int(morning(3).timestamp()))
    tasks.mail_reminder(event_id=withdrawn.events.get(kind=EventKind.TAKE_DOWN_REMINDED).pk)
    tasks.tell_desk_late(event_id=withdrawn.events.get(kind=EventKind.TAKE_DOWN_LATE).pk)
    to_sam, to_desk = mail.outbox
    assert (to_sam.to, "Should have been gone on 25 November 2026: The post" in to_sam.body) == (
        [withdrawn.requester.email],
        True,
    )
    assert withdrawn.spoken_number in to_desk.subject
    assert "Anna" not in f"{to_sam.body}{to_desk.body}"


def test_after_confirmation_nobody_is_reminded(withdrawn: Request) -> None:
    tasks.every_morning(int(morning(3).timestamp()))
    gone = operations.Outcome(Gone.REMOVED, ASKED)
    operations.confirm(take_down_id=TakeDown.objects.get().pk, by=withdrawn.requester, outcome=gone, now=morning(3))
    tasks.mail_reminder(event_id=withdrawn.events.get(kind=EventKind.TAKE_DOWN_REMINDED).pk)
    tasks.every_morning(int(morning(30).timestamp()))
    assert mail.outbox == []
    assert len(kinds(withdrawn)) == 2


def test_the_end_of_one_persons_term_asks_for_take_downs_while_the_others_still_agree(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = factories.request(status=State.REVIEW)
    answered.granted(row, "Jan")
    monkeypatch.setitem(answered.SINGLE, Question.TERM, "1")
    answered.granted(row, "Piet")
    with transaction.atomic():
        lifecycle.advance(lifecycle.lock(row.pk), to=State.APPROVED, by="user:1", at=factories.NOW)
    register(row, row.uses.get(), "The post")
    tasks.every_morning(int(morning(365).timestamp()))
    assert TakeDown.objects.count() == 0
    tasks.every_morning(int(morning(366).timestamp()))
    assert TakeDown.objects.count() == 1
