"""No kind of question is asked for nothing: from the stored row to the words, each answer changes what comes of a use."""

import pytest
from django.db import transaction
from django.utils import translation

from consent import facts, lifecycle, permissions, sentences, wishes
from consent.models import Question, Request
from consent.states import SignerStatus, State, SubjectStatus
from tests import answered, factories

pytestmark = pytest.mark.django_db
WIDE = {
    Question.RECOGNISABLE: "recognisable",
    Question.NAME: "full_name",
    Question.HEALTH: "sentence",
    Question.TERM: "5",
    Question.PREVIEW: "no",
    Question.TAGGING: "yes",
    Question.AI: "yes",
}
NARROWER = [
    (Question.MEDIUM, "no"),
    (Question.USE, "no"),
    (Question.RECOGNISABLE, "unrecognisable"),
    (Question.RECOGNISABLE, "voice_only"),
    (Question.NAME, "first_name"),
    (Question.NAME, "role"),
    (Question.NAME, "no_name"),
    (Question.HEALTH, "nothing"),
    (Question.TERM, "once"),
    (Question.TERM, "1"),
    (Question.TERM, "2"),
    (Question.PREVIEW, "yes"),
    (Question.TAGGING, "no"),
    (Question.AI, "no"),
]


def approved(said: dict[Question, str], *, by: str) -> Request:
    """An approved request of one person who gave these answers, and the widest to all other questions."""
    row = factories.request(factories.user(by), status=State.REVIEW)
    signer = factories.signer(row)
    signature = answered.sign(signer)
    answered.answer(signature, Question.MEDIUM, medium="photo", value=said.get(Question.MEDIUM, "yes"))
    answered.answer(signature, Question.USE, use=row.uses.get(), value=said.get(Question.USE, "yes"))
    for question, widest in WIDE.items():
        value = said.get(question, widest)
        answered.answer(signature, question, value=value, text="I had a stroke." if value == "sentence" else "")
    with transaction.atomic():
        lifecycle.move_signer(signer, to=SignerStatus.SIGNED)
        lifecycle.move_subject(signer.subject, to=SubjectStatus.GRANTED)
        lifecycle.advance(lifecycle.lock(row.pk), to=State.APPROVED, by="user:1", at=factories.NOW)
    return Request.objects.get(pk=row.pk)


def told(row: Request) -> tuple[object, ...]:
    """What the requester reads, and what the desk reads, of the one use."""
    cells = permissions.matrix(facts.asked_for(row), now=factories.NOW)
    with translation.override("en"):
        said = sentences.say(cells, facts.asked(row).uses, status=State.APPROVED)
        return said[0].text, said[0].note, cells[0].until, tuple(wishes.short(cells[0].conditions)), cells[0].reasons


def test_every_kind_of_question_is_tried() -> None:
    assert {question for question, _value in NARROWER} == set(Question)


@pytest.mark.parametrize(("question", "value"), NARROWER)
def test_each_narrower_answer_changes_what_is_told(question: Question, value: str) -> None:
    widest, narrower = approved({}, by="sam@student.example"), approved({question: value}, by="mila@student.example")
    assert told(narrower) != told(widest)
