"""The desk sees what goes and holds it; the requester asks anew."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from consent import renewals
from consent.models import Freeze, LegalHold, Renewal, Request, Review, Signer, Subject, TermReminder
from consent.retention import operations, renewing, tasks
from consent.states import EventKind, State
from tests import factories
from tests.answered import granted
from tests.retention import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    """A browser that asks for English."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def sam() -> User:
    return factories.user(language="en")


@pytest.fixture
def row(sam: User) -> Request:
    """A request of which the only consent, of two years, ended 25 days ago: contact data goes in five days."""
    made = making.approved(requester=sam, starts_at=timezone.now() - timedelta(days=700), ends_at=None)
    making.person(made, at=timezone.now() - timedelta(days=2 * 365 + 25))
    return made


@pytest.fixture
def desk(client: Client) -> Client:
    factories.log_in(client, making.rosa())
    return client


def test_the_desk_sees_what_will_be_destroyed_and_why(desk: Client, row: Request) -> None:
    page = desk.get(reverse("retention:index"))
    assert [due.request for due in page.context["upcoming"]] == [row]
    assert "The term ended: only the proof is kept" in page.text


def test_a_hold_wants_a_reason_stands_in_the_history_and_is_seen(desk: Client, row: Request) -> None:
    address = reverse("retention:hold", args=[row.number])
    assert desk.post(address, {"reason": ""}).status_code == 422
    assert desk.post(address, {"reason": "Claim 12."}, follow=True).status_code == 200
    assert row.events.filter(kind=EventKind.HELD).count() == 1
    assert "Nothing is destroyed: Claim 12." in desk.get(reverse("retention:detail", args=[row.number])).text
    assert "legal hold: stays" in desk.get(reverse("retention:index")).text


def test_a_held_request_is_not_destroyed_until_the_hold_ends(desk: Client, row: Request) -> None:
    later = timezone.now() + timedelta(days=10)
    hold = operations.hold(request_id=row.pk, by=making.rosa(), reason="A claim.", now=timezone.now())
    tasks.destroy_due(now=later)
    assert not row.destructions.exists()
    desk.post(reverse("retention:release", args=[row.number, hold.pk]), {"reason": "Settled."})
    tasks.destroy_due(now=later)
    assert [made.rule for made in row.destructions.all()] == ["term"]


def test_two_colleagues_who_hold_at_once_make_one_hold(desk: Client, row: Request) -> None:
    for _ in range(2):
        desk.post(reverse("retention:hold", args=[row.number]), {"reason": "Claim 12."})
    assert LegalHold.objects.count() == 1


@pytest.mark.parametrize(("language", "words"), [("en", "ends soon"), ("nl", "loopt binnenkort af")])
def test_the_requester_is_told_in_their_language_and_once(sam: User, language: str, words: str) -> None:
    User.objects.filter(pk=sam.pk).update(language=language)
    made = making.approved(requester=sam)
    granted(made, "Willemijn Zwart", at=timezone.now() - timedelta(days=2 * 365 - 20))
    for _ in range(2):
        tasks.remind_of_terms(now=timezone.now())
    assert TermReminder.objects.get().days == 30
    tasks.tell_term_ending(event_id=made.events.get(kind=EventKind.TERM_ENDING).pk)
    assert words in mail.outbox[0].subject
    assert reverse("retention:renew", args=[made.number]) in mail.outbox[0].body
    assert "Willemijn" not in mail.outbox[0].body


def test_the_requester_asks_the_same_people_anew_in_a_new_request(client: Client, sam: User, row: Request) -> None:
    factories.log_in(client, sam)
    page = client.get(reverse("retention:renew", args=[row.number]))
    assert "A yes is never made longer by itself." in page.text
    client.post(reverse("retention:renew", args=[row.number]))
    new = Renewal.objects.get(of=row).request
    assert (new.status, new.origin, new.existing_source) == (State.DRAFT, "existing", f"AKK-{row.spoken_number}")
    assert [(s.name, s.mail, s.status) for s in Signer.objects.filter(subject__request=new)] == [
        (making.NAME, "willem@home.example", "waiting")
    ]
    assert new.uses.get().name == row.uses.get().name


def test_asking_anew_twice_leads_to_the_same_request(client: Client, sam: User, row: Request) -> None:
    factories.log_in(client, sam)
    for _ in range(2):
        client.post(reverse("retention:renew", args=[row.number]))
    assert Renewal.objects.count() == 1


def test_nobody_is_asked_again_where_the_desk_froze_somebody(row: Request, sam: User) -> None:
    Freeze.objects.create(subject=Subject.objects.get(), by=making.rosa(), at=timezone.now())
    with pytest.raises(renewing.Frozen):
        renewing.renew(request_id=row.pk, by=sam, now=timezone.now())


def test_what_the_renewed_consent_covers_may_stay(row: Request, sam: User) -> None:
    new = renewing.renew(request_id=row.pk, by=sam, now=timezone.now())
    assert renewals.covered(row, now=timezone.now()) == frozenset()
    new.subjects.all().delete()
    Request.objects.filter(pk=new.pk).update(wording=row.wording, submitted_at=timezone.now())
    for state in (State.COLLECTING, State.REVIEW, State.APPROVED):
        Request.objects.filter(pk=new.pk).update(status=state)
    new.refresh_from_db()
    granted(new, at=timezone.now())
    Review.objects.create(request=new, stage="review", outcome="approved", by=making.rosa(), at=timezone.now())
    assert renewals.covered(row, now=timezone.now()) == {(row.uses.get().pk, "photo")}


def test_a_stranger_cannot_ask_anew(client: Client, row: Request) -> None:
    factories.log_in(client, factories.user("eve@student.example"))
    assert client.post(reverse("retention:renew", args=[row.number])).status_code == 404
    assert not Renewal.objects.exists()
