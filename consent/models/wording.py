"""A wording: the consent form's text. Published versions never change (G6)."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models


class Wording(models.Model):
    """One version of the consent form. ``published_at`` empty means draft."""

    version = models.PositiveIntegerField(unique=True)
    summary = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="wording_published_fixed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"wording {self.version}"


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
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="wording_text_published_fixed",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("published", "TIMESTAMPTZ")],
                func="""
                    SELECT max(published_at) INTO published FROM consent_wording
                    WHERE id IN (OLD.wording_id, NEW.wording_id);
                    IF published IS NOT NULL THEN
                        RAISE EXCEPTION 'a published wording never changes';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.language}) of wording {self.wording_id}"
