"""A preview: what the requester shows before publication to those who want to see it first. Their answers."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from consent.models.choices import Medium
from consent.models.signature import Signature
from consent.models.use import Use


class Preview(models.Model):
    """One piece, for one use and of one medium: a file, an address on the internet, words, or these together.

    ``file`` is its name in the store of previews, "" where there is none; ``content_type`` is what its bytes are, ``sha256``
    their digest (hexadecimal), ``size`` their number. The file is kept until everybody answered, and no longer than
    ``ends_at``; ``removed_at`` says when it went. All else stays: it is what people said yes or no to.
    """

    use = models.ForeignKey(Use, models.PROTECT, related_name="previews")
    medium = models.CharField(max_length=12, choices=Medium)
    title = models.CharField(max_length=120)
    words = models.TextField(max_length=3000, blank=True)
    link = models.URLField(max_length=300, blank=True)
    file = models.CharField(max_length=64, blank=True)
    content_type = models.CharField(max_length=40, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    shown_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    shown_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-shown_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(medium__in=Medium.values), name="preview_medium_known"),
            models.CheckConstraint(condition=~Q(words="", link="", file=""), name="preview_shows_something"),
            models.CheckConstraint(condition=Q(file="") ^ ~Q(content_type=""), name="preview_file_has_a_type"),
        )
        indexes = (models.Index(fields=["ends_at"], condition=Q(removed_at=None) & ~Q(file=""), name="preview_kept"),)
        triggers: ClassVar = [pgtrigger.Protect(name="preview_stays", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"preview {self.pk}"

    @property
    def has_file(self) -> bool:
        """Whether there is a file that can still be looked at."""
        return bool(self.file) and self.removed_at is None

    @property
    def sort(self) -> str:
        """What the file is: "image", "video", "audio", "application" (a PDF), or "" for none."""
        return self.content_type.partition("/")[0]


class PreviewAnswer(models.Model):
    """What a signer who wanted to see it first said of a preview. It stands; a yes is taken back by withdrawing."""

    preview = models.ForeignKey(Preview, models.PROTECT, related_name="answers")
    signature = models.ForeignKey(Signature, models.PROTECT, related_name="preview_answers")
    value = models.CharField(max_length=3, choices=[("yes", "yes"), ("no", "no")])
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["preview", "signature"], name="preview_answer_once"),
            models.CheckConstraint(condition=Q(value__in=["yes", "no"]), name="preview_answer_known"),
        )
        triggers: ClassVar = [
            pgtrigger.Protect(name="preview_answer_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"preview answer {self.pk}"
