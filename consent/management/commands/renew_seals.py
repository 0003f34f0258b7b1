"""``manage.py renew_seals``: new timestamps before what proves the old ones runs out."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from consent import store
from consent.archive import authorities, renewing
from consent.archive.dating import NoProof
from consent.models import Document


class Command(BaseCommand):
    """Exit code 1 when a document could not be renewed; each of those on a line of its own. Run it again: it goes on."""

    help = "Put a new timestamp on each document whose proof ends soon, and on each one that has none."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --days and --all."""
        parser.add_argument("--days", type=int, default=renewing.AHEAD.days, help="how soon is soon (90)")
        parser.add_argument("--all", action="store_true", help="every document: an algorithm is about to be broken")

    def handle(self, *args: Any, **options: Any) -> None:
        """Renew, and say how many."""
        if not settings.TIMESTAMP_AUTHORITIES:
            raise CommandError("No timestamp authority is set: TIMESTAMP_AUTHORITIES.")
        now = timezone.now()
        if options["all"]:
            keys = list(Document.objects.order_by("pk").values_list("pk", flat=True))
        else:
            keys = list(renewing.running_out(now=now, ahead=timedelta(days=options["days"])))
        failed = 0
        for key in keys:
            try:
                renewing.renew(document_id=key, now=timezone.now())
                renewing.strengthen(document_id=key, now=timezone.now())
            except (authorities.NoTimestamp, NoProof, store.StoreError, OSError) as error:
                failed += 1
                self.stdout.write(f"document {key}: {type(error).__name__}: {error}")
        if failed:
            raise CommandError(f"{failed} of {len(keys)} documents not renewed.")
        self.stdout.write(self.style.SUCCESS(f"{len(keys)} documents renewed."))
