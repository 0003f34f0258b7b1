"""What the desk's pages about one paper form need: the form to fill in, and the draft as it is shown for a second look."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language

from consent import agreed, facts
from consent.models import ChildsSay, Identity, PaperDraft, ScanType, Signer
from consent.sheet import ZONE, Sheet
from consent.signing import operations, queries
from consent.signing.forms import ChoicesForm
from consent.signing.on_paper.forms import PaperForm
from consent.signing.on_paper.operations import Filled, printed

type Data = Mapping[str, Any] | None
type Files = MultiValueDict[str, UploadedFile[bytes]] | None


@dataclass(frozen=True, slots=True)
class Typed:
    """The two forms of the page: the choices, and all else."""

    choices: ChoicesForm
    paper: PaperForm

    def is_valid(self) -> bool:
        """Whether both can be used; both are looked at, so that all errors show at once."""
        return all([self.choices.is_valid(), self.paper.is_valid()])

    def filled(self) -> Filled:
        """Return what was typed."""
        data = self.paper.cleaned_data
        return Filled(
            code=data["code"],
            signed_on=self.paper.moment("signed_time"),
            seen_by=data["seen_by"],
            identity=data["identity"],
            answers=self.choices.answers(),
            health_sentence=self.choices.cleaned_data["health_sentence"],
            confirmed_by=data.get("confirmed_by", ""),
            confirmed_at=self.paper.moment("confirmed_at"),
            childs_say=data.get("childs_say", ""),
            childs_view=data.get("childs_view", ""),
            relation=data.get("relation", ""),
            interpreter=" ".join(data.get("interpreter", "").split()),
        )


def draft_of(signer: Signer) -> PaperDraft | None:
    """Return what was prepared for a signer, without its scan."""
    return PaperDraft.objects.filter(signer=signer).defer("scan").select_related("by").first()


def sheet_shown(signer: Signer) -> Sheet:
    """Return the sheet in the language of the page where the wording has it, else in Dutch or in its first."""
    spoken = [language.code for language in queries.languages(signer.subject.request)]
    wanted = [get_language() or "nl", "nl", *spoken]
    return facts.sheet_for(signer, language=next(language for language in wanted if language in spoken))


def typed(signer: Signer, draft: PaperDraft | None, data: Data = None, files: Files = None) -> Typed:
    """Return the forms: as posted, else as prepared before, else empty (L1: nothing is filled in beforehand)."""
    row = signer.subject.request
    before = _initial(draft) if draft else {}
    return Typed(
        choices=ChoicesForm(
            data,
            initial=before,
            sheet=sheet_shown(signer),
            channels={use.id: use.channel for use in facts.asked(row).uses},
        ),
        paper=PaperForm(
            data,
            files,
            initial={"relation": signer.relation, **before},
            asks=operations.who(signer),
            requester=row.requester.name,
            treats=bool(row.treats_patients) and signer.subject.counts_as_patient,
            scan=ScanType(draft.scan_type) if draft else None,
        ),
    )


def _initial(draft: PaperDraft) -> dict[str, Any]:
    filled = Filled(**draft.filled_in)
    at = datetime.fromisoformat(filled.signed_on).astimezone(ZONE)
    confirmed = datetime.fromisoformat(filled.confirmed_at).astimezone(ZONE).time() if filled.confirmed_at else None
    times = {"signed_on": at.date(), "signed_time": at.time(), "confirmed_at": confirmed}
    return {**draft.filled_in, **filled.answers, **times}


def second_look(signer: Signer, draft: PaperDraft) -> dict[str, Any]:
    """Return what will be recorded, in words. Raises OldPaper."""
    filled = Filled(**draft.filled_in)
    sheet = printed(signer, filled.code)
    return {
        "sheet": sheet,
        "filled": filled,
        "lines": agreed.from_draft(sheet, filled.answers, filled.health_sentence),
        "signed_on": datetime.fromisoformat(filled.signed_on),
        "confirmed_at": datetime.fromisoformat(filled.confirmed_at) if filled.confirmed_at else None,
        "identity": Identity(filled.identity).label,
        "childs_say": ChildsSay(filled.childs_say).label if filled.childs_say else "",
    }
