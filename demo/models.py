"""A mail that the demo caught."""

from django.db import models


class Mail(models.Model):
    """One mail that the product sent while in demo mode."""

    sent_at = models.DateTimeField(auto_now_add=True)
    sender = models.CharField(max_length=320)
    recipients = models.TextField()
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(blank=True)

    class Meta:
        ordering = ("-sent_at", "-pk")

    def __str__(self) -> str:
        return f"mail {self.pk}"
