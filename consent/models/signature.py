"""A signature: the act and its evidence. Answers, refusals, withdrawals, second yeses. All append-only."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from consent.models.choices import ChildsSay, Identity, MarkKind, Medium, Question, Way
from consent.models.subject import Signer
from consent.models.use import Use
from consent.models.wording import Wording


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """Triggers that let a table grow only."""
    return [pgtrigger.Protect(name=f"{name}_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Signature(models.Model):
    """A signer's yes with its evidence (consent-form.md, E; L6).

    ``sheet`` is the canonical text of exactly what was shown (``consent.sheet``), ``sheet_sha256`` its digest (hexadecimal),
    ``asked_sha256`` the digest of the part that came from the request: when that changes, the signature is voided.
    ``strokes`` are points in a box of 600 by 200 units. ``interpreter``, ``relation`` (of who signs for another) and
    ``childs_say`` came later, so they are null where there is nothing: the proof of older rows stays what it was.
    """

    signer = models.ForeignKey(Signer, models.PROTECT, related_name="signatures")
    at = models.DateTimeField()
    language = models.CharField(max_length=5)
    wording = models.ForeignKey(Wording, models.PROTECT, related_name="signatures")
    sheet = models.TextField()
    sheet_sha256 = models.CharField(max_length=64)
    asked_sha256 = models.CharField(max_length=64)

    mark = models.CharField(max_length=8, choices=MarkKind)
    typed_name = models.CharField(max_length=150, blank=True)
    strokes = models.JSONField(default=list, blank=True)
    helper = models.CharField(max_length=150, blank=True)
    witness = models.CharField(max_length=150, blank=True)

    way = models.CharField(max_length=8, choices=Way)
    identity = models.CharField(max_length=14, choices=Identity)
    vouched_by = models.CharField(max_length=150, blank=True)
    capacity_confirmed_by = models.CharField(max_length=150, blank=True)
    capacity_confirmed_at = models.DateTimeField(null=True)
    childs_view = models.TextField(max_length=500, blank=True)
    childs_say = models.CharField(max_length=9, choices=ChildsSay, null=True)  # noqa: DJ001
    interpreter = models.CharField(max_length=150, null=True)  # noqa: DJ001
    relation = models.CharField(max_length=80, null=True)  # noqa: DJ001
    device = models.CharField(max_length=20)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(mark__in=MarkKind.values), name="signature_mark_known"),
            models.CheckConstraint(condition=Q(identity__in=Identity.values), name="signature_identity_known"),
            models.CheckConstraint(
                condition=~Q(mark=MarkKind.DRAWN) | ~Q(strokes=[]), name="signature_drawing_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(mark=MarkKind.DRAWN) | ~Q(typed_name=""), name="signature_typed_name_given"
            ),
            models.CheckConstraint(
                condition=~Q(mark=MarkKind.ASSISTED) | ~Q(witness=""), name="signature_assisted_has_witness"
            ),
            models.CheckConstraint(
                condition=Q(childs_say=None) | Q(childs_say__in=[ChildsSay.YES, ChildsSay.TOO_YOUNG]),
                name="signature_never_against_a_child",
            ),
        )
        triggers: ClassVar = append_only("signature")

    def __str__(self) -> str:
        return f"signature {self.pk}"


class Answer(models.Model):
    """A signer's answer to one question: one row, so that the matrix and search are plain queries."""

    signature = models.ForeignKey(Signature, models.PROTECT, related_name="answers")
    question = models.CharField(max_length=12, choices=Question)
    medium = models.CharField(max_length=12, choices=Medium, blank=True)
    use = models.ForeignKey(Use, models.PROTECT, null=True, related_name="answers")
    value = models.CharField(max_length=20)
    text = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["signature", "question", "medium", "use"], name="answer_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(question__in=Question.values), name="answer_question_known"),
            models.CheckConstraint(condition=Q(question=Question.MEDIUM) ^ Q(medium=""), name="answer_medium_named"),
            models.CheckConstraint(condition=Q(question=Question.USE) ^ Q(use=None), name="answer_use_named"),
        )
        triggers: ClassVar = append_only("answer")

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Voiding(models.Model):
    """A signature that no longer counts, because what was asked changed."""

    signature = models.OneToOneField(Signature, models.PROTECT, related_name="voiding")
    at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = append_only("voiding")

    def __str__(self) -> str:
        return f"voiding of signature {self.signature_id}"


class Refusal(models.Model):
    """A signer's "no, I'd rather not". Nothing is asked, so nothing else is stored (L1).

    ``asked_sha256`` is the digest of what they said no to: when that changes, they are asked again like everybody else.
    """

    signer = models.ForeignKey(Signer, models.PROTECT, related_name="refusals")
    at = models.DateTimeField()
    asked_sha256 = models.CharField(max_length=64)
    way = models.CharField(max_length=8, choices=Way)

    class Meta:
        triggers: ClassVar = append_only("refusal")

    def __str__(self) -> str:
        return f"refusal {self.pk}"


class Withdrawal(models.Model):
    """Consent taken back: as a whole, or for one use."""

    signature = models.ForeignKey(Signature, models.PROTECT, related_name="withdrawals")
    use = models.ForeignKey(Use, models.PROTECT, null=True, related_name="withdrawals")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["signature", "use"], name="withdrawal_once", nulls_distinct=False),
        )
        triggers: ClassVar = append_only("withdrawal")

    def __str__(self) -> str:
        return f"withdrawal {self.pk}"


class SecondYes(models.Model):
    """A signer's answer, after the recording, to a use with high visibility."""

    signature = models.ForeignKey(Signature, models.PROTECT, related_name="second_yeses")
    use = models.ForeignKey(Use, models.PROTECT, related_name="second_yeses")
    value = models.CharField(max_length=3, choices=[("yes", "yes"), ("no", "no")])
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["signature", "use"], name="second_yes_once"),
            models.CheckConstraint(condition=Q(value__in=["yes", "no"]), name="second_yes_known"),
        )
        triggers: ClassVar = append_only("second_yes")

    def __str__(self) -> str:
        return f"second yes {self.pk}"
