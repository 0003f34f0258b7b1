"""``manage.py demo_code MAIL``: the code that the second step of a demo account asks for now."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from demo import codes


class Command(BaseCommand):
    """Refuses outside the demo."""

    help = "Print the present code of a demo account's second step."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mail", help="the account's mail address")

    def handle(self, *_: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only in the demo (AKKOORD_DEMO=1).")
        user = User.objects.filter(email__iexact=options["mail"]).first()
        code = codes.present(user) if user else None
        if code is None:
            raise CommandError("No account with this address has an authenticator app.")
        self.stdout.write(code)
