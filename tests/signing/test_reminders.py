"""Who is reminded and when; what the requester sees of it; and a signer who would rather have paper or another language."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from accounts.models import Role
from consent import asking
from consent.models import Event, Invitation, Request, Signer, Way, Wish, WishKind
from consent.signing import operations, tasks
from consent.states import EventKind
from tests import factories
from tests.signing import browsing, making

pytestmark = pytest.mark.django_db
NOW = making.NOW
LATER = NOW + timedelta(days=2)


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> Any:
    time_machine.move_to(NOW, tick=False)
    return time_machine


def invited(row: Request | None = None, **fields: Any) -> Signer:
    who = making.signer(row, **fields)
    tasks.mail_invitation(signer_id=who.pk, user_id=who.subject.request.requester_id)
    mail.outbox.clear()
    return who


def hour(clock: Any, now: datetime) -> None:
    """Let the timer ring, and the worker do what follows for signers."""
    clock.move_to(now, tick=False)
    before = set(ProcrastinateJob.objects.values_list("pk", flat=True))
    tasks.remind(timestamp=int(now.timestamp()))
    for job in ProcrastinateJob.objects.exclude(pk__in=before).filter(task_name="signing.mail_invitation"):
        tasks.mail_invitation(**job.args)
        with connection.cursor() as cursor:
            cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", [job.pk])


class TestSigners:
    """Who was invited by mail."""

    def test_after_two_days_comes_a_new_link(self, clock: Any) -> None:
        who = invited()
        hour(clock, LATER)
        (letter,) = mail.outbox
        assert letter.to == [who.mail]
        assert "/sign/link/" in letter.body
        last = Invitation.objects.latest("pk")
        assert (last.reminder, last.expires_at) == (True, LATER + timedelta(hours=72))
        assert Event.objects.latest("position").kind == EventKind.REMINDED

    def test_not_before(self, clock: Any) -> None:
        invited()
        hour(clock, LATER - timedelta(minutes=1))
        assert not mail.outbox

    def test_never_more_than_twice(self, clock: Any) -> None:
        invited()
        for days in (2, 4, 6, 6.9):
            hour(clock, NOW + timedelta(days=days))
        assert len(mail.outbox) == 2

    def test_never_after_an_answer(self, clock: Any) -> None:
        row = making.collecting()
        making.second_person(row)
        making.sign(invited(row))
        hour(clock, LATER)
        assert not mail.outbox

    def test_an_answer_between_timer_and_mail_stops_it(self, clock: Any) -> None:
        row = making.collecting()
        making.second_person(row)
        who = invited(row)
        clock.move_to(LATER, tick=False)
        tasks.remind(timestamp=int(LATER.timestamp()))
        making.sign(who, now=LATER)
        job = ProcrastinateJob.objects.get(task_name="signing.mail_invitation")
        tasks.mail_invitation(**job.args)
        assert not mail.outbox

    @pytest.mark.parametrize(
        "at", [datetime(2026, 11, 25, 19, 5, tzinfo=UTC), datetime(2026, 11, 26, 6, 5, tzinfo=UTC)]
    )
    def test_nobody_is_woken(self, clock: Any, at: datetime) -> None:
        invited()
        hour(clock, at)
        assert not mail.outbox

    def test_a_second_timer_before_the_mail_brings_no_second_mail(self, clock: Any) -> None:
        invited()
        clock.move_to(LATER, tick=False)
        for _ in range(2):
            tasks.remind(timestamp=int(LATER.timestamp()))
        assert ProcrastinateJob.objects.filter(task_name="signing.mail_invitation").count() == 1

    @pytest.mark.parametrize("why", ["failed", "paper", "left out", "qr since", "recorded"])
    def test_who_is_not_reminded(self, clock: Any, why: str) -> None:
        row = making.collecting()
        making.second_person(row)
        who = invited(row)
        if why == "failed":
            Invitation.objects.update(failed_at=NOW)
        elif why == "paper":
            operations.wish(signer_id=who.pk, kind=WishKind.PAPER, now=NOW)
        elif why == "left out":
            type(who.subject).objects.filter(pk=who.subject_id).update(status="left_out")
        elif why == "qr since":
            operations.invite(signer_id=who.pk, way=Way.QR, by=row.requester, now=NOW)
        else:
            Request.objects.filter(pk=row.pk).update(starts_at=NOW + timedelta(days=1))
        hour(clock, LATER)
        assert not mail.outbox

    def test_zero_is_never(self, clock: Any, settings: Settings) -> None:
        settings.MOST_REMINDERS = 0
        invited()
        hour(clock, LATER)
        assert not mail.outbox


class TestRequesters:
    """Who filed a request of which nothing is heard."""

    def remind(self, now: datetime) -> None:
        tasks.remind(timestamp=int(now.timestamp()))
        for event in Event.objects.filter(kind=EventKind.REMINDED, at=now):
            tasks.tell_still_waiting(event_id=event.pk)

    def test_after_four_quiet_days_and_twice_at_most(self) -> None:
        row = making.collecting()
        operations.invite(signer_id=making.signer(row).pk, way=Way.QR, by=row.requester, now=NOW)
        for days in (3, 4, 5, 8, 12, 16):
            self.remind(NOW + timedelta(days=days))
        assert [letter.to for letter in mail.outbox] == [[row.requester.email]] * 2
        assert "Jan" not in mail.outbox[0].body

    def test_not_once_everybody_answered(self) -> None:
        row = making.collecting()
        who = making.signer(row)
        operations.invite(signer_id=who.pk, way=Way.QR, by=row.requester, now=NOW)
        making.sign(who)
        self.remind(NOW + timedelta(days=4))
        assert not mail.outbox


def test_requester_and_desk_see_how_somebody_was_asked(client: Client, clock: Any) -> None:
    who = invited(name="Jan de Wit")
    hour(clock, LATER)
    Invitation.objects.filter(reminder=True).update(failed_at=LATER, failure="5.1.1")
    row = who.subject.request
    asked = asking.of_waiting(row)[who.pk]
    assert (asked.way, asked.at, asked.reminded_at, asked.failed_at) == ("mail", LATER, LATER, LATER)
    client.force_login(row.requester)
    page = client.get(reverse("requesting:detail", args=[row.number])).text
    assert "herinnering" in page or "reminder" in page
    factories.log_in(client, factories.user("rosa@desk.example", role=Role.REVIEWER))
    assert page.count("asked-problem") == client.get(reverse("review:detail", args=[row.number])).text.count(
        "asked-problem"
    )


def test_nothing_of_it_shows_once_they_answered() -> None:
    row = making.collecting()
    making.second_person(row)
    who = invited(row)
    making.sign(who)
    assert asking.of_waiting(row) == {}


class TestWishes:
    """A signer at the form."""

    def test_paper_is_asked_once_and_told_on(self) -> None:
        who = making.signer()
        client = browsing.named(who)
        for _ in range(2):
            client.post(reverse("signing:wish"), {"wish": "paper"})
        event = Event.objects.get(kind=EventKind.WISHED)
        tasks.tell_wished(event_id=event.pk)
        assert mail.outbox[-1].to == [who.subject.request.requester.email]
        assert who.name not in mail.outbox[-1].body
        assert asking.of_waiting(who.subject.request)[who.pk].paper

    def test_a_language_is_named(self) -> None:
        who = making.signer()
        client = browsing.named(who)
        assert client.post(reverse("signing:wish"), {"wish": "language", "other_language": " "}).status_code == 422
        client.post(reverse("signing:wish"), {"wish": "language", "other_language": "Tigrinya"})
        assert Wish.objects.get().language == "Tigrinya"
        assert "Tigrinya" in client.get(reverse("signing:wish")).text

    def test_a_signer_cannot_flood_the_requester(self) -> None:
        who = making.signer()
        for number in range(9):
            operations.wish(signer_id=who.pk, kind=WishKind.LANGUAGE, language=f"Language {number}", now=NOW)
        assert Event.objects.filter(kind=EventKind.WISHED).count() == 5
        assert Wish.objects.get().language == "Language 8"

    def test_the_signer_gets_the_form_to_print_without_a_code_that_opens_anything(self) -> None:
        who = making.signer()
        client = browsing.named(who)
        before = Invitation.objects.count()
        page = client.post(reverse("signing:own_paper"))
        assert page.content.startswith(b"%PDF")
        assert Invitation.objects.count() == before
