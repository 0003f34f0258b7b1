"""Before the desk saves a house rule it sees, in both languages, what people will read; looking saves nothing."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import Role
from consent.house_rules import previews
from consent.models import Contact, HouseRule, Programme
from tests import factories

pytestmark = pytest.mark.django_db
DESK = "/desk/house-rules/"
FRIDAY = date(2026, 11, 27)


@pytest.fixture
def desk(client: Client) -> Client:
    factories.log_in(client, factories.user("rosa@desk.example", role=Role.REVIEWER))
    return client


def lines(found: tuple[previews.Preview, ...], language: str) -> list[tuple[str, str]]:
    return [(line.label, line.text) for one in found if one.language == language for line in one.lines]


def test_the_days_are_shown_as_the_dates_that_they_mean() -> None:
    found = previews.of_days({"site.days.DECIDE_DAYS": "7", "site.days.TAKE_DOWN_DAYS": "1"}, today=FRIDAY)
    assert lines(found, "en") == [
        ("the desk decides by", "4 December 2026"),
        ("where it is complex, by", "25 December 2026"),
        ("for the press, by", "27 November 2026"),
        ("the student takes an own post down by", "1 December 2026"),
        ("everything else is taken down by", "28 November 2026"),
    ]
    assert lines(found, "nl")[0] == ("de balie besluit uiterlijk op", "4 december 2026")


def test_the_terms_are_shown_as_the_dates_that_they_mean() -> None:
    found = previews.of_terms({"term.LONGEST_TERM_YEARS": "2", "term.CLAIMS_PERIOD_YEARS": "1"}, today=FRIDAY)
    assert lines(found, "en") == [
        ("agrees until", "27 November 2028"),
        ("mail addresses and links are kept until", "27 December 2028"),
        ("the proof is kept until", "27 November 2029"),
        ("a request that is never approved is kept until", "27 November 2027"),
    ]


def test_typed_days_and_terms_are_shown_and_not_saved(desk: Client) -> None:
    days = desk.post(f"{DESK}settings/preview/", {"DECIDE_DAYS": "3"})
    terms = desk.post(f"{DESK}terms/preview/", {"LONGEST_TERM_YEARS": "1"})
    assert (days.status_code, terms.status_code) == (200, 200)
    assert [one.language for one in days.context["previews"]] == ["nl", "en"]
    assert not HouseRule.objects.exists()


def test_a_contact_is_shown_as_it_was_typed_in_both_languages(desk: Client) -> None:
    contact = Contact.objects.all()[0]
    typed = {"name_nl": "Nieuw loket", "name_en": "New desk", "purpose_nl": "Vragen", "phone": "030"}
    page = desk.post(f"{DESK}contacts/{contact.pk}/preview/", typed)
    shown = [(one.title, [line.text for line in one.lines]) for one in page.context["previews"]]
    assert shown == [("Nieuw loket", ["Vragen", "030"]), ("New desk", ["030"])]
    contact.refresh_from_db()
    assert contact.name_nl != "Nieuw loket"


def test_a_programme_is_shown_in_its_place_in_the_list(desk: Client) -> None:
    first, second, *_rest = Programme.objects.order_by("position")
    typed = {"name_nl": "Tandheelkunde", "name_en": "Dentistry", "position": str(first.position)}
    page = desk.post(f"{DESK}programmes/{first.pk}/preview/", typed)
    dutch, english = page.context["previews"]
    assert [(line.text, line.changed) for line in english.lines][:2] == [("Dentistry", True), (second.name_en, False)]
    assert len(dutch.lines) == Programme.objects.count()
    assert not Programme.objects.filter(name_en="Dentistry").exists()


def test_what_cannot_be_saved_is_not_previewed(desk: Client) -> None:
    page = desk.post(f"{DESK}programmes/new/preview/", {"name_nl": "", "name_en": "Dentistry", "position": "1"})
    assert (page.status_code, page.context["previews"]) == (422, ())
