"""The record for machines of one signed form: JSON-LD after ISO/IEC TS 27560 with the W3C's Data Privacy Vocabulary 2.

It says what was agreed when the form was sealed and never changes; whether it still stands is asked at its own
address (``@id``). People are keys, not names: names stand in the PDF. Described by ``docs/consent-record.schema.json``;
how the fields of the standard map onto the vocabulary is https://w3id.org/dpv/guides/consent-27560.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any

from django.conf import settings

from consent import facts
from consent.models import Answer, Capacity, Channel, Origin, Question, Request, Signature, SubjectKind
from consent.sheet import Sheet, parse

ENDING = "jsonld"
SCHEMA = "https://w3id.org/dpv/schema/dpv-27560"
CONTEXT = {
    "dpv": "https://w3id.org/dpv#",
    "loc": "https://w3id.org/dpv/loc#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
COUNTRY = "loc:NL"
"""The country whose law the forms are written for, and where they are kept."""
ROLES = {
    SubjectKind.PATIENT: "dpv:Patient",
    SubjectKind.RELATIVE: "dpv:Visitor",
    SubjectKind.STAFF: "dpv:Employee",
    SubjectKind.LECTURER: "dpv:Employee",
    SubjectKind.STUDENT: "dpv:Student",
}
PURPOSES = {
    Channel.HOSPITAL_WEBSITE: "dpv:PublicRelations",
    Channel.HOSPITAL_SOCIAL: "dpv:PublicRelations",
    Channel.PRESS_TV: "dpv:PublicRelations",
    Channel.PRINT: "dpv:PublicRelations",
    Channel.ADVERTISING: "dpv:Advertising",
}
"""The vocabulary's kinds of purpose, for channels that have one."""


def make(*, signature: Signature, answers: Sequence[Answer], chain_head: str, address: str) -> bytes:
    """Return a form's record, UTF-8. ``address`` is where anybody sees how the form stands."""
    request = signature.signer.subject.request
    sheet = parse(signature.sheet)
    values = {(answer.question, answer.medium, answer.use_id): answer for answer in answers}
    record = {
        "@context": CONTEXT,
        "@id": address,
        "@type": "dpv:ConsentRecord",
        "dct:conformsTo": {"@id": SCHEMA},
        "dct:identifier": f"{request.number}-signature-{signature.pk}",
        "dct:isPartOf": request.number,
        "dct:language": signature.language,
        "dpv:hasDataSubject": _subject(signature),
        "dpv:hasDataController": _controller(sheet),
        "dpv:hasNotice": _notice(signature, sheet),
        "dpv:hasLegalBasis": {"@id": "eu-gdpr:A6-1-a-explicit-consent"},
        "dpv:hasJurisdiction": {"@id": COUNTRY},
        "dpv:hasStorageCondition": _storage(request),
        "dpv:hasConsentControl": {
            "@type": "dpv:WithdrawConsent",
            "dct:description": "by the link that stands in the PDF",
        },
        "dpv:hasProcess": list(_processes(signature, sheet, values)),
        "dpv:hasRule": list(_conditions(sheet, values)),
        "dct:hasPart": [_event(signature, values)],
        "dct:provenance": {"@type": "dct:ProvenanceStatement", **_checksum(chain_head)},
    }
    return json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1).encode()


type Values = Mapping[tuple[str, str, int | None], Answer]


def _subject(signature: Signature) -> dict[str, Any]:
    signer, subject = signature.signer, signature.signer.subject
    kinds = ["dpv:DataSubject", ROLES[SubjectKind(subject.kind)]]
    if subject.counts_as_patient and "dpv:Patient" not in kinds:
        kinds.append("dpv:Patient")
    told: dict[str, Any] = {"@type": kinds, "dct:identifier": f"subject-{subject.pk}"}
    if signer.capacity != Capacity.SELF:
        told["dpv:hasRepresentative"] = {"@type": "dpv:Representative", "dct:identifier": f"signer-{signer.pk}"}
    return told


def _controller(sheet: Sheet) -> dict[str, Any]:
    fields = {field.key: field.value for field in sheet.fields}
    return {
        "@type": "dpv:DataController",
        "dpv:hasName": settings.ORGANISATION,
        "dpv:hasContact": settings.DATA_PROTECTION_OFFICER,
        "dpv:hasRecipient": {"@type": "dpv:Recipient", "dpv:hasName": fields.get("permitted_party", "")},
    }


def _storage(request: Request) -> dict[str, Any]:
    last_day = facts.kept_until(request).isoformat()
    return {
        "@type": "dpv:StorageCondition",
        "dpv:hasLocation": {"@id": COUNTRY},
        "dpv:hasDuration": {"@type": "dpv:UntilTimeDuration", "rdf:value": {"@type": "xsd:date", "@value": last_day}},
    }


def _notice(signature: Signature, sheet: Sheet) -> dict[str, Any]:
    return {
        "@type": "dpv:ConsentNotice",
        "dct:title": sheet.title,
        "dct:language": sheet.language,
        "dct:hasVersion": str(sheet.version),
        **_checksum(signature.sheet_sha256),
    }


def _processes(signature: Signature, sheet: Sheet, values: Values) -> Iterator[dict[str, Any]]:
    """Yield each medium and each use that was asked, with the answer to it."""
    request = signature.signer.subject.request
    channels: dict[int | None, str] = dict(request.uses.values_list("pk", "channel"))
    first = [] if request.origin == Origin.EXISTING else ["dpv:Record"]
    for choice in sheet.choices:
        answer = values.get((choice.question, choice.medium, choice.use))
        if answer is None or choice.question not in {Question.MEDIUM, Question.USE}:
            continue
        yield {
            "@type": "dpv:Process",
            "dct:identifier": choice.id,
            "dct:title": choice.text,
            "dpv:hasPurpose": {"@type": _purpose(channels.get(choice.use, "")), "dct:description": request.purpose},
            "dpv:hasProcessing": [
                {"@id": one} for one in (["dpv:Disseminate"] if choice.use else [*first, "dpv:Store"])
            ],
            "dpv:hasPersonalData": {"@type": _data(signature), "dct:description": choice.medium or _media(sheet)},
            "dpv:hasConsentStatus": {"@id": "dpv:ConsentGiven" if answer.value == "yes" else "dpv:ConsentRefused"},
        }


def _media(sheet: Sheet) -> str:
    return ", ".join(choice.medium for choice in sheet.choices if choice.medium)


def _data(signature: Signature) -> str:
    """Return which kind of data a recording is: one of a patient in a hospital says something of their health (GDPR 9)."""
    return "dpv:SpecialCategoryPersonalData" if signature.signer.subject.counts_as_patient else "dpv:PersonalData"


def _purpose(channel: str) -> str:
    return PURPOSES.get(Channel(channel), "dpv:Purpose") if channel else "dpv:Purpose"


def _conditions(sheet: Sheet, values: Values) -> Iterator[dict[str, Any]]:
    """Yield the answers to all other questions: under which conditions the consent was given."""
    for choice in sheet.choices:
        answer = values.get((choice.question, choice.medium, choice.use))
        if answer is None or choice.question in {Question.MEDIUM, Question.USE}:
            continue
        told = {"@type": "dpv:Rule", "dct:identifier": choice.id, "dct:title": choice.text, "rdf:value": answer.value}
        yield {**told, "dct:description": answer.text or dict(choice.options)[answer.value]}


def _event(signature: Signature, values: Values) -> dict[str, Any]:
    at = signature.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    term = values.get((Question.TERM, "", None))
    return {
        "@type": "dpv:ExplicitlyExpressedConsent",
        "dct:date": {"@type": "xsd:dateTime", "@value": at},
        "dct:valid": _validity(term.value if term else ""),
        "dpv:hasConsentStatus": {"@id": "dpv:ConsentGiven"},
        "dpv:isImplementedByEntity": f"signer-{signature.signer_id}",
    }


def _validity(term: str) -> dict[str, str] | str:
    """Return for how long consent was given: years, or until it was published once."""
    return {"@type": "xsd:duration", "@value": f"P{term}Y"} if term.isdecimal() else term or "see the PDF"


def _checksum(sha256: str) -> dict[str, Any]:
    return {
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": sha256,
        }
    }
