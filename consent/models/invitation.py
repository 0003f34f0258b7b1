"""Links to one signer, for one purpose. Only a hash of the token is stored."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from consent.models.choices import Way
from consent.models.subject import Signer


class Invitation(models.Model):
    """A way for one signer to reach the form, until it expires or is renewed.

    Of mailed ones: ``sent_at`` is when the mail server took the mail, ``message_id`` (random, names nobody) what it was
    called there, ``failed_at`` since when it is known not to have arrived and ``failure`` why, as the mail servers' code
    such as "5.1.1" (RFC 3463). ``reminder`` is set where nobody pressed a button for it.
    """

    signer = models.ForeignKey(Signer, models.CASCADE, related_name="invitations")
    way = models.CharField(max_length=8, choices=Way)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    reminder = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique where there is one
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(way__in=Way.values), name="invitation_way_known"),)

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Code(models.Model):
    """A one-time code that was mailed to a signer. Five guesses, whatever the session."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    guesses = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(guesses__lte=5), name="code_five_guesses"),)

    def __str__(self) -> str:
        return f"code {self.pk}"


class LastingLink(models.Model):
    """The signer's own link: see what was agreed, fetch the copy, withdraw. Stands on the copy and in the mail."""

    signer = models.ForeignKey(Signer, models.CASCADE, related_name="lasting_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"lasting link {self.pk}"
