"""Register a form that was signed on paper: the same rules as on a screen, and a second look before it counts.

    CannotRegister      nothing was stored
    ├── NotForYou       the desk registers, never for a request of one's own
    ├── NothingPrepared nobody prepared this form, or it was a day ago
    ├── OldPaper        what is printed on this paper is no longer what is asked
    └── WrongDay        signed before the request was there, or still to come

Also raised: what ``signing.sign`` raises, and AlreadyAnswered.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from consent import access, facts, store
from consent.models import Identity, MarkKind, PaperDraft, PaperForm, Request, ScanType, Signature, Signer, Way
from consent.sheet import Sheet
from consent.signing import operations, queries
from consent.signing.evidence import Evidence
from consent.signing.marks import Mark
from consent.signing.operations.signing import CLOCKS_DIFFER

CODE_LENGTH = 8
KEPT = timedelta(days=1)
"""How long what was typed from a paper waits for the second look."""


class CannotRegister(Exception):
    """Nothing was stored."""


class NotForYou(CannotRegister):
    """The desk registers, never for a request of one's own."""


class NothingPrepared(CannotRegister):
    """Nobody prepared this form, or it was a day ago."""


class OldPaper(CannotRegister):
    """What is printed on this paper is no longer what is asked."""


class WrongDay(CannotRegister):
    """Signed before the request was there, or still to come."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody typed from a paper. Moments are ISO 8601 with their zone; "" where the paper has nothing.

    ``code`` is the form's code as printed; ``answers`` map the ids of the sheet's choices to one of their options.
    """

    code: str
    signed_on: str
    seen_by: str
    identity: str
    answers: dict[str, str] = field(default_factory=dict)
    health_sentence: str = ""
    confirmed_by: str = ""
    confirmed_at: str = ""
    childs_say: str = ""
    childs_view: str = ""
    relation: str = ""
    interpreter: str = ""


def code_of(sheet: Sheet) -> str:
    """Return the code that stands on each page of a paper form: it says exactly which text is printed there."""
    digest = sheet.sha256()[:CODE_LENGTH].upper()
    return f"{digest[:4]}-{digest[4:]}"


def printed(signer: Signer, code: str) -> Sheet:
    """Return the sheet with this code, in whatever language it was printed. Raises OldPaper."""
    for language in queries.languages(signer.subject.request):
        sheet = facts.sheet_for(signer, language=language.code)
        if code_of(sheet) == code:
            return sheet
    raise OldPaper


def prepare(*, signer_id: int, filled: Filled, scan: bytes, scan_type: ScanType, by: User, now: datetime) -> PaperDraft:
    """Keep what was typed and the scan until somebody looked once more. Replaces what was prepared before.

    Raises NotForYou, OldPaper, WrongDay, AlreadyAnswered, NotOpen, Signer.DoesNotExist.
    """
    with transaction.atomic():
        request, signer = _open_for(signer_id, by)
        printed(signer, filled.code)
        _check_day(request, datetime.fromisoformat(filled.signed_on), now)
        draft, _new = PaperDraft.objects.update_or_create(
            signer=signer,
            defaults={"by": by, "at": now, "filled_in": asdict(filled), "scan": scan, "scan_type": scan_type},
        )
    return draft


def register(*, signer_id: int, seen: datetime, by: User, now: datetime) -> Signature:
    """Store what was prepared as a signature, with its scan, all or nothing.

    ``seen`` is when the draft was made that the person looked at: another one raises NothingPrepared. Raises a
    CannotRegister, a CannotSign, AlreadyAnswered, store.StoreError, OSError, Signer.DoesNotExist.
    """
    with transaction.atomic():
        request, signer = _open_for(signer_id, by)
        draft = PaperDraft.objects.filter(signer=signer, at=seen, at__gt=now - KEPT).first()
        if draft is None:
            raise NothingPrepared
        filled = Filled(**draft.filled_in)
        signed_at = datetime.fromisoformat(filled.signed_on)
        _check_day(request, signed_at, now)
        signature = _sign(signer, filled, signed_at, now)
        scan = bytes(draft.scan)
        PaperForm.objects.create(
            signature=signature,
            seen_by=filled.seen_by,
            signed_on=signed_at,
            registered_by=by,
            registered_at=now,
            scan_sha256=store.put(scan, ending=draft.scan_type),
            scan_type=draft.scan_type,
            scan_size=len(scan),
        )
        draft.delete()
    return signature


def register_no(*, signer_id: int, by: User, now: datetime) -> None:
    """Store the no of a paper form. As on a screen nothing else is kept, so there is no scan (L1).

    Raises NotForYou, AlreadyAnswered, NotOpen, Signer.DoesNotExist.
    """
    with transaction.atomic():
        _request, signer = _open_for(signer_id, by)
        PaperDraft.objects.filter(signer=signer).delete()
        operations.refuse(signer_id=signer_id, way=Way.PAPER, now=now)


def forget_drafts(*, now: datetime) -> int:
    """Throw away what was prepared and never registered; return how many."""
    return PaperDraft.objects.filter(at__lte=now - KEPT).delete()[0]


def _sign(signer: Signer, filled: Filled, signed_at: datetime, now: datetime) -> Signature:
    sheet = printed(signer, filled.code)
    return operations.sign(
        signer_id=signer.pk,
        answers=filled.answers,
        health_sentence=filled.health_sentence,
        mark=Mark(kind=MarkKind.PAPER, typed_name=signer.name),
        evidence=Evidence(
            way=Way.PAPER,
            identity=Identity(filled.identity),
            vouched_by=filled.seen_by,
            device="paper",
            capacity_confirmed_by=filled.confirmed_by,
            capacity_confirmed_at=datetime.fromisoformat(filled.confirmed_at) if filled.confirmed_at else None,
            childs_say=filled.childs_say,
            childs_view=filled.childs_view,
            relation=filled.relation,
            interpreter=filled.interpreter,
        ),
        sheet_sha256=sheet.sha256(),
        language=sheet.language,
        now=now,
        signed_at=signed_at,
    )


def _open_for(signer_id: int, by: User) -> tuple[Request, Signer]:
    request, signer = operations.open_for(signer_id)
    if not access.may_decide(by, request):
        raise NotForYou
    return request, signer


def _check_day(request: Request, signed_at: datetime, now: datetime) -> None:
    if signed_at > now + CLOCKS_DIFFER or (request.submitted_at and signed_at < request.submitted_at):
        raise WrongDay
