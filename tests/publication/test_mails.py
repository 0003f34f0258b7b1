"""What follows a withdrawal: tasks, and a mail that never says who."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from consent import lifecycle
from consent.models import Form, Gone, Publication, Request, Signature, TakeDown, Withdrawal
from consent.publication import operations, tasks
from consent.states import EventKind, State
from tests import answered, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def withdrawn() -> Request:
    """An approved request with a post and a leaflet, whose only subject withdrew."""
    now = timezone.now()
    later = now + timedelta(days=7)
    sam = factories.user(language="en", name="Sam")
    row = factories.request(sam, status=State.REVIEW, starts_at=later, ends_at=later)
    answered.granted(row, "Anna Secret", at=now)
    with transaction.atomic():
        lifecycle.advance(lifecycle.lock(row.pk), to=State.APPROVED, by="user:1", at=now)
    for form, place, url in (
        (Form.ONLINE, "The post", "https://instagram.example/p/1"),
        (Form.PRINT, "The leaflet", ""),
    ):
        operations.register(
            request_id=row.pk,
            use_id=row.uses.get().pk,
            medium="photo",
            form=form,
            place=place,
            url=url,
            published_on=timezone.localdate(now),
            by=sam,
            now=now,
        )
    Withdrawal.objects.create(signature=Signature.objects.get(), use=row.uses.get(), at=now)
    return row


def test_a_withdrawal_becomes_tasks_and_one_mail(withdrawn: Request) -> None:
    event = answered.record(withdrawn, EventKind.WITHDRAWN)
    tasks.ask_take_downs(event_id=event.pk)
    asked = withdrawn.events.get(kind=EventKind.TAKE_DOWN_ASKED)
    tasks.mail_take_downs(event_id=asked.pk)
    assert TakeDown.objects.count() == Publication.objects.count() == 2
    (message,) = mail.outbox
    assert message.to == [withdrawn.requester.email]
    assert "https://instagram.example/p/1" in message.body
    assert "Printed: The leaflet." in message.body
    assert "Anna" not in message.body


def test_what_was_confirmed_meanwhile_is_not_asked_for(withdrawn: Request) -> None:
    made = operations.ask_take_downs(request_id=withdrawn.pk, now=timezone.now())
    post = next(task for task in made if task.publication.form == Form.ONLINE)
    gone = operations.Outcome(Gone.REMOVED, timezone.localdate())
    operations.confirm(take_down_id=post.pk, by=withdrawn.requester, outcome=gone, now=timezone.now())
    tasks.mail_take_downs(event_id=withdrawn.events.get(kind=EventKind.TAKE_DOWN_ASKED).pk)
    (message,) = mail.outbox
    assert "The post" not in message.body
