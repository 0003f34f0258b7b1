"""The page of a dossier: the whole story of a request at one decision, or after a withdrawal, for the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from consent import facts, numbers, permissions, taken_back, timestamps, wishes
from consent.archive import marks, validity
from consent.archive.sheet_page import Row, day_of, minute, moment, proof_in_words
from consent.models import Channel, Event, Medium, Request, Review, Signature, Signer, Subject, Use, Withdrawal
from consent.permissions import Cell, Reason
from consent.printing import paper
from consent.states import EventKind, SubjectStatus

TEMPLATE = "pdf/dossier.html"
COLUMNS = 4
"""Uses side by side in one table; more get another table, so that it stays readable."""

REASONS = {
    Reason.NOT_APPROVED: gettext_lazy("not approved"),
    Reason.NOBODY: gettext_lazy("nobody is in the recording"),
    Reason.WAITING: gettext_lazy("waiting for an answer"),
    Reason.NO: gettext_lazy("no"),
    Reason.WITHDRAWN: gettext_lazy("withdrawn"),
    Reason.FROZEN: gettext_lazy("frozen"),
    Reason.CAME_OF_AGE: gettext_lazy("came of age, no answer yet"),
    Reason.ENDED: gettext_lazy("term has ended"),
    Reason.TOO_LATE: gettext_lazy("signed after the recording began"),
    Reason.SECOND_YES: gettext_lazy("second yes is missing"),
    Reason.ONCE_USED: gettext_lazy("published once, no more"),
    Reason.PREVIEW: gettext_lazy("wants to see it first"),
}
STANDINGS = {
    validity.Standing.STANDS: gettext_lazy("stands"),
    validity.Standing.PARTLY_WITHDRAWN: gettext_lazy("withdrawn for some uses"),
    validity.Standing.WITHDRAWN: gettext_lazy("withdrawn"),
    validity.Standing.VOIDED: gettext_lazy("no longer counts: the signer was asked again, or is not asked any more"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """A subject as the dossier shows them, with what each of their signers did."""

    name: str
    kind: str
    status: str
    signers: list[str]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A few uses side by side: a line for each subject with what they ask, and what follows from them together."""

    uses: list[str]
    rows: list[tuple[str, list[str], list[list[str]]]]
    outcome: list[list[str]]


@dataclass(frozen=True, slots=True)
class Form:
    """One signed form and how it stands."""

    signer: str
    subject: str
    at: str
    proof: str
    standing: str
    sheet_sha256: str
    document_sha256: str
    timestamp: timestamps.Shown


def render(
    *, review: Review, chain_head: str, verify_url: str, now: datetime, withdrawn_at: datetime | None = None
) -> bytes:
    """Return the unsealed PDF of a dossier, in the site's language; ``verify_url`` is absolute.

    ``withdrawn_at``: when consent was last taken back, if that is why the dossier is made anew.
    """
    request, language = review.request, settings.LANGUAGE_CODE
    with translation.override(language):
        context: dict[str, Any] = {
            "number": numbers.spoken(request.number),
            "made_at": now,
            "marks": marks.of_document(chain_head=chain_head),
            "verify_code": paper.qr(verify_url, title=_("QR code to check this document")),
            "verify_short": verify_url.rpartition("://")[2],
            "subject": request.title,
            "withdrawn_at": minute(withdrawn_at) if withdrawn_at else "",
            "facts": _facts(request),
            "reviews": _reviews(request),
            "people": _people(request),
            "matrices": _matrices(request, now),
            "forms": _forms(request),
            "withdrawals": _withdrawals(request),
            "timeline": _timeline(request),
            "evidence": [
                Row(_("Made at"), moment(now)),
                Row(_("Head of the history"), chain_head, code=True),
            ],
        }
    return paper.print_pdf(template=TEMPLATE, context=context, language=language)


def _facts(request: Request) -> list[Row]:
    asked = facts.asked(request)
    uses = (f"{Channel(use.channel).label}: {use.name}" for use in asked.uses)
    rows = [
        Row(_("Title"), asked.title),
        Row(
            _("Who is asking?"),
            ", ".join(filter(None, [asked.requester, asked.programme.get(settings.LANGUAGE_CODE, "")])),
        ),
        Row(_("Supervisor"), asked.supervisor),
        Row(_("Who gets the permission?"), asked.permitted_party),
        Row(_("What and why?"), asked.purpose),
        Row(_("Recordings"), ", ".join(str(Medium(medium).label) for medium in asked.media)),
        Row(_("Where will it appear?"), "; ".join(uses)),
        Row(_("Already made, from"), asked.existing_source),
        Row(_("Place"), asked.place),
        Row(_("From"), moment(asked.starts_at) if asked.starts_at else ""),
        Row(_("Until"), moment(asked.ends_at) if asked.ends_at else ""),
        Row(_("State at this moment"), str(request.get_status_display())),
    ]
    return [row for row in rows if row.value]


def _reviews(request: Request) -> list[dict[str, str]]:
    return [
        {
            "heading": f"{review.get_stage_display()}: {review.get_outcome_display()}".capitalize(),
            "by": f"{review.by.name}, {moment(review.at)}",
            "note": review.note,
            "conditions": review.conditions,
        }
        for review in request.reviews.select_related("by")
    ]


def _signer(signer: Signer) -> str:
    said = _("not asked any more; counts no more") if signer.stood_down_at else signer.get_status_display()
    name = signer.name if signer.name != signer.subject.name else _("themself")
    return f"{name}: {said}"


def _people(request: Request) -> list[Person]:
    return [
        Person(
            subject.name,
            str(subject.get_kind_display()),
            str(subject.get_status_display()),
            [_signer(signer) for signer in subject.signers.all()],
        )
        for subject in request.subjects.prefetch_related("signers")
    ]


def _matrices(request: Request, now: datetime) -> list[Matrix]:
    asked = facts.asked_for(request)
    cells = permissions.matrix(asked, now=now)
    uses = list(Use.objects.filter(request=request, dropped_at=None))
    gave = {person.id: list(wishes.of_person(person.given)) for person in asked.people}
    present = request.subjects.exclude(status=SubjectStatus.LEFT_OUT)
    people = [(subject, gave[subject.pk]) for subject in present]
    by_use = {use.pk: [cell for cell in cells if cell.use == use.pk] for use in uses}
    return [_matrix([by_use[use.pk] for use in some], some, people) for some in batched(uses, COLUMNS)]


def _matrix(columns: list[list[Cell]], uses: Iterable[Use], people: Iterable[tuple[Subject, list[str]]]) -> Matrix:
    return Matrix(
        uses=[f"{use.get_channel_display()}: {use.name}" for use in uses],
        rows=[(person.name, asks, [_says(cells, person) for cells in columns]) for person, asks in people],
        outcome=[_together((cell.medium, _outcome(cell)) for cell in cells) for cells in columns],
    )


def _says(cells: list[Cell], person: Subject) -> list[str]:
    said = [(cell.medium, verdict) for cell in cells for verdict in cell.verdicts if verdict.person == person.pk]
    return _together((medium, str(REASONS[one.reason]) if one.reason else _("yes")) for medium, one in said)


def _together(said: Iterable[tuple[str, str]]) -> list[str]:
    """Return "photo, film: yes" for each thing that is said of a medium; what is said of every medium names none of them."""
    media: dict[str, list[str]] = {}
    for medium, words in said:
        media.setdefault(words, []).append(str(Medium(medium).label))
    if len(media) == 1 and len(*media.values()) > 1:
        return [_("everything: %(verdict)s") % {"verdict": words} for words in media]
    return [f"{', '.join(labels)}: {words}" for words, labels in media.items()]


def _outcome(cell: Cell) -> str:
    if cell.until is None:
        return _("not allowed")
    said = {"day": day_of(cell.until), "how": ", ".join(wishes.short(cell.conditions))}
    if not cell.allowed:
        return _("not before those who want to see it said yes; then until %(day)s (%(how)s)") % said
    return _("allowed until %(day)s (%(how)s)") % said


def _forms(request: Request) -> list[Form]:
    signatures = (
        Signature.objects.filter(signer__subject__request=request)
        .select_related("signer__subject", "voiding", "document", "identity_proof")
        .prefetch_related("withdrawals", "document__timestamps")
        .order_by("at")
    )
    return [_form(signature) for signature in signatures]


def _form(signature: Signature) -> Form:
    verdict = validity.of_signature(signature)
    words = str(STANDINGS[verdict.standing])
    if verdict.standing != validity.Standing.STANDS:
        words = f"{words}, {moment(verdict.since)}"
    return Form(
        signer=signature.signer.name,
        subject=signature.signer.subject.name,
        at=moment(signature.at),
        proof=proof_in_words(signature.identity_proof) if hasattr(signature, "identity_proof") else "",
        standing=words,
        sheet_sha256=signature.sheet_sha256,
        document_sha256=signature.document.sha256,
        timestamp=timestamps.of(signature.document),
    )


def _withdrawals(request: Request) -> list[Row]:
    """Return what was taken back, when and by whom: as a whole, or one use."""
    found = Withdrawal.objects.filter(signature__signer__subject__request=request)
    rows = found.select_related("signature__signer__subject", "use").order_by("at", "pk")
    asked = _asked(request)
    return [
        Row(
            minute(one.at),
            "; ".join(
                part
                for part in (
                    f"{_for(one.signature.signer)}: {_withdrawn(one.use)}",
                    asked.get((one.signature_id, one.at)),
                )
                if part
            ),
        )
        for one in rows
    ]


def _asked(request: Request) -> dict[tuple[int, datetime], str]:
    """Return how the desk was asked to take something back, by signature and moment. Facts can have been erased."""
    events = request.events.filter(kind=EventKind.WITHDRAWN).select_related("facts")
    told = [(event.at, event.facts.data) for event in events if hasattr(event, "facts")]
    return {(facts_["signature"], at): taken_back.in_words(facts_) for at, facts_ in told if "signature" in facts_}


def _for(signer: Signer) -> str:
    if signer.name == signer.subject.name:
        return signer.name
    return _("%(signer)s for %(subject)s") % {"signer": signer.name, "subject": signer.subject.name}


def _withdrawn(use: Use | None) -> str:
    return f"{use.get_channel_display()}, {use.name}" if use else _("the whole consent")


def _timeline(request: Request) -> list[Row]:
    events = list(request.events.order_by("position"))
    names = _names(events)
    return [
        Row(minute(event.at), f"{event.get_kind_display()} · {names.get(event.actor, event.actor)}") for event in events
    ]


def _names(events: list[Event]) -> dict[str, str]:
    """Return who the actors of a history are: accounts and signers by name, the rest by role."""
    keys = {int(event.actor[5:]) for event in events if event.actor.startswith("user:")}
    names = {f"user:{user.pk}": user.name for user in User.objects.filter(pk__in=keys)}
    signers = {int(event.actor[7:]) for event in events if event.actor.startswith("signer:")}
    return {
        **{f"signer:{signer.pk}": signer.name for signer in Signer.objects.filter(pk__in=signers)},
        **names,
        "system": _("system"),
    }
