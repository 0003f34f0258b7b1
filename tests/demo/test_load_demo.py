"""The demo's data: the ten scenarios, every state, a true history, made once."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import Role, User
from consent import audit, facts, permissions, recording
from consent.models import Card, Document, Event, Freeze, Postponement, Request, Signature, Subject, TakeDown
from consent.requesting import queries
from consent.states import EventKind, State, SubjectStatus
from demo import jobs
from demo.scenarios.cast import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, loaded once for the tests of this file and rolled back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", seal_seconds=0)
        yield
        transaction.set_rollback(True)


def of(title: str) -> Request:
    return Request.objects.get(title__startswith=title)


def allowed(request: Request) -> set[tuple[str, str]]:
    channels = dict(request.uses.values_list("pk", "channel"))
    cells = permissions.matrix(facts.asked_for(request), now=timezone.now())
    return {(channels[cell.use], cell.medium) for cell in cells if cell.allowed}


def test_every_state_is_there(demo) -> None:
    assert set(Request.objects.values_list("status", flat=True)) == set(State)


def test_the_history_is_true_and_older_than_today(demo) -> None:
    assert audit.verify_chain() is None
    assert not Event.objects.filter(at__gt=timezone.now()).exists()
    assert Event.objects.filter(at__lt=timezone.now() - timedelta(days=50)).exists()


def test_only_seals_wait_for_the_worker(demo) -> None:
    waiting = ProcrastinateJob.objects.filter(status="todo", scheduled_at=None)
    assert set(waiting.values_list("queue_name", flat=True)) == {"archive"}
    assert waiting.filter(task_name="archive.seal_signature").count() == Signature.objects.count()


def test_what_is_sealed_at_once_is_in_the_archive(demo) -> None:
    with transaction.atomic():
        waiting = ProcrastinateJob.objects.filter(status="todo", scheduled_at=None, queue_name="archive")
        before = waiting.count()
        left = jobs.run_archive(seconds=0.01)
        assert left == before - 1 == waiting.count()
        assert Document.objects.count() == 1
        transaction.set_rollback(True)


def test_loading_twice_changes_nothing(demo, capsys) -> None:
    before = Event.objects.count()
    call_command("load_demo")
    assert Event.objects.count() == before


def test_the_cast_can_log_in(demo) -> None:
    roles = {"sam@student.example": "requester", "rosa@desk.example": "reviewer", "ada@desk.example": "administrator"}
    for email, role in roles.items():
        user = User.objects.get(email=email)
        assert user.check_password(PASSWORD)
        assert user.role == Role(role)


def test_noor_said_no_to_her_account_and_her_mother_is_waited_for(demo) -> None:
    noor = of("Een dag op de kinderafdeling")
    assert noor.status == State.COLLECTING
    statuses = noor.subjects.get().signers.values_list("name", "status")
    assert dict(statuses) == {"Noor Hendriks": "signed", "Mark Hendriks": "signed", "Saskia Mulder": "waiting"}


def test_the_assisted_signature_has_a_witness_and_may_be_published(demo) -> None:
    request = of("Leven met Parkinson")
    signature = Signature.objects.get(signer__subject__request=request)
    assert (signature.mark, signature.witness) == ("assisted", "Willem de Wit")
    assert allowed(request) == {
        ("own_account", "photo"),
        ("own_account", "audio"),
        ("hospital_website", "photo"),
        ("hospital_website", "audio"),
    }


def test_who_signed_after_the_recording_does_not_make_it_allowed(demo) -> None:
    request = of("Herstellen na een heupoperatie")
    assert request.status == State.APPROVED
    assert Postponement.objects.filter(signer__subject__request=request).count() == 1
    assert allowed(request) == set()


def test_of_the_group_24_of_25_answered(demo) -> None:
    request = of("Groepsfoto")
    assert (request.status, request.subjects.count(), queries.answered_count(request)) == (State.COLLECTING, 25, 24)
    assert request.subjects.filter(status=SubjectStatus.REFUSED).count() == 1
    enrolment = request.enrolments.get()
    assert (enrolment.places, enrolment.enrolled.count(), enrolment.closed_at) == (6, 5, None)


def test_the_lecturer_is_in_teaching_only_and_not_heard(demo) -> None:
    assert allowed(of("Samenvatting van het college")) == {("teaching", "slides"), ("teaching", "film")}


def test_the_nurse_withdrew_after_her_second_yes(demo) -> None:
    request = of("Televisie op de afdeling")
    assert Event.objects.filter(request=request, kind=EventKind.SECOND_YES_GIVEN).count() == 4
    assert allowed(request) == set()


def test_five_publications_become_tasks_and_the_poster_is_irrecoverable(demo) -> None:
    tasks = TakeDown.objects.filter(publication__use__request=of("Portretten voor de open dag"))
    assert (tasks.filter(irrecoverable=False).count(), tasks.filter(irrecoverable=True).count()) == (5, 1)


def test_lucia_and_her_colleague_signed_the_same_version_in_two_languages(demo) -> None:
    signatures = Signature.objects.filter(signer__subject__request=of("My internship"))
    assert set(signatures.values_list("language", "wording__version")) == {("en", 1), ("nl", 1)}


def test_the_nurse_who_is_a_patient_was_confirmed_able_to_decide(demo) -> None:
    request = of("Van zorgverlener naar patiënt")
    assert request.status == State.REVIEW
    assert Signature.objects.get(signer__subject__request=request).capacity_confirmed_by == "Dr. L. Vink, internist"


def test_the_podcast_is_on_hold_with_a_frozen_voice(demo) -> None:
    request = of("Podcast “Op de gang”")
    assert request.status == State.RETURNED
    assert Freeze.objects.get(subject__request=request).note.startswith("Overleden")


def test_sam_can_hand_over_the_tablet_at_once_and_the_desk_has_work(demo) -> None:
    waiting = Subject.objects.filter(request__requester__email="sam@student.example", request__status=State.COLLECTING)
    assert waiting.filter(status=SubjectStatus.WAITING).count() == 3
    assert Request.objects.filter(status__in=[State.INTAKE, State.REVIEW]).count() == 4


def test_one_card_is_green_today_and_one_waits_for_tomorrow(demo) -> None:
    said = {
        title: recording.at_moment(facts.asked_for(of(title)), now=timezone.now()).stop
        for title in ("Een week op de dialyse", "Leven met Parkinson")
    }
    assert said == {"Een week op de dialyse": None, "Leven met Parkinson": recording.Stop.EARLY}
    assert {card.request.title for card in Card.objects.filter(revoked_at=None)} == {
        "Een week op de dialyse",
        "Leven met Parkinson: portret van een patiënt",
    }
