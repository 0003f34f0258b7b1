"""A draft: it starts as what a version says, and can be changed until it is published."""

import pytest

from consent import filling, sheet, wordings
from consent.models import Question, Wording, WordingEvent, WordingText
from consent.wording import compare, operations
from tests.test_sheet import ASKED, HOUSE
from tests.wording import making

pytestmark = pytest.mark.django_db


def shown(made: Wording, language: str = "nl", *, kind: str = "student", asked: sheet.Asked = ASKED) -> sheet.Sheet:
    written = wordings.written(Wording.objects.get(pk=made.pk), language=language)
    about = sheet.About("Jan", kind, patient=kind == "patient", signer_name="Jan", capacity="self")
    return filling.build(asked=asked, written=written, about=about, house=HOUSE)


def test_a_draft_says_all_that_its_source_says() -> None:
    made = making.draft()
    assert not compare.differs(making.content(making.first()), making.content(made))
    assert (made.version, made.published_at, made.drafted_by, made.follows) == (
        None,
        None,
        making.rosa(),
        making.first(),
    )
    assert [event.kind for event in WordingEvent.objects.all()] == ["drafted"]


def test_a_draft_can_be_made_from_a_draft() -> None:
    source = making.ready()
    again = making.draft(source)
    assert not compare.differs(making.content(source), making.content(again))
    assert again.follows == making.first()


def test_a_text_is_stored_and_an_empty_one_is_taken_away() -> None:
    made = making.draft()
    making.write(made, "title", "Mag het?")
    assert shown(made).title == "Mag het?"
    making.write(made, "title", "")
    assert not made.texts.filter(language="nl", key="title").exists()
    assert (
        WordingText.objects.get(wording=making.first(), language="nl", key="title").text == "Toestemming voor opnamen"
    )


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten_unseen() -> None:
    made = making.draft()
    operations.write(wording_id=made.pk, language="nl", key="sign", text="Ja", seen="Ik teken")
    with pytest.raises(operations.SomebodyWrote) as told:
        operations.write(wording_id=made.pk, language="nl", key="sign", text="Teken", seen="Ik teken")
    assert told.value.stored == "Ja"
    operations.write(wording_id=made.pk, language="nl", key="sign", text="Teken", seen="Ja")
    assert shown(made).sign == "Teken"


def test_the_same_text_written_twice_is_no_conflict() -> None:
    made = making.draft()
    for _ in range(2):
        operations.write(wording_id=made.pk, language="nl", key="sign", text="Ja", seen="Ik teken")


def test_a_language_that_the_draft_does_not_have_cannot_be_written() -> None:
    with pytest.raises(operations.CannotChange):
        operations.write(wording_id=making.draft().pk, language="ar", key="title", text="x", seen="")


def test_a_new_statement_stands_last_and_gets_a_number_that_no_version_used() -> None:
    made = making.draft()
    assert operations.add_told(wording_id=made.pk, what="statement") == "statement.12"
    making.write(made, "statement.12", "Nieuw.")
    making.write(made, "statement.12", "New.", language="en")
    assert shown(made).statements[-1] == "Nieuw."
    operations.remove(wording_id=made.pk, key="statement.12")
    assert shown(made).statements[-1] == "Mijn digitale handtekening telt als een gewone handtekening."


def test_a_draft_takes_no_more_than_sixty_statements() -> None:
    made = making.draft()
    for _ in range(49):
        operations.add_told(wording_id=made.pk, what="statement")
    with pytest.raises(operations.TooMany):
        operations.add_told(wording_id=made.pk, what="statement")


def test_statements_move_one_place_and_stop_at_the_ends() -> None:
    made = making.draft()
    operations.move(wording_id=made.pk, key="statement.02", way="up")
    operations.move(wording_id=made.pk, key="statement.02", way="up")
    assert [part.key for part in making.content(made).told][:3] == ["statement.02", "statement.01", "statement.03"]
    assert making.content(made).asked[0].key == "question.medium"
    operations.move(wording_id=made.pk, key="statement.11", way="down")
    assert making.content(made).told[-1].key == "statement.11"


def test_a_heading_makes_a_section_of_the_statements_below_it() -> None:
    made = making.draft()
    operations.add_told(wording_id=made.pk, what="section")
    for language, text in (("nl", "Uw rechten"), ("en", "Your rights")):
        making.write(made, "section.01", text, language=language)
    for _ in range(4):
        operations.move(wording_id=made.pk, key="section.01", way="up")
    sections = list(shown(made).sections())
    assert [(heading, len(statements)) for heading, statements in sections] == [("", 7), ("Uw rechten", 4)]
    assert sheet.parse(shown(made).canonical()) == shown(made)
    assert '"headings":[{"before":7,"text":"Uw rechten"}]' in shown(made).canonical()


def test_a_heading_whose_statements_are_all_for_others_is_left_out() -> None:
    made = making.draft()
    operations.add_told(wording_id=made.pk, what="section")
    making.write(made, "section.01", "Uw zorg")
    key = operations.add_told(wording_id=made.pk, what="statement")
    making.write(made, key, "Uw dokter weet ervan.")
    operations.limit(wording_id=made.pk, key=key, kinds=["patient"], channels=[])
    assert [heading for heading, _ in shown(made, kind="patient").sections()] == ["", "Uw zorg"]
    assert [heading for heading, _ in shown(made, kind="staff").sections()] == [""]


@pytest.mark.parametrize("question", [Question.NAME, Question.HEALTH, Question.PREVIEW, Question.TAGGING, Question.AI])
def test_a_question_can_be_left_out_and_asked_again(question: Question) -> None:
    made = making.draft()
    operations.remove(wording_id=made.pk, key=f"question.{question}")
    assert question not in {choice.question for choice in shown(made, kind="patient").choices}
    operations.add_question(wording_id=made.pk, question=question)
    assert shown(made, kind="patient").choices[-1].question == question


@pytest.mark.parametrize("question", ["medium", "use", "recognisable", "term"])
def test_what_the_permission_hangs_on_is_asked_of_everybody(question: str) -> None:
    made = making.draft()
    with pytest.raises(operations.AlwaysAsked):
        operations.remove(wording_id=made.pk, key=f"question.{question}")
    with pytest.raises(operations.AlwaysAsked):
        operations.limit(wording_id=made.pk, key=f"question.{question}", kinds=["patient"], channels=[])


def test_a_question_is_asked_only_of_the_kinds_and_on_the_channels_it_is_for() -> None:
    made = making.draft()
    operations.limit(wording_id=made.pk, key="question.ai", kinds=["staff", "student"], channels=["teaching"])

    def asks(kind: str, channel: str) -> bool:
        asked = factories_asked(channel)
        return "ai" in {choice.id for choice in shown(made, kind=kind, asked=asked).choices}

    assert [asks("staff", "teaching"), asks("student", "teaching")] == [True, True]
    assert [asks("patient", "teaching"), asks("staff", "print")] == [False, False]


def factories_asked(channel: str) -> sheet.Asked:
    from dataclasses import replace

    return replace(ASKED, uses=(sheet.AskedUse(5, channel, "x", ""),))


def test_a_member_of_staff_who_is_the_patient_counts_as_patient() -> None:
    made = making.draft()
    operations.limit(wording_id=made.pk, key="question.ai", kinds=["staff"], channels=[])
    written = wordings.written(made, language="nl")
    about = sheet.About("Ms Bakker", "staff", patient=True, signer_name="Ms Bakker", capacity="self")
    asked = filling.build(asked=ASKED, written=written, about=about, house=HOUSE)
    assert {choice.id for choice in asked.choices} & {"ai", "health"} == {"health"}


def test_a_language_can_be_added_read_from_right_to_left_and_taken_away() -> None:
    made = making.draft()
    operations.add_language(wording_id=made.pk, code="ar", name="العربية", direction="rtl")
    for key, text in making.first().texts.filter(language="en").values_list("key", "text"):
        making.write(made, key, text, language="ar")
    arabic = shown(made, "ar")
    assert (arabic.direction, arabic.language) == ("rtl", "ar")
    assert '"direction":"rtl"' in arabic.canonical()
    assert sheet.parse(arabic.canonical()) == arabic
    with pytest.raises(operations.LanguageThere):
        operations.add_language(wording_id=made.pk, code="ar", name="x", direction="ltr")
    operations.remove_language(wording_id=made.pk, code="ar")
    assert not made.texts.filter(language="ar").exists()


@pytest.mark.parametrize("code", ["nl", "en"])
def test_dutch_and_english_stay(code: str) -> None:
    with pytest.raises(operations.NeededLanguage):
        operations.remove_language(wording_id=making.draft().pk, code=code)


def test_a_language_that_django_does_not_know_has_english_dates() -> None:
    made = making.draft()
    operations.add_language(wording_id=made.pk, code="ti", name="Tigrinya", direction="ltr")
    for key, text in making.first().texts.filter(language="en").values_list("key", "text"):
        making.write(made, key, text, language="ti")
    values = {field.key: field.value for field in shown(made, "ti").fields}
    assert values["place"] == "Ward C4, 1 December 2026, 10:00–12:00"


def test_a_draft_is_thrown_away_and_that_stays_known() -> None:
    made = making.ready()
    operations.discard(wording_id=made.pk, by=making.rosa(), now=making.NOW)
    assert not Wording.objects.filter(pk=made.pk).exists()
    assert list(WordingEvent.objects.filter(wording=made.pk).values_list("kind", flat=True)) == ["discarded", "drafted"]
    with pytest.raises(operations.NotADraft):
        operations.discard(wording_id=made.pk, by=making.rosa(), now=making.NOW)


def test_nothing_of_a_published_version_can_be_changed() -> None:
    one = making.first().pk
    with pytest.raises(operations.NotADraft):
        operations.write(wording_id=one, language="nl", key="title", text="x", seen="Toestemming voor opnamen")
    with pytest.raises(operations.NotADraft):
        operations.add_told(wording_id=one, what="statement")
    with pytest.raises(operations.NotADraft):
        operations.remove(wording_id=one, key="statement.01")
    with pytest.raises(operations.NotADraft):
        operations.discard(wording_id=one, by=making.rosa(), now=making.NOW)
