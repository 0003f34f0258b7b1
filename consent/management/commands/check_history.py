"""Walks the chain of the history, and holds every row that may only grow against its proof."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consent import audit, proof
from consent.models import Event, Proof


class Command(BaseCommand):
    """``manage.py check_history``: names the first line or row of each kind that lies; exit code 1 then."""

    help = "Verifies the history, the access log, the signatures and whatever else may only grow."

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify all, and report all at once."""
        found = []
        if broken := audit.verify_chain():
            found.append(f"Line {broken.position} of the history is not true: {broken.why}.")
        found += [f"Row {lie.key} of {lie.table} is not true: {lie.why}." for lie in proof.lies()]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(f"The history is true: {Event.objects.count()} lines, {Proof.objects.count()} rows.")
