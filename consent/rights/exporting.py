"""Everything about one person as JSON and as a tagged PDF, in the words of their own forms."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from consent import agreed, audit
from consent.models import PersonRequest, Signature, Subject
from consent.rights import queries
from consent.states import EventKind

TEMPLATE = "pdf/person.html"


@dataclass(frozen=True, slots=True)
class Form:
    """One form that somebody signed for this person: who, when, and what they answered."""

    signature: Signature
    lines: tuple[agreed.Line, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What one request holds of the person. ``history`` are labels and moments."""

    subject: Subject
    forms: tuple[Form, ...]
    history: tuple[tuple[str, datetime], ...]


def as_json(row: PersonRequest, *, now: datetime) -> bytes:
    """Return all of it for machines."""
    told = {
        "made_at": audit.moment(now),
        "name": row.name,
        "requests": [queries.about(subject) for subject in _subjects(row)],
    }
    return json.dumps(told, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder).encode()


def as_pdf(row: PersonRequest, *, now: datetime, language: str) -> bytes:
    """Return it for people: a PDF that a screen reader can read, in ``language``."""
    from consent.printing import paper

    with translation.override(language):
        parts = [_part(subject) for subject in _subjects(row)]
    context = {"row": row, "parts": parts, "made_at": now}
    return paper.print_pdf(template=TEMPLATE, context=context, language=language)


def _subjects(row: PersonRequest) -> list[Subject]:
    return list(row.subjects.select_related("request__requester").order_by("pk"))


def _part(subject: Subject) -> Part:
    signatures = Signature.objects.filter(signer__subject=subject).select_related("signer").order_by("pk")
    return Part(
        subject=subject,
        forms=tuple(
            Form(one, agreed.lines(one) if one.sheet else ()) for one in signatures.prefetch_related("answers")
        ),
        history=tuple((str(EventKind(event.kind).label), event.at) for event in queries.events(subject)),
    )
