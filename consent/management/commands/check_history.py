"""Walks the chain of the history."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consent import audit
from consent.models import Event


class Command(BaseCommand):
    """``manage.py check_history``: names the first line that lies; exit code 1 then."""

    help = "Verifies the hash chain of the history."

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and report."""
        broken = audit.verify_chain()
        if broken:
            raise CommandError(f"Line {broken.position} of the history is not true: {broken.why}.")
        self.stdout.write(f"The history is true: {Event.objects.count()} lines.")
