"""A sheet for nobody: a wording filled in with an example, so that the desk sees a draft as a signer would."""

from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consent import filling, house, sheet, wordings
from consent.models import Channel, Medium, SubjectKind, Wording

QUIET = (Channel.TEACHING, Channel.INTRANET)
NUMBER = "0000000"


class _Gaps(dict[str, str]):
    """Texts of a draft, in which some may still be missing."""

    def __missing__(self, key: str) -> str:
        return _("(still empty)")


def sheet_of(wording: Wording, *, language: str, kind: str, everywhere: bool) -> sheet.Sheet:
    """Return an example of a wording for a subject of one kind.

    ``everywhere`` asks every medium and channel; otherwise only what stays inside the house. Raises LookupError when it
    is not written in that language.
    """
    written = wordings.written(wording, language=language)
    about = sheet.About(
        subject_name=_("Kim Example"),
        subject_kind=kind,
        patient=kind == SubjectKind.PATIENT,
        signer_name=_("Kim Example"),
        capacity="self",
    )
    hospital = sheet.House(
        organisation=settings.ORGANISATION,
        contact="…",
        officer=settings.DATA_PROTECTION_OFFICER,
        keep_until=timezone.localdate() + timedelta(days=3652),
        longest=house.term("LONGEST_TERM_YEARS"),
    )
    filled_in = replace(written, texts=_Gaps({key: text for key, text in written.texts.items() if text}))
    asked = _asked(everywhere=everywhere)
    with translation.override(written.dates_in):
        return filling.build(asked=asked, written=filled_in, about=about, house=hospital)


def channels(*, everywhere: bool) -> dict[int, str]:
    """Return the channel of each use of the example, by its key."""
    chosen = list(Channel) if everywhere else list(QUIET)
    return {number: str(channel) for number, channel in enumerate(chosen, start=1)}


def _asked(*, everywhere: bool) -> sheet.Asked:
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=7)
    uses = channels(everywhere=everywhere)
    return sheet.Asked(
        number=NUMBER,
        title=_("An example"),
        purpose=_("An example: a day on the ward, for a lesson."),
        requester=_("Robin Example"),
        programme={},
        supervisor=_("Chris Example"),
        permitted_party=settings.ORGANISATION,
        media=tuple(Medium.values) if everywhere else (Medium.PHOTO,),
        uses=tuple(sheet.AskedUse(number, channel, _("example"), "") for number, channel in uses.items()),
        origin="new",
        existing_date=None,
        existing_source="",
        existing_owner="",
        place=_("Ward C4"),
        ward_contact=_("Alex Example"),
        recorder=_("Robin Example"),
        starts_at=start,
        ends_at=start + timedelta(hours=2),
    )
