"""The health page says what is wrong, how bad it is, and what to do; to administrators, and to programs with a token."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from accounts.models import Role
from consent import store
from consent.archive import certificate
from consent.health import jobs, looking, upkeep
from consent.health.report import Level, Line
from consent.models import Invitation, Upkeep
from consent.states import SignerStatus
from tests import factories
from tests.archive import making

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def archive(settings: Settings, tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    options = {"BACKEND": "consent.store.ArchiveFolder", "OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, store.ARCHIVE: options}
    return folder


@pytest.fixture
def administrator(client: Client) -> Client:
    factories.log_in(client, factories.user("ada@desk.example", role=Role.ADMINISTRATOR, name="Ada"))
    return client


def line(key: str, *, later: timedelta = timedelta(0)) -> Line:
    return next(one for one in looking.look(now=timezone.now() + later).lines if one.key == key)


def job(*, queue: str = "mail", **columns: Any) -> int:
    """A job as it stands in the table; the columns are set behind procrastinate's back."""
    made: int = app.configure_task("signing.tell_undelivered", queue=queue).defer(event_id=1)
    for column, value in columns.items():
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE procrastinate_jobs SET {column} = %s WHERE id = %s", [value, made])
    return made


def status(pk: int) -> str:
    found: str = ProcrastinateJob.objects.get(pk=pk).status
    return found


class TestJobs:
    def test_a_queue_says_how_many_wait_and_since_when(self) -> None:
        job(queue="archive")
        found = line("queue_archive", later=timedelta(minutes=20))
        assert (found.level, found.facts["waiting"]) == (Level.WARN, 1)
        assert line("queue_archive", later=timedelta(hours=2)).level == Level.BAD
        assert line("queue_archive").level == Level.GOOD

    def test_what_is_planned_for_later_does_not_wait(self) -> None:
        job(scheduled_at=timezone.now() + timedelta(days=2))
        assert jobs.queues(now=timezone.now()) == []

    def test_a_job_that_was_given_up_is_bad_and_can_be_tried_again(self, administrator: Client) -> None:
        given_up = job(status="doing")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [given_up])
        assert line("queue_mail").level == Level.BAD
        administrator.post("/health/retry/", {"queue": "mail"})
        assert status(given_up) == "todo"

    def test_a_job_that_waits_for_its_next_try_is_tried_now(self) -> None:
        now = timezone.now()
        waiting = job(attempts=3, scheduled_at=now + timedelta(minutes=5))
        other = job(queue="archive", attempts=3, scheduled_at=now + timedelta(minutes=5))
        assert jobs.retry("mail", now=now) == 1
        assert ProcrastinateJob.objects.get(pk=waiting).scheduled_at == now
        assert ProcrastinateJob.objects.get(pk=other).scheduled_at > now

    def test_a_job_planned_for_later_is_not_hurried(self) -> None:
        now = timezone.now()
        job(scheduled_at=now + timedelta(days=2))
        assert jobs.retry("mail", now=now) == 0

    def test_of_two_twins_that_were_given_up_one_is_tried_again(self) -> None:
        for pk in [job(), job()]:
            with connection.cursor() as cursor:
                cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [pk])
                cursor.execute(
                    "UPDATE procrastinate_jobs SET status = 'failed', queueing_lock = 'twin' WHERE id = %s", [pk]
                )
        assert jobs.retry("mail", now=timezone.now()) == 1

    def test_a_job_of_a_worker_that_is_gone_is_named(self) -> None:
        job(status="doing")
        assert line("queue_mail").facts["stuck"] == 1

    def test_without_a_worker_waiting_jobs_are_bad(self) -> None:
        assert line("worker").level == Level.WARN
        job()
        assert line("worker").level == Level.BAD

    def test_a_worker_that_lives_is_fine(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT procrastinate_register_worker_v1()")
        assert line("worker").level == Level.GOOD
        assert line("worker", later=timedelta(minutes=5)).level != Level.GOOD


class TestMails:
    def test_a_mail_that_cannot_be_sent_is_bad(self) -> None:
        job(attempts=2, scheduled_at=timezone.now())
        assert (line("mails").level, line("mails").facts["unsent"]) == (Level.BAD, 1)

    def test_an_invitation_that_came_back_this_week_wants_a_look(self) -> None:
        user = factories.user()
        signer = factories.signer(factories.request(user), status=SignerStatus.WAITING)
        now = timezone.now()
        Invitation.objects.create(
            signer=signer, way="mail", token_hash="0" * 64, made_by=user, made_at=now, expires_at=now, failed_at=now
        )
        assert line("mails").level == Level.WARN
        assert line("mails", later=timedelta(days=8)).level == Level.GOOD


class TestArchive:
    def test_a_signature_without_its_seal_is_bad_after_an_hour(self) -> None:
        signature = making.signature()
        now = signature.at + timedelta(minutes=59)
        assert next(one for one in looking.look(now=now).lines if one.key == "seals").level == Level.GOOD
        bad = next(one for one in looking.look(now=now + timedelta(minutes=2)).lines if one.key == "seals")
        assert (bad.level, bad.facts["forms"]) == (Level.BAD, 1)

    def test_a_document_without_a_timestamp_wants_a_look(self, settings: Settings) -> None:
        making.sealed()
        settings.TIMESTAMP_AUTHORITIES = ["https://tsa.example"]
        assert line("timestamps").facts["missing"] == 1
        assert line("timestamps").level != Level.GOOD

    @pytest.mark.parametrize(("days", "level"), [(200, "good"), (80, "warn"), (20, "bad"), (-1, "bad")])
    def test_the_certificate_is_announced_in_time(self, days: int, level: str, monkeypatch: pytest.MonkeyPatch) -> None:
        now = timezone.now()
        end = certificate.Ending("CN=x", now + timedelta(days=days, hours=1), days, soon=days <= 90)
        monkeypatch.setattr(certificate, "ending", lambda *, now: end)
        assert next(one for one in looking.look(now=now).lines if one.key == "certificate").level == level

    def test_no_certificate_is_bad(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def none(*, now: object) -> None:
            raise certificate.NoSeal("a path that nobody should read")

        monkeypatch.setattr(certificate, "ending", none)
        assert line("certificate").level == Level.BAD
        assert "path" not in line("certificate").said


class TestUpkeep:
    def test_what_never_ran_is_bad(self) -> None:
        assert {line(kind).level for kind in upkeep.Kind} == {Level.BAD}

    @pytest.mark.parametrize(("hours", "level"), [(1, "good"), (30, "warn"), (24 * 4, "bad")])
    def test_a_backup_gets_old(self, hours: int, level: str) -> None:
        upkeep.note(upkeep.Kind.BACKUP, wrong=0, now=timezone.now())
        assert line("backup", later=timedelta(hours=hours)).level == level

    def test_findings_are_bad_and_the_last_good_day_is_kept(self) -> None:
        good = timezone.now() - timedelta(days=1)
        upkeep.note(upkeep.Kind.ARCHIVE, wrong=0, now=good)
        upkeep.note(upkeep.Kind.ARCHIVE, wrong=2, now=timezone.now())
        assert (line("check_archive").level, line("check_archive").facts["wrong"]) == (Level.BAD, 2)
        assert Upkeep.objects.get().good_at == good

    def test_the_checks_write_down_that_they_ran(self) -> None:
        call_command("check_archive", stdout=StringIO())
        call_command("check_history", stdout=StringIO())
        assert {line(kind).level for kind in (upkeep.Kind.ARCHIVE, upkeep.Kind.HISTORY)} == {Level.GOOD}

    def test_a_file_that_is_missing_is_counted(self, archive: Path) -> None:
        document = making.sealed()
        (archive / store.name_of(document.sha256)).unlink()
        with pytest.raises(CommandError):
            call_command("check_archive", stdout=StringIO())
        assert Upkeep.objects.get(kind="check_archive").wrong >= 1


class TestWho:
    @pytest.fixture
    def token(self, settings: Settings) -> str:
        settings.HEALTH_TOKEN = "a token of a watching program"
        return "a token of a watching program"

    def test_an_administrator_sees_the_page_and_the_data(self, administrator: Client) -> None:
        page = administrator.get("/health/", headers={"accept-language": "en"}).content.decode()
        assert "Last backup" in page or "Laatste back-up" in page
        told = administrator.get("/health/data/").json()
        assert told["level"] == "bad"
        assert set(told["versions"]) == {"Akkoord", "Django", "PostgreSQL", "Python"}
        assert "0.0" not in told["versions"].values()

    def test_a_program_with_the_token_is_told_that_somebody_must_act(self, client: Client, token: str) -> None:
        told = client.get("/health/watched/", headers={"Authorization": f"Bearer {token}"})
        assert (told.status_code, told.json()["level"]) == (503, "bad")

    @pytest.mark.parametrize("given", ["", "Bearer ", "Bearer another", "a token of a watching program", "Bearer é"])
    def test_without_the_token_there_is_no_such_page(self, given: str, client: Client, token: str) -> None:
        assert client.get("/health/watched/", headers={"Authorization": given}).status_code == 404

    def test_where_no_token_is_set_none_works(self, client: Client) -> None:
        assert client.get("/health/watched/", headers={"Authorization": "Bearer "}).status_code == 404

    def test_nothing_left_to_try_again_says_so(self, administrator: Client) -> None:
        assert administrator.post("/health/retry/", {"queue": "a\0b" * 100}).status_code == 302


def test_more_jobs_are_no_more_queries(administrator: Client) -> None:
    job()
    administrator.get("/health/")
    with CaptureQueriesContext(connection) as few:
        administrator.get("/health/")
    for queue in ("mail", "archive", "effects"):
        for _ in range(5):
            job(queue=queue)
    with CaptureQueriesContext(connection) as many:
        administrator.get("/health/")
    assert len(many) == len(few)


def test_the_command_says_the_same_and_fails_when_somebody_must_act() -> None:
    said = StringIO()
    with pytest.raises(CommandError, match="must act"):
        call_command("health", stdout=said)
    assert "backup" in said.getvalue()
    as_json = StringIO()
    with pytest.raises(CommandError):
        call_command("health", "--json", stdout=as_json)
    assert json.loads(as_json.getvalue())["lines"]["backup"]["at"] is None
