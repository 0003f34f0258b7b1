"""Two people confirm a take-down at once, and two withdrawals meet: one wins, the other is told."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Role, User
from consent import lifecycle
from consent.models import Form, Gone, Request, Signature, TakeDown, Withdrawal
from consent.publication import operations
from consent.states import EventKind, State
from consent.withdrawal import operations as withdrawal
from tests import answered, factories
from tests.concurrency.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def published() -> Request:
    now = timezone.now()
    later = now + timedelta(days=7)
    row = factories.request(status=State.REVIEW, starts_at=later, ends_at=later)
    with transaction.atomic():
        answered.granted(row, at=now)
        lifecycle.advance(lifecycle.lock(row.pk), to=State.APPROVED, by="user:1", at=now)
    operations.register(
        request_id=row.pk,
        use_id=row.uses.get().pk,
        medium="photo",
        form=Form.ONLINE,
        place="A post",
        url="",
        published_on=timezone.localdate(now),
        by=row.requester,
        now=now,
    )
    return row


def test_of_two_who_confirm_at_once_one_wins_and_the_other_is_told(published: Request) -> None:
    withdrawal.withdraw(signer_id=Signature.objects.get().signer_id, now=timezone.now())
    (task,) = operations.ask_take_downs(request_id=published.pk, now=timezone.now())
    rosa = factories.user("rosa@desk.example", role=Role.REVIEWER)

    def confirms(by: User) -> str:
        outcome = operations.Outcome(Gone.REMOVED, timezone.localdate())
        try:
            operations.confirm(take_down_id=task.pk, by=by, outcome=outcome, now=timezone.now())
        except operations.AlreadyConfirmed:
            return "told"
        return "won"

    said = at_once([lambda: confirms(published.requester), lambda: confirms(rosa)])
    assert sorted(said) == ["told", "won"]
    assert published.events.filter(kind=EventKind.TAKEN_DOWN).count() == 1


def test_the_desk_and_the_signer_who_take_back_at_once_are_one_withdrawal(published: Request) -> None:
    who = Signature.objects.get().signer_id
    at_once([lambda: withdrawal.withdraw(signer_id=who, now=timezone.now()) for _ in range(3)])
    assert Withdrawal.objects.count() == published.events.filter(kind=EventKind.WITHDRAWN).count() == 1


def test_asking_for_take_downs_at_once_makes_one_task(published: Request) -> None:
    withdrawal.withdraw(signer_id=Signature.objects.get().signer_id, now=timezone.now())
    at_once([lambda: operations.ask_take_downs(request_id=published.pk, now=timezone.now()) for _ in range(3)])
    assert TakeDown.objects.count() == 1
