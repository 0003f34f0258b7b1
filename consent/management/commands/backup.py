"""``manage.py backup FOLDER``: database and archive, so that they fit together."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from consent import store
from consent.health import upkeep
from consent.management import backing_up


class Command(BaseCommand):
    """Exit code 1 when the backup is not whole."""

    help = "Back up database and archive into a folder of their own in FOLDER; files of the archive are copied once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder."""
        parser.add_argument("folder", type=Path, help="where all backups lie; keep it on another machine, encrypted")

    def handle(self, *args: Any, **options: Any) -> None:
        """Back up, and say where."""
        try:
            made = backing_up.make(options["folder"], now=timezone.now())
        except store.StoreError as error:
            raise CommandError(f"A file of the archive is missing or altered: {error}. Run check_archive.") from error
        except (backing_up.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        upkeep.note(upkeep.Kind.BACKUP, wrong=0, now=timezone.now())
        self.stdout.write(self.style.SUCCESS(f"Backed up to {made}"))
