"""``manage.py health``: the health page on a terminal, for timers and programs that watch."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from consent.health import looking
from consent.health.report import Level


class Command(BaseCommand):
    """Exit code 1 when somebody must act now."""

    help = "Says how the site is doing: jobs, mails, seals, certificate, checks, backups, disks, versions."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="print it for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each thing, the worst first."""
        health = looking.look(now=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(health.for_programs(), indent=2, ensure_ascii=False))
        else:
            for line in health.lines:
                self.stdout.write(f"[{line.level.word}] {line.title}: {' '.join(filter(None, (line.said, line.todo)))}")
            self.stdout.write(", ".join(f"{name} {version}" for name, version in health.versions.items()))
        if health.level == Level.BAD:
            raise CommandError("Somebody must act now.")
