"""Destroy personal data, with a record of it that stays (L8, AVG article 17; decision 0016).

    NotPossible             (lifecycle) nothing was changed
    ├── Held                a legal hold stops it
    └── NotSealedYet        a signature waits for its seal: another night

One plan says what goes under which rule; it is counted for the record, and then carried out, in one transaction. Files go
afterwards by a job (``retention.erase_files``), since no transaction holds them.
"""

from collections import Counter
from datetime import date, datetime

from django.db import connection
from django.db.models import Q, QuerySet
from procrastinate.contrib.django import app

from consent import destroyed, lifecycle, personal_data
from consent.lifecycle import NotPossible
from consent.models import (
    DestroyedFile,
    Destruction,
    Document,
    EventFacts,
    LegalHold,
    PaperForm,
    Publication,
    Request,
    Rule,
    Signature,
    Subject,
    Timestamp,
)
from consent.states import EventKind

ERASE_FILES = "retention.erase_files"
"""The task that removes the files of one destruction from the archive and its second copy."""
SCREENSHOT = "jpg"
"""The ending of a screenshot of a publication in the store."""
MESSAGES = (EventKind.COMMENTED,)
STAYS = (EventKind.ERASED, EventKind.HELD, EventKind.RELEASED)
"""Lines whose facts are about the destruction itself, and name nobody."""


class Held(NotPossible):
    """A legal hold stops it."""


class NotSealedYet(NotPossible):
    """A signature waits for its seal."""


def holds(request: Request) -> QuerySet[LegalHold]:
    """Return the legal holds that stand on a request."""
    return LegalHold.objects.filter(request=request, end=None)


def destroy(
    request: Request, *, rule: Rule, by: str, due_on: date, now: datetime, subject: Subject | None = None
) -> Destruction:
    """Destroy what a rule asks of a locked request, or of one subject of it. Raises Held, NotSealedYet."""
    if holds(request).exists():
        raise Held(request.number)
    whole = rule != Rule.TERM
    signatures = _signatures(request, subject)
    if whole and signatures.filter(document=None).exists():
        raise NotSealedYet(request.number)
    rows = personal_data.rows(request, subject) if whole else []
    plain = personal_data.plain(request, subject, rule)
    events = list(_facts(request, subject, whole=whole).values_list("pk", flat=True))
    files = _files(request, subject) if whole else set()
    counts = Counter(table for table, _key in rows) + Counter({one.table: one.count() for one in plain})
    counts += Counter({"consent_eventfacts": len(events), "files": len(files)})
    made = Destruction.objects.create(
        request=request, subject=subject, rule=rule, by=by, at=now, due_on=due_on, counts=dict(sorted(counts.items()))
    )
    _empty(made, rows, events)
    for one in plain:
        one.carry_out()
    DestroyedFile.objects.bulk_create(
        DestroyedFile(destruction=made, sha256=digest, ending=ending) for digest, ending in sorted(files)
    )
    told = {"destruction": made.pk, "rule": str(rule), **({"subject": subject.pk} if subject else {})}
    lifecycle.record(request, kind=EventKind.ERASED, by=by, at=now, facts=told)
    if files:
        app.configure_task(ERASE_FILES, queue="archive").defer(destruction_id=made.pk)
    return made


def _signatures(request: Request, subject: Subject | None) -> QuerySet[Signature]:
    found = Signature.objects.filter(signer__subject__request=request)
    return found.filter(signer__subject=subject) if subject else found


def _empty(made: Destruction, rows: list[tuple[str, int]], events: list[int]) -> None:
    """Have the database empty its rows. Their proof must stand first, as at the end of a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, key in rows:
            cursor.execute("SELECT consent_destroy_row(%s, %s, %s)", [made.pk, table, key])
        cursor.execute("SELECT consent_destroy_facts(%s, %s)", [made.pk, events])


def _facts(request: Request, subject: Subject | None, *, whole: bool) -> QuerySet[EventFacts]:
    """Return the facts to remove: messages after the term, all at the end, and of one person what is about them."""
    found = EventFacts.objects.filter(event__request=request).exclude(event__kind__in=STAYS)
    if subject is None:
        return found if whole else found.filter(event__kind__in=MESSAGES)
    signers = list(subject.signers.values_list("pk", flat=True))
    signatures = list(_signatures(request, subject).values_list("pk", flat=True))
    named = Q()
    for name in {subject.name, *subject.signers.values_list("name", flat=True)}:
        named |= Q(event__kind__in=MESSAGES, data__text__icontains=name)
    return found.filter(
        Q(data__subject=subject.pk) | Q(data__signer__in=signers) | Q(data__signature__in=signatures) | named
    )


def _files(request: Request, subject: Subject | None) -> set[tuple[str, str]]:
    """Return digests and endings of the files to remove. A dossier shows everybody, so it goes with the first of them."""
    documents = Document.objects.filter(request=request)
    scans = PaperForm.objects.filter(signature__in=_signatures(request, subject))
    if subject:
        documents = documents.filter(Q(signature=None) | Q(signature__signer__subject=subject))
    keys = list(documents.values_list("pk", flat=True))
    later = Timestamp.objects.filter(document__in=keys).values_list("sha256", flat=True)
    shared = PaperForm.objects.exclude(pk__in=scans.values("pk")).exclude(
        destroyed.file("scan_sha256", since="registered_at")
    )
    found = {(digest, "pdf") for digest in [*documents.values_list("sha256", flat=True), *later]}
    found |= {(str(digest), "jsonld") for digest in documents.values_list("record_sha256", flat=True) if digest}
    found |= set(scans.exclude(scan_sha256__in=shared.values("scan_sha256")).values_list("scan_sha256", "scan_type"))
    if subject is None:
        found |= {(digest, SCREENSHOT) for digest in _screenshots(request)}
    gone = DestroyedFile.objects.filter(destruction__request=request).values_list("sha256", "ending")
    return found - set(gone)


def _screenshots(request: Request) -> set[str]:
    """Return the pictures of publications that no other request still has."""
    pictures = Publication.objects.exclude(screenshot=None)
    elsewhere = pictures.exclude(use__request=request).exclude(destroyed.file("screenshot", since="registered_at"))
    own = pictures.filter(use__request=request).exclude(screenshot__in=elsewhere.values("screenshot"))
    return {str(digest) for digest in own.values_list("screenshot", flat=True)}
