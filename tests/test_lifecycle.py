"""The only writer of a status: allowed moves, lost races told, what follows each."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import TaskNotFound

from consent import audit, lifecycle
from consent.effects import EFFECTS
from consent.models import Event, Request, Signer, Subject
from consent.states import EventKind, SignerStatus, State, SubjectStatus
from tests import factories

pytestmark = pytest.mark.django_db
NOW = factories.NOW


def test_advance_moves_writes_the_event_and_enqueues_what_follows() -> None:
    row = factories.request(status=State.REVIEW)
    event = lifecycle.advance(row, to=State.APPROVED, by="user:9", at=NOW, facts={"review": 3})
    assert Request.objects.get().status == row.status == State.APPROVED
    assert (event.kind, event.actor, event.at, event.request) == (EventKind.APPROVED, "user:9", NOW, row)
    assert event.facts.data == {"from": "review", "to": "approved", "review": 3}
    jobs = ProcrastinateJob.objects.filter(args={"event_id": event.pk}, status="todo", scheduled_at=None, priority=0)
    assert ProcrastinateJob.objects.count() == 3
    assert set(jobs.values_list("task_name", "queue_name")) == {
        ("archive.seal_dossier", "archive"),
        ("requesting.tell_decision", "mail"),
        ("systems.tell", "systems"),
    }


def test_all_that_follows_an_event_is_enqueued_by_one_statement() -> None:
    row = factories.request(status=State.APPROVED)
    app.perform_import_paths()
    with CaptureQueriesContext(connection) as asked:
        lifecycle.record(row, kind=EventKind.WITHDRAWN, by="signer:1", at=NOW)
    assert ProcrastinateJob.objects.count() == 6
    assert sum("procrastinate" in statement["sql"] for statement in asked) == 1


def test_an_event_that_nothing_follows_enqueues_nothing() -> None:
    lifecycle.record(factories.request(status=State.APPROVED), kind=EventKind.HELD, by="user:9", at=NOW)
    assert Event.objects.get().kind == EventKind.HELD
    assert not ProcrastinateJob.objects.exists()


def test_every_effect_is_a_task() -> None:
    app.perform_import_paths()
    assert {name for names in EFFECTS.values() for name in names} - set(app.tasks) == set()


def test_an_event_whose_effects_are_not_all_tasks_is_not_written_and_enqueues_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = factories.request(status=State.REVIEW)
    monkeypatch.setitem(EFFECTS, EventKind.APPROVED, ("archive.seal_dossier", "archive.no_task"))
    with pytest.raises(TaskNotFound), transaction.atomic():
        lifecycle.advance(row, to=State.APPROVED, by="user:9", at=NOW)
    assert Request.objects.get().status == State.REVIEW
    assert not Event.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_what_an_earlier_version_left_to_do_for_an_event_is_done() -> None:
    event = audit.append(
        request=factories.request(), kind=EventKind.SIGNED, by="signer:1", at=NOW, facts={"signature": 1}
    )
    app.perform_import_paths()
    app.tasks["consent.follow"](event_id=event.pk)
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.queue_name, job.args) == ("archive.seal_signature", "archive", {"event_id": event.pk})


def test_a_move_that_the_table_does_not_have_changes_nothing() -> None:
    row = factories.request(status=State.COLLECTING)
    with pytest.raises(lifecycle.MoveNotAllowed):
        lifecycle.advance(row, to=State.APPROVED, by="user:9", at=NOW)
    assert Request.objects.get().status == row.status == State.COLLECTING
    assert not Event.objects.exists()


def test_who_saw_an_older_state_is_told_and_changes_nothing() -> None:
    stale = factories.request(status=State.REVIEW)
    lifecycle.advance(Request.objects.get(), to=State.REJECTED, by="user:1", at=NOW)
    with pytest.raises(lifecycle.SomebodyWasFaster):
        lifecycle.advance(stale, to=State.APPROVED, by="user:2", at=NOW)
    assert Request.objects.get().status == State.REJECTED
    assert Event.objects.get().kind == EventKind.REJECTED


def test_lock_gives_the_request_as_it_is_now_and_refuses_what_was_seen_before() -> None:
    row = factories.request(status=State.REVIEW)
    assert lifecycle.lock(row.pk, seen=State.REVIEW) == row
    with pytest.raises(lifecycle.SomebodyWasFaster):
        lifecycle.lock(row.pk, seen=State.INTAKE)
    with pytest.raises(Request.DoesNotExist):
        lifecycle.lock(row.pk + 1)


def test_both_failures_are_the_same_to_who_only_wants_to_know_that_nothing_changed() -> None:
    assert issubclass(lifecycle.SomebodyWasFaster, lifecycle.NotPossible)
    assert issubclass(lifecycle.MoveNotAllowed, lifecycle.NotPossible)


def test_a_rolled_back_move_leaves_no_event_and_no_job() -> None:
    row = factories.request(status=State.REVIEW)
    with transaction.atomic():
        lifecycle.advance(row, to=State.APPROVED, by="user:9", at=NOW)
        transaction.set_rollback(True)
    assert Request.objects.get().status == State.REVIEW
    assert not Event.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_a_signer_and_a_subject_move_by_their_tables() -> None:
    signer = factories.signer(factories.request(status=State.COLLECTING))
    lifecycle.move_signer(signer, to=SignerStatus.SIGNED)
    with pytest.raises(lifecycle.MoveNotAllowed):
        lifecycle.move_signer(signer, to=SignerStatus.REFUSED)
    lifecycle.move_subject(signer.subject, to=SubjectStatus.GRANTED)
    with pytest.raises(lifecycle.MoveNotAllowed):
        lifecycle.move_subject(signer.subject, to=SubjectStatus.REFUSED)
    assert (Signer.objects.get().status, Subject.objects.get().status) == ("signed", "granted")


def test_the_slower_of_two_that_move_a_signer_or_subject_is_told() -> None:
    signer = factories.signer(factories.request(status=State.COLLECTING))
    stale, stale_subject = Signer.objects.get(), Subject.objects.get()
    lifecycle.move_signer(signer, to=SignerStatus.SIGNED)
    lifecycle.move_subject(signer.subject, to=SubjectStatus.GRANTED)
    with pytest.raises(lifecycle.SomebodyWasFaster):
        lifecycle.move_signer(stale, to=SignerStatus.REFUSED)
    with pytest.raises(lifecycle.SomebodyWasFaster):
        lifecycle.move_subject(stale_subject, to=SubjectStatus.REFUSED)


@pytest.mark.parametrize(
    ("statuses", "outcome"),
    [
        ([], "waiting"),
        (["waiting"], "waiting"),
        (["signed"], "granted"),
        (["signed", "waiting"], "waiting"),
        (["signed", "signed", "signed"], "granted"),
        (["signed", "refused"], "refused"),
        (["waiting", "refused"], "refused"),
        (["signed", "withdrawn"], "withdrawn"),
        (["waiting", "withdrawn"], "withdrawn"),
        (["withdrawn", "refused"], "refused"),
    ],
)
def test_all_must_sign_one_no_blocks_one_withdrawal_ends(statuses: list[str], outcome: str) -> None:
    assert lifecycle.outcome_of(statuses) == outcome
    assert lifecycle.outcome_of(statuses[::-1]) == outcome


def act(signer: Signer, status: SignerStatus) -> None:
    """Do what an operation does: lock, write the signer, settle."""
    with transaction.atomic():
        request = lifecycle.lock(signer.subject.request_id)
        subject = Subject.objects.get(pk=signer.subject_id)
        lifecycle.move_signer(signer, to=status)
        lifecycle.settle(request, subject, by=f"signer:{signer.pk}", at=NOW)


def test_the_last_answer_brings_the_request_to_review() -> None:
    row = factories.request(status=State.COLLECTING)
    jan, piet = factories.signer(row), factories.signer(row, "Piet")
    act(jan, SignerStatus.SIGNED)
    assert Request.objects.get().status == State.COLLECTING
    act(piet, SignerStatus.REFUSED)
    assert Request.objects.get().status == State.REVIEW
    event = Event.objects.get()
    assert (event.kind, event.actor) == (EventKind.ALL_ANSWERED, f"signer:{piet.pk}")
    assert audit.verify_chain() is None


def test_one_parent_may_withdraw_while_the_other_is_waited_for_and_the_other_may_still_say_no() -> None:
    row = factories.request(status=State.COLLECTING)
    father = factories.signer(row, "Noor", capacity="guardian")
    mother = Signer.objects.create(subject=father.subject, name="M", capacity="guardian")
    act(father, SignerStatus.SIGNED)
    assert Subject.objects.get().status == SubjectStatus.WAITING
    act(father, SignerStatus.WITHDRAWN)
    assert Subject.objects.get().status == SubjectStatus.WITHDRAWN
    act(mother, SignerStatus.REFUSED)
    assert Subject.objects.get().status == SubjectStatus.REFUSED


def test_a_withdrawal_after_approval_does_not_move_the_request() -> None:
    row = factories.request(status=State.COLLECTING)
    signer = factories.signer(row)
    act(signer, SignerStatus.SIGNED)
    lifecycle.advance(lifecycle.lock(row.pk), to=State.APPROVED, by="user:9", at=NOW)
    act(signer, SignerStatus.WITHDRAWN)
    assert (Request.objects.get().status, Subject.objects.get().status) == ("approved", "withdrawn")


def test_a_request_whose_every_subject_is_left_out_stays_with_the_requester() -> None:
    row = factories.request(status=State.COLLECTING)
    signer = factories.signer(row)
    lifecycle.move_subject(signer.subject, to=SubjectStatus.LEFT_OUT)
    lifecycle.settle_request(lifecycle.lock(row.pk), by="user:1", at=NOW)
    assert Request.objects.get().status == State.COLLECTING
