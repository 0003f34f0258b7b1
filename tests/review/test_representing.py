"""The representative's route: only the desk opens it, with the data protection officer's agreement (L3)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from consent.models import Event, RepresentativeRoute, Request, Signer, Subject, Way
from consent.review.operations import MayNotDecide
from consent.review.representing import operations
from consent.review.representing.operations import Agreement, Representative
from consent.signing import operations as signing
from consent.states import State
from tests import factories
from tests.signing import making

pytestmark = pytest.mark.django_db

NOW = factories.NOW
WHO = Representative(name="Karin de Wit", relation="mentor", mail="karin@home.example")
AGREED = Agreement(officer="F. Gerritsen", agreed_on=NOW.date(), reason="Appointed by the court.")


@pytest.fixture
def rosa() -> User:
    return factories.user("rosa@hospital.example", role=Role.REVIEWER)


def opened(who: Signer, rosa: User, *, agreement: Agreement = AGREED) -> RepresentativeRoute:
    return operations.open_route(subject_id=who.subject_id, by=rosa, representative=WHO, agreement=agreement, now=NOW)


def test_the_representative_is_asked_and_the_subject_no_more(rosa: User) -> None:
    who = making.patient()
    route = opened(who, rosa)
    who.refresh_from_db()
    assert who.stood_down_at == NOW
    assert (route.signer.capacity, route.signer.name, route.signer.relation) == (
        "representative",
        "Karin de Wit",
        "mentor",
    )
    with pytest.raises(signing.NotNow):
        signing.invite(signer_id=who.pk, way=Way.QR, by=who.subject.request.requester, now=NOW)


def test_a_link_that_the_subject_had_stops_working(rosa: User) -> None:
    who = making.patient()
    signing.invite(signer_id=who.pk, way=Way.QR, by=who.subject.request.requester, now=NOW)
    opened(who, rosa)
    assert who.invitations.get().revoked_at == NOW


def test_the_representative_signs_without_a_care_professional_and_it_is_complete(rosa: User) -> None:
    who = making.patient()
    route = opened(who, rosa)
    making.sign(route.signer, evidence=replace(making.IN_ROOM, relation="mentor"))
    row = Request.objects.get(pk=who.subject.request_id)
    assert (row.status, row.subjects.get().status) == (State.REVIEW, "granted")


def test_the_history_says_who_opened_it(rosa: User) -> None:
    route = opened(making.patient(), rosa)
    event = Event.objects.get(kind="route_opened")
    assert (event.actor, event.facts.data["route"]) == (f"user:{rosa.pk}", route.pk)


def test_the_requester_cannot_open_it(rosa: User) -> None:
    who = making.patient()
    with pytest.raises(MayNotDecide):
        opened(who, who.subject.request.requester)


def test_nobody_represents_a_child_who_has_parents(rosa: User) -> None:
    mother, _ = making.parents(making.collecting(), age_group="from_12")
    with pytest.raises(operations.HasParents):
        opened(mother, rosa)


def test_it_opens_once(rosa: User) -> None:
    who = making.patient()
    opened(who, rosa)
    with pytest.raises(operations.AlreadyOpened):
        opened(who, rosa)


@pytest.mark.parametrize(
    "agreement",
    [
        replace(AGREED, officer=" "),
        replace(AGREED, reason=""),
        replace(AGREED, agreed_on=NOW.date() + timedelta(days=1)),
    ],
)
def test_without_an_agreement_nothing_opens(agreement: Agreement, rosa: User) -> None:
    with pytest.raises(operations.NotAgreed):
        opened(making.patient(), rosa, agreement=agreement)


@pytest.mark.parametrize("status", [State.DRAFT, State.RETURNED, State.REJECTED, State.CLOSED])
def test_it_opens_only_while_the_answer_is_waited_for(status: State, rosa: User) -> None:
    who = making.signer(factories.request(status=status))
    with pytest.raises(operations.NotWaitedFor):
        opened(who, rosa)


def test_an_answer_that_was_given_stands(rosa: User) -> None:
    who = making.signer()
    making.second_person(who.subject.request)
    making.sign(who)
    with pytest.raises(operations.NotWaitedFor):
        opened(who, rosa)


def test_the_database_knows_no_representative_without_a_route() -> None:
    subject = Subject.objects.create(request=making.collecting(), name="Jan", kind="patient")
    Signer.objects.create(subject=subject, capacity="representative", name="Somebody")
    with pytest.raises(IntegrityError):
        connection.check_constraints()
    transaction.set_rollback(True)


def test_the_desk_opens_it_on_a_page_of_its_own(rosa: User) -> None:
    who = making.patient()
    client = Client()
    factories.log_in(client, rosa)
    page = reverse("review:open_route", args=[who.subject.request.number, who.subject_id])
    assert page in client.get(reverse("review:detail", args=[who.subject.request.number])).text
    typed = {
        "name": "Karin de Wit",
        "relation": "mentor",
        "language": "nl",
        "reason": "Appointed by the court.",
        "officer": "F. Gerritsen",
        "agreed_on": "2026-11-20",
    }
    response = client.post(page, typed | {"officer": ""})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"officer"})
    assert client.post(page, typed).status_code == 302
    route = RepresentativeRoute.objects.get()
    assert (route.officer, route.reason, route.by) == ("F. Gerritsen", "Appointed by the court.", rosa)


def test_the_desk_sees_who_agreed(rosa: User) -> None:
    who = making.patient()
    opened(who, rosa)
    client = Client()
    factories.log_in(client, rosa)
    assert "F. Gerritsen" in client.get(reverse("review:detail", args=[who.subject.request.number])).text
