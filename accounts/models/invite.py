"""An invitation to make an account."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.roles import Role


class Invite(models.Model):
    """Somebody is asked to make an account with this address and role. Of the link only a hash of the token is stored."""

    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role, default=Role.REQUESTER)
    language = models.CharField(max_length=5, default="nl")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invite_role_known"),
            models.UniqueConstraint(
                Lower("email"), condition=Q(accepted_at=None, revoked_at=None), name="invite_once_per_address"
            ),
        )

    def __str__(self) -> str:
        return f"invite {self.pk}"
