"""The form to fill in by hand, as PDF: the same sheet as on a screen, with boxes, a place to sign, and the way to a screen.

Brings WeasyPrint, so the views load it only when somebody prints.
"""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from consent import numbers, who_signs
from consent.models import Question, Signer
from consent.printing import paper, pictograms
from consent.sheet import Sheet
from consent.signing import operations
from consent.signing.on_paper.operations import code_of

TEMPLATE = "pdf/blank.html"


def render(*, signer: Signer, sheet: Sheet, link: str = "") -> bytes:
    """Return the PDF of an empty form for one signer; with ``link`` it has a QR code for who would rather use a screen."""
    asked, channels = operations.who(signer), pictograms.channels(signer.subject.request)
    with translation.override(_around(sheet.language, signer.language)):
        context: dict[str, Any] = {
            "sheet": sheet,
            "signer": signer,
            "number": numbers.spoken(signer.subject.request.number),
            "code": code_of(sheet),
            "choices": [(pictograms.of(choice, channels), choice) for choice in sheet.choices],
            "health": Question.HEALTH,
            "confirms": who_signs.CONFIRMED.applies(asked),
            "child": who_signs.CHILD_HEARD.applies(asked),
            "relation": who_signs.RELATION.applies(asked),
            "link_code": paper.qr(link, title=_("QR code that opens the form")) if link else "",
            "hours": settings.INVITATION_HOURS,
            "desk_mail": settings.DESK_MAIL,
        }
        language = translation.get_language()
    return paper.print_pdf(template=TEMPLATE, context=context, language=language or settings.LANGUAGE_CODE)


def _around(language: str, other: str) -> str:
    spoken = dict(settings.LANGUAGES)
    return next((one for one in (language, other) if one in spoken), settings.LANGUAGE_CODE)
