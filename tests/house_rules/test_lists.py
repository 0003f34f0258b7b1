"""Programmes, channels and terms: what the desk changes counts for what is new, and what people were told stays true."""

from datetime import timedelta

import pytest
from crispy_forms.utils import render_crispy_form
from django.conf import settings as site
from django.test import Client
from django.utils import timezone, translation

from accounts.models import Role, User
from consent import facts, house
from consent.house_rules import naming, operations, programmes, queries
from consent.models import Channel, HouseRule, Programme, Request
from consent.requesting.forms.places import UseForm
from consent.requesting.forms.what import WhatForm
from consent.requesting.operations import start_draft
from consent.retention import queries as retention
from consent.states import State
from tests import factories

pytestmark = pytest.mark.django_db
DESK = "/desk/house-rules/"
REASON = {"off": "on", "reason_nl": "De drukker verhuist", "reason_en": "The printer is moving"}


@pytest.fixture
def rosa() -> User:
    return factories.user("rosa@desk.example", role=Role.REVIEWER, name="Rosa")


@pytest.fixture
def desk(client: Client, rosa: User) -> Client:
    factories.log_in(client, rosa)
    return client


@pytest.fixture
def medicine() -> Programme:
    return Programme.objects.filter(elsewhere=False)[0]


def typed(programme: Programme | None = None, **changes: object) -> dict[str, object]:
    names = ("name_nl", "name_en", "position")
    known = {name: getattr(programme, name) for name in names} if programme else {"position": 3}
    return known | {"seen": queries.newest(programmes.prefix(programme.pk if programme else None))} | changes


def offered(request: Request | None = None) -> list[Programme]:
    form = WhatForm(initial=WhatForm.initial_of(request) if request else {})
    return list(form.fields["programme"].queryset)  # type: ignore[attr-defined]


class TestProgrammes:
    def test_a_new_one_is_offered_and_in_the_history(self, desk: Client, rosa: User) -> None:
        desk.post(f"{DESK}programmes/add/", typed(name_nl="Verpleegkunde", name_en="Nursing", elsewhere="on"))
        row = Programme.objects.get(name_nl="Verpleegkunde")
        assert (row.name_en, row.elsewhere, row.active) == ("Nursing", True, True)
        assert row in offered()
        said = HouseRule.objects.get(key=f"programme.{row.pk}.name_en")
        assert (said.before, said.value, said.by) == ("", "Nursing", rosa)

    def test_both_languages_are_needed_and_what_was_typed_stays(self, desk: Client) -> None:
        page = desk.post(f"{DESK}programmes/add/", typed(name_nl="Verpleegkunde"))
        assert page.status_code == 422
        assert page.context["form"].errors.keys() == {"name_en"}
        assert "Verpleegkunde" in page.content.decode()

    def test_a_name_that_is_offered_already_is_refused_beside_its_field(
        self, desk: Client, medicine: Programme
    ) -> None:
        page = desk.post(f"{DESK}programmes/add/", typed(name_nl="Iets", name_en=medicine.name_en.upper()))
        assert page.status_code == 422
        assert page.context["form"].errors.keys() == {"name_en"}
        assert not HouseRule.objects.exists()

    def test_a_retired_one_is_not_offered_but_stays_where_it_is(self, desk: Client, medicine: Programme) -> None:
        row = factories.request(factories.user())
        Request.objects.filter(pk=row.pk).update(programme=medicine)
        row.refresh_from_db()
        desk.post(f"{DESK}programmes/{medicine.pk}/save/", typed(medicine, offer="no"))
        assert medicine not in offered()
        assert medicine in offered(row)
        assert facts.asked(row).programme["nl"].startswith(medicine.name_nl)

    def test_the_next_draft_does_not_take_a_retired_one_over(self, medicine: Programme) -> None:
        sam = factories.user()
        Request.objects.filter(pk=factories.request(sam).pk).update(programme=medicine)
        Programme.objects.filter(pk=medicine.pk).update(active=False)
        assert start_draft(requester=sam, now=timezone.now()).programme is None

    def test_it_comes_back(self, desk: Client, medicine: Programme) -> None:
        for answer in ("no", "yes"):
            desk.post(f"{DESK}programmes/{medicine.pk}/save/", typed(medicine, offer=answer))
        assert medicine in offered()
        assert [row.value for row in HouseRule.objects.filter(key=f"programme.{medicine.pk}.active")] == ["", "yes"]

    def test_a_new_name_where_nobody_was_asked_is_the_same_programme(self, desk: Client, medicine: Programme) -> None:
        desk.post(f"{DESK}programmes/{medicine.pk}/save/", typed(medicine, name_en="Medicine (MD)"))
        medicine.refresh_from_db()
        assert medicine.name_en == "Medicine (MD)"

    def test_what_people_read_when_they_were_asked_keeps_its_name(self, desk: Client, medicine: Programme) -> None:
        row = factories.request(factories.user())
        Request.objects.filter(pk=row.pk).update(programme=medicine)
        row.refresh_from_db()
        before = facts.asked(row).sha256()
        desk.post(f"{DESK}programmes/{medicine.pk}/save/", typed(medicine, name_en="Medicine (MD)"))
        assert facts.asked(Request.objects.get(pk=row.pk)).sha256() == before
        assert [one.name_en for one in offered() if "Medicine" in one.name_en] == ["Medicine (MD)"]

    def test_a_colleague_who_was_faster_is_noticed(self, desk: Client, medicine: Programme) -> None:
        old = typed(medicine, name_en="Medicine A")
        desk.post(f"{DESK}programmes/{medicine.pk}/save/", old)
        page = desk.post(f"{DESK}programmes/{medicine.pk}/save/", old | {"name_en": "Medicine B"})
        assert page.status_code == 409
        assert "Medicine B" in page.content.decode()


def use(*, asked: str = "", channel: str = "print") -> UseForm:
    return UseForm({"channel": channel, "name": "Poster, hal"}, strict=True, asked=asked)


class TestChannels:
    def test_a_closed_one_is_refused_with_the_reason_in_the_readers_language(self, desk: Client) -> None:
        assert use().is_valid()
        desk.post(f"{DESK}channels/print/save/", REASON | {"seen": "0"})
        for language, reason in (("nl", REASON["reason_nl"]), ("en", REASON["reason_en"])):
            with translation.override(language):
                assert reason in use().errors["channel"][0]

    def test_a_use_that_is_asked_for_already_may_keep_it(self, desk: Client) -> None:
        desk.post(f"{DESK}channels/print/save/", REASON | {"seen": "0"})
        assert use(asked="print").is_valid()
        assert use(channel="teaching").is_valid()

    def test_the_student_reads_it_on_the_page(self, desk: Client) -> None:
        desk.post(f"{DESK}channels/print/save/", REASON | {"seen": "0"})
        sam = factories.user("sam@student.example")
        row = start_draft(requester=sam, now=timezone.now())
        browser = Client()
        factories.log_in(browser, sam)
        page = browser.get(f"/requests/{row.number}/step/where/", headers={"accept-language": "en"}).content.decode()
        assert page.count("drukker") + page.count("printer") == 1

    def test_an_advice_is_text_and_no_template(self, desk: Client) -> None:
        advice = {"note_nl": "{{ form }} <b>x</b>", "note_en": "{% now 'Y' %}", "seen": "0"}
        desk.post(f"{DESK}channels/print/save/", advice)
        with translation.override("nl"):
            shown = render_crispy_form(UseForm())
        assert "{{ form }} &lt;b&gt;x&lt;/b&gt;" in shown

    def test_a_reason_is_needed_in_both_languages(self, desk: Client) -> None:
        page = desk.post(f"{DESK}channels/print/save/", REASON | {"reason_en": "", "seen": "0"})
        assert page.status_code == 422
        assert page.context["form"].errors.keys() == {"reason_en"}
        assert "De drukker verhuist" in page.content.decode()

    def test_a_preview_shows_both_languages_and_saves_nothing(self, desk: Client) -> None:
        page = desk.post(f"{DESK}channels/print/preview/", REASON).content.decode()
        assert page.count("De drukker verhuist") == 2
        assert page.count("The printer is moving") == 2
        assert not HouseRule.objects.exists()

    def test_opened_again_the_reason_goes_and_the_history_keeps_it(self, desk: Client) -> None:
        desk.post(f"{DESK}channels/print/save/", REASON | {"seen": "0"})
        desk.post(f"{DESK}channels/print/save/", {"seen": queries.newest("channel.")})
        assert house.of_channel(Channel.PRINT) == house.OfChannel()
        assert HouseRule.objects.filter(before="De drukker verhuist").exists()

    @pytest.mark.parametrize("name", ["nothing", "print%00", "x" * 500])
    def test_an_unknown_channel_is_not_found(self, desk: Client, name: str) -> None:
        assert desk.get(f"{DESK}channels/{name}/").status_code == 404


def put(by: User, **values: str) -> None:
    rules = {f"term.{name}": value for name, value in values.items()}
    operations.change(prefix="term.", values=rules, seen=queries.newest("term."), by=by, now=timezone.now())


def submitted(*, days_ago: int) -> Request:
    row = factories.request(factories.user(f"{days_ago}@student.example"), status=State.COLLECTING)
    Request.objects.filter(pk=row.pk).update(submitted_at=timezone.now() - timedelta(days=days_ago))
    row.refresh_from_db()
    return row


class TestTerms:
    def test_a_request_keeps_what_people_were_told(self, rosa: User) -> None:
        earlier = submitted(days_ago=1)
        told = facts.house(earlier)
        put(rosa, CLAIMS_PERIOD_YEARS="1", LONGEST_TERM_YEARS="2")
        later = submitted(days_ago=-1)
        assert facts.house(earlier) == told
        assert facts.house(later).longest == 2
        assert facts.house(later).keep_until < told.keep_until - timedelta(days=365 * 6)

    def test_the_form_has_no_term_that_is_too_long(self, rosa: User) -> None:
        put(rosa, LONGEST_TERM_YEARS="2")
        row = submitted(days_ago=-1)
        signer = factories.signer(row)
        choices = facts.sheet_for(signer, language="nl").choices
        terms = next(one.options for one in choices if one.question == "term")
        assert [value for value, _label in terms] == ["once", "1", "2"]

    def test_the_default_again_is_no_change_for_what_was_in_between(self, rosa: User) -> None:
        put(rosa, KEEP_UNUSED_DAYS="60")
        between = timezone.now()
        put(rosa, KEEP_UNUSED_DAYS="")
        assert house.term("KEEP_UNUSED_DAYS", at=between) == 60
        assert house.term("KEEP_UNUSED_DAYS") == site.KEEP_UNUSED_DAYS
        assert house.least_term("KEEP_UNUSED_DAYS") == 60

    def test_what_is_new_is_destroyed_sooner_and_what_was_there_is_not(self, rosa: User) -> None:
        before = start_draft(requester=factories.user("a@student.example"), now=timezone.now())
        put(rosa, KEEP_UNUSED_DAYS="60")
        after = start_draft(requester=factories.user("b@student.example"), now=timezone.now())
        in_61_days = timezone.localdate() + timedelta(days=61)
        due = [one.request for one in retention.upcoming(until=in_61_days)]
        assert after in due
        assert before not in due

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("LONGEST_TERM_YEARS", "6"),
            ("CLAIMS_PERIOD_YEARS", "21"),
            ("KEEP_CONTACT_DAYS", "0"),
            ("KEEP_UNUSED_DAYS", "x"),
        ],
    )
    def test_what_the_rules_do_not_allow_is_refused_beside_its_field(self, desk: Client, name: str, value: str) -> None:
        page = desk.post(f"{DESK}terms/save/", {name: value, "seen": "0"})
        assert page.status_code == 422
        assert page.context["form"].errors.keys() == {name}

    def test_saved_terms_are_in_the_history(self, desk: Client) -> None:
        assert desk.post(f"{DESK}terms/save/", {"LONGEST_TERM_YEARS": "2", "seen": "0"}).status_code == 302
        assert house.term("LONGEST_TERM_YEARS") == 2
        assert queries.history("term.")[0].value == "2"


def test_the_history_says_in_words_what_was_changed(desk: Client, medicine: Programme) -> None:
    """Each kind of key has its words, so that nobody reads a setting's name."""
    desk.post(f"{DESK}programmes/{medicine.pk}/save/", typed(medicine, offer="no"))
    desk.post(f"{DESK}channels/print/save/", REASON | {"seen": "0"})
    desk.post(f"{DESK}terms/save/", {"LONGEST_TERM_YEARS": "2", "seen": "0"})
    desk.post(f"{DESK}settings/save/", {"DECIDE_DAYS": "10", "seen": "0"})
    desk.post(f"{DESK}mails/signing_code/nl/save/", {"subject": "Hallo", "body": "Zie {digits}", "seen": "0"})
    with translation.override("en"):
        said = [said for _row, said in naming.named(queries.history(), active="Students can choose it")]
    assert said == [
        "To a signer: the code (Dutch): Text",
        "To a signer: the code (Dutch): Subject",
        "Days in which the desk decides",
        "The longest term that people can choose, in years",
        "Print: Why not, in English",
        "Print: Why not, in Dutch",
        "Print: Not for new places at present",
        f"{medicine.name_en}: Students can choose it",
    ]
