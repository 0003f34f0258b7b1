"""Showing a piece, answering it, and what the matrix makes of it."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import Role
from consent import facts, permissions
from consent.models import Event, Form, Preview, PreviewAnswer, Request, Withdrawal
from consent.preview import files, operations, queries, tasks
from consent.preview.queries import Outcome
from consent.publication import operations as publishing
from consent.states import EventKind, State
from consent.withdrawal import operations as withdrawal
from tests import factories
from tests.preview import making
from tests.preview.making import NOW, say, show

pytestmark = pytest.mark.django_db


def cell(row: Request, medium: str = "photo") -> permissions.Cell:
    cells = permissions.matrix(facts.asked_for(Request.objects.get(pk=row.pk)), now=NOW)
    (found,) = (one for one in cells if one.medium == medium)
    return found


def outcome(row: Request) -> tuple[Outcome, int, int]:
    (one,) = queries.shown(row, now=NOW)
    return one.outcome, one.answered, one.people


def test_nothing_is_allowed_before_all_who_want_to_see_it_said_yes() -> None:
    row = making.approved("Jan", "Mia", others=("Piet",))
    assert cell(row).waits_for_preview
    preview = show(row)
    assert cell(row).waits_for_preview
    say(row, "Jan", preview, "yes")
    assert cell(row).waits_for_preview
    say(row, "Mia", preview, "yes")
    assert (cell(row).allowed, cell(row).agreed) == (True, frozenset({preview.pk}))


def test_a_no_blocks_the_piece_and_not_the_use() -> None:
    row = making.approved("Jan", "Mia")
    first, second = show(row), show(row, title="Another")
    say(row, "Jan", first, "no")
    for name in ("Jan", "Mia"):
        say(row, name, second, "yes")
    say(row, "Mia", first, "yes")
    assert (cell(row).allowed, cell(row).agreed) == (True, frozenset({second.pk}))


def test_a_yes_is_to_one_medium_and_not_to_another() -> None:
    row = making.approved("Jan", media=("film",))
    say(row, "Jan", show(row), "yes")
    assert cell(row, "photo").allowed
    assert cell(row, "film").waits_for_preview


def test_nobody_is_counted_who_does_not_want_to_see_it() -> None:
    assert cell(making.approved(others=("Piet",))).allowed


def test_a_no_does_not_show_before_everybody_answered() -> None:
    row = making.approved("Jan", "Mia")
    preview = show(row)
    assert outcome(row) == (Outcome.WAITING, 0, 2)
    say(row, "Jan", preview, "no")
    assert outcome(row) == (Outcome.WAITING, 1, 2)
    say(row, "Mia", preview, "yes")
    assert outcome(row) == (Outcome.NOT_AGREED, 2, 2)


def test_what_is_not_answered_in_time_has_ended() -> None:
    row = making.approved("Jan")
    preview = show(row)
    late = preview.ends_at
    assert [one.outcome for one in queries.shown(row, now=late)] == [Outcome.ENDED]
    with pytest.raises(operations.NotAsked):
        say(row, "Jan", preview, "yes", now=late)
    assert cell(row).waits_for_preview


def test_both_are_lines_of_the_history() -> None:
    row = making.approved("Jan")
    preview = show(row)
    say(row, "Jan", preview, "no")
    shown, said = Event.objects.filter(kind__startswith="preview").order_by("position")
    assert (shown.kind, shown.facts.data) == (EventKind.PREVIEW_SHOWN, {"preview": preview.pk, "sha256": ""})
    assert said.facts.data == {"signature": making.signature(row, "Jan").pk, "preview": preview.pk, "value": "no"}


def test_the_first_answer_stands() -> None:
    row = making.approved("Jan")
    preview = show(row)
    say(row, "Jan", preview, "no")
    with pytest.raises(operations.AlreadySaid):
        say(row, "Jan", preview, "yes")
    assert PreviewAnswer.objects.get().value == "no"
    with pytest.raises(ValueError, match="perhaps"):
        say(row, "Jan", preview, "perhaps")


def test_who_did_not_ask_or_withdrew_is_not_asked() -> None:
    row = making.approved("Jan", "Mia", others=("Piet",))
    preview = show(row)
    with pytest.raises(operations.NotAsked):
        say(row, "Piet", preview, "yes")
    withdrawal.withdraw(signer_id=making.named(row, "Jan").pk, now=NOW)
    for name in ("Jan", "Mia"):
        with pytest.raises(operations.NotAsked):
            say(row, name, preview, "yes")


def test_a_piece_of_another_request_is_not_answered() -> None:
    row, other = making.approved("Jan"), making.approved("Mia", requester="mila@student.example")
    with pytest.raises(operations.NotAsked):
        say(row, "Jan", show(other), "yes")


def test_only_the_requester_and_the_desk_show_something() -> None:
    row = making.approved("Jan")
    show(row, by=factories.user("rosa@desk.example", role=Role.REVIEWER))
    with pytest.raises(operations.NotYours):
        show(row, by=factories.user("eve@student.example"))


def test_nothing_is_shown_where_something_else_is_in_the_way() -> None:
    row = making.approved("Jan", "Mia")
    Withdrawal.objects.create(signature=making.signature(row, "Mia"), use=row.uses.get(), at=NOW)
    with pytest.raises(operations.NotHere):
        show(row)
    assert not Preview.objects.exists()


def test_nothing_is_shown_where_nobody_asked_or_nothing_is_approved() -> None:
    with pytest.raises(operations.NotHere):
        show(making.approved(others=("Piet",)))


def test_a_closed_request_shows_nothing() -> None:
    row = making.approved("Jan")
    Request.objects.filter(pk=row.pk).update(status=State.CLOSED)
    with pytest.raises(operations.NotHere):
        show(row)


def test_too_many_pieces_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "MOST_WAITING", 1)
    row = making.approved("Jan")
    show(row)
    with pytest.raises(operations.TooMany):
        show(row)


def test_each_who_asked_gets_a_mail_with_their_own_link(time_machine: Any) -> None:
    time_machine.move_to(making.NOW, tick=False)
    row = making.approved("Jan", "Mia", others=("Piet",))
    preview = show(row)
    tasks.ask(event_id=Event.objects.get(kind=EventKind.PREVIEW_SHOWN).pk)
    for job in ProcrastinateJob.objects.filter(task_name="preview.mail_one"):
        tasks.mail_one(**job.args)
    assert sorted(one.to[0] for one in mail.outbox) == ["jan@home.example", "mia@home.example"]
    assert all("/mine/" in str(one.body) for one in mail.outbox)
    assert preview.title not in "".join(str(one.body) for one in mail.outbox)


def test_the_requester_hears_once_everybody_answered_and_not_what() -> None:
    row = making.approved("Jan", "Mia")
    preview = show(row)
    for name, value in (("Jan", "no"), ("Mia", "yes")):
        say(row, name, preview, value)
        tasks.tell_requester(event_id=Event.objects.filter(kind=EventKind.PREVIEW_ANSWERED).latest("position").pk)
    (told,) = mail.outbox
    assert told.to == [row.requester.email]
    assert not any(word in str(told.body) for word in ("Jan", "Mia"))


@pytest.mark.parametrize("end", ["answered", "days over", "withdrawn"])
def test_the_file_goes_when_nobody_has_to_look_any_more(end: str, folder: Path) -> None:
    row = making.approved("Jan", "Mia")
    preview = show(row, file=files.keep(making.upload(making.FILM)))
    later: Any = NOW + timedelta(hours=1)
    say(row, "Jan", preview, "yes")
    assert not operations.let_go(preview_id=preview.pk, now=later)
    assert len(list(folder.iterdir())) == 1
    if end == "answered":
        say(row, "Mia", preview, "yes")
    elif end == "days over":
        later = preview.ends_at
    else:
        withdrawal.withdraw(signer_id=making.named(row, "Mia").pk, now=NOW)
    tasks.let_go_ended(timestamp=int(later.timestamp()))
    assert list(folder.iterdir()) == []
    preview.refresh_from_db()
    assert (preview.removed_at, preview.has_file) == (later, False)


def test_a_publication_names_the_piece_that_was_agreed() -> None:
    row = making.approved("Jan")
    agreed, other = show(row), show(row)
    say(row, "Jan", agreed, "yes")
    values: dict[str, Any] = {
        "request_id": row.pk,
        "use_id": row.uses.get().pk,
        "medium": "photo",
        "form": Form.ONLINE,
        "place": "A post",
        "url": "",
        "published_on": date(2026, 11, 23),
        "by": row.requester,
        "now": NOW,
    }
    for piece in (None, other.pk):
        with pytest.raises(publishing.NotAllowed):
            publishing.register(preview_id=piece, **values)
    assert publishing.register(preview_id=agreed.pk, **values).preview == agreed
