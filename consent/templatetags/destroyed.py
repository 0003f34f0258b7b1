"""Words for what a record of destruction counts: the tables' names mean nothing to the desk."""

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

register = template.Library()

WORDS: "dict[str, StrPromise]" = {
    "consent_eventfacts": _("facts in the history"),
    "consent_freeze": _("notes at a freeze"),
    "consent_identityproof": _("proofs of identity"),
    "consent_invitation": _("invitations"),
    "consent_lastinglink": _("links to own pages"),
    "consent_paperdraft": _("scans that were not registered"),
    "consent_paperform": _("paper forms"),
    "consent_preview": _("pieces shown before publication"),
    "consent_publication": _("publications"),
    "consent_representativeroute": _("reasons why somebody else signs"),
    "consent_request": _("what the requester wrote"),
    "consent_review": _("notes at decisions"),
    "consent_signature": _("signatures with their forms"),
    "consent_signer": _("people who sign"),
    "consent_steplink": _("addresses of other offices"),
    "consent_subject": _("people in the recording"),
    "consent_takedown": _("notes at take-downs"),
    "consent_use": _("places of publication"),
    "consent_wish": _("wishes for paper or another language"),
    "files": _("files"),
}


@register.filter
def destroyed_word(table: str) -> str:
    """Return what stands in a table, for people; a table that is not known keeps its name."""
    return str(WORDS.get(table, table))
