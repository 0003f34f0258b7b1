"""Reads stored facts into the forms that ``permissions`` and ``sheet`` take. One place, so that all say the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, QuerySet

from accounts import statements
from consent import filling, given, of_age, permissions, sheet, wordings
from consent import house as rules
from consent.models import (
    HIGH_VISIBILITY,
    Answer,
    Origin,
    Preview,
    Publication,
    Question,
    Request,
    SecondYes,
    Signature,
    Signer,
    Subject,
    Use,
    Withdrawal,
)
from consent.states import SignerStatus, State, SubjectStatus

KEPT = 128
"""Moments, and what the hospital fills in, that a process keeps (decision 0015): nobody is named."""
FILLED_IN = """
ARRAY(SELECT medium FROM consent_requestedmedium WHERE request_id = {request} ORDER BY id),
(SELECT coalesce(json_agg(json_build_array(id, channel, name, url) ORDER BY position, id), '[]')
 FROM consent_use WHERE request_id = {request} AND dropped_at IS NULL),
(SELECT concat_ws(', ', nullif(mail, ''), nullif(phone, '')) FROM consent_contact WHERE key = 'communication-team'),
(SELECT max(version) FROM consent_wording WHERE published_at IS NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class FilledIn:
    """What stands outside the request's own row and is filled in on its form. ``newest`` is the newest published version."""

    media: tuple[str, ...]
    uses: tuple[sheet.AskedUse, ...]
    contact: str
    newest: int


def filled_in(request: Request) -> FilledIn:
    """Read it, as it is now."""
    (found,) = statements.rows("SELECT " + FILLED_IN.format(request="%(request)s"), {"request": request.pk})
    return read(*found)


def read(media: list[str], uses: list[list[Any]], contact: str | None, newest: int | None) -> FilledIn:
    """Return it from the columns of ``FILLED_IN``, for who reads the request in the same statement."""
    return FilledIn(tuple(media), tuple(sheet.AskedUse(*use) for use in uses), contact or "", newest or 0)


def asked_for(request: Request) -> permissions.AskedFor:
    """Return what the permission matrix needs to know of a request, in a constant number of queries."""
    subjects = list(of_age.dressed(request.subjects.select_related("freeze")))
    counting = list(_counting(request))
    allowed = given.of_subjects(counting, renews=of_age.renewals(subjects, counting))
    everything = [one for gave in allowed.values() for one in gave]
    return permissions.AskedFor(
        status=State(request.status),
        approved=request.status == State.APPROVED,
        media=tuple(request.media.values_list("medium", flat=True)),
        uses=tuple(request.uses.filter(dropped_at=None).values_list("id", "channel")),
        starts_at=request.starts_at if request.origin == "new" else None,
        ends_at=request.ends_at,
        people=tuple(
            permissions.Person(
                id=subject.pk,
                status=SubjectStatus.GRANTED if of_age.paused(subject) else SubjectStatus(subject.status),
                came_of_age=of_age.paused(subject),
                given=allowed.get(subject.pk, ()),
                frozen=hasattr(subject, "freeze"),
            )
            for subject in subjects
        ),
        published=_published(request) if any(one.term == "once" for one in everything) else (),
        pieces=_pieces(request) if any(one.preview for one in everything) else (),
    )


def who_want_to_see(request: Request) -> list[Signature]:
    """Return the standing signatures, of people in the recording, that asked to see it before it is published."""
    asked_to = Answer.objects.filter(question=Question.PREVIEW, value="yes").values("signature")
    curious = set(asked_to.filter(signature__signer__subject__request=request).values_list("signature", flat=True))
    return [
        signature
        for signature in standing_signatures(request)
        if signature.pk in curious and signature.signer.subject.status != SubjectStatus.LEFT_OUT
    ]


def curious_signature(signer: Signer) -> Signature | None:
    """Return a signer's standing signature when it asked to see it before it is published."""
    found = who_want_to_see(signer.subject.request)
    return next((signature for signature in found if signature.signer_id == signer.pk), None)


def has_begun(request: Request, *, now: datetime) -> bool:
    """Whether a new recording's start has passed: who signs from now on does not make it allowed (G5)."""
    return request.origin == Origin.NEW and request.starts_at is not None and request.starts_at <= now


def may_ask_second_yes(request: Request, *, now: datetime) -> bool:
    """Whether a second yes can be asked now: approved, recorded, and somebody did not answer it yet."""
    recorded = request.origin == Origin.EXISTING or (request.ends_at is not None and request.ends_at <= now)
    return request.status == State.APPROVED and recorded and second_yes_waits_for(request).exists()


def second_yes_waits_for(request: Request) -> QuerySet[Signature]:
    """Return the standing signatures with a yes to a use with high visibility, neither taken back nor answered again.

    Nobody asks somebody whose uses the desk froze, for they may have died (L9).
    """
    of_it = {"signature": OuterRef(OuterRef("pk")), "use": OuterRef("pk")}
    said_yes = Use.objects.filter(answers__signature=OuterRef("pk"), answers__value="yes", channel__in=HIGH_VISIBILITY)
    waits = said_yes.filter(
        ~Exists(SecondYes.objects.filter(**of_it)), ~Exists(Withdrawal.objects.filter(**of_it)), dropped_at=None
    )
    standing = _counting(request).filter(signer__status=SignerStatus.SIGNED, signer__subject__freeze=None)
    return standing.filter(Exists(waits))


def standing_signatures(request: Request) -> list[Signature]:
    """Return the signatures that count now: not voided, their signer has not withdrawn as a whole, nor stood down."""
    return [one for one in _counting(request) if one.signer.status == SignerStatus.SIGNED]


def _counting(request: Request) -> QuerySet[Signature]:
    """Return the standing signatures, and those of who came of age and did not answer anew yet."""
    asked = [SignerStatus.SIGNED, SignerStatus.WAITING]
    return (
        Signature.objects.filter(signer__subject__request=request, voiding=None, signer__status__in=asked)
        .filter(signer__stood_down_at=None)
        .select_related("signer__subject")
        .order_by("pk")
    )


def _published(request: Request) -> tuple[tuple[int, datetime], ...]:
    last = Publication.objects.filter(use__request=request).values("use").annotate(last=Max("registered_at"))
    return tuple(last.order_by("use").values_list("use", "last"))


def _pieces(request: Request) -> tuple[permissions.Piece, ...]:
    rows = Preview.objects.filter(use__request=request).order_by("pk").values_list("pk", "use", "medium")
    return tuple(permissions.Piece(*row) for row in rows)


def asked(request: Request, now: FilledIn | None = None) -> sheet.Asked:
    """Return what a request asks, as the sheet shows it. ``now``, here and below: what the caller read already."""
    programme, now = request.programme, now or filled_in(request)
    return sheet.Asked(
        number=request.number,
        title=request.title,
        purpose=request.purpose,
        requester=request.requester.name,
        programme=_programme(request, {"en": programme.name_en, "nl": programme.name_nl} if programme else {}),
        supervisor=request.supervisor_name,
        permitted_party=_permitted_party(request),
        media=now.media,
        uses=now.uses,
        origin=request.origin,
        existing_date=request.existing_date,
        existing_source=request.existing_source,
        existing_owner=request.existing_owner,
        place=request.place,
        ward_contact=request.ward_contact,
        recorder=request.recorder,
        starts_at=request.starts_at,
        ends_at=request.ends_at,
    )


def _programme(request: Request, names: Mapping[str, str]) -> dict[str, str]:
    return {
        language: f"{name} ({request.affiliation})" if request.affiliation else name for language, name in names.items()
    }


def _permitted_party(request: Request) -> str:
    parties = {
        "student": request.requester.name,
        "organisation": settings.ORGANISATION,
        "other": request.permitted_party_name,
    }
    return parties.get(request.permitted_party, "")


def about(signer: Signer, subject: Subject) -> sheet.About:
    """Return for whom a sheet is."""
    return sheet.About(
        subject_name=subject.name,
        subject_kind=subject.kind,
        patient=subject.counts_as_patient,
        signer_name=signer.name,
        capacity=signer.capacity,
    )


def house(request: Request, now: FilledIn | None = None) -> sheet.House:
    """Return what the hospital fills in."""
    at, contact = _promised_at(request), (now or filled_in(request)).contact
    longest, claims = _terms(at)
    return _house(
        settings.ORGANISATION, contact, settings.DATA_PROTECTION_OFFICER, _last_day(at, longest + claims), longest
    )


_house = lru_cache(maxsize=KEPT)(sheet.House)


def kept_until(request: Request) -> date:
    """Return the last day on which a request's forms are kept: for the longest term and the claims period (L8).

    Both as they were when the request was submitted: what a signer was told stays true.
    """
    at = _promised_at(request)
    return _last_day(at, sum(_terms(at)))


def _terms(at: datetime) -> tuple[int, int]:
    """Return the longest term and the claims period, in years, that were promised at a moment."""
    return rules.term("LONGEST_TERM_YEARS", at=at), rules.term("CLAIMS_PERIOD_YEARS", at=at)


@lru_cache(maxsize=KEPT)
def _last_day(at: datetime, years: int) -> date:
    return at.astimezone(sheet.ZONE).date() + timedelta(days=round(365.25 * years))


def _promised_at(request: Request) -> datetime:
    return request.submitted_at or request.created_at


def sheet_for(signer: Signer, *, language: str, now: FilledIn | None = None) -> sheet.Sheet:
    """Return the form as a signer sees it now. Raises LookupError when the wording is not written in that language."""
    subject = signer.subject
    request = subject.request
    wording = request.wording
    if wording is None:
        raise LookupError("a request gets its wording when it is submitted")
    now = now or filled_in(request)
    return filling.build(
        asked=asked(request, now),
        written=wordings.written(wording, language=language),
        about=about(signer, subject),
        house=house(request, now),
    )


def newer_version(request: Request, now: FilledIn | None = None) -> int | None:
    """Return the number of a version that is newer than the request's own; None when it has the newest, or none."""
    if request.wording is None:
        return None
    newest = now.newest if now else wordings.newest_version()
    return newest if newest > (request.wording.version or 0) else None
