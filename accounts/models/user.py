"""Who may log in, and as what."""

from typing import Any, ClassVar

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.roles import DESK, Role


class UserManager(BaseUserManager["User"]):
    """Makes accounts whose mail address is their login."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by mail address, whatever its capitals."""
        return self.get(email__iexact=username)

    def with_mail(self, email: str) -> "User | None":
        """Return the account with this mail address, whatever its capitals; the index of addresses finds it."""
        return self.alias(lower=Lower("email")).filter(lower=email.lower()).first()

    def create_user(self, *, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store a new account whose address counts as verified; without a password nobody can log in with one."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        addresses = apps.get_model("account", "EmailAddress").objects
        addresses.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store an administrator (Django's ``createsuperuser`` calls this)."""
        return self.create_user(email=email, password=password, role=Role.ADMINISTRATOR, **fields)


class User(AbstractBaseUser):
    """A person with an account. Subjects and signers need none."""

    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.REQUESTER)
    language = models.CharField(_("language"), max_length=5, default="nl")
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = (
            models.UniqueConstraint(Lower("email"), name="account_email_unique"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="account_role_known"),
        )

    def __str__(self) -> str:
        return f"account {self.pk}"

    @property
    def at_desk(self) -> bool:
        """Whether this account works for Marketing & Communications."""
        return self.role in DESK
