"""After a withdrawal a new dossier shows it at once; earlier ones stay as they were, and nobody but the desk gets any."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from consent import audit, destroying, lifecycle, store
from consent.archive import dossier_page, operations, queries, selfcheck, tasks
from consent.archive.selfcheck import Finding, Problem
from consent.effects import EFFECTS
from consent.models import Document, Event, Request, Rule, Signature
from consent.states import EventKind
from consent.withdrawal import operations as withdrawing
from tests import factories
from tests.archive import making
from tests.archive.making import NOW, squeezed, text
from tests.concurrency.conftest import starting_data  # noqa: F401 - a fixture
from tests.concurrency.races import at_once

LATER = NOW + timedelta(days=3)


def decided(*names: str) -> list[Signature]:
    """Signed forms of one request that was decided, with the decision's dossier."""
    row = making.request(requester=factories.user("sam@student.example"))
    signed = [making.signature(name, row) for name in names]
    operations.seal_dossier(review_id=making.review(row).pk, now=NOW)
    return signed


def withdraw(signature: Signature, *, at: datetime = LATER) -> Event:
    withdrawing.withdraw(signer_id=signature.signer_id, now=at)
    return Event.objects.filter(kind=EventKind.WITHDRAWN).latest("position")


def dossiers() -> list[Document]:
    return list(Document.objects.filter(kind="dossier").order_by("pk"))


@pytest.mark.django_db
def test_a_withdrawal_after_the_decision_is_sealed_in_a_new_dossier(tmp_path: Path) -> None:
    (signature,) = decided("Elif Yılmaz")
    event = withdraw(signature)
    tasks.seal_dossier_anew(event_id=event.pk)
    first, anew = dossiers()
    assert (first.event, anew.event, anew.review) == (None, event, first.review)
    assert squeezed("Opnieuw verzegeld") not in text(store.get(first.sha256), tmp_path)
    said = text(store.get(anew.sha256), tmp_path)
    assert squeezed("Elif Yılmaz: de hele toestemming") in said
    assert squeezed("Opnieuw verzegeld omdat toestemming is ingetrokken, het laatst op") in said
    assert anew.chain_head in said


@pytest.mark.django_db
def test_the_withdrawal_of_one_use_is_sealed_too() -> None:
    (signature,) = decided("Elif Yılmaz")
    use = signature.signer.subject.request.uses.get()
    withdrawing.withdraw_uses(signer_id=signature.signer_id, uses=[use.pk], now=LATER)
    tasks.seal_dossier_anew(event_id=Event.objects.get(kind=EventKind.WITHDRAWN).pk)
    assert len(dossiers()) == 2


@pytest.mark.django_db
def test_the_event_asks_for_it() -> None:
    assert "archive.seal_dossier_anew" in EFFECTS[EventKind.WITHDRAWN]


@pytest.mark.django_db
def test_a_job_that_runs_twice_makes_one() -> None:
    (signature,) = decided("Elif Yılmaz")
    event = withdraw(signature)
    for _ in range(2):
        tasks.seal_dossier_anew(event_id=event.pk)
    assert [document.event for document in dossiers()] == [None, event]


@pytest.mark.django_db
def test_each_later_withdrawal_has_its_dossier_and_one_shows_all_before_it() -> None:
    one, two, three = decided("Anna", "Bas", "Cas")
    first = withdraw(one)
    tasks.seal_dossier_anew(event_id=first.pk)
    second, third = withdraw(two), withdraw(three)
    for event in (second, third):
        tasks.seal_dossier_anew(event_id=event.pk)
    assert [document.event for document in dossiers()] == [None, first, third]


@pytest.mark.django_db
def test_before_a_decision_there_is_no_dossier_to_make_anew() -> None:
    event = withdraw(making.signature())
    tasks.seal_dossier_anew(event_id=event.pk)
    making.review(event.request, at=LATER + timedelta(days=1))
    tasks.seal_dossier_anew(event_id=event.pk)
    assert dossiers() == []
    assert not queries.undocumented_withdrawals(before=LATER + timedelta(days=9)).exists()


@pytest.mark.django_db
def test_a_withdrawal_that_no_dossier_shows_after_an_hour_is_named() -> None:
    (signature,) = decided("Elif Yılmaz")
    event = withdraw(signature)
    operations.seal_signature(signature_id=signature.pk, now=NOW)
    wanted = Finding(Problem.WAITING, f"withdrawal, {event}")
    assert wanted not in list(selfcheck.run(now=LATER + timedelta(minutes=59)))
    assert wanted in list(selfcheck.run(now=LATER + timedelta(minutes=61)))
    tasks.seal_dossier_anew(event_id=event.pk)
    assert wanted not in list(selfcheck.run(now=LATER + timedelta(minutes=61)))


@pytest.mark.django_db
def test_data_destroyed_while_it_was_made_leave_no_dossier(monkeypatch: pytest.MonkeyPatch) -> None:
    (signature,) = decided("Elif Yılmaz")
    withdraw(signature)
    row = signature.signer.subject.request
    made: Callable[..., bytes] = dossier_page.render

    def meanwhile(**given: object) -> bytes:
        pdf = made(**given)
        destroy(row, signature)
        return pdf

    monkeypatch.setattr(dossier_page, "render", meanwhile)
    with pytest.raises(operations.DestroyedMeanwhile):
        operations.seal_dossier_anew(request_id=row.pk, now=LATER)
    assert len(dossiers()) == 1


def destroy(row: Request, signature: Signature, rule: Rule = Rule.PERSON) -> None:
    subject = signature.signer.subject if rule == Rule.PERSON else None
    destroying.destroy(lifecycle.lock(row.pk), rule=rule, by="system", due_on=LATER.date(), now=LATER, subject=subject)


@pytest.mark.django_db
def test_who_was_erased_is_not_in_the_new_dossier(tmp_path: Path) -> None:
    anna, bas = decided("Anna Zwaluw", "Bas Merel")
    row = anna.signer.subject.request
    withdraw(bas)
    destroy(row, anna)
    made = operations.seal_dossier_anew(request_id=row.pk, now=LATER)
    assert made is not None
    said = text(store.get(made.sha256), tmp_path)
    assert ("BasMerel" in said, "Zwaluw" in said) == (True, False)


@pytest.mark.django_db
def test_nothing_is_sealed_of_what_was_destroyed() -> None:
    (signature,) = decided("Elif Yılmaz")
    event = withdraw(signature)
    row = signature.signer.subject.request
    destroy(row, signature, Rule.CLAIMS)
    assert operations.seal_dossier_anew(request_id=row.pk, now=LATER) is None
    assert event not in queries.undocumented_withdrawals(before=LATER + timedelta(days=1))


@pytest.mark.django_db
def test_the_requester_gets_no_dossier_and_no_mail_of_it() -> None:
    (signature,) = decided("Elif Yılmaz")
    tasks.seal_dossier_anew(event_id=withdraw(signature).pk)
    tasks.send_copy(event_id=Event.objects.filter(kind=EventKind.SEALED).latest("position").pk)
    assert mail.outbox == []
    sam = Client()
    sam.force_login(signature.signer.subject.request.requester)
    for document in dossiers():
        assert sam.get(reverse("archive:download", args=[document.pk])).status_code == 404


@pytest.mark.django_db
def test_the_verify_page_says_that_a_newer_one_exists_but_not_why() -> None:
    (signature,) = decided("Elif Yılmaz")
    tasks.seal_dossier_anew(event_id=withdraw(signature).pk)
    client = Client(headers={"accept-language": "en"})
    first, anew = (client.get(code(document)).content.decode() for document in dossiers())
    assert "A newer dossier of this request was sealed on" in first
    assert ("Genuine, but there is a newer dossier" in first, ", and it still stands" in first) == (True, False)
    assert ("A newer dossier" in anew, ", and it still stands" in anew) == (False, True)
    for page in (first, anew):
        assert "Elif" not in page
        assert "withdrawn" not in page.lower()


def code(document: Document) -> str:
    assert document.review_id is not None
    said = queries.code_of(kind=document.kind, key=document.review_id, chain_head=document.chain_head)  # type: ignore[arg-type]
    return reverse("archive:verify_code", args=[said])


@pytest.mark.django_db
def test_the_desk_reads_the_newest_first_and_the_earlier_one_by_its_date() -> None:
    (signature,) = decided("Elif Yılmaz")
    row = signature.signer.subject.request
    client = Client(headers={"accept-language": "en"})
    factories.log_in(client, making.rosa())
    event = withdraw(signature)
    address = reverse("review:detail", args=[row.number])
    assert "The dossier that shows it is being sealed." in client.get(address).content.decode()
    tasks.seal_dossier_anew(event_id=event.pk)
    page = client.get(address).content.decode()
    first, anew = (page.index(reverse("archive:download", args=[document.pk])) for document in dossiers())
    assert anew < page.index("Earlier dossier:")
    assert anew < first
    assert "is being sealed" not in page


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("starting_data")
def test_two_withdrawals_in_one_second_make_one_dossier_that_shows_both(tmp_path: Path) -> None:
    signed = decided("Anna Zwaluw", "Bas Merel")
    row = signed[0].signer.subject.request
    at_once([partial(withdrawing.withdraw, signer_id=one.signer_id, now=LATER) for one in signed])
    events = Event.objects.filter(kind=EventKind.WITHDRAWN).order_by("position")
    made = at_once([partial(operations.seal_dossier_anew, request_id=row.pk, now=LATER)] * 4)
    _first, anew = dossiers()
    assert {document.pk for document in made} == {anew.pk}
    assert anew.event == events.last()
    said = text(store.get(anew.sha256), tmp_path)
    assert said.count("zelf:ingetrokken") == 2
    assert "AnnaZwaluw:dehele" in said
    assert "BasMerel:dehele" in said
    assert audit.verify_chain() is None
