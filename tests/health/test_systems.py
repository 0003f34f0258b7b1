"""The health page says what systems had to be told and were not, and which tokens end soon."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consent.health import systems
from consent.health.report import Level, Line
from consent.models import Delivery, Hook, System, Told
from consent.systems import hooks
from tests.systems.asking import ada, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def hook() -> Hook:
    row = system()[0]
    url = "https://images.example.org/"
    return hooks.add(system_id=row.pk, url=url, kinds=[Told.APPROVED], by=ada(), now=timezone.now())[0]


def line() -> Line:
    return systems.line(now=timezone.now())


def sent(hook: Hook, **fields: Any) -> None:
    Delivery.objects.create(hook=hook, made_at=timezone.now(), **fields)


def test_without_systems_and_with_what_arrived_all_is_well(hook: Hook) -> None:
    sent(hook, attempts=10, delivered_at=timezone.now())
    assert (line().level, line().facts) == (Level.GOOD, {"given_up": 0, "failing": 0, "ending": 0})
    assert line().todo == ""


def test_the_first_tries_are_a_hiccup_and_the_third_is_looked_at(hook: Hook) -> None:
    sent(hook, attempts=2)
    assert line().level == Level.GOOD
    sent(hook, attempts=3)
    assert (line().level, line().facts["failing"]) == (Level.WARN, 1)


def test_what_was_given_up_wants_somebody_to_act_for_a_week(hook: Hook) -> None:
    sent(hook, attempts=10, given_up_at=timezone.now() - timedelta(days=6))
    assert (line().level, line().facts["given_up"]) == (Level.BAD, 1)
    assert line().todo
    assert systems.line(now=timezone.now() + timedelta(days=2)).level == Level.GOOD


@pytest.mark.parametrize("how", ["ended", "revoked"])
def test_of_who_is_told_nothing_any_more_nothing_is_missing(hook: Hook, how: str) -> None:
    sent(hook, attempts=10, given_up_at=timezone.now())
    if how == "ended":
        Hook.objects.update(ended_at=timezone.now())
    else:
        System.objects.update(revoked_at=timezone.now())
    assert line().level == Level.GOOD


@pytest.mark.parametrize(("days", "level"), [(15, Level.GOOD), (14, Level.WARN), (0, Level.WARN), (-1, Level.GOOD)])
def test_a_token_that_ends_soon_is_said_beforehand(days: int, level: Level) -> None:
    system()
    System.objects.update(expires_on=timezone.localdate() + timedelta(days=days))
    assert line().level == level
