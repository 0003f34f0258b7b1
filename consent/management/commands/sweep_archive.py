"""Shows which files of the archive no row knows, or removes them (``consent.archive.sweeping``)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from consent import store
from consent.archive import sweeping


class Command(BaseCommand):
    """``manage.py sweep_archive``: a list of files, without names of people. The worker carries it out each night."""

    help = "Lists files older than a day that no row knows, in both copies; with --carry-out removes them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --carry-out."""
        parser.add_argument("--carry-out", action="store_true", help="remove them, as the worker does")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, or remove. Exit code 1 when something could not be removed, or nothing may be."""
        now = timezone.now()
        try:
            if options["carry_out"]:
                self._sweep(sweeping.sweep(now=now))
                return
            found = list(sweeping.strays(now=now))
        except sweeping.HistoryLost as error:
            raise CommandError(
                f"Nothing was removed: {error} was sealed after a line that this database's history does not have. Is the "
                "database older than the archive, or another's?"
            ) from error
        for stray in found:
            self.stdout.write(self._line(stray))
        self.stdout.write(f"{len(found)} known to no row; nothing was removed (--carry-out removes them).")

    def _sweep(self, done: sweeping.Swept) -> None:
        for stray in done.removed:
            self.stdout.write(f"{self._line(stray)}: removed")
        for stray in done.waiting:
            self.stdout.write(f"{self._line(stray)}: cannot be removed yet")
        said = f"{len(done.removed)} removed, {len(done.waiting)} cannot be removed yet."
        if done.waiting:
            raise CommandError(said)
        self.stdout.write(said)

    def _line(self, stray: sweeping.Stray) -> str:
        where = " in the second copy" if stray.place == store.REPLICA else ""
        return f"{stray.name}{where}, of {stray.written_at:%Y-%m-%d}"
