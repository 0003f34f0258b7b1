"""The desk changes days, addresses, contacts and texts of mails: from now on, with a history, and no mail breaks."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings as settings_of
from django.core import mail as mails
from django.core.management import call_command
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from pytest_django.fixtures import Settings

from accounts import mailing
from accounts.models import Role, User
from consent import due, house, mail_list, mail_texts, steps
from consent.house_rules import defaults, operations, queries
from consent.house_rules.forms import TextForm
from consent.models import Contact, HouseRule, Office
from tests import factories, rows

pytestmark = pytest.mark.django_db
CODE = "/desk/house-rules/mails/signing_code/nl/"


@pytest.fixture
def rosa() -> User:
    return factories.user("rosa@desk.example", role=Role.REVIEWER, name="Rosa")


@pytest.fixture
def desk(client: Client, rosa: User) -> Client:
    factories.log_in(client, rosa)
    return client


def put(by: User, **values: str) -> None:
    """Set days or addresses by the names of their settings."""
    keys = {f"site.{'days' if name.endswith('DAYS') else 'mail'}.{name}": value for name, value in values.items()}
    operations.change(prefix="site.", values=keys, seen=queries.newest("site."), by=by, now=timezone.now())


def form(*, key: str = "signing_code", subject: str = "Uw code", body: str) -> TextForm:
    return TextForm({"subject": subject, "body": body}, mail=mail_texts.BY_KEY[key])


def sent(template: str = "signing_code", **context: Any) -> mails.EmailMultiAlternatives:
    known = {"name": "Jan", "digits": "123 456", "minutes": 10}
    mailing.send(to="jan@example.org", language="nl", subject="S", template=template, context=known | context)
    found = mails.outbox[-1]
    assert isinstance(found, mails.EmailMultiAlternatives)
    return found


class TestRules:
    def test_the_environment_is_the_default(self, settings: Settings) -> None:
        settings.DECIDE_DAYS, settings.PRESS_MAIL = 17, "press@hospital.example"
        assert (house.days("DECIDE_DAYS"), house.mail("PRESS_MAIL")) == (17, "press@hospital.example")

    def test_what_the_desk_set_goes_before_it(self, rosa: User) -> None:
        put(rosa, DECIDE_DAYS="9", PRESS_MAIL="new@hospital.example")
        assert house.days("DECIDE_DAYS") == 9
        assert steps.address_of(Office.PRESS) == "new@hospital.example"

    def test_nought_days_are_not_the_default(self, rosa: User, settings: Settings) -> None:
        settings.DECIDE_PRESS_DAYS = 3
        put(rosa, DECIDE_PRESS_DAYS="0")
        assert house.days("DECIDE_PRESS_DAYS") == 0

    def test_an_emptied_field_is_the_default_again(self, rosa: User, settings: Settings) -> None:
        put(rosa, DECIDE_DAYS="9")
        put(rosa, DECIDE_DAYS="")
        assert house.days("DECIDE_DAYS") == settings.DECIDE_DAYS

    def test_a_new_request_gets_the_new_day_and_an_earlier_one_keeps_its_own(self, rosa: User) -> None:
        row = factories.request(factories.user())
        before = due.on(row, at=factories.NOW)
        row.due_on = before
        row.save(update_fields=["due_on"])
        put(rosa, DECIDE_DAYS="60", DECIDE_COMPLEX_DAYS="60")
        row.refresh_from_db()
        assert row.due_on == before
        assert due.on(row, at=factories.NOW) >= before + timedelta(days=20)

    def test_many_questions_are_one_query(self) -> None:
        with CaptureQueriesContext(connection) as asked:
            for name in house.DAYS:
                house.days(name)
        assert len(asked) == 1

    def test_another_process_knows_after_some_seconds(self, rosa: User, monkeypatch: pytest.MonkeyPatch) -> None:
        assert house.days("DECIDE_DAYS") != 9
        HouseRule.objects.create(key="site.days.DECIDE_DAYS", value="9", by=rosa, at=timezone.now())
        monkeypatch.setattr(house, "FRESH", -1.0)
        assert house.days("DECIDE_DAYS") == 9


class TestHistory:
    def test_each_change_says_who_what_and_what_it_was(self, rosa: User) -> None:
        put(rosa, DECIDE_DAYS="9")
        put(rosa, DECIDE_DAYS="8", STEP_DAYS="")
        row = queries.history()[0]
        assert (row.key, row.before, row.value, row.by) == ("site.days.DECIDE_DAYS", "9", "8", rosa)
        assert HouseRule.objects.count() == 2

    def test_it_is_proven_like_the_rest(self, rosa: User) -> None:
        put(rosa, DECIDE_DAYS="9")
        rows.written()
        call_command("check_history", stdout=StringIO())

    def test_who_does_not_belong_to_the_desk_changes_nothing(self) -> None:
        with pytest.raises(operations.NotYours):
            put(factories.user(), DECIDE_DAYS="9")

    def test_a_colleague_who_was_faster_is_noticed(self, rosa: User) -> None:
        put(rosa, DECIDE_DAYS="9")
        with pytest.raises(operations.SomebodyWasFaster):
            operations.change(
                prefix="site.", values={"site.days.DECIDE_DAYS": "8"}, seen=0, by=rosa, now=timezone.now()
            )
        assert house.days("DECIDE_DAYS") == 9


class TestTexts:
    def test_every_mail_can_be_changed_or_is_said_to_be_fixed(self) -> None:
        templates = {path.stem for path in (settings_of.BASE_DIR / "templates/mail").glob("*.txt")}
        fixed = {name for name in templates if name.startswith(mail_list.FIXED)}
        assert {mail.template for mail in mail_texts.MAILS} == templates - fixed
        assert len(fixed) > len(mail_list.FIXED)

    @pytest.mark.parametrize(
        ("template", "context", "key"),
        [
            ("signing_changed", {"link": ""}, "signing_changed.later"),
            ("signing_changed", {"link": "https://x"}, "signing_changed"),
            ("signing_came_of_age", {"link": ""}, "signing_came_of_age.no_link"),
            ("requesting_submitted", {"intake": True}, "requesting_submitted.intake"),
            ("requesting_submitted", {"intake": False}, "requesting_submitted.collecting"),
            ("requesting_route_opened", {"asking": False}, "requesting_route_opened.later"),
            ("review_waiting", {"intake": True, "press": True}, "review_waiting.press_intake"),
            ("review_waiting", {"intake": False, "press": False}, "review_waiting.desk_decide"),
        ],
    )
    def test_one_of_several_texts_in_a_template(
        self, rosa: User, template: str, context: dict[str, Any], key: str
    ) -> None:
        write(rosa, key=key, subject="Ja", body="Dit is hem")
        assert mail_texts.own(template, "nl", context) == ("Ja", "Dit is hem")

    def test_each_piece_of_a_list_is_a_paragraph_and_an_empty_list_goes(self, rosa: User) -> None:
        write(rosa, key="publication_take_down", subject="S", body="Weg:\n\n{tasks}\n\nPapier:\n{printed}\n\n{link}")
        context = {"tasks": ["Een", "Twee {link}"], "printed": [], "url": "x"}
        assert mail_texts.own("publication_take_down", "nl", context)[1] == "Weg:\n\nEen\n\nTwee {link}\n\nx"

    @pytest.mark.parametrize("language", ["nl", "en"])
    @pytest.mark.parametrize("key", mail_texts.BY_KEY)
    def test_the_standard_text_is_what_the_form_takes(self, key: str, language: str) -> None:
        subject, body = defaults.default(key, language)
        typed = form(key=key, subject=subject, body=body)
        assert typed.is_valid(), typed.errors
        assert str(defaults.MARK_NUMBER) not in body
        assert "1998" not in body

    def test_the_standard_text_filled_in_is_the_mail_that_goes_out(self) -> None:
        context = {"name": "Jan", "digits": "123 456", "minutes": 10}
        with translation.override("nl"):
            plain = render_to_string("mail/signing_code.txt", context | {"organisation": "UMC Utrecht"}).strip()
            _, body = defaults.default("signing_code", "nl")
            assert mail_texts.fill(body, {"name": "Jan", "digits": "123 456", "minutes": "10"}) == plain

    def test_a_mail_goes_out_in_the_desks_words_as_text_and_html(self, rosa: User) -> None:
        write(rosa, subject="Uw code", body="Dag {name}\n\nUw code is {digits}")
        found = sent()
        assert (found.subject, found.body) == ("Uw code", "Dag Jan\n\nUw code is 123 456\n")
        assert "<p>Uw code is 123 456</p>" in str(found.alternatives[0][0])

    def test_the_other_language_keeps_its_text(self, rosa: User) -> None:
        write(rosa, subject="Uw code", body="Dag {name}\n\n{digits}")
        with translation.override("en"):
            assert mail_texts.own("signing_code", "en", {}) == ("", "")

    def test_what_people_are_called_is_no_placeholder(self, rosa: User) -> None:
        write(rosa, subject="S", body="Dag {name}\n\n{digits}")
        assert sent(name="{digits}").body == "Dag {digits}\n\n123 456\n"

    def test_what_people_are_called_is_no_markup(self, rosa: User) -> None:
        write(rosa, subject="S", body="Dag {name}\n\n{digits}")
        assert "<b>Jan" not in str(sent(name="<b>Jan").alternatives[0][0])

    def test_the_paragraph_of_a_note_that_nobody_wrote_goes(self) -> None:
        text = "Goedgekeurd\n\nOpmerking:\n{note}\n\n{link}"
        assert mail_texts.fill(text, {"note": "", "link": "x"}, frozenset({"note"})) == "Goedgekeurd\n\nx"

    def test_one_template_for_three_offices_has_three_texts(self, rosa: User) -> None:
        write(rosa, key="routing_ask.press", subject="S", body="Pers: {link}")
        context = {"office": "ward", "link": "x", "number": "1", "title": "t", "day": timezone.now()}
        with translation.override("nl"):
            assert mail_texts.own("routing_ask", "nl", context) == ("", "")
            assert mail_texts.own("routing_ask", "nl", context | {"office": "press"})[1] == "Pers: x"


def write(by: User, *, key: str = "signing_code", subject: str, body: str) -> None:
    values = {f"text.{key}.nl.subject": subject, f"text.{key}.nl.body": body}
    operations.change(prefix=f"text.{key}.nl.", values=values, seen=0, by=by, now=timezone.now())


class TestRefused:
    @pytest.mark.parametrize(
        ("key", "body"),
        [
            ("signing_invitation", "Dag {name}, lees het formulier."),
            ("signing_invitation", "Dag {name}: {link}."),
            ("signing_invitation", "Dag {voornaam}\n\n{link}"),
            ("signing_invitation", "Dag {name\n\n{link}"),
            ("signing_code", "Dag {name}"),
            ("requesting_rejected", "Nee.\n\n{link}"),
            ("requesting_approved", "Ja.\n\n{link}\n{note}\n\n{conditions}"),
        ],
    )
    def test_a_text_with_which_the_mail_would_not_work(self, key: str, body: str) -> None:
        assert form(key=key, body=body).errors.keys() == {"body"}

    @pytest.mark.parametrize("subject", ["Dag {name}", "Uw code is {digits}", "Verzoek {number}", "{"])
    def test_a_subject_that_says_too_much(self, subject: str) -> None:
        assert form(subject=subject, body="{digits}").errors.keys() == {"subject"}


class TestScreens:
    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_every_mail_has_its_screen_with_a_preview(self, desk: Client, language: str) -> None:
        for key in mail_texts.BY_KEY:
            page = desk.get(f"/desk/house-rules/mails/{key}/{language}/")
            assert page.status_code == 200
            assert "{" not in page.context["preview"].text

    def test_a_preview_saves_nothing(self, desk: Client) -> None:
        page = desk.post(f"{CODE}preview/", {"subject": "Hallo", "body": "Zie {digits}"})
        assert page.context["preview"].text == "Zie 482 915"
        assert not HouseRule.objects.exists()

    def test_a_broken_placeholder_is_refused_beside_its_field(self, desk: Client) -> None:
        page = desk.post(f"{CODE}save/", {"subject": "Hallo", "body": "{digits} {x}", "seen": "0"})
        assert page.status_code == 422
        assert "{x}" in page.context["form"].errors["body"][0]
        assert not HouseRule.objects.exists()

    def test_saving_and_going_back_to_the_standard_text(self, desk: Client) -> None:
        desk.post(f"{CODE}save/", {"subject": "Hallo", "body": "Zie {digits}", "seen": "0"})
        assert house.of("text.signing_code.nl.body") == "Zie {digits}"
        desk.post(f"{CODE}save/", {"reset": "1", "seen": queries.newest("text.")})
        assert house.of("text.signing_code.nl.body") == ""
        assert queries.history()[0].before != ""

    def test_the_standard_text_saved_is_no_change(self, desk: Client) -> None:
        subject, body = defaults.default("signing_code", "nl")
        desk.post(f"{CODE}save/", {"subject": subject, "body": body.replace("\n", "\r\n"), "seen": "0"})
        assert not HouseRule.objects.exists()

    def test_days_are_saved_and_a_wrong_number_is_refused(self, desk: Client) -> None:
        assert desk.post("/desk/house-rules/settings/save/", {"DECIDE_DAYS": "0", "seen": "0"}).status_code == 422
        assert desk.post("/desk/house-rules/settings/save/", {"DECIDE_DAYS": "10", "seen": "0"}).status_code == 302
        assert house.days("DECIDE_DAYS") == 10

    def test_a_contact_changes_on_the_contact_page_and_in_the_history(self, desk: Client) -> None:
        row = Contact.objects.all()[0]
        typed = {name: getattr(row, name) for name in operations.CONTACT_FIELDS}
        desk.post(f"/desk/house-rules/contacts/{row.pk}/save/", typed | {"phone": "088 000 00 00", "seen": "0"})
        assert "088 000 00 00" in Client().get("/contact/").content.decode()
        assert queries.history()[0].key == f"contact.{row.key}.phone"

    def test_a_contact_that_nobody_can_reach_is_refused(self, desk: Client) -> None:
        row = Contact.objects.all()[0]
        typed = {"name_nl": "x", "name_en": "x", "mail": "", "phone": "", "address": "", "seen": "0"}
        assert desk.post(f"/desk/house-rules/contacts/{row.pk}/save/", typed).status_code == 422

    def test_who_saves_gives_the_second_factor_again(self, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("accounts.step_up.fresh", lambda *_, **__: False)
        monkeypatch.setattr("accounts.factors.has", lambda _: True)
        answer = desk.post(f"{CODE}save/", {"subject": "Hallo", "body": "Zie {digits}", "seen": "0"})
        assert answer.status_code == 302
        assert not HouseRule.objects.exists()
