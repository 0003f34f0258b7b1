"""``manage.py restore BACKUP``: into an empty place, and check it."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from consent.management import backing_up


class Command(BaseCommand):
    """Exit code 1 when it could not be restored, or when what was restored is not true."""

    help = "Restore a backup into an empty database and an empty archive, then check history and archive."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the backup's own folder."""
        parser.add_argument("backup", type=Path, help="the folder that backup named")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and check."""
        try:
            about = backing_up.restore(options["backup"])
        except (backing_up.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        call_command("check_history", stdout=self.stdout)
        call_command("check_archive", stdout=self.stdout)
        self.stdout.write(self.style.SUCCESS(f"Restored what was there at {about['at']}."))
