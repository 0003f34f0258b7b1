"""The wizard keeps what was typed, says what is wrong beside the field, and saves itself."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from consent.models import Programme, Request
from consent.states import State
from tests import factories
from tests.requesting import cast

pytestmark = pytest.mark.django_db


def url(row: Request, step: str, rest: str = "") -> str:
    return f"/requests/{row.number}/step/{step}/{rest}"


def what(**changes: object) -> dict[str, object]:
    programme = Programme.objects.filter(elsewhere=False).values_list("pk", flat=True)[0]
    values = {
        "title": "A day on the ward",
        "purpose": "Photos for a blog.",
        "media": ["photo", "audio"],
        "origin": "new",
        "programme": programme,
        "permitted_party": "student",
    }
    return values | changes


PLACE = {"use-channel": "own_account", "use-name": "Instagram @sam", "use-account_type": "personal"}
LEE = {"person-name": "Lee", "person-kind": "student", "person-age_group": "adult", "person-language": "en"}
TICKED = dict.fromkeys(("traits", "conduct", "no_personal_data", "no_internal_documents", "no_third_parties"), "on")


def when(**changes: object) -> dict[str, object]:
    start = timezone.localtime() + timedelta(days=3)
    values = {
        "place": "Lecture hall",
        "clinical_area": "no",
        "starts_at": f"{start:%Y-%m-%dT10:00}",
        "ends_at": f"{start:%Y-%m-%dT12:00}",
        "recorder": "Sam",
    }
    return values | changes


def test_a_whole_request_is_filed_step_by_step_without_scripts(browser, sam):
    answer = browser.post("/requests/new/")
    row = Request.objects.get()
    assert answer.url == url(row, "what")
    assert browser.post(url(row, "what"), what()).url == url(row, "where")
    assert browser.post(url(row, "where"), PLACE | {"uses_brand": "no", "reactions_watcher": "Sam"}).url == url(
        row, "who"
    )
    assert browser.post(url(row, "who"), LEE).url == url(row, "when")
    assert browser.post(url(row, "when"), when()).url == url(row, "check")
    assert browser.post(url(row, "check"), TICKED).url == f"/requests/{row.number}/"
    row.refresh_from_db()
    assert row.status == State.COLLECTING
    assert [one.medium for one in row.media.all()] == ["photo", "audio"]
    assert row.subjects.get().signers.get().language == "en"


def test_an_ordinary_request_touches_fewer_than_forty_fields():
    fields = [*what(), *PLACE, "uses_brand", *LEE, *when(), *TICKED]
    assert len(fields) < 40


def test_every_step_can_be_opened(browser, draft):
    for step in ("what", "where", "who", "when", "check"):
        assert browser.get(url(draft, step)).status_code == 200


@pytest.mark.parametrize(
    ("step", "data", "kept"),
    [
        ("what", {"title": "A long afternoon", "supervisor_mail": "not a mail"}, ["A long afternoon", "not a mail"]),
        ("where", {"use-name": "Instagram @half"}, ["Instagram @half"]),
        ("who", {"person-name": "Lee Half"}, ["Lee Half"]),
        ("when", {"place": "Hall 7", "starts_at": "2020-01-01T10:00"}, ["Hall 7", "2020-01-01T10:00"]),
    ],
)
def test_wrong_input_is_kept_with_its_error(browser, draft, step, data, kept):
    page = browser.post(url(draft, step), data)
    body = page.content.decode()
    assert page.status_code == 422
    assert "error-summary" in body
    assert "invalid-feedback" in body
    for text in kept:
        assert text in body


def test_what_is_valid_is_stored_although_the_rest_is_not(browser, draft):
    browser.post(url(draft, "what"), {"title": "A long afternoon", "supervisor_mail": "not a mail"})
    draft.refresh_from_db()
    assert draft.title == "A long afternoon"


def test_a_bsn_in_the_purpose_is_refused_beside_the_field_and_never_stored(browser, draft):
    page = browser.post(url(draft, "what"), what(purpose="About 111222333"))
    assert "BSN" in str(page.context["form"].errors["purpose"])
    draft.refresh_from_db()
    assert draft.purpose == ""


def test_a_start_in_the_past_points_to_existing_material(browser, draft):
    page = browser.post(url(draft, "when"), when(starts_at="2020-01-01T10:00"))
    assert list(page.context["form"].errors) == ["starts_at"]


def test_it_saves_itself_and_says_at_once_why_the_desk_looks_first(browser, draft):
    page = browser.post(url(draft, "what", "keep/"), {"origin": "existing"}, headers={"HX-Request": "true"})
    assert [rule.key for rule in page.context["outlook"].reasons] == ["existing"]
    draft.refresh_from_db()
    assert draft.origin == "existing"


def test_going_back_stores_and_loses_nothing(browser, draft):
    answer = browser.post(url(draft, "where", "keep/"), {"use-name": "Half a name", "reactions_watcher": "Kim"})
    assert answer.url == url(draft, "what")
    page = browser.get(url(draft, "where")).content.decode()
    assert "Half a name" in page
    assert "Kim" in page


def test_going_to_another_step_stores_this_one(browser, draft):
    answer = browser.post(url(draft, "what", "keep/?to=when"), {"title": "Half a title"})
    assert answer.url == url(draft, "when")
    draft.refresh_from_db()
    assert draft.title == "Half a title"


def test_an_unknown_step_is_not_gone_to(browser, draft):
    assert browser.post(url(draft, "where", "keep/?to=//evil.example")).url == url(draft, "what")


def test_a_place_is_added_changed_and_removed(browser, draft):
    rows = f"/requests/{draft.number}/rows/use/"
    assert browser.post(rows, PLACE).url == url(draft, "where") + "#rows"
    use = draft.uses.get()
    assert browser.post(f"{rows}{use.pk}/edit/").url == url(draft, "where") + f"?use={use.pk}#rows"
    assert 'value="Instagram @sam"' in browser.get(url(draft, "where") + f"?use={use.pk}").content.decode()
    browser.post(rows, PLACE | {"use-name": "Instagram @sam.two", "use-editing": str(use.pk)})
    assert draft.uses.get().name == "Instagram @sam.two"
    browser.post(f"{rows}{use.pk}/remove/", {"reactions_watcher": "Kim"})
    draft.refresh_from_db()
    assert (draft.uses.count(), draft.reactions_watcher) == (0, "Kim")


def test_a_change_that_is_wrong_stays_a_change(browser, draft):
    rows = f"/requests/{draft.number}/rows/use/"
    browser.post(rows, PLACE)
    use = draft.uses.get()
    page = browser.post(rows, PLACE | {"use-name": "", "use-editing": str(use.pk)})
    assert f'name="use-editing" value="{use.pk}"' in page.content.decode()


def test_twenty_five_students_are_added_at_once(browser, draft):
    names = "\n".join(f"Student {number}" for number in range(1, 26))
    data = {"group-names": names, "group-kind": "student", "group-age_group": "adult", "group-language": "nl"}
    browser.post(f"/requests/{draft.number}/rows/group/", data)
    assert draft.subjects.count() == 25
    assert draft.subjects.filter(signers__capacity="self").count() == 25


def test_a_child_needs_the_names_of_its_guardians(browser, draft):
    noor = LEE | {
        "person-name": "Noor",
        "person-age_group": "from_12",
        "person-birth_date": str(timezone.localdate() - timedelta(days=14 * 366)),
        "person-guardians": "2",
    }
    page = browser.post(f"/requests/{draft.number}/rows/person/", noor | {"person-guardian_1": "Father"})
    assert list(page.context["person_form"].errors) == ["guardian_2"]
    browser.post(
        f"/requests/{draft.number}/rows/person/", noor | {"person-guardian_1": "Father", "person-guardian_2": "Mother"}
    )
    assert [signer.name for signer in draft.subjects.get().signers.all()] == ["Noor", "Father", "Mother"]


@pytest.mark.parametrize(
    ("hidden", "named"),
    [
        ({"person-age_group": "under_12", "person-mail": "no address"}, ["birth_date", "guardians"]),
        ({"person-birth_date": "nonsense", "person-guardians": "1", "person-guardian_1_mail": "no address"}, []),
    ],
)
def test_a_mistake_in_a_field_that_this_age_does_not_show_stands_in_nobodys_way(browser, draft, hidden, named):
    page = browser.post(f"/requests/{draft.number}/rows/person/", LEE | hidden)
    assert sorted(page.context["person_form"].errors if page.context else []) == named
    assert draft.subjects.count() == (0 if named else 1)


@pytest.mark.parametrize(("patients", "named"), [("no", []), ("yes", ["ward_contact"])])
def test_a_number_of_a_person_counts_only_where_it_can_be_seen(browser, draft, patients, named):
    page = browser.post(url(draft, "when"), {"ward_contact": "123456782", "clinical_area": patients, "go": "next"})
    assert [name for name in page.context["form"].errors if name == "ward_contact"] == named
    draft.refresh_from_db()
    assert draft.ward_contact == ""


def test_the_summary_of_mistakes_goes_from_the_top_of_the_page_down(browser, draft):
    body = browser.post(url(draft, "when"), {"go": "next"}).text
    summary = body.split("error-summary")[1].split("</ul>")[0]
    places = [summary.index(f'"#id_{name}') for name in ("starts_at", "ends_at", "place", "clinical_area")]
    assert places == sorted(places)


def test_submitting_too_early_names_what_is_missing_with_a_link(browser, draft):
    page = browser.post(url(draft, "check"), TICKED)
    body = page.content.decode()
    assert f'href="{url(draft, "what")}"' in body
    draft.refresh_from_db()
    assert draft.status == State.DRAFT
    assert draft.acknowledgements.count() == 5


def test_changing_after_answers_warns_without_saying_who_said_what(browser, sam):
    row = cast.collecting(sam, "Lee", "Kim")
    cast.refuse(row.subjects.all()[0].signers.get())
    Request.objects.filter(pk=row.pk).update(status=State.RETURNED)
    page = browser.get(url(row, "what"), headers={"Accept-Language": "en"}).content.decode()
    assert "1 person has answered" in page


@pytest.mark.parametrize("path", ["", "step/what/", "step/check/"])
def test_a_request_of_another_student_does_not_exist(draft, path):
    eve = Client()
    eve.force_login(factories.user("eve@student.example"))
    assert eve.get(f"/requests/{draft.number}/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["cancel/", "close/", "step/what/", "step/what/keep/", "rows/use/", "rows/use/1/remove/"]
)
def test_nothing_can_be_posted_to_a_request_of_another_student(draft, path):
    eve = Client()
    eve.force_login(factories.user("eve@student.example"))
    assert eve.post(f"/requests/{draft.number}/{path}").status_code == 404


def test_a_submitted_request_is_not_opened_for_change(browser, sam):
    row = cast.collecting(sam, "Lee")
    assert browser.get(url(row, "what")).url == f"/requests/{row.number}/"


def test_new_request_goes_on_with_an_empty_draft(browser):
    first, second = browser.post("/requests/new/").url, browser.post("/requests/new/").url
    assert first == second
