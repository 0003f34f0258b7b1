"""Takes mail that came back."""

import sys
from argparse import ArgumentParser
from mailbox import Maildir
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consent.signing import bounces, operations


class Command(BaseCommand):
    """``manage.py bounced < message`` for the mail server's pipe; ``--maildir FOLDER`` for a mailbox."""

    help = "Writes down which invitations did not arrive, from a returned mail on standard input or from a mailbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the mailbox."""
        parser.add_argument(
            "--maildir", type=Path, help="A Maildir whose messages are read, and removed once they are."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read one message, or all of a mailbox. Ends well for a message that says nothing: nobody is helped by an error."""
        folder: Path | None = options["maildir"]
        if folder is None:
            self._take(sys.stdin.buffer.read(bounces.LONGEST))
            return
        if not (folder / "new").is_dir():
            raise CommandError(f"{folder} is no Maildir.")
        box = Maildir(folder, create=False)
        for key in list(box.iterkeys()):
            self._take(box.get_bytes(key))
            box.remove(key)

    def _take(self, raw: bytes) -> None:
        bounce = bounces.read(raw)
        known = bounce is not None and operations.not_delivered(
            message_id=bounce.message_id, status=bounce.status, now=timezone.now()
        )
        self.stdout.write("An invitation did not arrive." if known else "Not about an invitation.")
