"""One tablet that goes round: wiped after each person, whatever they did; only logging in ends it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consent.groups import operations
from consent.models import Enrolment, Refusal, Signature, Subject
from tests.groups.making import key
from tests.groups.test_pages import answers, opened_now
from tests.signing import making
from tests.signing.browsing import fresh, later, mark

pytestmark = pytest.mark.django_db

NEXT, ENROL, START = reverse("groups:next"), reverse("groups:enrol"), reverse("signing:start")
SIGNERS_PAGES = ("start", "sheet", "sign", "thanks")


@pytest.fixture
def enrolment() -> Enrolment:
    row = making.collecting()
    making.signer(row, "Somebody Else")
    return opened_now(row)


@pytest.fixture
def tablet(enrolment: Enrolment) -> Client:
    """A tablet that the requester passed round."""
    client = Client()
    client.force_login(enrolment.request.requester)
    response = client.post(reverse("groups:begin_queue", args=[enrolment.request.number]))
    assert response["Location"] == NEXT
    return client


def begin(tablet: Client, index: int = 1, name: str = "Daan Visser") -> None:
    response = tablet.post(ENROL, answers(key=key(index), name=name))
    assert response["Location"] == START


def wiped(tablet: Client) -> None:
    """Nothing of the former person is reachable, and the next can begin."""
    assert set(tablet.session.keys()) <= {"queue", "_session_expiry"}
    for name in SIGNERS_PAGES:
        assert tablet.get(reverse(f"signing:{name}"))["Location"] == NEXT
    page = tablet.get(NEXT)
    assert page["Clear-Site-Data"] == '"cache", "storage"'
    assert page["Cache-Control"] == "no-store"
    assert "Daan Visser" not in page.text
    assert "Daan Visser" not in tablet.get(ENROL).text


def test_the_requester_is_logged_out_and_nothing_of_theirs_stays(tablet: Client, enrolment: Enrolment) -> None:
    assert set(tablet.session.keys()) == {"queue", "_session_expiry"}
    assert tablet.get(f"/requests/{enrolment.request.number}/").status_code == 302
    page = tablet.get(NEXT).text
    assert "Somebody Else" not in page
    assert enrolment.request.title not in page


def test_nobody_picks_from_a_list(tablet: Client) -> None:
    begin(tablet)
    tablet.post(reverse("groups:leave"))
    assert "Somebody Else" not in tablet.get(ENROL).text
    assert "Daan Visser" not in tablet.get(ENROL).text


def test_after_a_no_the_tablet_is_wiped(tablet: Client) -> None:
    begin(tablet)
    tablet.post(START, {"me": "yes"})
    assert tablet.post(reverse("signing:refuse"))["Location"] == NEXT
    assert Refusal.objects.count() == 1
    wiped(tablet)


def test_after_a_yes_the_tablet_is_wiped(tablet: Client) -> None:
    sign(tablet)
    assert tablet.post(reverse("signing:finish"))["Location"] == NEXT
    assert Signature.objects.get().way == "handover"
    wiped(tablet)


def test_a_yes_and_a_no_leave_the_same_page(tablet: Client) -> None:
    sign(tablet)
    tablet.post(reverse("signing:finish"))
    after_yes = tablet.get(NEXT).content
    begin(tablet, 2)
    tablet.post(START, {"me": "yes"})
    tablet.post(reverse("signing:refuse"))
    assert tablet.get(NEXT).content == after_yes


def sign(tablet: Client) -> None:
    begin(tablet)
    who = fresh(Subject.objects.get(name="Daan Visser").signers.get())
    tablet.post(START, {"me": "yes"})
    tablet.post(reverse("signing:sheet"), making.answers(who))
    assert tablet.post(reverse("signing:sign"), mark(who)).status_code == 200


def test_who_stops_halfway_leaves_nothing(tablet: Client) -> None:
    begin(tablet)
    tablet.post(START, {"me": "yes"})
    assert tablet.post(reverse("groups:leave"))["Location"] == NEXT
    wiped(tablet)


def test_who_walks_away_leaves_nothing_after_ten_minutes(tablet: Client) -> None:
    begin(tablet)
    with later(minutes=11):
        assert tablet.get(START)["Location"] == NEXT
        wiped(tablet)


def test_not_me_and_not_now_lead_to_the_next_person_too(tablet: Client) -> None:
    begin(tablet)
    assert tablet.post(START, {"me": "no"})["Location"] == NEXT
    wiped(tablet)


def test_while_somebodys_form_is_open_it_stays_theirs(tablet: Client) -> None:
    begin(tablet)
    assert tablet.get(NEXT)["Location"] == START
    assert tablet.get(ENROL)["Location"] == START


def test_a_double_tap_enrols_once_and_the_tablet_stays_in_its_queue(tablet: Client) -> None:
    before = tablet.cookies["session"].value
    begin(tablet)
    tablet.cookies["session"] = before  # the second tap left before the first was answered
    begin(tablet)
    assert Subject.objects.filter(name="Daan Visser").count() == 1
    tablet.post(reverse("groups:leave"))
    wiped(tablet)


def test_the_page_of_the_former_sent_again_opens_nothing_later(tablet: Client) -> None:
    begin(tablet)
    tablet.post(reverse("groups:leave"))
    with later(minutes=3):
        assert tablet.post(ENROL, answers())["Location"] == NEXT
    wiped(tablet)


def test_only_logging_in_ends_it(tablet: Client, enrolment: Enrolment) -> None:
    assert tablet.get(NEXT).status_code == 200
    assert tablet.get("/")["Location"].startswith("/login/")
    tablet.force_login(enrolment.request.requester)
    assert tablet.get(NEXT)["Location"] == "/"


def test_handing_over_for_one_person_is_no_queue(tablet: Client, enrolment: Enrolment) -> None:
    tablet.force_login(enrolment.request.requester)
    who = enrolment.request.subjects.get().signers.get()
    tablet.post(reverse("signing:hand_over", args=[who.pk]))
    tablet.post(START, {"me": "yes"})
    assert tablet.post(reverse("signing:refuse")).status_code == 200
    assert tablet.get(NEXT).status_code == 403


def test_when_it_is_closed_the_tablet_is_to_be_handed_back(tablet: Client, enrolment: Enrolment) -> None:
    begin(tablet)
    operations.close(enrolment_id=enrolment.pk, by=enrolment.opened_by, now=timezone.now())
    tablet.post(START, {"me": "yes"})
    assert tablet.post(reverse("signing:refuse"))["Location"] == NEXT
    page = tablet.get(NEXT)
    assert page.context["over"]
    assert tablet.get(ENROL)["Location"] == NEXT


def test_a_browser_that_was_not_passed_round_opens_nothing(enrolment: Enrolment) -> None:
    assert Client().get(ENROL).status_code == 403
    assert Client().post(ENROL, answers()).status_code == 403
    assert Client().post(reverse("groups:leave")).status_code == 403
    assert Subject.objects.count() == 1
