"""What becomes of a mailed invitation: taken, refused at once, sent back later; and a link whose time is over."""

import smtplib
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from io import BytesIO, StringIO
from mailbox import Maildir
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from consent.models import Event, Invitation, Signer, Way
from consent.signing import bounces, operations, tasks
from consent.states import EventKind
from tests.signing import making, postman

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(settings: Settings) -> Iterator[postman.Post]:
    with postman.open_for_post() as post:
        options = {"host": "127.0.0.1", "port": post.port, "timeout": 10}
        backend = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
        settings.MAILERS = {"default": backend}
        yield post


def invite(who: Signer) -> Invitation:
    tasks.mail_invitation(signer_id=who.pk, user_id=who.subject.request.requester_id)
    return Invitation.objects.latest("pk")


def returned(message_id: str, *, action: str = "failed", status: str = "5.1.1", whole: bool = True) -> bytes:
    original = f"From: akkoord@example.org\r\nMessage-ID: <{message_id}@localhost>\r\nSubject: x\r\n\r\n"
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: bounces@example.org\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; jan@home.example\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: {kind}\r\n\r\n{original}\r\n--b--\r\n"
    ).encode()


def test_a_mail_that_the_server_took_is_written_down_and_named_by_chance_only(post: postman.Post) -> None:
    invitation = invite(making.signer())
    (message,) = post.messages
    message_id = message_from_bytes(message)["Message-ID"]
    assert message_id == f"<{invitation.message_id}@localhost>"
    assert len(invitation.message_id or "") == 32
    assert (invitation.sent_at is not None, invitation.failed_at) == (True, None)


def test_mail_comes_back_to_an_address_of_its_own(post: postman.Post, settings: Settings) -> None:
    settings.BOUNCE_MAIL = "bounces@example.org"
    invite(making.signer())
    assert post.senders == ["bounces@example.org"]
    assert message_from_bytes(post.messages[0])["From"] == settings.DEFAULT_FROM_EMAIL


def test_an_address_that_is_refused_shows_at_once_and_is_not_tried_again(post: postman.Post) -> None:
    who = making.signer(mail="nobody@home.example")
    invitation = invite(who)
    assert (invitation.failure, invitation.sent_at) == ("5.1.1", None)
    event = Event.objects.get(kind=EventKind.UNDELIVERED)
    assert event.facts.data == {"signer": who.pk, "status": "5.1.1"}
    assert post.messages == []


def test_a_full_mailbox_is_tried_again_and_leaves_nothing_half_done(post: postman.Post) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        invite(making.signer(mail="full@home.example"))
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("whole", [True, False])
def test_a_mail_that_comes_back_is_known_by_its_id(whole: bool) -> None:
    invitation = invite(making.signer())
    assert bounces.read(returned(invitation.message_id or "", whole=whole)) == bounces.Bounce(
        invitation.message_id or "", "5.1.1"
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: out of office\r\n\r\nBack on Monday <" + b"a" * 32 + b"@x>",
        returned("0" * 32, action="delayed", status="4.4.1"),
        returned("someone-else"),
    ],
)
def test_what_tells_nothing_changes_nothing(raw: bytes) -> None:
    assert bounces.read(raw) is None


def bounced(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> str:
    out = StringIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=BytesIO(raw)))
    call_command("bounced", stdout=out)
    return out.getvalue().strip()


def test_the_command_takes_a_message_and_the_requester_is_told_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    who = making.signer(name="Jan de Wit")
    invitation = invite(who)
    assert bounced(monkeypatch, returned(invitation.message_id or "")) == "An invitation did not arrive."
    assert bounced(monkeypatch, returned(invitation.message_id or "")) == "An invitation did not arrive."
    invitation.refresh_from_db()
    assert invitation.failure == "5.1.1"
    event = Event.objects.get(kind=EventKind.UNDELIVERED)
    tasks.tell_undelivered(event_id=event.pk)
    assert mail.outbox[-1].to == [who.subject.request.requester.email]
    assert "Jan" not in f"{mail.outbox[-1].body} {mail.outbox[-1].subject}"


def test_a_made_up_message_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    invite(making.signer())
    assert bounced(monkeypatch, returned("f" * 32)) == "Not about an invitation."
    assert not Event.objects.filter(kind=EventKind.UNDELIVERED).exists()


def test_a_mailbox_is_emptied(tmp_path: Path) -> None:
    invitation = invite(making.signer())
    box = Maildir(tmp_path / "box")
    box.add(returned(invitation.message_id or ""))
    box.add(b"Subject: hello\r\n\r\n")
    call_command("bounced", maildir=tmp_path / "box", stdout=StringIO())
    invitation.refresh_from_db()
    assert (invitation.failure, len(box)) == ("5.1.1", 0)


def test_the_command_reads_a_real_pipe() -> None:
    ran = subprocess.run(
        [sys.executable, "manage.py", "bounced"], input=b"Subject: x\r\n\r\n", capture_output=True, check=True
    )
    assert ran.stdout.strip() == b"Not about an invitation."


class TestExpired:
    """A link whose time is over."""

    def expired(self, time_machine: Any, **fields: Any) -> tuple[Signer, str]:
        time_machine.move_to(making.NOW, tick=False)
        who = making.signer(**fields)
        way = Way.MAIL if who.mail else Way.PAPER
        by = who.subject.request.requester
        token = operations.invite(signer_id=who.pk, way=way, by=by, now=making.NOW)
        time_machine.move_to(making.NOW + timedelta(hours=73), tick=False)
        return who, token

    def test_the_signer_has_a_new_one_sent_to_the_same_address(self, client: Client, time_machine: Any) -> None:
        who, token = self.expired(time_machine)
        page = client.get(reverse("signing:open", args=[token]))
        assert page.status_code == 410
        assert page.context["new_link_url"].encode() in page.content
        client.post(page.context["new_link_url"])
        client.post(page.context["new_link_url"])
        job = ProcrastinateJob.objects.get(task_name="signing.mail_invitation")
        tasks.mail_invitation(**job.args)
        assert mail.outbox[0].to == [who.mail]
        assert Event.objects.latest("position").actor == f"signer:{who.pk}"

    def test_looking_at_it_sends_nothing(self, client: Client, time_machine: Any) -> None:
        _who, token = self.expired(time_machine)
        client.get(reverse("signing:open", args=[token]))
        assert client.get(reverse("signing:new_link", args=[token])).status_code == 405
        assert not ProcrastinateJob.objects.filter(task_name="signing.mail_invitation").exists()

    def test_without_an_address_one_asks_who_gave_the_paper(self, client: Client, time_machine: Any) -> None:
        _who, token = self.expired(time_machine, mail="")
        page = client.get(reverse("signing:open", args=[token]))
        assert "new_link_url" not in page.context
        client.post(reverse("signing:new_link", args=[token]))
        assert not ProcrastinateJob.objects.filter(task_name="signing.mail_invitation").exists()

    def test_a_link_that_still_works_brings_no_other(self, client: Client, time_machine: Any) -> None:
        time_machine.move_to(making.NOW + timedelta(hours=1), tick=False)
        who = making.signer()
        token = operations.invite(signer_id=who.pk, way=Way.MAIL, by=who.subject.request.requester, now=making.NOW)
        client.post(reverse("signing:new_link", args=[token]))
        assert not ProcrastinateJob.objects.filter(task_name="signing.mail_invitation").exists()

    def test_four_links_a_day_are_enough(self, client: Client, time_machine: Any) -> None:
        who, token = self.expired(time_machine)
        for _ in range(5):
            tasks.mail_invitation(signer_id=who.pk, user_id=who.subject.request.requester_id)
        Invitation.objects.filter(revoked_at=None).delete()
        Invitation.objects.filter(expires_at__lt=making.NOW + timedelta(hours=73)).update(revoked_at=None)
        client.post(reverse("signing:new_link", args=[token]))
        assert not ProcrastinateJob.objects.filter(task_name="signing.mail_invitation").exists()
