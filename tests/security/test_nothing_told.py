"""Logs, jobs, sessions, cookies and addresses of a whole life hold no name, answer, code or token (ASVS 14.2.1, 16.2.5)."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from config.logs import JsonFormatter
from consent import lasting
from consent.archive import operations as archiving
from consent.models import Invitation, LastingLink, Signature, Way
from consent.signing import operations as signing
from consent.signing import tasks
from tests import factories
from tests.signing import browsing, making

pytestmark = pytest.mark.django_db

NAME, MAIL, TITLE, PURPOSE = "Xanthippe Oort", "xanthippe@mail.example", "Quagga morning", "Okapi blog"
SENTENCE = "I had an Axolotl operation"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that any logger writes, at its finest, as production writes it."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonFormatter())
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield out
    root.removeHandler(handler)
    root.setLevel(before)


def live() -> tuple[list[str], list[str]]:
    """Live a life by mail, code, form, seal, own page and withdrawal; return the secrets that came up and the addresses."""
    row = making.collecting(title=TITLE, purpose=PURPOSE)
    who = making.signer(row, NAME, mail=MAIL)
    making.second_person(row)
    student, client = Client(), Client()
    student.post("/login/", {"login": row.requester.email, "password": factories.PASSWORD})
    student.post("/login/", {"login": row.requester.email, "password": "a wrong Wombat password"})
    student.post(reverse("signing:invite", args=[who.pk]))
    token = signing.invite(signer_id=who.pk, way=Way.MAIL, by=row.requester, now=timezone.now())
    visited = [reverse("signing:open", args=[token])]
    digits = come_in(client, visited[0])
    pages = [(reverse("signing:start"), {"me": "yes"}), (reverse("signing:sheet"), making.answers(browsing.fresh(who)))]
    pages += [(reverse("signing:sign"), browsing.mark(who))]
    for address, form in pages:
        client.get(address)
        response = client.post(address, form)
        visited += [address, response.get("Location", "")]
    signature = Signature.objects.get(signer=who)
    archiving.seal_signature(signature_id=signature.pk, now=timezone.now())
    own = lasting.new_link(signer=who, now=timezone.now())
    mine = own[own.index("/mine/") :]
    client.get(mine)
    client.get(f"{mine}copy/")
    client.post(f"{mine}withdraw/")
    client.get("/mine/x-unknown-token/")
    student.get(reverse("requesting:detail", args=[row.number]))
    client.raise_request_exception = False
    secrets = [NAME, "Xanthippe", MAIL, TITLE, PURPOSE, token, mine.split("/")[2], digits, "Wombat", factories.PASSWORD]
    secrets += [
        row.requester.email,
        row.requester.name,
        client.cookies["session"].value,
        student.cookies["session"].value,
    ]
    return [one for one in secrets if one], visited


def come_in(client: Client, address: str) -> str:
    """Open the link, guess wrong once, and give the code; return it."""
    client.get(address)
    client.post(address)
    tasks.mail_code(**ProcrastinateJob.objects.filter(task_name="signing.mail_code").latest("pk").args)
    digits = next(line for line in mail.outbox[-1].body.splitlines() if line.isdecimal())
    client.post(reverse("signing:code"), {"digits": f"{(int(digits) + 1) % 1_000_000:06d}"})
    client.post(reverse("signing:code"), {"digits": digits})
    return digits


def test_the_logs_of_a_whole_life_hold_no_secret(written: io.StringIO) -> None:
    secrets, _ = live()
    lines = written.getvalue()
    ours = [line for line in lines.splitlines() if not json.loads(line)["logger"].startswith("django.db.backends")]
    assert len(ours) > 15, "something was written, or this says nothing"
    assert [one for one in secrets if one in "\n".join(ours)] == []


def test_no_table_but_their_own_holds_a_token_or_a_code() -> None:
    secrets, _ = live()
    keys = secrets[5:8]
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT string_agg(row::text, chr(10)) FROM "{table}" AS row')
            text = cursor.fetchone()[0] or ""
            if any(len(key) > 6 and key in text for key in keys) or f"|{keys[2]}|" in text:
                found[table] = keys
    assert set(found) <= {"demo_mail"}


def test_what_is_stored_of_a_link_is_a_digest_and_it_ends() -> None:
    secrets, _ = live()
    rows: list[Any] = [*Invitation.objects.all(), *LastingLink.objects.all()]
    assert len(rows) > 1
    for row in rows:
        assert len(row.token_hash) == 64
        assert row.expires_at > row.made_at
        assert not any(secret in row.token_hash for secret in secrets)
    assert min(len(token) for token in secrets[5:7]) >= 43, "256 bits, in characters that an address may hold"


def test_jobs_hold_keys_of_rows_and_nothing_else() -> None:
    secrets, _ = live()
    jobs = list(ProcrastinateJob.objects.values_list("task_name", "args"))
    assert len(jobs) > 5
    told = {(name, one) for name, args in jobs for one in secrets if one in json.dumps(args)}
    assert told == set()


def test_the_addresses_of_a_signers_pages_tell_nothing() -> None:
    secrets, visited = live()
    personal = [one for one in secrets if one not in visited[0]]
    assert [(one, address) for one in personal for address in visited if one in address] == []


def test_a_broken_page_tells_its_visitor_and_the_log_nothing(
    written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        said = f"{NAME} {MAIL}"
        raise RuntimeError(said)

    who = making.signer(making.collecting(title=TITLE), NAME)
    client = browsing.named(who)
    client.raise_request_exception = False
    monkeypatch.setattr("consent.facts.sheet_for", broken)
    response = client.get(reverse("signing:sheet"))
    assert response.status_code == 500
    for secret in (NAME, MAIL, TITLE, "Traceback", "RuntimeError", "settings"):
        assert secret not in response.text, secret
    line = next(line for line in written.getvalue().splitlines() if "RuntimeError" in line)
    assert NAME not in line
    assert MAIL not in line
