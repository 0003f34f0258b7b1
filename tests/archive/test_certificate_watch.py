"""The end of the seal's certificate is announced 90 days ahead, to every administrator, in their language."""

from datetime import timedelta

import pytest
from django.core import mail

from accounts.models import Role
from consent.archive import certificate, mails, tasks
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _people() -> None:
    factories.user("ada@desk.example", role=Role.ADMINISTRATOR)
    factories.user("rosa@desk.example", role=Role.REVIEWER)


@pytest.mark.parametrize(
    ("days", "mails_sent"), [(400, 0), (91, 0), (90, 1), (89, 0), (83, 1), (14, 1), (13, 1), (1, 1), (0, 1), (-5, 1)]
)
def test_from_90_days_ahead_weekly_and_in_the_last_two_weeks_daily(days: int, mails_sent: int) -> None:
    end = certificate.current().leaf.not_valid_after_utc
    mails.certificate_ends(now=end - timedelta(days=days))
    assert len(mail.outbox) == mails_sent


def test_it_says_when_and_what_to_do() -> None:
    end = certificate.current().leaf.not_valid_after_utc
    mails.certificate_ends(now=end - timedelta(days=90))
    (message,) = mail.outbox
    assert message.to == ["ada@desk.example"]
    assert "Akkoord DEMO seal" in str(message.body)
    assert "90" in str(message.body)


def test_a_timer_watches() -> None:
    tasks.watch_certificate(timestamp=0)
    assert mail.outbox == []


def test_the_health_page_can_ask_when_it_ends() -> None:
    end = certificate.current().leaf.not_valid_after_utc
    found = certificate.ending(now=end - timedelta(days=10))
    assert (found.at, found.days, found.soon) == (end, 10, True)
    assert not certificate.ending(now=end - timedelta(days=91)).soon
