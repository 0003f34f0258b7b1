"""How somebody asked the desk to take their consent back for them: kept in the facts of the event, and said in words.

Facts, not columns: they name whoever asked, and facts can be erased while the history stays true.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils import dateformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class How(TextChoices):
    """In which way it was asked."""

    MAIL = "mail", _("by mail")
    TELEPHONE = "telephone", _("by telephone")
    IN_PERSON = "in_person", _("in person")
    LETTER = "letter", _("by letter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asked the desk, how and on which day, and who of the desk writes it down."""

    how: How
    who: str
    on: date
    by: User

    def facts(self) -> dict[str, str]:
        """Return what the history keeps of it."""
        return {"how": str(self.how), "asked_by": self.who, "asked_on": self.on.isoformat()}


def in_words(facts: Mapping[str, Any]) -> str:
    """Return how it was asked, of an event's facts; "" where somebody did it themself."""
    if facts.get("how") not in How.values:
        return ""
    return gettext("asked %(how)s by %(who)s on %(day)s") % {
        "how": How(facts["how"]).label,
        "who": facts.get("asked_by", ""),
        "day": dateformat.format(date.fromisoformat(facts["asked_on"]), "j F Y"),
    }
