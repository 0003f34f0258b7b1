"""``manage.py scale_data --requests N --yes``: fills a demo or bench database to measure with."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consent.management.scale.load import load


class Command(BaseCommand):
    """Refuses where real people are."""

    help = "Add many invented requests, with a true history, to measure with. In the demo only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--requests", type=int, default=1_000_000)
        parser.add_argument("--yes", action="store_true", help="Yes, fill this database with invented people.")

    def handle(self, *_: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This fills the database with invented people. It works with AKKOORD_DEMO=1 only.")
        if not options["yes"]:
            raise CommandError(
                "This fills the database with invented people for good. Add --yes if that is what you want."
            )
        count: int = options["requests"]
        if count < 1:
            raise CommandError("--requests must be 1 or more.")
        load(count, now=timezone.now(), say=lambda done: self.stdout.write(f"{done:,} of {count:,} requests"))
