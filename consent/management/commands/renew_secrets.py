"""``manage.py renew_secrets``: after a new SECRET_KEY, seal second factors with it; then the earlier key can go."""

from typing import Any, override

from django.core.management.base import BaseCommand, CommandError

from accounts import resealing


class Command(BaseCommand):
    help = (
        "After a change of SECRET_KEY: seal second factors with the new one, so that the earlier one can be forgotten."
    )

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        renewed, lost = resealing.renew()
        self.stdout.write(f"{renewed} second factors are sealed with today's SECRET_KEY.")
        if lost:
            raise CommandError(
                f"{lost} second factors open with no key in SECRET_KEY or SECRET_KEY_FALLBACKS. "
                "Add the earlier key and run this again, or let an administrator reset those factors."
            )
