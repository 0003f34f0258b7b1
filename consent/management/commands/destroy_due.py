"""Shows what retention destroys in the coming days, or destroys now what is due (L8)."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone, translation

from consent.retention import queries, tasks
from consent.sheet import ZONE


class Command(BaseCommand):
    """``manage.py destroy_due``: a list, by number and rule, without names. The worker carries it out each night."""

    help = "Lists what will be destroyed in the coming days; with --carry-out destroys what is due today."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --days and --carry-out."""
        parser.add_argument("--days", type=int, default=queries.AHEAD.days, help="how far to look ahead (default 30)")
        parser.add_argument("--carry-out", action="store_true", help="destroy what is due today, as the worker does")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, or destroy."""
        now = timezone.now()
        if options["carry_out"]:
            self.stdout.write(f"{tasks.destroy_due(now=now)} destructions; files go by the worker.")
            return
        found = queries.upcoming(until=now.astimezone(ZONE).date() + timedelta(days=options["days"]))
        for due in found:
            held = " (legal hold: not destroyed)" if due.held else ""
            with translation.override("en"):  # as the rest of what commands say
                self.stdout.write(f"{due.on:%Y-%m-%d}  {due.request.spoken_number}  {due.rule.label}{held}")
        self.stdout.write(f"{len(found)} in the coming {options['days']} days.")
