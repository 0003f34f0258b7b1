"""The requester's pages: progress without names of who said what."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from consent.models import Review
from consent.requesting import operations, tasks, wizard
from consent.states import State
from tests import factories
from tests.factories import NOW
from tests.requesting import cast

pytestmark = pytest.mark.django_db

BORN = timezone.localdate() - timedelta(days=8 * 365)


@pytest.fixture
def sam():
    return cast.sam()


@pytest.fixture
def browser(sam):
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(sam)
    return client


def body(client: Client, path: str) -> str:
    """A page without what differs each time: tokens and nonces."""
    text = client.get(path).content.decode()
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", text)


def test_home_without_requests_says_what_to_do(browser):
    assert "You have no requests yet" in body(browser, "/")


def test_home_puts_what_waits_for_me_first_and_counts_who_is_waited_for(browser, sam):
    waiting = cast.collecting(sam, "Lee", "Kim")
    cast.sign(waiting.subjects.all()[0].signers.get())
    operations.start_draft(requester=sam, now=NOW)
    text = body(browser, "/")
    assert "Waits for 1 of 2 people" in text
    assert text.index("Waits for you") < text.index("Waits for 1 of 2")


def test_home_page_wizard_and_mail_name_the_same_day_of_the_answer(browser, sam):
    sam.language = "en"
    sam.save(update_fields=["language"])
    row = cast.draft(sam, clinical_area=True, ward_contact="C4")
    operations.add_subject(request_id=row.pk, by=sam, person=operations.Person(name="Lee", kind="student"))
    now = timezone.now()
    foreseen = wizard.outlook(row, now=now).answer_by
    operations.submit(request_id=row.pk, by=sam, now=now)
    row.refresh_from_db()
    assert foreseen == row.due_on
    assert f"answer by {row.due_on:%-d %B}" in body(browser, "/")
    assert f"an answer by {row.due_on:%-d %B %Y}" in body(browser, f"/requests/{row.number}/")
    tasks.confirm_submission(row.events.get(kind="submitted").pk)
    assert f"an answer by {row.due_on:%-d %B %Y}" in mail.outbox[0].body


def test_home_shows_only_my_own(browser):
    other = cast.draft(factories.user("eve@student.example"), title="Secret title")
    assert "Secret title" not in body(browser, "/")
    assert body(browser, f"/requests/{other.number}/").count("Secret title") == 0


@pytest.mark.parametrize("count", [1, 3])
def test_home_takes_the_same_number_of_queries_for_one_and_three(browser, sam, count, django_assert_num_queries):
    for _ in range(count):
        cast.draft(sam)
    with django_assert_num_queries(3):
        browser.get("/")


@pytest.mark.parametrize("others", [0, 1])
def test_a_no_looks_exactly_like_a_yes(browser, sam, others):
    pages = []
    for act in (cast.sign, cast.refuse):
        row = cast.collecting(sam, "Lee", *["Kim"][:others])
        act(row.subjects.all()[0].signers.get())
        text = body(browser, f"/requests/{row.number}/")
        keys = [(str(subject.pk), f"P{index}") for index, subject in enumerate(row.subjects.all())]
        keys += [(str(subject.signers.get().pk), f"S{i}") for i, subject in enumerate(row.subjects.all())]
        text = text.replace(row.number, "N").replace(row.spoken_number, "N")
        pages.append(re.sub(r"/\d+/", "/K/", text))
    assert pages[0] == pages[1]


def test_a_no_of_one_parent_does_not_show_before_the_other_answered(browser, sam):
    pages = []
    for act in (cast.sign, cast.refuse):
        row = cast.draft(sam)
        guardians = (operations.Guardian("Father"), operations.Guardian("Mother"))
        person = operations.Person(
            name="Noor", kind="student", age_group="under_12", birth_date=BORN, guardians=guardians
        )
        operations.add_subject(request_id=row.pk, by=sam, person=person)
        operations.add_subject(request_id=row.pk, by=sam, person=operations.Person(name="Lee", kind="student"))
        row = operations.submit(request_id=row.pk, by=sam, now=NOW)
        type(row).objects.filter(pk=row.pk).update(status=State.COLLECTING)
        act(row.subjects.all()[0].signers.all()[0])
        text = body(browser, f"/requests/{row.number}/").replace(row.number, "N").replace(row.spoken_number, "N")
        pages.append(re.sub(r"/\d+/", "/K/", text))
    assert pages[0] == pages[1]


def test_progress_counts_answers(browser, sam):
    row = cast.collecting(sam, "Lee", "Kim", "Ans")
    cast.sign(row.subjects.all()[0].signers.get())
    cast.refuse(row.subjects.all()[1].signers.get())
    assert "2 of 3" in body(browser, f"/requests/{row.number}/")


def test_nothing_is_said_about_permission_before_approval(browser, sam):
    row = cast.collecting(sam, "Lee")
    cast.sign(row.subjects.get().signers.get())
    text = body(browser, f"/requests/{row.number}/")
    assert "Photos on Instagram @sam: not decided yet." in text
    assert "Not allowed" not in text


def test_after_approval_it_says_what_may_be_posted_until_when(browser, sam):
    row = cast.collecting(sam, "Lee")
    cast.sign(row.subjects.get().signers.get())
    type(row).objects.filter(pk=row.pk).update(status=State.APPROVED)
    said = "You may post photos on Instagram @sam until 23 November 2027, without names."
    assert said in body(browser, f"/requests/{row.number}/")


def test_after_approval_a_refusal_only_says_not_allowed(browser, sam):
    row = cast.collecting(sam, "Lee", "Kim")
    cast.sign(row.subjects.all()[0].signers.get())
    cast.refuse(row.subjects.all()[1].signers.get())
    type(row).objects.filter(pk=row.pk).update(status=State.APPROVED)
    text = body(browser, f"/requests/{row.number}/")
    assert "Photos on Instagram @sam: not allowed." in text
    assert "refus" not in text.lower().replace("is-refused", "")


def test_the_note_of_the_desk_is_shown_when_it_was_sent_back(browser, sam):
    row = cast.collecting(sam, "Lee")
    desk = factories.user("rosa@desk.example", role=Role.REVIEWER)
    Review.objects.create(request=row, stage="review", outcome="sent_back", by=desk, at=NOW, note="Which ward is it?")
    type(row).objects.filter(pk=row.pk).update(status=State.RETURNED)
    assert "Which ward is it?" in body(browser, f"/requests/{row.number}/")


def test_cancelling_asks_first_and_then_stops(browser, sam):
    row = cast.collecting(sam, "Lee")
    assert "Cancel this request?" in body(browser, f"/requests/{row.number}/")
    browser.post(f"/requests/{row.number}/cancel/")
    row.refresh_from_db()
    assert row.status == State.CANCELLED


def test_leaving_somebody_out_from_the_page(browser, sam):
    row = cast.collecting(sam, "Lee", "Kim")
    browser.post(f"/requests/{row.number}/people/{row.subjects.all()[0].pk}/leave-out/")
    assert row.subjects.all()[0].status == "left_out"


def test_a_person_of_another_request_is_not_left_out(browser, sam):
    row = cast.collecting(sam, "Lee", "Kim")
    other = cast.collecting(factories.user("eve@student.example"), "Ans", "Bo")
    path = f"/requests/{row.number}/people/{other.subjects.all()[0].pk}/leave-out/"
    assert browser.post(path).status_code == 404


def test_a_number_with_a_typing_error_does_not_exist(browser):
    assert browser.get("/requests/2222223/").status_code == 404


def test_contact_is_public_and_online_safety_comes_first():
    text = Client(headers={"Accept-Language": "en"}).get("/contact/").content.decode()
    assert text.index("meldpunt-onlineveiligheid@umcutrecht.nl") < text.index("press@umcutrecht.nl")


def test_guidelines_are_public():
    assert Client().get("/guidelines/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_request_takes_the_same_number_of_queries_for_one_and_three(
    browser, sam, count, django_assert_num_queries
):
    row = cast.collecting(sam, *["Lee", "Kim", "Ans"][:count])
    for subject in row.subjects.all()[:count]:
        cast.sign(subject.signers.get())
    with django_assert_num_queries(23):
        browser.get(f"/requests/{row.number}/")


def test_a_second_yes_can_be_asked_once_the_recording_was_made(browser, sam):
    row = cast.draft(sam)
    operations.add_use(request_id=row.pk, by=sam, place=operations.Place("print", "Poster in the hall"))
    operations.add_subject(request_id=row.pk, by=sam, person=operations.Person(name="Lee", kind="student"))
    row = operations.submit(request_id=row.pk, by=sam, now=NOW)
    cast.sign(row.subjects.get().signers.get())
    type(row).objects.filter(pk=row.pk).update(status=State.APPROVED)
    assert "Ask everybody once more" not in body(browser, f"/requests/{row.number}/")
    long_ago = timezone.now() - timedelta(days=1)
    type(row).objects.filter(pk=row.pk).update(starts_at=long_ago, ends_at=long_ago)
    assert "Ask everybody once more" in body(browser, f"/requests/{row.number}/")
