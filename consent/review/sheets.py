"""The forms of a request side by side: who signs for whom, what they answered, and where the sealed PDF is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from consent import asking, of_age
from consent.models import Answer, Document, Medium, Question, Request, Signature, Signer, Subject, WordingText
from consent.review.representing.operations import can_open
from consent.states import SignerStatus

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LISTS = {Question.MEDIUM, Question.USE}
"""Questions with a yes or no for each medium or use; the others have one answer."""


@dataclass(frozen=True, slots=True)
class YesNo:
    """A yes or no to one medium or use."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The answer to any other question, in words."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Form:
    """One signer's form. Without a signature only its status says something."""

    signer: Signer
    signature: Signature | None
    document: Document | None
    media: Sequence[YesNo]
    uses: Sequence[YesNo]
    chosen: Sequence[Chosen]
    withdrawn: Sequence[str]
    second: Sequence[YesNo]
    asked: asking.Asked | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A subject with the forms of all who sign for them."""

    subject: Subject
    frozen: bool
    forms: Sequence[Form]
    can_open_route: bool = False

    @property
    def came_of_age(self) -> Signer | None:
        """Return the subject as signer while new publication waits for their own answer (L2)."""
        if not of_age.paused(self.subject):
            return None
        waiting = (form.signer for form in self.forms if form.signer.status == SignerStatus.WAITING)
        return next((signer for signer in waiting if signer.stood_down_at is None), None)

    @property
    def slug(self) -> str:
        """Part of an id on the page."""
        return str(self.subject.pk)


def people(request: Request, subjects: Sequence[Subject]) -> list[Person]:
    """Return everybody with their forms. ``subjects`` come with ``freeze`` and ``signers`` read."""
    signatures = _signatures(request)
    words = _words(request)
    waits = any(signer.status == SignerStatus.WAITING for one in subjects for signer in one.signers.all())
    asked = asking.of_waiting(request) if waits else {}
    return [
        Person(
            subject=subject,
            frozen=hasattr(subject, "freeze"),
            can_open_route=can_open(request, subject),
            forms=[
                _form(signer, signatures.get(signer.pk), words, asked.get(signer.pk))
                for signer in subject.signers.all()
            ],
        )
        for subject in subjects
    ]


def _signatures(request: Request) -> dict[int, Signature]:
    """Return each signer's newest signature that was not voided."""
    found = (
        Signature.objects.filter(signer__subject__request=request, voiding=None)
        .select_related("document", "wording", "identity_proof", "paper__registered_by")
        .prefetch_related("answers__use", "withdrawals__use", "second_yeses__use", "document__timestamps")
        .order_by("at", "pk")
    )
    return {signature.signer_id: signature for signature in found}


def _words(request: Request) -> Mapping[str, str]:
    texts = WordingText.objects.filter(wording=request.wording_id, language=get_language(), key__startswith="option.")
    return dict(texts.values_list("key", "text"))


def _form(signer: Signer, signature: Signature | None, words: Mapping[str, str], asked: asking.Asked | None) -> Form:
    if signature is None:
        return Form(signer, None, None, (), (), (), (), (), asked)
    answers = sorted(signature.answers.all(), key=lambda answer: answer.pk)
    return Form(
        signer=signer,
        signature=signature,
        document=getattr(signature, "document", None),
        media=[YesNo(str(Medium(one.medium).label), one.value) for one in answers if one.question == Question.MEDIUM],
        uses=[YesNo(one.use.name, one.value) for one in answers if one.use],
        chosen=[_chosen(one, words) for one in answers if one.question not in LISTS],
        withdrawn=[one.use.name for one in signature.withdrawals.all() if one.use],
        second=[YesNo(one.use.name, one.value) for one in signature.second_yeses.all()],
    )


def _chosen(answer: Answer, words: Mapping[str, str]) -> Chosen:
    key = f"option.{answer.value}" if answer.value in {"yes", "no"} else f"option.{answer.question}.{answer.value}"
    label: str | StrPromise = Question(answer.question).label
    said = words.get(key, answer.value)
    return Chosen(str(label), f"{said}: {answer.text}" if answer.text else said)
