"""Reads of the withdrawal stage: the signer's own page."""

from dataclasses import dataclass
from datetime import datetime

from consent import agreed, facts, sheet
from consent.models import HIGH_VISIBILITY, Document, Event, Preview, SecondYes, Signature, Signer, Use, Withdrawal
from consent.states import EventKind, SignerStatus, State


@dataclass(frozen=True, slots=True)
class Second:
    """A use with high visibility that waits for a second yes, or got its answer ("yes", "no")."""

    use_id: int
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Look:
    """A piece that this signer asked to see first, and what they said of it ("yes", "no", or "")."""

    preview: Preview
    value: str


@dataclass(frozen=True, slots=True)
class Own:
    """What a signer sees of what they signed.

    ``withdrawal`` is of the whole, ``partly`` of single uses; ``uses`` are those that still stand. ``contact``: the desk.
    """

    signer: Signer
    signature: Signature | None
    sheet: sheet.Sheet | None
    agreed: tuple[agreed.Line, ...]
    second: tuple[Second, ...]
    document: Document | None
    withdrawal: Withdrawal | None
    previews: tuple[Look, ...] = ()
    partly: tuple[Withdrawal, ...] = ()
    uses: tuple[Use, ...] = ()
    contact: str = ""

    @property
    def stands(self) -> bool:
        """Whether there is a signature to withdraw."""
        asked_anew = self.signer.status == SignerStatus.WAITING
        stood = self.signature is not None and self.signer.stood_down_at is None
        return stood and (asked_anew or self.signer.status == SignerStatus.SIGNED)


def own(signer: Signer, *, now: datetime) -> Own:
    """Return what a signer sees: the last form that they signed, their answers, its copy, and what was withdrawn."""
    signature = last_signature(signer)
    if signature is None:
        return Own(signer, None, None, (), (), None, None)
    return Own(
        signer=signer,
        signature=signature,
        sheet=sheet.parse(signature.sheet),
        agreed=agreed.lines(signature),
        second=_second(signer, signature),
        document=Document.objects.filter(signature=signature).first(),
        withdrawal=signature.withdrawals.filter(use=None).first(),
        previews=_previews(signer, now),
        partly=tuple(signature.withdrawals.exclude(use=None).select_related("use").order_by("at", "pk")),
        uses=tuple(standing_uses(signature)),
        contact=facts.house(signer.subject.request).contact,
    )


def _previews(signer: Signer, now: datetime) -> tuple[Look, ...]:
    """Return what was shown to this signer: what waits for their answer, and what they answered."""
    signature = facts.curious_signature(signer)
    if signature is None:
        return ()
    given = dict(signature.preview_answers.values_list("preview", "value"))
    request = signer.subject.request
    rows = Preview.objects.filter(use__request=request).select_related("use")
    looks = (Look(row, given.get(row.pk, "")) for row in rows)
    asking = request.status == State.APPROVED
    return tuple(look for look in looks if look.value or (asking and look.preview.ends_at > now))


def last_signature(signer: Signer) -> Signature | None:
    """Return the last signature that was not voided."""
    return signer.signatures.filter(voiding=None).order_by("-pk").first()


def _second(signer: Signer, signature: Signature) -> tuple[Second, ...]:
    """Return the uses with high visibility that this signer said yes to, once the second yes was asked."""
    request = signer.subject.request
    asked = request.events.filter(kind=EventKind.SECOND_YES_ASKED).exists()
    if signer.status != SignerStatus.SIGNED or request.status != State.APPROVED or not asked:
        return ()
    given = dict(SecondYes.objects.filter(signature=signature).values_list("use_id", "value"))
    return tuple(Second(use.pk, use.name, given.get(use.pk, "")) for use in open_uses(signature))


def open_uses(signature: Signature) -> list[Use]:
    """Return the uses with high visibility that a signature said yes to, and that still stand."""
    return [use for use in standing_uses(signature) if use.channel in HIGH_VISIBILITY]


def standing_uses(signature: Signature) -> list[Use]:
    """Return the uses that a signature said yes to, that are still asked for and were not taken back. One query."""
    said_yes = Use.objects.filter(dropped_at=None, answers__signature=signature, answers__value="yes")
    return list(
        said_yes.exclude(pk__in=Withdrawal.objects.filter(signature=signature, use__isnull=False).values("use"))
    )


def taken_back(event: Event) -> tuple[Withdrawal, ...]:
    """Return what one event took back: a signature as a whole, or some uses; with all that a mail names."""
    told = event.facts.data if hasattr(event, "facts") else {}
    found = Withdrawal.objects.filter(signature=told.get("signature")).order_by("pk")
    found = found.filter(use__in=told["uses"]) if "uses" in told else found.filter(use=None)
    return tuple(found.select_related("use", "signature__signer__subject__request"))
