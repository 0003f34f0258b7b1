"""What the tools found, and what we looked at and accepted with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ACCEPTED = Path(__file__).parent / "accepted"
SEVERITIES = ("low", "medium", "high")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that a tool says of one place. ``what`` is the line of code, or the parameter; never a line's number."""

    tool: str
    rule: str
    place: str
    what: str
    severity: str = "high"

    @property
    def counts(self) -> bool:
        """Whether it must be fixed or explained."""
        return self.severity != "low"

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What an accepted finding is known by."""
        return self.tool, self.rule, self.place, self.what


class BadLine(Exception):
    """A line of attack/accepted that is not "tool | rule | place | what | why"."""


def accepted(text: str | None = None) -> dict[tuple[str, str, str, str], str]:
    """Return the accepted findings with their reasons. Raises BadLine where a reason, or another part, is missing."""
    found = {}
    for line in (text if text is not None else ACCEPTED.read_text(encoding="utf-8")).splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split(" | ")]
        if len(parts) != 5 or not all(parts):
            raise BadLine(line)
        tool, rule, place, what, why = parts
        found[(tool, rule, place, what)] = why
    return found


def sort_out(found: Iterable[Finding]) -> tuple[list[Finding], list[Finding], list[tuple[str, str, str, str]]]:
    """Return what must be fixed, what is accepted, and the accepted lines that nothing needs any more."""
    known = accepted()
    counting = sorted({one for one in found if one.counts})
    wrong = [one for one in counting if one.key not in known]
    explained = [one for one in counting if one.key in known]
    stale = sorted(set(known) - {one.key for one in explained})
    return wrong, explained, stale
