"""Reads what standing signatures allow, from the rows of their answers. ``facts`` asks; ``conditions.Given`` is the form."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from consent.conditions import Given
from consent.models import Answer, PreviewAnswer, Question, SecondYes, Signature, Withdrawal


def of_subjects(signatures: Sequence[Signature], *, renews: Mapping[int, datetime]) -> dict[int, tuple[Given, ...]]:
    """Return what each subject's signatures allow, by the subject's key.

    ``renews`` says of signatures, by key, since when the consent stands that they renew (``of_age``).
    Three queries; four where somebody wants to see it first.
    """
    keys = [signature.pk for signature in signatures]
    answers: dict[int, list[Answer]] = defaultdict(list)
    for answer in Answer.objects.filter(signature__in=keys):
        answers[answer.signature_id].append(answer)
    second = _by_signature(SecondYes.objects.filter(signature__in=keys, value="yes").values_list("signature", "use"))
    withdrawn = _by_signature(Withdrawal.objects.filter(signature__in=keys).values_list("signature", "use"))
    curious = [key for key in keys if any(wants_preview(answer) for answer in answers[key])]
    agreed = _agreed(curious) if curious else {}
    given: dict[int, tuple[Given, ...]] = {}
    for signature in signatures:
        key, subject = signature.pk, signature.signer.subject_id
        one = _one(
            signature,
            answers[key],
            renews=renews.get(key),
            second=second.get(key, frozenset()),
            withdrawn=withdrawn.get(key, frozenset()),
            agreed=agreed.get(key, frozenset()),
        )
        given[subject] = (*given.get(subject, ()), one)
    return given


def wants_preview(answer: Answer) -> bool:
    """Whether an answer asks to be shown what will be published."""
    return answer.question == Question.PREVIEW and answer.value == "yes"


def _agreed(signatures: list[int]) -> dict[int, frozenset[int]]:
    answers = PreviewAnswer.objects.filter(signature__in=signatures, value="yes")
    return _by_signature(answers.values_list("signature", "preview"))


def _by_signature(pairs: Iterable[tuple[int, int | None]]) -> dict[int, frozenset[int]]:
    found: dict[int, frozenset[int]] = {}
    for signature, key in pairs:
        if key is not None:
            found[signature] = found.get(signature, frozenset()) | {key}
    return found


def _one(
    signature: Signature,
    answers: list[Answer],
    *,
    renews: datetime | None,
    second: frozenset[int],
    withdrawn: frozenset[int],
    agreed: frozenset[int],
) -> Given:
    said = {answer.question: answer.value for answer in answers}
    texts = {answer.question: answer.text for answer in answers}
    yes = [answer for answer in answers if answer.value == "yes"]
    return Given(
        at=signature.at,
        renews=renews,
        media=frozenset(answer.medium for answer in yes if answer.question == Question.MEDIUM),
        uses=frozenset(answer.use_id for answer in yes if answer.use_id is not None),
        term=said.get(Question.TERM, "once"),
        recognisable=said.get(Question.RECOGNISABLE, "recognisable"),
        name=said.get(Question.NAME, "no_name"),
        health=texts.get(Question.HEALTH),
        preview=any(wants_preview(answer) for answer in answers),
        tagging=said.get(Question.TAGGING) == "yes",
        ai=said[Question.AI] == "yes" if Question.AI in said else None,
        second_yes=second,
        withdrawn_uses=withdrawn,
        agreed=agreed,
    )
