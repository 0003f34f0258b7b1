"""Sign: the yes, its answers and its evidence, all or nothing.

    CannotSign              nothing was stored
    ├── NotOpen             the request does not collect signatures now, or this form is not needed any more
    ├── SheetChanged        the text that was shown is no longer the text that is asked
    ├── Unanswered          choices without a valid answer, in ``choices``
    ├── NotConfirmed        a patient's form needs a care professional, not the requester, who confirmed it today (L4)
    ├── ChildNotHeard       a child under 12 is asked what they think of it (L2)
    ├── ChildSaysNo         the child does not want it, so nobody can say yes (L2)
    └── RelationMissing     who signs for another says who they are to them (consent-form.md, B)

Also raised: AlreadyAnswered (perhaps a second ago), and the errors of ``marks.checked``.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from consent import facts, lifecycle, who_signs
from consent.models import Answer, ChildsSay, Event, Question, Request, Signature, Signer, Voiding, Wording
from consent.sheet import ZONE, Asked, Sheet
from consent.signing import marks, proving
from consent.signing.evidence import Evidence
from consent.signing.marks import Mark
from consent.signing.operations.coming_of_age import answered_alone, heard
from consent.signing.operations.inviting import AlreadyAnswered
from consent.signing.proving import same_person
from consent.signing.queries import signature_of, still_asked
from consent.states import EventKind, SignerStatus
from consent.who_signs import Who

LONGEST_SENTENCE = 300
CLOCKS_DIFFER = timedelta(minutes=5)


class CannotSign(Exception):
    """Nothing was stored."""


class NotOpen(CannotSign):
    """The request does not collect signatures now, or this form is not needed any more."""


class SheetChanged(CannotSign):
    """The text that was shown is no longer the text that is asked."""


class Unanswered(CannotSign):
    """Choices that have no valid answer."""

    def __init__(self, choices: tuple[str, ...]) -> None:
        super().__init__("unanswered")
        self.choices = choices


class NotConfirmed(CannotSign):
    """A patient's form needs a care professional who confirmed today that the patient can decide now (L4)."""


class ChildNotHeard(CannotSign):
    """A child under 12 is asked what they think of it (L2)."""


class ChildSaysNo(CannotSign):
    """The child does not want it, so nobody can say yes for the child (L2)."""


class RelationMissing(CannotSign):
    """Who signs for another says who they are to them."""


def sign(
    *,
    signer_id: int,
    answers: Mapping[str, str],
    mark: Mark,
    evidence: Evidence,
    sheet_sha256: str,
    language: str,
    now: datetime,
    health_sentence: str = "",
    signed_at: datetime | None = None,
) -> Signature:
    """Store a signer's yes with its evidence, all or nothing; from then on mails are in its language, if they can be.

    ``signed_at`` is when the paper was signed that the desk registers ``now``; on a screen the two are one.

    ``answers`` maps the ids of the sheet's choices to one of their options; ``health_sentence`` is the sentence that belongs
    to the option "sentence". Raises a CannotSign, AlreadyAnswered, a marks.BadMark, Signer.DoesNotExist.
    """
    stored = marks.checked(mark)
    with transaction.atomic():
        request, signer = open_for(signer_id)
        filled = facts.filled_in(request)
        sheet = facts.sheet_for(signer, language=language, now=filled)
        if sheet.sha256() != sheet_sha256:
            raise SheetChanged
        rows = _answers(sheet, answers, " ".join(health_sentence.split()))
        check_beside(signer, evidence, signed_at or now)
        _renew(signer, now)
        signature = _store(signer, sheet, facts.asked(request, filled), stored, evidence=evidence, at=signed_at or now)
        for row in rows:
            row.signature = signature
        Answer.objects.bulk_create(rows)
        if evidence.proof:
            proving.store(evidence.proof, signature)
        if language != signer.language and language in dict(settings.LANGUAGES):
            Signer.objects.filter(pk=signer.pk).update(language=language)
        _said_yes(request, signer, signature, now)
    return signature


def _said_yes(request: Request, signer: Signer, signature: Signature, at: datetime) -> None:
    by = f"signer:{signer.pk}"
    told = {"signature": signature.pk, "sheet_sha256": signature.sheet_sha256}
    lifecycle.move_signer(signer, to=SignerStatus.SIGNED)
    answered_alone(signer, at=at)
    lifecycle.record(request, kind=EventKind.SIGNED, by=by, at=at, facts=told)
    heard(request, signer, at=at)
    lifecycle.settle(request, signer.subject, by=by, at=at)


def open_for(signer_id: int) -> tuple[Request, Signer]:
    """Return the locked request and its signer when their answer is still asked. Raises AlreadyAnswered, NotOpen."""
    request, signer = lifecycle.lock_signer(signer_id)
    if signer.status != SignerStatus.WAITING:
        raise AlreadyAnswered
    if not (still_asked(signer) and who_signs.may_sign(who(signer))):
        raise NotOpen
    return request, signer


def who(signer: Signer) -> Who:
    """Return what the rules look at (``consent.who_signs``)."""
    subject = signer.subject
    return Who(
        age_group=subject.age_group,
        capacity=signer.capacity,
        patient=subject.counts_as_patient,
        opened=hasattr(signer, "representative_route"),
    )


def _renew(signer: Signer, now: datetime) -> None:
    """Let the answer that is given now take the place of an earlier one: who came of age is asked anew (L2)."""
    while before := signature_of(signer):
        Voiding.objects.create(signature=before, at=now)


def _answers(sheet: Sheet, answers: Mapping[str, str], sentence: str) -> list[Answer]:
    wrong = [choice.id for choice in sheet.choices if answers.get(choice.id) not in dict(choice.options)]
    if answers.get(Question.HEALTH) == "sentence" and not 0 < len(sentence) <= LONGEST_SENTENCE:
        wrong.append(str(Question.HEALTH))
    if wrong or set(answers) - {choice.id for choice in sheet.choices}:
        raise Unanswered(tuple(wrong))
    return [
        Answer(
            question=choice.question,
            medium=choice.medium,
            use_id=choice.use,
            value=answers[choice.id],
            text=sentence if answers[choice.id] == "sentence" else "",
        )
        for choice in sheet.choices
    ]


def check_beside(signer: Signer, evidence: Evidence, now: datetime) -> None:
    """Check what L2 and L4 want beside the answers. Raises NotConfirmed, ChildNotHeard, ChildSaysNo, RelationMissing."""
    asked = who(signer)
    if who_signs.CHILD_HEARD.applies(asked):
        _check_child(evidence)
    if who_signs.RELATION.applies(asked) and not evidence.relation.strip():
        raise RelationMissing
    if who_signs.CONFIRMED.applies(asked):
        _check_confirmed(signer, evidence, now)


def _check_child(evidence: Evidence) -> None:
    if evidence.childs_say == ChildsSay.NO:
        raise ChildSaysNo
    if evidence.childs_say not in ChildsSay.values or not evidence.childs_view.strip():
        raise ChildNotHeard


def _check_confirmed(signer: Signer, evidence: Evidence, now: datetime) -> None:
    at, by = evidence.capacity_confirmed_at, evidence.capacity_confirmed_by
    if not by.strip() or at is None or at > now + CLOCKS_DIFFER:
        raise NotConfirmed
    if at.astimezone(ZONE).date() != now.astimezone(ZONE).date():
        raise NotConfirmed
    if same_person(by, signer.subject.request.requester.name):
        raise NotConfirmed


def _store(
    signer: Signer, sheet: Sheet, asked: Asked, mark: marks.StoredMark, *, evidence: Evidence, at: datetime
) -> Signature:
    signs = who(signer)
    confirmed, heard = who_signs.CONFIRMED.applies(signs), who_signs.CHILD_HEARD.applies(signs)
    return Signature.objects.create(
        signer=signer,
        at=at,
        language=sheet.language,
        wording=cast("Wording", signer.subject.request.wording),  # without one there is no sheet
        sheet=sheet.canonical(),
        sheet_sha256=sheet.sha256(),
        asked_sha256=asked.sha256(),
        mark=mark.kind,
        typed_name=mark.typed_name,
        strokes=mark.strokes,
        helper=mark.helper,
        witness=mark.witness,
        way=evidence.way,
        identity=evidence.identity,
        vouched_by=evidence.vouched_by,
        capacity_confirmed_by=" ".join(evidence.capacity_confirmed_by.split()) if confirmed else "",
        capacity_confirmed_at=evidence.capacity_confirmed_at if confirmed else None,
        childs_view=evidence.childs_view.strip() if heard else "",
        childs_say=evidence.childs_say if heard else None,
        interpreter=" ".join(evidence.interpreter.split()) or None,
        relation=evidence.relation.strip() if who_signs.RELATION.applies(signs) else None,
        device=evidence.device,
        address=evidence.address,
    )


def add_mail(*, signer_id: int, mail: str) -> None:
    """Store where a signer who gave no address wants the copy, and send it there (now, or once it is sealed).

    Raises CannotSign when an address is known already: a link in the wrong hands must not redirect copies.
    """
    with transaction.atomic():
        _, signer = lifecycle.lock_signer(signer_id)
        if signer.mail:
            raise CannotSign("there is an address")
        Signer.objects.filter(pk=signer.pk).update(mail=mail)
        sealed = Event.objects.filter(
            kind=EventKind.SEALED, facts__data__signature__in=list(signer.signatures.values_list("pk", flat=True))
        )
        for event_id in sealed.values_list("pk", flat=True):
            app.configure_task("archive.send_copy", queue="mail").defer(event_id=event_id)
