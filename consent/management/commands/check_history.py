"""Walks the chain of the history, holds every row that may only grow against its proof, and both against what was sealed."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from consent import audit, destroyed, proof
from consent.archive import witnesses
from consent.health import upkeep
from consent.models import Checkpoint, Document, Event, Proof


class Command(BaseCommand):
    """``manage.py check_history``: names the first line or row of each kind that lies; exit code 1 then."""

    help = "Verifies the history, whatever else may only grow, and checkpoints and PDFs against both."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --without-files and --copy."""
        parser.add_argument("--without-files", action="store_true", help="do not read the PDFs (much faster)")
        parser.add_argument(
            "--copy",
            type=Path,
            action="append",
            default=[],
            metavar="PDF",
            help="hold a copy from a mailbox against the history too: a checkpoint, a form or a dossier",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify all, and report all at once."""
        found = []
        if broken := audit.verify_chain():
            found.append(f"Line {broken.position} of the history is not true: {broken.why}.")
        found += [f"Row {lie.key} of {lie.table} is not true: {lie.why}." for lie in proof.lies()]
        found += destroyed.lies()
        found += map(str, witnesses.lies(files=not options["without_files"]))
        for path in options["copy"]:
            found += map(str, witnesses.lies_of_copy(_read(path), name=path.name))
        upkeep.note(upkeep.Kind.HISTORY, wrong=len(found), now=timezone.now())
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(
            f"The history is true: {Event.objects.count()} lines, {Proof.objects.count()} rows,"
            f" {Checkpoint.objects.count()} checkpoints, {Document.objects.count()} documents."
        )
        if total := destroyed.total():
            self.stdout.write(total)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
