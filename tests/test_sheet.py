"""The sheet: the one text that is shown, hashed and printed (L6)."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent import facts, filling, sheet, wordings
from consent.models import Request, Wording
from consent.states import State
from consent.written import PLACEHOLDER, Written
from tests import factories

ASKED = sheet.Asked(
    number="94F26JA",
    title="A day on the ward",
    purpose="A blog",
    requester="Sam",
    programme={"nl": "Geneeskunde", "en": "Medicine"},
    supervisor="",
    permitted_party="Sam",
    media=("photo", "audio"),
    uses=(sheet.AskedUse(5, "own_account", "Instagram @sam", ""), sheet.AskedUse(6, "teaching", "Lecture 3", "")),
    origin="new",
    existing_date=None,
    existing_source="",
    existing_owner="",
    place="Ward C4",
    ward_contact="",
    recorder="Sam",
    starts_at=datetime(2026, 12, 1, 9, 0, tzinfo=UTC),
    ends_at=datetime(2026, 12, 1, 11, 0, tzinfo=UTC),
)
ABOUT = sheet.About("Jan de Wit", "student", patient=False, signer_name="Jan de Wit", capacity="self")
HOUSE = sheet.House("UMC Utrecht", "desk@example.org", "privacy@example.org", date(2036, 12, 1))


@pytest.fixture
def build(db):
    """Fill in the starting wording."""
    wording = Wording.objects.get(version=1)

    def made(*, asked=ASKED, about=ABOUT, language="en") -> sheet.Sheet:
        return filling.build(
            asked=asked, written=wordings.written(wording, language=language), about=about, house=HOUSE
        )

    return made


@pytest.mark.parametrize("language", ["nl", "en"])
def test_nothing_is_left_to_fill_in(build, language: str) -> None:
    text = build(language=language).canonical()
    assert not PLACEHOLDER.search(text)
    assert json.loads(text)["language"] == language


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_sheet_comes_back_whole_from_its_canonical_text(build, language: str) -> None:
    shown = build(language=language)
    assert sheet.parse(shown.canonical()) == shown
    assert sheet.parse(shown.canonical()).sha256() == shown.sha256()


@pytest.mark.parametrize("place", ['Ward "C4" \\ <b>', "Ẅård é 🏥 \u2028 \x1f\n\t", "", "null"])
def test_the_canonical_text_is_plain_json_of_all_that_is_shown_and_the_digest_is_of_that_text(
    build, place: str
) -> None:
    shown = build(asked=replace(ASKED, place=place))
    data = json.loads(shown.canonical())
    assert data["fields"] == [{"key": one.key, "label": one.label, "value": one.value} for one in shown.fields]
    assert shown.canonical() == json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert shown.sha256() == hashlib.sha256(shown.canonical().encode()).hexdigest()


def test_both_languages_ask_the_same(build) -> None:
    dutch, english = build(language="nl"), build(language="en")
    assert [(one.id, [value for value, _ in one.options]) for one in dutch.choices] == [
        (one.id, [value for value, _ in one.options]) for one in english.choices
    ]
    assert len(dutch.statements) == len(english.statements)


def test_it_asks_each_medium_and_each_use_and_then_the_conditions(build) -> None:
    assert [choice.id for choice in build().choices] == [
        "medium.photo",
        "medium.audio",
        "use.5",
        "use.6",
        "recognisable",
        "name",
        "term",
        "preview",
        "tagging",
        "ai",
    ]


def test_a_patient_is_asked_about_health_too(build) -> None:
    asked = {choice.id for choice in build(about=replace(ABOUT, patient=True)).choices}
    assert asked - {choice.id for choice in build().choices} == {"health"}


def test_tagging_is_asked_only_where_there_is_an_account_to_tag_in(build) -> None:
    quiet = replace(ASKED, uses=ASKED.uses[1:])
    assert "tagging" not in {choice.id for choice in build(asked=quiet).choices}


def test_the_risk_of_social_media_is_told_where_something_can_end_up_there(build) -> None:
    teaching = replace(ASKED, uses=ASKED.uses[1:])
    assert len(build().statements) == len(build(asked=teaching).statements) + 1
    for channel in ("hospital_website", "partner", "press_tv", "print", "advertising", "hospital_social"):
        public = replace(ASKED, uses=(sheet.AskedUse(6, channel, "x", ""),))
        assert build(asked=public).statements == build().statements


def test_lines_without_a_value_are_not_shown(build) -> None:
    assert "ward_contact" not in {field.key for field in build().fields}
    shown = {field.key: field.value for field in build(asked=replace(ASKED, ward_contact="Ms Vos")).fields}
    assert shown["ward_contact"] == "Ms Vos"
    assert shown["number"] == "94F-26JA"
    assert shown["place"] == "Ward C4, 1 December 2026, 10:00–12:00"


def test_what_people_typed_is_never_evaluated(build) -> None:
    asked = replace(
        ASKED,
        title="{organisation}",
        purpose="{organisation} {0} {a.b} %s",
        uses=(sheet.AskedUse(5, "teaching", "{use}", ""),),
    )
    shown = build(asked=asked)
    assert {field.key: field.value for field in shown.fields}["purpose"] == "{organisation} {0} {a.b} %s"
    assert "{use}" in shown.choice("use.5").text


def test_a_choice_is_found_by_its_id(build) -> None:
    assert build().choice("use.6").use == 6
    with pytest.raises(KeyError):
        build().choice("use.7")


def test_a_wording_without_a_needed_sentence_is_an_error(db) -> None:
    written = Written(version=1, language="en", direction="ltr", texts={"title": "x"}, parts=())
    with pytest.raises(KeyError):
        filling.build(asked=ASKED, written=written, about=ABOUT, house=HOUSE)


CHANGES: dict[str, Any] = {
    "number": "J633A7X", "title": "x", "purpose": "x", "requester": "x", "programme": {"nl": "x"}, "supervisor": "x",
    "permitted_party": "x", "media": ("photo",), "uses": (), "origin": "existing", "existing_date": date(2024, 1, 1),
    "existing_source": "x", "existing_owner": "x", "place": "x", "ward_contact": "x", "recorder": "x", "starts_at": None,
    "ends_at": None,
}  # fmt: skip


def test_every_change_of_what_is_asked_changes_its_digest() -> None:
    assert set(CHANGES) == set(sheet.Asked.__dataclass_fields__)
    digests = {replace(ASKED, **{name: value}).sha256() for name, value in CHANGES.items()}
    assert len(digests | {ASKED.sha256()}) == len(CHANGES) + 1


def test_the_same_moment_in_another_zone_is_the_same_question() -> None:
    assert ASKED.starts_at is not None
    assert replace(ASKED, starts_at=ASKED.starts_at.astimezone(sheet.ZONE)).sha256() == ASKED.sha256()


@given(st.text(), st.text())
def test_two_texts_never_share_a_digest(one: str, other: str) -> None:
    clean = [text.encode(errors="replace").decode() for text in (one, other)]
    digests = [replace(ASKED, purpose=text).sha256() for text in clean]
    assert (digests[0] == digests[1]) == (clean[0] == clean[1])


class TestFromTheDatabase:
    pytestmark = pytest.mark.django_db

    def test_the_form_of_a_signer_names_what_stands_in_the_request(self) -> None:
        signer = factories.signer(factories.request(status=State.COLLECTING))
        shown = facts.sheet_for(signer, language="en")
        values = {field.key: field.value for field in shown.fields}
        assert values["subject"].startswith("Jan de Wit (")
        assert values["requester"].startswith("Sam, ")
        assert values["permitted_party"] == "Sam"
        assert shown.version == 1

    def test_the_same_request_read_twice_has_one_digest(self) -> None:
        row = factories.request(status=State.COLLECTING)
        assert facts.asked(row).sha256() == facts.asked(Request.objects.get()).sha256()

    def test_a_use_that_was_dropped_is_not_asked(self) -> None:
        row = factories.request(status=State.COLLECTING)
        before = facts.asked(row).sha256()
        row.uses.update(dropped_at=factories.NOW)
        assert facts.asked(row).uses == ()
        assert facts.asked(row).sha256() != before

    def test_a_language_without_wording_and_a_request_without_wording_are_lookup_errors(self) -> None:
        with pytest.raises(LookupError):
            facts.sheet_for(factories.signer(factories.request(status=State.COLLECTING)), language="de")
        draft = factories.request(factories.user("eve@student.example"))
        with pytest.raises(LookupError):
            facts.sheet_for(factories.signer(draft), language="nl")

    def test_the_form_is_kept_for_the_longest_term_and_the_claims_period(self, settings) -> None:
        settings.LONGEST_TERM_YEARS, settings.CLAIMS_PERIOD_YEARS = 5, 5
        row = factories.request(status=State.COLLECTING)
        assert facts.house(row).keep_until == factories.NOW.date() + timedelta(days=3652)

    def test_it_is_kept_from_the_day_in_amsterdam_also_in_the_hour_after_midnight(self, settings) -> None:
        settings.LONGEST_TERM_YEARS, settings.CLAIMS_PERIOD_YEARS = 5, 5
        row = factories.request(status=State.COLLECTING)
        row.submitted_at = datetime(2027, 1, 1, 23, 30, tzinfo=UTC)
        assert facts.house(row).keep_until == date(2027, 1, 2) + timedelta(days=3652)
