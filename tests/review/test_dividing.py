"""How the desk divides its work: due dates, whose it is, saved views, reminders for many."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from consent import due, lifecycle
from consent.models import Assignment, Invitation, Reminding, RemindingRequest, Request, SavedView, Way
from consent.review.dividing import assigning, reminding
from consent.signing import bulk
from consent.signing import operations as signing
from consent.states import EventKind, State
from tests import answered, factories

pytestmark = pytest.mark.django_db
NOW = factories.NOW


def titles(client: Client, query: str = "") -> list[str]:
    return sorted(row.request.title for row in client.get(f"/desk/{query}").context["rows"])


def to_review(row: Request) -> Request:
    lifecycle.advance(lifecycle.lock(row.pk), to=State.REVIEW, by="system", at=NOW)
    row.refresh_from_db()
    return row


def test_two_weeks_is_normal_four_is_complex_and_the_press_is_at_once(sam: User) -> None:
    normal = to_review(factories.request(sam, status=State.COLLECTING))
    complicated = to_review(factories.request(sam, status=State.COLLECTING, clinical_area=True))
    child = factories.request(sam, status=State.COLLECTING)
    child.subjects.create(name="Noor", kind="student", age_group="from_12")
    press = factories.request(sam, status=State.COLLECTING, clinical_area=True)
    press.media.create(medium="television")
    assert [row.due_on for row in (normal, complicated, to_review(child), to_review(press))] == [
        date(2026, 12, 7),
        date(2026, 12, 21),
        date(2026, 12, 21),
        date(2026, 11, 23),
    ]


def test_what_is_decided_is_not_due_any_more(sam: User) -> None:
    row = to_review(factories.request(sam, status=State.COLLECTING))
    lifecycle.advance(row, to=State.APPROVED, by="system", at=NOW)
    row.refresh_from_db()
    assert row.due_on is None


def test_a_term_that_ends_in_a_weekend_ends_on_monday(sam: User) -> None:
    row = factories.request(sam, status=State.REVIEW)
    assert due.on(row, at=NOW + timedelta(days=5)) == date(2026, 12, 14)


def test_the_day_counts_in_the_hospitals_zone(sam: User) -> None:
    row = factories.request(sam, status=State.REVIEW)
    late_evening = NOW.replace(hour=23, minute=30)
    assert due.on(row, at=late_evening) == date(2026, 12, 8)


@pytest.mark.usefixtures("rosa")
def test_what_is_due_is_a_filter_in_the_address(client: Client, sam: User) -> None:
    today = timezone.localdate()
    for title, day in (("late", -1), ("today", 0), ("tomorrow", 1)):
        row = factories.request(sam, status=State.REVIEW, title=title)
        Request.objects.filter(pk=row.pk).update(due_on=today + timedelta(days=day))
    factories.request(sam, status=State.REVIEW, title="no day")
    assert titles(client, "?due=now") == ["late", "today"]


def test_a_request_is_given_to_a_colleague_and_the_history_says_so(client: Client, rosa: User, sam: User) -> None:
    row = factories.request(sam, status=State.REVIEW, title="mine")
    factories.request(sam, status=State.REVIEW, title="nobody's")
    client.post(f"/desk/requests/{row.number}/assign/", {"to": rosa.pk})
    assert row.events.get().facts.data == {"to": rosa.pk}
    assert (titles(client, "?who=me"), titles(client, "?who=nobody")) == (["mine"], ["nobody's"])


def test_it_is_given_back_to_nobody(client: Client, rosa: User, sam: User) -> None:
    row = factories.request(sam, status=State.REVIEW)
    for to, seen in ((str(rosa.pk), ""), ("", str(rosa.pk))):
        client.post(f"/desk/requests/{row.number}/assign/", {"to": to, "seen": seen})
    assert not Assignment.objects.exists()
    assert row.events.filter(kind=EventKind.ASSIGNED).count() == 2


def test_giving_it_twice_to_the_same_writes_one_line(rosa: User, sam: User) -> None:
    row = factories.request(sam, status=State.REVIEW)
    for _ in range(2):
        assigning.assign(request_id=row.pk, to=rosa, by=rosa, seen=None, now=NOW)
    assert row.events.count() == 1


def test_of_two_who_give_it_at_once_the_slower_one_is_told(client: Client, rosa: User, sam: User) -> None:
    row = factories.request(sam, status=State.REVIEW)
    joost = factories.user("joost@desk.example", role=Role.REVIEWER, name="Joost")
    assigning.assign(request_id=row.pk, to=joost, by=joost, seen=None, now=NOW)
    page = client.post(
        f"/desk/requests/{row.number}/assign/",
        {"to": rosa.pk, "seen": ""},
        headers={"accept-language": "en"},
        follow=True,
    )
    assert "A colleague was faster: Joost handles this request now." in page.text
    assert Assignment.objects.get().to == joost


def test_nobody_outside_the_desk_is_given_a_request(client: Client, rosa: User, sam: User) -> None:
    row = factories.request(sam, status=State.REVIEW)
    assert client.post(f"/desk/requests/{row.number}/assign/", {"to": sam.pk}).status_code == 404
    with pytest.raises(assigning.NotAtDesk):
        assigning.assign(request_id=row.pk, to=rosa, by=sam, seen=None, now=NOW)
    assert not Assignment.objects.exists()


@pytest.mark.usefixtures("rosa")
def test_a_view_is_kept_followed_and_thrown_away(client: Client) -> None:
    client.post("/desk/views/", {"name": " Press  today ", "query": "state=needs&flag=press&due=now&bogus=1"})
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("Press today", "state=needs&flag=press&due=now")
    assert f"?{view.query}".replace("&", "&amp;") in client.get("/desk/").content.decode()
    client.post(f"/desk/views/{view.pk}/forget/")
    assert not SavedView.objects.exists()


@pytest.mark.usefixtures("rosa")
def test_nobody_throws_away_a_colleagues_view(client: Client) -> None:
    view = SavedView.objects.create(user=factories.user("ravi@desk.example", role=Role.REVIEWER), name="x", query="")
    assert client.post(f"/desk/views/{view.pk}/forget/").status_code == 404
    assert SavedView.objects.exists()


def invited(sam: User, name: str) -> Request:
    row = factories.request(sam, status=State.COLLECTING, title=name)
    signing.invite(
        signer_id=factories.signer(row, name, mail=f"{name}@mail.example").pk, way=Way.MAIL, by=sam, now=timezone.now()
    )
    factories.signer(row, f"{name} on paper")
    answered.granted(row, f"{name} signed", at=timezone.now())
    return row


def test_the_people_of_many_requests_are_reminded_at_once(client: Client, rosa: User, sam: User) -> None:
    rows = [invited(sam, "kim"), invited(sam, "lee")]
    page = client.post("/desk/reminders/", {"number": [row.number for row in rows]})
    started = Reminding.objects.get()
    assert (page.headers["Location"], started.by) == (f"/desk/reminders/{started.pk}/", rosa)
    before = reminding.progress(started)
    for row in started.requests.all():
        bulk.remind_request(row.pk)
    after = reminding.progress(started)
    assert ((before.done, before.total), (after.done, after.people)) == ((0, 2), (2, 2))


def test_a_reminder_runs_once_however_often_the_job_does(sam: User, rosa: User) -> None:
    row = invited(sam, "kim")
    started = reminding.remind(numbers=[row.number], by=rosa, now=timezone.now())
    for _ in range(2):
        bulk.remind_request(started.requests.get().pk)
    assert RemindingRequest.objects.get().people == 1


def test_within_a_day_nobody_is_reminded_twice(sam: User, rosa: User) -> None:
    row, now = invited(sam, "kim"), timezone.now()
    reminding.remind(numbers=[row.number], by=rosa, now=now)
    with pytest.raises(reminding.NobodyToRemind):
        reminding.remind(numbers=[row.number], by=rosa, now=now + timedelta(hours=23))
    assert reminding.remind(numbers=[row.number], by=rosa, now=now + timedelta(hours=25)).pk


def test_who_answered_wished_for_paper_or_could_not_be_reached_is_not_reminded(sam: User) -> None:
    row = invited(sam, "kim")
    Invitation.objects.update(failed_at=timezone.now())
    assert bulk.waiting_by_mail(row.pk) == []


def test_a_request_that_was_decided_meanwhile_reminds_nobody(sam: User, rosa: User) -> None:
    row = invited(sam, "kim")
    started = reminding.remind(numbers=[row.number], by=rosa, now=timezone.now())
    lifecycle.advance(lifecycle.lock(row.pk), to=State.RETURNED, by="system", at=NOW)
    bulk.remind_request(started.requests.get().pk)
    assert reminding.progress(started) == reminding.Progress(1, 1, 0)
