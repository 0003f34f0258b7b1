"""All that proves one request in one ZIP: PDFs, records, scans, history, certificate, and how to check it without us."""

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from consent import audit, store, timestamps
from consent.archive import certificate, queries, record
from consent.models import Document, Event, PaperForm, Request
from consent.sheet import ZONE

LANGUAGES = ("nl", "en")
SCHEMA = Path(settings.BASE_DIR) / "docs" / "consent-record.schema.json"
READABLE = 0o644


def name_of(request: Request) -> str:
    """Return under which name a bundle is downloaded: the request's number, nobody's name."""
    return f"AKK-{request.spoken_number}.zip"


def make(request: Request, *, now: datetime) -> IO[bytes]:
    """Return a request's bundle, a file without a name that is gone when it is closed. One file at a time in memory.

    Raises StoreError when the archive does not hold what it should, NoSeal.
    """
    target = TemporaryFile()  # noqa: SIM115 -- whoever sends it closes it
    try:
        _write(target, request, now)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target


def _write(target: IO[bytes], request: Request, now: datetime) -> None:
    sums: list[str] = []
    with ZipFile(target, "w", ZIP_DEFLATED) as bundle:
        for name, content in _contents(request, now):
            _add(bundle, name, content, now)
            sums.append(f"{sha256(content).hexdigest()}  {name}\n")
        _add(bundle, "SHA256SUMS", "".join(sums).encode(), now)


def _add(bundle: ZipFile, name: str, content: bytes, now: datetime) -> None:
    entry = ZipInfo(name, now.astimezone(ZONE).timetuple()[:6])
    entry.compress_type, entry.external_attr = ZIP_DEFLATED, READABLE << 16
    bundle.writestr(entry, content)


def _contents(request: Request, now: datetime) -> Iterator[tuple[str, bytes]]:
    documents = list(queries.documents_of(request))
    for document in documents:
        name = store.download_name(document)
        yield f"documents/{name}", store.get(timestamps.best_file(document))
        if document.record_sha256:
            yield f"records/{name[:-3]}{record.ENDING}", store.get(document.record_sha256, ending=record.ENDING)
    for paper in PaperForm.objects.filter(signature__signer__subject__request=request).order_by("pk"):
        yield (
            f"scans/signature-{paper.signature_id}.{paper.scan_type}",
            store.get(paper.scan_sha256, ending=paper.scan_type),
        )
    yield "history.json", _history(request, documents, now)
    yield "seal.pem", _certificates()
    yield "consent-record.schema.json", SCHEMA.read_bytes()
    for language in LANGUAGES:
        yield f"READ-ME.{language}.txt", _how(request, language, now)


def _history(request: Request, documents: list[Document], now: datetime) -> bytes:
    events = Event.objects.filter(request=request).select_related("facts").order_by("position")
    told = {
        "request": {"number": request.number, "key": request.pk},
        "made_at": audit.moment(now),
        "chain_head": audit.head(),
        "events": [_event(event) for event in events.iterator(1000)],
        "documents": [_document(document) for document in documents],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _event(event: Event) -> dict[str, Any]:
    """Return a line with all that its hash covers, and its facts with their salt unless they were erased."""
    line: dict[str, Any] = {
        "position": event.position,
        "request": event.request_id,
        "kind": event.kind,
        "actor": event.actor,
        "at": audit.moment(event.at),
        "facts_digest": event.facts_digest,
        "previous_hash": event.previous_hash,
        "hash": event.hash,
    }
    facts = getattr(event, "facts", None)
    return line | ({"salt": facts.salt, "facts": facts.data} if facts else {})


def _document(document: Document) -> dict[str, Any]:
    return {
        "file": f"documents/{store.download_name(document)}",
        "sealed_as": document.sha256,
        "handed_out": timestamps.best_file(document),
        "record": document.record_sha256,
        "sealed_at": audit.moment(document.sealed_at),
        "sealed_by": document.sealed_by,
        "chain_head": document.chain_head,
    }


def _certificates() -> bytes:
    ours = certificate.current()
    return b"".join(one.public_bytes(Encoding.PEM) for one in (ours.leaf, *ours.chain))


def _how(request: Request, language: str, now: datetime) -> bytes:
    with translation.override(language):
        context = {"number": request.spoken_number, "made_at": now, "base_url": settings.BASE_URL}
        return (render_to_string("consent/archive/read_me.txt", context).strip() + "\n").encode()
