"""Django's own ``migrate``, as the database's owner; afterwards the application's role gets its rights."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection

from consent.management import roles


class Command(Migrate):
    """What Django's does, as the owner where there is one (DATABASE_OWNER_URL)."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Migrate, and give the rights; the owner is there from the first check on."""
        application = dict(connection.settings_dict)
        with roles.as_owner():
            said: str | None = super().execute(*args, **options)
            if settings.DATABASE_OWNER:
                self._grant(application["USER"], application["PASSWORD"])
        return said

    def _grant(self, role: str, password: str) -> None:
        try:
            roles.grant(role, password=password)
        except roles.NoSuchRole as error:
            raise CommandError(str(error)) from error
