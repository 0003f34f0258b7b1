"""``manage.py renew_secrets``: seal what is sealed with today's SECRET_KEY; then the earlier key can go."""

from typing import Any, override

from django.core.management.base import BaseCommand, CommandError

from accounts import resealing
from consent.systems import hooks


class Command(BaseCommand):
    help = (
        "After a change of SECRET_KEY: seal second factors and the secrets of systems with the new one, "
        "so that the earlier one can be forgotten."
    )

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        renewed, lost = resealing.renew()
        self.stdout.write(f"{renewed} second factors are sealed with today's SECRET_KEY.")
        resealed, unopened = hooks.reseal()
        self.stdout.write(f"{resealed} secrets of systems are sealed with today's SECRET_KEY.")
        if unopened:
            self.stderr.write(f"These open with no known key, end them and add them again: {', '.join(unopened)}.")
        if lost:
            raise CommandError(
                f"{lost} second factors open with no key in SECRET_KEY or SECRET_KEY_FALLBACKS. "
                "Add the earlier key and run this again, or let an administrator reset those factors."
            )
