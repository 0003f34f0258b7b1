"""A wording: the consent form's text, what it asks of whom, and in which languages. Published versions never change (G6)."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

NEVER_CHANGES = "a published wording never changes"


def published_fixed(name: str, *, of: str) -> list[pgtrigger.Trigger]:
    """Triggers that refuse any write to a row of a published wording.

    ``of`` is SQL that finds the wordings of OLD and NEW. They are locked, so that nothing slips in while one is published.
    """
    return [
        pgtrigger.Trigger(
            name=f"{name}_published_fixed",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            func=f"""
                PERFORM 1 FROM consent_wording WHERE id IN ({of}) FOR SHARE;
                IF EXISTS (SELECT 1 FROM consent_wording WHERE id IN ({of}) AND published_at IS NOT NULL) THEN
                    RAISE EXCEPTION '{NEVER_CHANGES}';
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
            """,  # noqa: S608 -- the two names of columns come from this file
        )
    ]


class Wording(models.Model):
    """One version of the consent form. ``published_at`` empty means draft: it gets its ``version`` when it is published.

    ``follows`` is the newest published version when the draft began: if another came since, the draft must catch up first.
    """

    version = models.PositiveIntegerField(unique=True, null=True)
    summary = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followers")
    drafted_at = models.DateTimeField(null=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(version__isnull=False), name="wording_published_has_version"
            ),
        )
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="wording_published_fixed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"wording {self.version or f'draft {self.pk}'}"


class WordingLanguage(models.Model):
    """A language that a wording is written in: any language, under the name that it has for itself."""

    class Direction(models.TextChoices):
        """Which way it is read."""

        LTR = "ltr", _("from left to right")
        RTL = "rtl", _("from right to left")

    wording = models.ForeignKey(Wording, models.CASCADE, related_name="languages")
    code = models.CharField(max_length=5)
    name = models.CharField(max_length=40)
    direction = models.CharField(max_length=3, choices=Direction, default=Direction.LTR)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["wording", "code"], name="wording_language_once"),
            models.CheckConstraint(condition=Q(direction__in=["ltr", "rtl"]), name="wording_language_direction_known"),
        )
        triggers: ClassVar = published_fixed("wording_language", of="OLD.wording_id, NEW.wording_id")

    def __str__(self) -> str:
        return f"{self.code} of wording {self.wording_id}"


class WordingText(models.Model):
    """One sentence of a wording in one language.

    ``key`` is a dotted name: ``title``, ``intro``, ``field.number``, ``statement.01``, ``question.medium``,
    ``option.recognisable.voice_only``, ``medium.photo``, ``channel.print``, ``sign``, ``refuse``.
    What is between braces in ``text`` is filled in from the request (``consent.sheet``).
    """

    wording = models.ForeignKey(Wording, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5)
    key = models.CharField(max_length=60)
    text = models.TextField()

    class Meta:
        ordering = ("language", "key")
        constraints = (models.UniqueConstraint(fields=["wording", "language", "key"], name="wording_text_once"),)
        triggers: ClassVar = published_fixed("wording_text", of="OLD.wording_id, NEW.wording_id")

    def __str__(self) -> str:
        return f"{self.key} ({self.language}) of wording {self.wording_id}"


class WordingPart(models.Model):
    """A section's heading, a statement or a question that a wording has, and where.

    ``key`` is like ``section.01``, ``statement.06``, ``question.ai``; the key of a text as well. Headings and statements
    stand in one order, questions in another. A statement belongs to the heading above it.
    """

    wording = models.ForeignKey(Wording, models.CASCADE, related_name="parts")
    key = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["wording", "key"], name="wording_part_once"),)
        triggers: ClassVar = published_fixed("wording_part", of="OLD.wording_id, NEW.wording_id")

    def __str__(self) -> str:
        return f"{self.key} of wording {self.wording_id}"


class WordingCondition(models.Model):
    """Limits a part to one kind of subject, or to one channel; several of a sort mean "one of these"."""

    class Sort(models.TextChoices):
        """What is looked at."""

        KIND = "kind", _("kind of subject")
        CHANNEL = "channel", _("channel")

    part = models.ForeignKey(WordingPart, models.CASCADE, related_name="conditions")
    sort = models.CharField(max_length=7, choices=Sort)
    value = models.CharField(max_length=20)

    class Meta:
        ordering = ("sort", "value")
        constraints = (
            models.UniqueConstraint(fields=["part", "sort", "value"], name="wording_condition_once"),
            models.CheckConstraint(condition=Q(sort__in=["kind", "channel"]), name="wording_condition_sort_known"),
        )
        triggers: ClassVar = published_fixed(
            "wording_condition",
            of="SELECT wording_id FROM consent_wordingpart WHERE id IN (OLD.part_id, NEW.part_id)",
        )

    def __str__(self) -> str:
        return f"{self.sort} {self.value} for part {self.part_id}"


class WordingEvent(models.Model):
    """What happened to a wording, by whom: it grows only. ``wording`` is a key without a row once a draft is thrown away."""

    class Kind(models.TextChoices):
        """What happened."""

        DRAFTED = "drafted", _("draft begun")
        CAUGHT_UP = "caught_up", _("draft compared with the newest version")
        PUBLISHED = "published", _("published")
        DISCARDED = "discarded", _("draft thrown away")

    kind = models.CharField(max_length=9, choices=Kind)
    wording = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=["drafted", "caught_up", "published", "discarded"]),
                name="wording_event_kind_known",
            ),
        )
        triggers: ClassVar = [
            pgtrigger.Protect(name="wording_event_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.kind}: wording {self.wording}"
