"""What a signer answered, in the words of the sheet that they saw."""

from dataclasses import dataclass

from consent import sheet
from consent.models import Answer, Signature


@dataclass(frozen=True, slots=True)
class Line:
    """One question of the sheet and its answer. ``value`` is the stored option, ``label`` its words (and own sentence)."""

    question: str
    text: str
    value: str
    label: str


def lines(signature: Signature) -> tuple[Line, ...]:
    """Return the questions of a signature's sheet, in its order, with what was answered. One query."""
    shown = sheet.parse(signature.sheet)
    given = {(answer.question, answer.medium, answer.use_id): answer for answer in signature.answers.all()}
    return tuple(_line(choice, *_answer(given[choice.question, choice.medium, choice.use])) for choice in shown.choices)


def from_draft(shown: sheet.Sheet, answers: dict[str, str], sentence: str) -> tuple[Line, ...]:
    """Return the questions of a sheet with what was chosen and not signed yet. Raises KeyError where nothing was chosen."""
    return tuple(
        _line(choice, answers[choice.id], sentence if answers[choice.id] == "sentence" else "")
        for choice in shown.choices
    )


def _answer(answer: Answer) -> tuple[str, str]:
    return answer.value, answer.text


def _line(choice: sheet.Choice, value: str, own_words: str) -> Line:
    label = dict(choice.options)[value]
    return Line(choice.question, choice.text, value, f"{label}: {own_words}" if own_words else label)
