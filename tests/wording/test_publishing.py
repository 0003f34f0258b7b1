"""Publishing: complete, compared, once; and what is published never changes (G6)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from consent.models import Wording, WordingEvent, WordingLanguage, WordingPart
from consent.wording import checks, operations
from tests.wording import making

pytestmark = pytest.mark.django_db


def problem(made: Wording) -> list[tuple[str, str]]:
    return [(one.language, one.key) for one in checks.problems(making.content(made))]


def test_a_draft_becomes_the_next_version_with_who_when_and_why() -> None:
    made = making.publish()
    row = Wording.objects.get(pk=made.pk)
    assert (row.version, row.summary, row.published_by, row.published_at) == (2, "Shorter", making.rosa(), making.NOW)
    assert WordingEvent.objects.filter(kind="published", wording=row.pk, by=making.rosa()).count() == 1


def test_the_summary_is_required() -> None:
    with pytest.raises(ValueError, match="summary"):
        operations.publish(wording_id=making.ready().pk, summary=" ", by=making.rosa(), now=making.NOW)


def test_what_says_the_same_is_not_published_again() -> None:
    with pytest.raises(operations.Unchanged):
        making.publish(making.draft())


def test_a_draft_that_was_overtaken_is_compared_first() -> None:
    late = making.ready()
    two = making.publish()
    with pytest.raises(operations.Overtaken):
        making.publish(late)
    operations.catch_up(wording_id=late.pk, newest_id=two.pk, by=making.rosa(), now=making.NOW)
    with pytest.raises(operations.Unchanged):
        making.publish(late)
    making.write(late, "statement.07", "Het is gratis.")
    assert making.publish(late).version == 3


def test_to_catch_up_with_a_version_that_is_not_the_newest_any_more_is_refused() -> None:
    late = making.ready()
    making.publish()
    with pytest.raises(operations.Overtaken):
        operations.catch_up(wording_id=late.pk, newest_id=making.first().pk, by=making.rosa(), now=making.NOW)


def test_version_1_could_be_published_as_it_is() -> None:
    assert problem(making.draft()) == []


def test_every_language_must_be_complete() -> None:
    made = making.ready()
    operations.add_language(wording_id=made.pk, code="ar", name="العربية", direction="rtl")
    with pytest.raises(operations.NotReady) as told:
        making.publish(made)
    assert {one.language for one in told.value.problems} == {"ar"}
    assert len(told.value.problems) == making.first().texts.filter(language="nl").count()


def test_a_text_that_is_missing_names_its_place() -> None:
    made = making.ready()
    making.write(made, "option.term.5", "", language="en")
    assert problem(made) == [("en", "option.term.5")]


def test_a_question_that_is_not_asked_needs_no_texts() -> None:
    made = making.ready()
    operations.remove(wording_id=made.pk, key="question.health")
    making.write(made, "option.health.sentence", "", language="en")
    assert problem(made) == []


@pytest.mark.parametrize(
    ("key", "language", "text"),
    [
        ("statement.10", "nl", "Vragen: {contact}, {telefoon}."),
        ("statement.10", "en", "Questions: {contact}."),
        ("statement.10", "nl", "Vragen: { contact } {officer}."),
        ("statement.10", "nl", "Vragen: {contact {officer}."),
        ("question.medium", "nl", "Mag het?"),
        ("supervisor", "en", "supervisor"),
        ("title", "nl", "Toestemming voor {organisation}"),
        ("title", "en", "Consent ✓"),
    ],
)
def test_what_cannot_be_filled_in_or_printed_is_refused(key: str, language: str, text: str) -> None:
    made = making.ready()
    making.write(made, key, text, language=language)
    assert (language, key) in problem(made)
    with pytest.raises(operations.NotReady):
        making.publish(made)


def test_a_form_without_statements_is_refused() -> None:
    made = making.draft()
    for part in making.content(made).told:
        operations.remove(wording_id=made.pk, key=part.key)
    with pytest.raises(operations.NotReady):
        making.publish(made)


def sql(statement: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent_wordinglanguage SET direction = 'rtl' WHERE wording_id = %s",
        "DELETE FROM consent_wordinglanguage WHERE wording_id = %s",
        "INSERT INTO consent_wordinglanguage (wording_id, code, name, direction, position) VALUES (%s, 'de', 'x', 'ltr', 9)",
        "UPDATE consent_wordingpart SET position = 99 WHERE wording_id = %s AND key = 'statement.01'",
        "DELETE FROM consent_wordingpart WHERE wording_id = %s AND key = 'statement.01'",
        "INSERT INTO consent_wordingpart (wording_id, key, position) VALUES (%s, 'statement.99', 99)",
        (
            "UPDATE consent_wordingcondition SET value = 'staff' WHERE part_id IN "
            "(SELECT id FROM consent_wordingpart WHERE wording_id = %s)"
        ),
        "DELETE FROM consent_wordingcondition WHERE part_id IN (SELECT id FROM consent_wordingpart WHERE wording_id = %s)",
        (
            "INSERT INTO consent_wordingcondition (part_id, sort, value) "
            "SELECT id, 'kind', 'staff' FROM consent_wordingpart WHERE wording_id = %s AND key = 'question.ai'"
        ),
    ],
)
def test_the_database_itself_keeps_a_published_version_as_it_is(statement: str) -> None:
    with pytest.raises(DatabaseError, match="a published wording never changes"):
        sql(statement, making.first().pk)
    two = making.publish()
    with pytest.raises(DatabaseError, match="a published wording never changes"):
        sql(statement, two.pk)


def test_a_part_cannot_be_moved_into_or_out_of_a_published_version() -> None:
    made = making.draft()
    for into, out_of in ((making.first().pk, made.pk), (made.pk, making.first().pk)):
        with pytest.raises(DatabaseError, match="a published wording never changes"):
            sql(
                "UPDATE consent_wordingpart SET wording_id = %s, key = 'x' WHERE wording_id = %s AND key = 'statement.01'",
                into,
                out_of,
            )


def test_what_happened_to_a_wording_is_never_rewritten() -> None:
    making.draft()
    for statement in ("UPDATE consent_wordingevent SET kind = 'published'", "DELETE FROM consent_wordingevent"):
        with pytest.raises(DatabaseError):
            sql(statement)


def test_a_published_version_has_a_number() -> None:
    made = making.draft()
    with pytest.raises(DatabaseError), transaction.atomic():
        Wording.objects.filter(pk=made.pk).update(published_at=making.NOW + timedelta(days=1))


def test_version_1_has_its_parts_and_languages_as_rows() -> None:
    assert list(WordingLanguage.objects.filter(wording=making.first()).values_list("code", "name", "direction")) == [
        ("nl", "Nederlands", "ltr"),
        ("en", "English", "ltr"),
    ]
    assert WordingPart.objects.filter(wording=making.first()).count() == 20
