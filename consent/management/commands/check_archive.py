"""``manage.py check_archive``: read the whole archive and name every file that is not what it should be."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from consent import store
from consent.archive import repair, selfcheck
from consent.health import upkeep
from consent.models import Document


class Command(BaseCommand):
    """Exit code 1 when anything is wrong; each file that is, on a line of its own."""

    help = "Check every archived document: there, unaltered, known; with --seals also that its seal is valid."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --seals and --repair."""
        parser.add_argument("--seals", action="store_true", help="validate each seal too (slower)")
        parser.add_argument(
            "--repair", action="store_true", help="replace what is missing or altered by the other copy"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print findings and a total."""
        wrong = healed = 0
        for finding in selfcheck.run(now=timezone.now(), seals=options["seals"]):
            mended = options["repair"] and repair.heal(finding)
            healed, wrong = healed + mended, wrong + (not mended)
            where = " in the second copy" if finding.place == store.REPLICA else ""
            self.stdout.write(f"{finding.name}: {finding.problem}{where}{', replaced by the other copy' * mended}")
        upkeep.note(upkeep.Kind.ARCHIVE, wrong=wrong, now=timezone.now())
        checked = Document.objects.count()
        if wrong:
            raise CommandError(f"{wrong} wrong, {checked} documents checked.")
        said = f"{healed} replaced by their other copy. " if healed else ""
        self.stdout.write(self.style.SUCCESS(f"{said}{checked} documents checked, all as they were sealed."))
