"""The requester's pages, and a phone that enrols: straight on to one's own form, and no name of another anywhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consent.groups import operations, queries
from consent.models import Enrolment, Request, Signer, Subject, Way
from consent.signing import operations as signing
from consent.states import State
from tests import factories
from tests.groups.making import address, key, opened
from tests.signing import making
from tests.signing.browsing import later

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def enrolment() -> Enrolment:
    row = making.collecting()
    making.signer(row, "Somebody Else")
    return opened_now(row)


def opened_now(row: Request | None = None, **changes: Any) -> Enrolment:
    now = timezone.now()
    return opened(row, **({"now": now, "ends_at": now + HOUR} | changes))


def answers(**changes: str) -> dict[str, str]:
    return {"key": key(1), "name": "Daan Visser", "kind": "student", "age_group": "adult", **changes}


def requester(enrolment_or_row: Any) -> Client:
    client = Client()
    client.force_login(getattr(enrolment_or_row, "request", enrolment_or_row).requester)
    return client


class TestPhone:
    """Somebody scanned the code."""

    def test_looking_changes_nothing(self, enrolment: Enrolment) -> None:
        client = Client()
        assert client.get(address(enrolment)).status_code == 200
        assert Subject.objects.count() == 1
        assert not client.session.keys()

    def test_it_goes_straight_on_to_ones_own_form(self, enrolment: Enrolment) -> None:
        client = Client()
        response = client.post(address(enrolment), answers())
        assert response["Location"] == reverse("signing:start")
        page = client.get(response["Location"]).text
        assert "Daan Visser" in page
        assert "Somebody Else" not in page

    def test_nobody_who_enrols_sees_another_name(self, enrolment: Enrolment) -> None:
        Client().post(address(enrolment), answers())
        client = Client()
        pages = [
            client.get(address(enrolment)).text,
            client.post(address(enrolment), answers(key=key(2), name="")).text,
        ]
        client.post(address(enrolment), answers(key=key(2), name="Emma de Jong"))
        pages += [client.get(reverse("signing:start")).text]
        for page in pages:
            assert "Daan Visser" not in page
            assert "Somebody Else" not in page

    def test_a_reload_enrols_once(self, enrolment: Enrolment) -> None:
        client = Client()
        for _ in range(2):
            assert client.post(address(enrolment), answers())["Location"] == reverse("signing:start")
        assert Subject.objects.filter(name="Daan Visser").count() == 1
        assert client.get(reverse("signing:start")).status_code == 200

    def test_who_scans_again_goes_on_with_their_form(self, enrolment: Enrolment) -> None:
        client = Client()
        client.post(address(enrolment), answers())
        page = client.get(address(enrolment)).text
        assert reverse("signing:start") in page
        assert "Daan Visser" not in page
        assert 'name="kind"' in client.get(address(enrolment) + "?another").text

    @pytest.mark.parametrize("missing", ["name", "kind", "age_group"])
    def test_what_is_missing_is_asked(self, enrolment: Enrolment, missing: str) -> None:
        response = Client().post(address(enrolment), answers() | {missing: ""})
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [missing]
        assert Subject.objects.count() == 1

    def test_a_number_is_no_name(self, enrolment: Enrolment) -> None:
        response = Client().post(address(enrolment), answers(name="123456782"))
        assert response.status_code == 422
        assert Subject.objects.count() == 1

    def test_nothing_is_preselected(self, enrolment: Enrolment) -> None:
        assert "checked" not in Client().get(address(enrolment)).text

    def test_a_patient_is_told_kindly_and_nothing_is_kept(self, enrolment: Enrolment) -> None:
        response = Client().post(address(enrolment), answers(kind="patient"))
        assert response.templates[0].name == "consent/groups/desk_first.html"
        assert Subject.objects.count() == 1
        assert not response.client.session.keys()

    def test_when_it_is_full_one_is_told(self) -> None:
        enrolment = opened_now(places=1)
        Client().post(address(enrolment), answers())
        response = Client().post(address(enrolment), answers(key=key(2)))
        assert (response.status_code, response.context["reason"]) == (410, "full")

    def test_when_it_is_closed_one_is_told(self, enrolment: Enrolment) -> None:
        operations.close(enrolment_id=enrolment.pk, by=enrolment.opened_by, now=timezone.now())
        response = Client().get(address(enrolment))
        assert (response.status_code, response.context["reason"]) == (410, "over")

    def test_after_the_end_time_one_is_told(self, enrolment: Enrolment) -> None:
        with later(hours=1):
            assert Client().get(address(enrolment)).status_code == 410

    def test_a_form_of_one_language_stays_in_it(self, enrolment: Enrolment) -> None:
        client = Client()
        client.post(address(enrolment) + "?language=en", answers())
        assert Signer.objects.get(name="Daan Visser").language == "en"
        assert "Are you Daan Visser?" in client.get(reverse("signing:start")).text

    def test_who_was_logged_in_on_this_phone_is_no_longer(self, enrolment: Enrolment) -> None:
        client = Client()
        client.force_login(factories.user("eve@student.example"))
        client.post(address(enrolment), answers())
        assert client.get("/").status_code == 302

    def test_a_child_of_13_is_asked_more_and_then_enrols(self) -> None:
        row = making.collecting()
        making.parents(row)
        enrolment, client = opened_now(row), Client()
        first = answers(holder="self", age_group="from_12")
        shown = client.post(address(enrolment), first)
        assert shown.status_code == 200
        assert not shown.context["form"].errors
        assert Subject.objects.count() == 1
        missing = client.post(address(enrolment), first | {"more": "on"})
        assert sorted(missing.context["form"].errors) == ["birth_date", "guardians"]
        born = f"{timezone.localdate().year - 13}-01-01"
        more = {"more": "on", "birth_date": born, "guardians": "2", "guardian_1": "Mother", "guardian_2": "Father"}
        assert client.post(address(enrolment), first | more)["Location"] == reverse("signing:start")
        subject = Subject.objects.get(name="Daan Visser")
        assert subject.signers.count() == 3
        assert str(subject.birth_date) == born

    def test_a_date_of_birth_that_tells_another_age_is_refused(self) -> None:
        row = making.collecting()
        making.parents(row)
        enrolment = opened_now(row)
        wrong = answers(holder="self", age_group="from_16", more="on", birth_date="1990-01-01")
        assert list(Client().post(address(enrolment), wrong).context["form"].errors) == ["birth_date"]

    def test_a_parent_enrols_a_young_child_and_reads_the_parents_form(self) -> None:
        row = making.collecting()
        making.parents(row)
        enrolment, client = opened_now(row), Client()
        born = f"{timezone.localdate().year - 7}-01-01"
        posted = answers(holder="guardian", age_group="under_12", more="on", child="Bo", birth_date=born, guardians="1")
        client.post(address(enrolment), posted)
        assert list(Signer.objects.filter(subject__name="Bo").values_list("name", "capacity")) == [
            ("Daan Visser", "guardian")
        ]
        assert "Daan Visser" in client.get(reverse("signing:start")).text


class TestTypedCode:
    """Somebody cannot scan."""

    def test_the_code_leads_to_the_enrolment(self, enrolment: Enrolment) -> None:
        response = Client().post(reverse("groups:code"), {"code": queries.spoken_code(enrolment).lower()})
        assert response["Location"].startswith(address(enrolment))

    def test_a_wrong_code_is_told(self, enrolment: Enrolment) -> None:
        assert Client().post(reverse("groups:code"), {"code": "AAAA-AAAA"}).status_code == 422

    def test_guessing_is_slowed_down(self, enrolment: Enrolment, settings: Any) -> None:
        settings.ENROL_RATE = "3/m/ip"
        tried = [Client().post(reverse("groups:code"), {"code": "AAAA-AAAA"}).status_code for _ in range(4)]
        assert tried == [422, 422, 422, 429]

    def test_so_is_enrolling(self, enrolment: Enrolment, settings: Any) -> None:
        settings.ENROL_RATE = "1/m/ip"
        Client().post(address(enrolment), answers())
        assert Client().post(address(enrolment), answers(key=key(2))).status_code == 429
        assert Subject.objects.count() == 2


class TestRequester:
    """What the requester does with it."""

    def test_it_opens_and_shows_the_code(self) -> None:
        row = making.collecting()
        client = requester(row)
        given = {"places": "25", "minutes": "60", "there": "on"}
        response = client.post(reverse("groups:open", args=[row.number]), given, follow=True)
        enrolment = Enrolment.objects.get()
        assert enrolment.places == 25
        assert enrolment.ends_at - enrolment.opened_at == HOUR
        assert response.templates[0].name == "consent/groups/screen.html"
        assert queries.spoken_code(enrolment) in response.text

    @pytest.mark.parametrize("wrong", [{"places": "0"}, {"places": "251"}, {"minutes": "1"}, {"there": ""}])
    def test_what_is_wrong_is_said(self, wrong: dict[str, str]) -> None:
        row = making.collecting()
        given = {"places": "25", "minutes": "60", "there": "on"} | wrong
        response = requester(row).post(reverse("groups:open", args=[row.number]), given)
        assert response.status_code == 422
        assert Enrolment.objects.count() == 0

    def test_the_screen_shows_no_name_of_anybody(self, enrolment: Enrolment) -> None:
        Client().post(address(enrolment), answers())
        page = requester(enrolment).get(reverse("groups:screen", args=[enrolment.request.number])).text
        assert "Daan Visser" not in page
        assert "Somebody Else" not in page

    def test_the_counts_come_live(self, enrolment: Enrolment) -> None:
        Client().post(address(enrolment), answers())
        page = requester(enrolment).get(reverse("groups:live", args=[enrolment.request.number]))
        assert page.context["progress"] == queries.Progress(enrolled=1, places=3, answered=0, total=2)

    def test_a_yes_and_a_no_give_the_same_progress(self) -> None:
        seen = []
        for answer in ("sign", "refuse"):
            row = factories.request(factories.user(f"{answer}@student.example"), status=State.COLLECTING)
            who, _waiting = making.signer(row), making.second_person(row)
            if answer == "sign":
                making.sign(who)
            else:
                signing.refuse(signer_id=who.pk, way=Way.QR, now=making.NOW)
            page = requester(row).get(reverse("groups:answered", args=[row.number])).text
            seen.append(page.replace(row.number, ""))
        assert seen[0] == seen[1]

    def test_the_page_is_loaded_anew_once_everybody_answered(self) -> None:
        row = making.collecting()
        making.sign(making.signer(row))
        response = requester(row).get(reverse("groups:answered", args=[row.number]))
        assert (response.status_code, response["HX-Refresh"]) == (204, "true")

    def test_closing_lets_the_request_go_on(self) -> None:
        row = making.collecting()
        who = making.signer(row)
        opened_now(row)
        making.sign(who)
        requester(row).post(reverse("groups:close", args=[row.number]))
        assert Request.objects.get().status == State.REVIEW

    def test_another_requester_finds_nothing(self, enrolment: Enrolment) -> None:
        client = Client()
        client.force_login(factories.user("eve@student.example"))
        for name in ("own", "screen", "live", "answered"):
            assert client.get(reverse(f"groups:{name}", args=[enrolment.request.number])).status_code == 404
        for name in ("open", "close", "renew_code", "begin_queue"):
            assert client.post(reverse(f"groups:{name}", args=[enrolment.request.number])).status_code == 404

    def test_polling_costs_a_constant_number_of_queries(
        self, enrolment: Enrolment, django_assert_num_queries: Any
    ) -> None:
        client = requester(enrolment)
        where = reverse("groups:live", args=[enrolment.request.number])
        client.get(where)
        for count in range(3):
            Client().post(address(enrolment), answers(key=key(count)))
            with django_assert_num_queries(6):
                client.get(where)
