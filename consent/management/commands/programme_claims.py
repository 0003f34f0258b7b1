"""Show or set what an institution calls a programme: ``manage.py programme_claims [KEY CLAIM...]``."""

from argparse import ArgumentParser
from typing import Any, override

from django.core.management.base import BaseCommand, CommandError

from consent.models import Programme


class Command(BaseCommand):
    """Show or set what an institution calls a programme."""

    help = "Without arguments, list the programmes and their claims; with a key, replace the claims of one (G1)."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", nargs="?", type=int, help="key of a programme, as listed")
        parser.add_argument("claims", nargs="*", help="values of OIDC_PROGRAMME_CLAIM or of eduperson_affiliation")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        key = options["key"]
        if key is not None and not Programme.objects.filter(pk=key).update(claims=options["claims"]):
            raise CommandError(f"There is no programme {key}.")
        for programme in Programme.objects.filter(**({} if key is None else {"pk": key})):
            self.stdout.write(f"{programme.pk}\t{programme.name_en}\t{', '.join(programme.claims)}")
