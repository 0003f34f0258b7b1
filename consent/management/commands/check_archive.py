"""``manage.py check_archive``: read the whole archive and name every file that is not what it should be."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from consent.archive import selfcheck
from consent.models import Document


class Command(BaseCommand):
    """Exit code 1 when anything is wrong; each file that is, on a line of its own."""

    help = "Check every archived document: there, unaltered, known; with --seals also that its seal is valid."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --seals."""
        parser.add_argument("--seals", action="store_true", help="validate each seal too (slower)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print findings and a total."""
        wrong = 0
        for finding in selfcheck.run(now=timezone.now(), seals=options["seals"]):
            wrong += 1
            self.stdout.write(f"{finding.name}: {finding.problem}")
        checked = Document.objects.count()
        if wrong:
            raise CommandError(f"{wrong} wrong, {checked} documents checked.")
        self.stdout.write(self.style.SUCCESS(f"{checked} documents checked, all as they were sealed."))
