"""What does not arrive is tried again for three days, then given up, and can be sent again; secrets lie sealed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from accounts import sealing
from accounts.models import Role, User
from consent.models import Delivery, Hook, Signer, Told
from consent.systems import hooks, operations, tasks
from consent.withdrawal import operations as withdrawal
from tests import factories
from tests.systems import receiver
from tests.systems.asking import ada, approved
from tests.systems.receiver import Receiver
from tests.systems.telling import Worker, hook

pytestmark = pytest.mark.django_db
TRIES = (0, 5, 305, 2105, 9305, 27_305, 63_305, 113_705, 185_705, 272_105)
"""Seconds after the first try, as the standard gives them."""


@pytest.fixture(autouse=True)
def _inside(settings: Settings) -> None:
    settings.SYSTEMS_INSIDE = ["localhost"]


@pytest.fixture
def here() -> Iterator[Receiver]:
    with receiver.listening() as heard:
        yield heard


def test_it_is_tried_again_for_three_days_and_then_given_up(here: Receiver) -> None:
    hook(here.url, Told.APPROVED)
    here.answer = 503
    approved()
    worker, start = Worker(), timezone.now() + timedelta(seconds=1)
    worker.work(now=start)
    # Each next try is a job of its own, planned from now: so much later than the try before.
    for number in range(1, 10):
        job = ProcrastinateJob.objects.filter(task_name="systems.deliver").latest("pk")
        wait = job.scheduled_at - timezone.now()
        assert round(wait.total_seconds()) == pytest.approx(TRIES[number] - TRIES[number - 1], abs=2)
        assert worker.work(now=job.scheduled_at) == 1
    delivery = Delivery.objects.get()
    assert (delivery.attempts, delivery.status, delivery.problem) == (10, 503, "refused")
    assert (delivery.given_up_at, delivery.delivered_at) == (delivery.tried_at, None)
    assert worker.work(now=start + timedelta(days=30)) == 0
    assert len({one.headers["webhook-id"] for one in here.came}) == 1
    assert len(here.came) == 10


def test_it_arrives_when_the_system_is_back(here: Receiver) -> None:
    _made, secret = hook(here.url, Told.APPROVED)
    here.answer = 500
    approved()
    worker, now = Worker(), timezone.now() + timedelta(seconds=1)
    assert worker.work(now=now) == 1
    here.answer = 204
    assert worker.work(now=now) == 0
    assert worker.work(now=now + timedelta(seconds=10)) == 1
    first, second = here.came
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert int(second.headers["webhook-timestamp"]) == int(first.headers["webhook-timestamp"]) + 10
    assert second.signed_with(secret)
    delivery = Delivery.objects.get()
    assert (delivery.attempts, delivery.problem, delivery.open) == (2, "", False)


def given_up(here: Receiver) -> Delivery:
    hook(here.url, Told.APPROVED)
    here.answer = 500
    approved()
    worker = Worker()
    worker.work()
    Delivery.objects.update(attempts=9)
    worker.work(now=timezone.now() + timedelta(days=1))
    found = Delivery.objects.get()
    assert found.given_up_at is not None
    return found


def test_what_was_given_up_can_be_sent_again(here: Receiver) -> None:
    delivery = given_up(here)
    here.answer = 204
    assert hooks.again(delivery_id=delivery.pk, by=ada())
    assert not hooks.again(delivery_id=delivery.pk, by=ada())
    tasks.deliver(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.delivered_at is not None, delivery.given_up_at, delivery.attempts) == (True, None, 1)
    assert not hooks.again(delivery_id=delivery.pk, by=ada())


@pytest.mark.parametrize("how", ["ended", "revoked", "expired"])
def test_who_is_told_nothing_any_more_gets_not_even_what_waited(here: Receiver, how: str) -> None:
    made, _secret = hook(here.url)
    here.answer = 500
    row = approved()
    worker, now = Worker(), timezone.now() + timedelta(seconds=1)
    worker.work(now=now)
    here.came.clear()
    if how == "ended":
        assert hooks.end(hook_id=made.pk, by=ada(), now=now)
    elif how == "revoked":
        operations.revoke(system_id=made.system_id, by=ada(), now=now)
    else:
        made.system.expires_on = timezone.localdate() - timedelta(days=1)
        made.system.save()
    withdrawal.withdraw(signer_id=Signer.objects.get(subject__request=row).pk, now=timezone.now())
    worker.work(now=now + timedelta(days=5))
    delivery = Delivery.objects.get()
    assert (here.came, delivery.problem, delivery.given_up_at is not None) == ([], "ended", True)


class TestSecret:
    def test_it_lies_sealed(self, here: Receiver) -> None:
        made, secret = hook(here.url)
        assert secret.removeprefix("whsec_") not in str(Hook.objects.values())
        assert sealing.unseal(made.secret, purpose=hooks.PURPOSE) == secret

    def test_after_a_new_secret_key_it_opens_with_the_earlier_one_and_then_without(
        self, here: Receiver, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        made, secret = hook(here.url)
        settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
        hooks.try_out(hook_id=made.pk, by=ada(), now=timezone.now())
        Worker().work()
        call_command("renew_secrets")
        assert "1 secrets of systems are sealed with today's SECRET_KEY." in capsys.readouterr().out
        settings.SECRET_KEY_FALLBACKS = []
        hooks.try_out(hook_id=made.pk, by=ada(), now=timezone.now())
        Worker().work()
        assert [one.signed_with(secret) for one in here.came[-2:]] == [True, True]

    def test_one_that_no_key_opens_is_said_and_nothing_is_sent(
        self, here: Receiver, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        made, _secret = hook(here.url)
        settings.SECRET_KEY = "another" * 10
        call_command("renew_secrets")
        assert f"hook {made.pk}" in capsys.readouterr().err
        hooks.try_out(hook_id=made.pk, by=ada(), now=timezone.now())
        Worker().work()
        assert here.came == []
        assert Delivery.objects.get().problem == "secret"
        assert Delivery.objects.get().given_up_at is not None


@pytest.mark.parametrize("what", ["add", "end", "try_out", "again"])
def test_who_is_no_administrator_changes_nothing_even_past_the_screen(here: Receiver, what: str) -> None:
    delivery = given_up(here)
    rosa: User = factories.user("rosa@desk.example", role=Role.REVIEWER)
    now, made = timezone.now(), delivery.hook
    tries = {
        "add": lambda: hooks.add(system_id=made.system_id, url=here.url, kinds=["approved"], by=rosa, now=now),
        "end": lambda: hooks.end(hook_id=made.pk, by=rosa, now=now),
        "try_out": lambda: hooks.try_out(hook_id=made.pk, by=rosa, now=now),
        "again": lambda: hooks.again(delivery_id=delivery.pk, by=rosa),
    }
    with pytest.raises(operations.NotYours):
        tries[what]()
