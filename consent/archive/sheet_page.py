"""The page of one signed form: what was shown, what was answered, the signature and its evidence, in the language signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.utils import dateformat, translation
from django.utils.translation import gettext as _

from consent import numbers
from consent.archive import drawing, marks
from consent.models import Answer, ChildsSay, Identity, IdentityProof, MarkKind, Signature, Way
from consent.printing import paper, pictograms
from consent.sheet import ZONE, Sheet, parse
from consent.written import language_name

TEMPLATE = "pdf/sheet.html"


@dataclass(frozen=True, slots=True)
class Given:
    """One question, whose pictogram it has (``seen``), and the answer that was given to it."""

    question: str
    seen: str
    value: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of evidence; ``code`` for what machines read."""

    label: str
    value: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """The signature: a drawing as SVG path, or a typed name; and who helped."""

    name: str
    path: str = ""
    typed_name: str = ""
    lines: list[str] = field(default_factory=list)


def render(
    *,
    signature: Signature,
    answers: Sequence[Answer],
    number: str,
    chain_head: str,
    record_sha256: str,
    verify_url: str,
    own_url: str,
) -> bytes:
    """Return the unsealed PDF of one signed form. Addresses are absolute; ``number`` is the request's."""
    sheet = parse(signature.sheet)
    language = around(signature.language, signature.signer.language)
    with translation.override(language):
        context: dict[str, Any] = {
            "sheet": sheet,
            "number": numbers.spoken(number),
            "answers": _given(sheet, answers, pictograms.channels(signature.signer.subject.request)),
            "mark": _mark(signature),
            "signed_on": moment(signature.at),
            "made_at": signature.at,
            "evidence": _evidence(signature, sheet, chain_head, record_sha256),
            "marks": marks.of_document(chain_head=chain_head, record_sha256=record_sha256),
            "verify_code": paper.qr(verify_url, title=_("QR code to check this document")),
            "verify_short": verify_url.rpartition("://")[2],
            "own_url": own_url,
            "own_code": paper.qr(own_url, title=_("QR code to see or withdraw your consent")),
        }
    return paper.print_pdf(template=TEMPLATE, context=context, language=language)


def render_specimen(sheet: Sheet, *, channels: Mapping[int, str], draft: bool, now: datetime) -> bytes:
    """Return a form with an example in it as PDF: unsealed, and marked as such on every page. ``channels``: by use."""
    language = around(sheet.language, translation.get_language() or "")
    with translation.override(language):
        context: dict[str, Any] = {
            "sheet": sheet,
            "made_at": now,
            "choices": [(pictograms.of(choice, channels), choice) for choice in sheet.choices],
            "mark": _("Draft") if draft else _("Example"),
            "signed_on": moment(now),
        }
    return paper.print_pdf(template="pdf/specimen.html", context=context, language=language)


def around(language: str, other: str) -> str:
    """Return the language of what stands around a form: its own where the site speaks it, else the other, else Dutch."""
    spoken = dict(settings.LANGUAGES)
    return next((one for one in (language, other) if one in spoken), settings.LANGUAGE_CODE)


def _given(sheet: Sheet, answers: Sequence[Answer], channels: Mapping[int, str]) -> list[Given]:
    found = {_choice_id(answer): answer for answer in answers}
    return [
        Given(
            question=choice.text,
            seen=pictograms.of(choice, channels),
            value=found[choice.id].value,
            label=dict(choice.options)[found[choice.id].value],
            text=found[choice.id].text,
        )
        for choice in sheet.choices
        if choice.id in found
    ]


def _choice_id(answer: Answer) -> str:
    """Return the id of the sheet's choice that an answer belongs to."""
    if answer.medium:
        return f"medium.{answer.medium}"
    if answer.use_id is not None:
        return f"use.{answer.use_id}"
    return answer.question


def _mark(signature: Signature) -> Mark:
    name = signature.signer.name
    if signature.mark == MarkKind.DRAWN:
        return Mark(name, path=drawing.path(signature.strokes))
    if signature.mark == MarkKind.PAPER:
        return Mark(name, lines=[_("Signed by hand, on paper. The scan of that paper is in the archive.")])
    lines = []
    if signature.helper:
        lines.append(_("Typed by %(helper)s, on behalf of the signer.") % {"helper": signature.helper})
    if signature.witness:
        lines.append(_("Witness: %(witness)s.") % {"witness": signature.witness})
    return Mark(name, typed_name=signature.typed_name, lines=lines)


def _evidence(signature: Signature, sheet: Sheet, chain_head: str, record_sha256: str) -> list[Row]:
    rows = [
        Row(_("Signed at"), moment(signature.at)),
        Row(_("The same moment in UTC"), signature.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), code=True),
        *_paper(signature),
        Row(_("Identity"), _identity(signature)),
        *_proof(signature),
        Row(_("Reached by"), str(Way(signature.way).label)),
        Row(_("Way of signing"), str(MarkKind(signature.mark).label)),
        Row(_("Able to decide, confirmed by"), _capacity(signature)),
        Row(_("Signs as"), signature.relation or ""),
        Row(_("What the child says"), str(ChildsSay(signature.childs_say).label) if signature.childs_say else ""),
        Row(_("What the child thinks of it"), signature.childs_view),
        Row(_("Interpreter"), signature.interpreter or ""),
        Row(_("Device"), _device(signature)),
        Row(_("Network address"), str(signature.address or ""), code=True),
        Row(
            _("Form"),
            _("version %(version)s, %(language)s")
            % {"version": sheet.version, "language": language_name(sheet.language)},
        ),
        Row(_("SHA-256 of the form shown"), signature.sheet_sha256, code=True),
        Row(_("SHA-256 of the record for machines"), record_sha256, code=True),
        Row(_("Head of the history"), chain_head, code=True),
    ]
    return [row for row in rows if row.value]


def _paper(signature: Signature) -> list[Row]:
    """Return what a form has that was signed by hand: who registered it when, and the scan's own digest."""
    paper_form = getattr(signature, "paper", None)
    if paper_form is None:
        return []
    return [
        Row(_("Signed on paper, seen by"), paper_form.seen_by),
        Row(_("Registered by"), f"{paper_form.registered_by.name}, {moment(paper_form.registered_at)}"),
        Row(_("SHA-256 of the archived scan"), f"{paper_form.scan_sha256} ({paper_form.scan_type})", code=True),
    ]


def _identity(signature: Signature) -> str:
    label = str(Identity(signature.identity).label)
    return f"{label} ({signature.vouched_by})" if signature.vouched_by else label


def _proof(signature: Signature) -> list[Row]:
    proof = getattr(signature, "identity_proof", None)
    if proof is None:
        return []
    return [
        Row(_("Identity proven"), proof_in_words(proof)),
        Row(_("Name on the form"), signature.signer.name),
        Row(_("Key of the person there"), f"{proof.issuer} {proof.subject}", code=True),
        Row(_("How sure the institution was"), proof.acr, code=True),
    ]


def proof_in_words(proof: IdentityProof) -> str:
    """Return who a signer proved to be, by whom, and when they logged in there."""
    told = {"name": proof.name or _("no name given"), "by": proof.by, "at": moment(proof.at)}
    if not proof.organisation:
        return _("as %(name)s, by %(by)s, %(at)s") % told
    return _("as %(name)s, by %(by)s (%(organisation)s), %(at)s") % {**told, "organisation": proof.organisation}


def _capacity(signature: Signature) -> str:
    if not signature.capacity_confirmed_by or signature.capacity_confirmed_at is None:
        return ""
    return f"{signature.capacity_confirmed_by}, {moment(signature.capacity_confirmed_at)}"


def _device(signature: Signature) -> str:
    known = {"paper": "", "phone": _("phone"), "tablet": _("tablet"), "computer": _("computer")}
    return known.get(signature.device, signature.device)


def day_of(day: date) -> str:
    """Return a day in words."""
    return dateformat.format(day, "j F Y")


def minute(at: datetime) -> str:
    """Return a moment to the minute in the hospital's zone, for lists that say elsewhere which zone that is."""
    return dateformat.format(at.astimezone(ZONE), "j F Y, H:i")


def moment(at: datetime) -> str:
    """Return a moment in the hospital's zone, with that zone's name."""
    local = at.astimezone(ZONE)
    return dateformat.format(local, "j F Y, H:i:s") + f" ({local:%Z}, {ZONE.key})"
