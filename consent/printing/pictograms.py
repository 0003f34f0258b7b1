"""Pictograms beside the questions of a form, the same as on the screens.

They are drawn as backgrounds of a cell, which a tagged PDF leaves out of what is read aloud: the question says it in words.
"""

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from consent.models import Request
from consent.sheet import Choice
from consent.templatetags.akkoord import PICTOGRAMS
from consent.templatetags.signer import QUESTION_ICONS

SCHEME = "pictogram:"
COLOUR = "#0a6768"
NAMES = PICTOGRAMS | {str(question): name for question, name in QUESTION_ICONS.items()}
"""Lucide's name for each medium, channel and kind of question, by its stored value."""


def channels(request: Request) -> dict[int, str]:
    """Return the channel of each use that was ever asked for, by key."""
    return dict(request.uses.values_list("pk", "channel"))


def of(choice: Choice, channels: Mapping[int, str]) -> str:
    """Return what a question is about: its medium, the channel of its use (``channels``, by use), or its kind."""
    return choice.medium or channels.get(choice.use or 0, "") or choice.question


def style() -> str:
    """Return a rule for each pictogram: ``.seen-photo`` and its like."""
    return "\n".join(
        f".seen-{value} {{ background-image: url('{SCHEME}{name}'); }}" for value, name in sorted(NAMES.items())
    )


def drawing(name: str) -> str:
    """Return the SVG of a pictogram, by Lucide's name for it."""
    file = Path(settings.LUCIDE_DIR) / "icons" / f"{name}.svg"
    return file.read_text(encoding="utf-8").replace("currentColor", COLOUR)
