"""A signer's session holds the signer and nothing else; a requester's session ends when the device is handed over."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consent.models import Event, Invitation, Signature, Use, Way
from consent.states import EventKind, State
from tests import answered, factories
from tests.signing import browsing, making

pytestmark = pytest.mark.django_db


def test_handing_over_leaves_only_the_signer_in_the_session() -> None:
    who = making.signer()
    client = Client()
    client.force_login(who.subject.request.requester)
    session = client.session
    session["secret"] = "of the student"
    session.save()
    before = client.session.session_key
    response = client.post(reverse("signing:hand_over", args=[who.pk]))
    assert set(client.session.keys()) == {"signing", "_session_expiry"}
    assert client.session.session_key != before
    assert client.session["signing"]["invitation"] == Invitation.objects.get().pk
    assert "cache" in response["Clear-Site-Data"]


def test_messages_for_the_student_are_not_shown_to_the_signer() -> None:
    row = making.collecting()
    who, other = making.signer(row), making.signer(row, "Piet Bos", mail="piet@home.example")
    client = Client()
    client.force_login(row.requester)
    client.post(reverse("signing:invite", args=[other.pk]))
    assert client.cookies["messages"].value
    client.post(reverse("signing:hand_over", args=[who.pk]))
    page = client.get(reverse("signing:start")).text
    assert "Jan de Wit" in page
    assert "Piet Bos" not in page


def test_leaving_by_address_does_not_end_the_session_unseen() -> None:
    client = browsing.named(making.signer())
    assert client.get(reverse("signing:finish"))["Location"] == reverse("signing:thanks")


def test_a_number_with_a_typing_error_is_not_found() -> None:
    client = Client()
    client.force_login(factories.user())
    assert client.post(reverse("signing:ask_second_yes", args=["XYZ"])).status_code == 404


def test_the_second_yes_is_asked_by_the_requester() -> None:
    past = timezone.now() - timedelta(days=1)
    row = factories.request(status=State.APPROVED, starts_at=past, ends_at=past)
    client = Client()
    client.force_login(row.requester)
    address = reverse("signing:ask_second_yes", args=[row.number])
    assert client.post(address)["Location"] == reverse("requesting:detail", args=[row.number])
    assert not Event.objects.exists()
    Use.objects.create(request=row, channel="print", name="Poster")
    answered.granted(row, at=past)
    client.post(address)
    assert Event.objects.get().kind == EventKind.SECOND_YES_ASKED


def test_the_session_holds_no_token_and_no_name() -> None:
    who = making.signer()
    client = browsing.handed_over(who)
    assert set(client.session["signing"]) == {
        "invitation", "way", "language", "size", "began", "seen", "identified", "named",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["home", "requesting:start"])
def test_nothing_of_the_student_is_reachable_afterwards(name: str) -> None:
    client = browsing.handed_over(making.signer())
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_the_students_request_asks_for_a_login_afterwards() -> None:
    who = making.signer()
    client = browsing.handed_over(who)
    response = client.get(reverse("requesting:detail", args=[who.subject.request.number]))
    assert response["Location"].startswith(reverse("account_login"))


def test_the_old_session_of_the_student_is_gone_from_the_server() -> None:
    who = making.signer()
    client = Client()
    client.force_login(who.subject.request.requester)
    stolen = client.cookies["session"].value
    client.post(reverse("signing:hand_over", args=[who.pk]))
    other = Client()
    other.cookies["session"] = stolen
    assert other.get(reverse("home"))["Location"].startswith(reverse("account_login"))


def test_a_session_ends_after_half_an_hour_without_a_page() -> None:
    client = browsing.named(making.signer())
    with browsing.later(minutes=29):
        assert client.get(reverse("signing:sheet")).status_code == 200
    with browsing.later(minutes=58):
        assert client.post(reverse("signing:stay")).status_code == 204
    with browsing.later(minutes=89):
        assert client.get(reverse("signing:sheet")).status_code == 403
    assert dict(client.session) == {}


def test_a_session_ends_after_two_hours_whatever_happens() -> None:
    client = browsing.named(making.signer())
    for minutes in (25, 50, 75, 100, 119):
        with browsing.later(minutes=minutes):
            assert client.post(reverse("signing:stay")).status_code == 204
    with browsing.later(minutes=121):
        assert client.post(reverse("signing:stay")).status_code == 403


def test_a_newer_invitation_ends_the_session() -> None:
    who = making.signer()
    client = browsing.named(who)
    browsing.link(who, Way.QR)
    response = client.get(reverse("signing:sheet"))
    assert response.status_code == 410
    assert "nieuwere link" in response.text
    assert dict(client.session) == {}


def test_somebody_who_answered_elsewhere_is_told_so() -> None:
    row = making.collecting()
    making.second_person(row)
    who = making.signer(row)
    client = browsing.handed_over(who)
    making.sign(who)
    response = client.post(reverse("signing:start"), {"me": "yes"})
    assert response.status_code == 410
    assert "al geantwoord" in response.text


def test_a_request_that_stopped_asking_is_told_kindly() -> None:
    who = making.signer()
    client = browsing.chosen(who)
    posted = browsing.mark(who)
    type(who.subject.request).objects.filter(pk=who.subject.request_id).update(status=State.RETURNED)
    response = client.post(reverse("signing:sign"), posted)
    assert response.status_code == 410
    assert "nu niet nodig" in response.text
    assert not Signature.objects.exists()


def test_pages_of_a_signer_cannot_be_skipped() -> None:
    client = browsing.handed_over(making.signer())
    assert client.get(reverse("signing:sheet"))["Location"] == reverse("signing:start")
    assert client.get(reverse("signing:sign"))["Location"] == reverse("signing:start")
    client.post(reverse("signing:start"), {"me": "yes"})
    assert client.get(reverse("signing:thanks"))["Location"] == reverse("signing:sheet")


def test_another_requester_cannot_ask_this_signer() -> None:
    who = making.signer()
    client = Client()
    client.force_login(factories.user("eve@student.example"))
    for name in ("invite", "qr", "hand_over"):
        assert client.post(reverse(f"signing:{name}", args=[who.pk])).status_code == 404
    assert not Invitation.objects.exists()


def test_who_treats_patients_is_told_why_not() -> None:
    row = making.collecting(treats_patients=True)
    client = Client()
    client.force_login(row.requester)
    for name in ("qr", "hand_over"):
        response = client.post(reverse(f"signing:{name}", args=[making.patient(row).pk]))
        said = [str(message) for message in get_messages(response.wsgi_request)]
        assert response["Location"] == reverse("requesting:detail", args=[row.number])
        assert "behandelt hier patiënten" in said[-1]
    assert client.get(reverse("home")).status_code == 200


def test_a_qr_page_shows_the_code_and_a_link_that_opens_the_form() -> None:
    who = making.signer()
    client = Client()
    client.force_login(who.subject.request.requester)
    response = client.post(reverse("signing:qr", args=[who.pk]))
    assert "<svg" in response.text
    assert " style=" not in response.text
    link = response.context["link"].removeprefix("http://localhost:8000")
    signer = Client()
    assert signer.post(link[link.index("/sign") :])["Location"] == reverse("signing:start")
    assert "Jan de Wit" in signer.get(reverse("signing:start")).text


def test_only_posts_ask() -> None:
    who = making.signer()
    client = Client()
    client.force_login(who.subject.request.requester)
    for name in ("invite", "qr", "hand_over"):
        assert client.get(reverse(f"signing:{name}", args=[who.pk])).status_code == 405
    assert not Event.objects.filter(kind=EventKind.INVITED).exists()
