"""Publishing a draft: it gets the next number and never changes again (G6).

WordingError
├── NotADraft       see ``drafting``
├── NotReady        something is missing or wrong; carries what
├── Unchanged       it says what the newest version says
└── Overtaken       another version was published since the draft began: compare first
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from consent.models import Wording, WordingEvent
from consent.wording import checks, compare, queries
from consent.wording.operations.drafting import NotADraft, WordingError


class NotReady(WordingError):
    """Something is missing or wrong. ``problems`` says what."""

    def __init__(self, problems: Sequence[checks.Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


class Unchanged(WordingError):
    """It says what the newest version says."""


class Overtaken(WordingError):
    """Another version was published since the draft began."""


@transaction.atomic
def publish(*, wording_id: int, summary: str, by: User, now: datetime) -> Wording:
    """Publish a draft under the next number, with a summary of what changed. Of two drafts at once only one wins.

    Raises NotADraft, Overtaken, NotReady, Unchanged; ValueError without a summary.
    """
    if not summary.strip():
        raise ValueError("a summary is needed")
    held, newest = _lock_all(wording_id)
    if held.follows_id != newest.pk:
        raise Overtaken
    draft = queries.content(held)
    if found := checks.problems(draft):
        raise NotReady(found)
    if not compare.differs(queries.content(newest), draft):
        raise Unchanged
    held.version, held.summary = (newest.version or 0) + 1, summary.strip()
    held.published_at, held.published_by = now, by
    held.save(update_fields=["version", "summary", "published_at", "published_by"])
    WordingEvent.objects.create(kind=WordingEvent.Kind.PUBLISHED, wording=held.pk, at=now, by=by)
    return held


@transaction.atomic
def catch_up(*, wording_id: int, newest_id: int, by: User, now: datetime) -> None:
    """Say that a draft was compared with the newest version, and may follow it.

    Raises NotADraft, Overtaken (yet another one came).
    """
    held, newest = _lock_all(wording_id)
    if newest.pk != newest_id:
        raise Overtaken
    if held.follows_id == newest.pk:
        return
    Wording.objects.filter(pk=held.pk).update(follows=newest)
    WordingEvent.objects.create(kind=WordingEvent.Kind.CAUGHT_UP, wording=held.pk, at=now, by=by)


def _lock_all(wording_id: int) -> tuple[Wording, Wording]:
    """Hold every version and draft, always in the same order; return the draft and the newest version. Raises NotADraft.

    They are few, and whoever waits here sees what the one before published.
    """
    rows = {row.pk: row for row in Wording.objects.select_for_update(no_key=True).order_by("pk")}
    held = rows.get(wording_id)
    if held is None or held.published_at is not None:
        raise NotADraft
    return held, max((row for row in rows.values() if row.published_at), key=lambda row: row.version or 0)
