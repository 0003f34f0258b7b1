"""Reads of the wording stage."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from consent import wordings
from consent.models import Wording, WordingEvent, WordingLanguage
from consent.written import Part


@dataclass(frozen=True, slots=True)
class Content:
    """All that a version says. ``texts`` goes by language and key."""

    wording: Wording
    languages: tuple[WordingLanguage, ...]
    parts: tuple[Part, ...]
    texts: Mapping[tuple[str, str], str]

    def part(self, key: str) -> Part | None:
        """Return a part by its key."""
        return next((part for part in self.parts if part.key == key), None)

    @property
    def told(self) -> tuple[Part, ...]:
        """Headings and statements."""
        return tuple(part for part in self.parts if not part.question)

    @property
    def asked(self) -> tuple[Part, ...]:
        """Questions."""
        return tuple(part for part in self.parts if part.question)


def content(wording: Wording) -> Content:
    """Return all that a version says."""
    return Content(
        wording=wording,
        languages=tuple(wording.languages.all()),
        parts=wordings.parts(wording),
        texts={(text.language, text.key): text.text for text in wording.texts.all()},
    )


def published() -> QuerySet[Wording]:
    """Return the published versions, newest first, with how many requests use each."""
    return (
        Wording.objects.exclude(published_at=None)
        .select_related("published_by")
        .annotate(used=Count("requests"))
        .order_by("-version")
    )


def drafts() -> QuerySet[Wording]:
    """Return the drafts, newest first."""
    return Wording.objects.filter(published_at=None).select_related("drafted_by", "follows").order_by("-pk")


def find(wording_id: int) -> Wording | None:
    """Return a version or a draft."""
    return Wording.objects.select_related("follows", "published_by", "drafted_by").filter(pk=wording_id).first()


def newest() -> Wording:
    """Return the newest published version. Raises Wording.DoesNotExist."""
    return Wording.objects.exclude(published_at=None).latest("version")


def history(*, most: int = 20) -> QuerySet[WordingEvent]:
    """Return what happened to wordings, newest first."""
    return WordingEvent.objects.select_related("by")[:most]
