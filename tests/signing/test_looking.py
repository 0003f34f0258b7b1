"""A look at the form and its line are one statement: a line is there exactly when the form was shown."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client
from django.urls import reverse

from consent import proof
from consent.models import Access, ComingOfAge, Invitation, Request, Signer, Subject
from consent.states import TRANSITIONS, SignerStatus, State, SubjectStatus
from tests.signing import browsing, making

pytestmark = pytest.mark.django_db(transaction=True)
SHEET = reverse("signing:sheet")

type Change = Callable[[Signer], object]


def change(model: type[Signer | Subject | Request], status: str, _who: Signer) -> None:
    """Give every row another status, as far as the life of a request allows."""
    model.objects.update(status=status)


def come_of_age(who: Signer) -> None:
    """Let the signer be asked anew while the desk decides."""
    ComingOfAge.objects.create(subject=who.subject, signer=who, years=12, at=making.NOW, asked_sha256="0" * 64)
    change(Request, State.REVIEW, who)


def looks() -> int:
    return Access.objects.filter(action="viewed").count()


@pytest.fixture
def who() -> Signer:
    return making.signer()


@pytest.fixture
def reader(who: Signer) -> Client:
    """Somebody who looked at their form once."""
    client = browsing.named(who)
    assert client.get(SHEET).status_code == 200
    return client


def test_the_line_is_there_with_the_page(reader: Client, who: Signer) -> None:
    before = looks()
    assert reader.get(SHEET, REMOTE_ADDR="192.0.2.7").status_code == 200
    assert looks() == before + 1
    line = Access.objects.order_by("-pk")[0]
    wanted = (f"signer:{who.pk}", "viewed", who.subject.request_id, "192.0.2.7", None, None)
    assert (line.actor, line.action, line.request_id, line.address, line.user_id, line.document_id) == wanted
    assert proof.lies() == []


def test_a_look_at_the_form_takes_one_statement(reader: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):  # session, all that the form is filled in with, and the line of the log
        reader.get(SHEET)


@pytest.mark.parametrize("address", [SHEET, f"{SHEET}?question=1&then=sign", f"{SHEET}?question=0", f"{SHEET}?x"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_each_way_to_look_writes_one_line(reader: Client, address: str, method: str) -> None:
    before = looks()
    assert getattr(reader, method)(address).status_code == 200
    assert looks() == before + 1


def test_what_is_sent_is_no_look(reader: Client) -> None:
    before = looks()
    assert reader.post(SHEET, {"look": "size:large"}).status_code == 302
    assert looks() == before


CHANGES: dict[str, Change] = {
    "nothing": lambda _: None,
    "expired": lambda _: Invitation.objects.update(expires_at=making.NOW),
    "revoked": lambda _: Invitation.objects.update(revoked_at=making.NOW),
    "stood down": lambda _: Signer.objects.update(stood_down_at=making.NOW),
    **{f"signer {one}": partial(change, Signer, one) for one in SignerStatus},
    **{f"subject {one}": partial(change, Subject, one) for one in SubjectStatus},
    **{f"request {one}": partial(change, Request, one) for one in [State.COLLECTING, *TRANSITIONS[State.COLLECTING]]},
    "came of age afterwards": come_of_age,
}
SHOWN = {
    "nothing",
    "expired",
    "signer waiting",
    "subject waiting",
    "subject refused",
    "subject withdrawn",
    "request collecting",
    "came of age afterwards",
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_line_is_written_exactly_when_the_form_is_shown(reader: Client, who: Signer, what: str) -> None:
    before = looks()
    CHANGES[what](who)
    shown = reader.get(SHEET).status_code == 200
    assert looks() - before == shown
    assert shown == (what in SHOWN)


@pytest.mark.parametrize("known", [{"named": False}, {"identified": False}, {"seen": 0.0}, {"began": 0.0}])
def test_who_may_not_see_it_yet_or_any_more_leaves_no_line(reader: Client, known: dict[str, Any]) -> None:
    session = reader.session
    session["signing"] = session["signing"] | known
    session.save()
    before = looks()
    assert reader.get(SHEET).status_code != 200
    assert looks() == before


def test_an_invitation_that_is_gone_shows_nothing(reader: Client) -> None:
    session = reader.session
    session["signing"] = session["signing"] | {"invitation": 0}
    session.save()
    assert reader.get(SHEET).status_code == 403


def stored(reader: Client, text: str) -> None:
    Session.objects.filter(session_key=reader.session.session_key).update(session_data=text)


def test_a_session_that_is_stored_compressed_shows_the_form_and_leaves_one_line(reader: Client) -> None:
    held = dict(reader.session.items())
    stored(
        reader, signing.dumps(held, salt=reader.session.key_salt, serializer=reader.session.serializer, compress=True)
    )
    before = looks()
    assert reader.get(SHEET).status_code == 200
    assert looks() == before + 1


@pytest.mark.parametrize("text", ["", "eyJ", "eyJ!:1:2", "eyJhIjox:1:2", "eyJzaWduaW5nIjp7fX0:1:2", ".eJw:1:2"])
def test_what_is_no_session_shows_nothing(reader: Client, text: str) -> None:
    stored(reader, text)
    before = looks()
    assert reader.get(SHEET).status_code == 403
    assert looks() == before


def test_a_device_in_queue_mode_shows_the_form_and_leaves_one_line(reader: Client) -> None:
    session = reader.session
    session["queue"] = {"enrolment": 1, "saved": False}
    session.save()
    before = looks()
    assert reader.get(SHEET).status_code == 200
    assert looks() == before + 1


def test_a_row_that_names_the_invitation_of_somebody_else_shows_nothing(reader: Client, who: Signer) -> None:
    other = browsing.named(making.signer(who.subject.request, "Berend Buurman", mail="b@buurman.example"))
    packed, at, signature = Session.objects.get(session_key=other.session.session_key).session_data.split(":")
    mine = Session.objects.get(session_key=reader.session.session_key).session_data.split(":")
    stored(reader, f"{packed}:{mine[1]}:{mine[2]}")
    page = reader.get(SHEET)
    assert page.status_code == 403
    assert b"Buurman" not in page.content
    stored(reader, f"{packed}:{at}:{signature}")
    assert b"Buurman" in reader.get(SHEET).content


def test_an_account_at_the_same_browser_keeps_its_own_session_and_sees_no_form(who: Signer) -> None:
    client = Client()
    client.force_login(who.subject.request.requester)
    key, before = client.session.session_key, looks()
    assert client.get(SHEET).status_code == 403
    assert client.session.session_key == key
    assert looks() == before


def test_a_signers_session_that_somehow_holds_an_account_too_leaves_one_line(reader: Client, who: Signer) -> None:
    held = dict(reader.session.items())
    reader.force_login(who.subject.request.requester)
    session = reader.session
    session.update(held)
    session.save()
    before = looks()
    assert reader.get(SHEET).status_code == 200
    assert looks() == before + 1
