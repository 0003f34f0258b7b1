"""Runs the background jobs."""

import gc
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from consent.printing import paper


class Command(BaseCommand):
    """``manage.py worker``: every queue, until stopped."""

    help = "Runs the background jobs: effects, mails, seals."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of jobs at once."""
        parser.add_argument("--concurrency", type=int, default=2)
        parser.add_argument("--once", action="store_true", help="Stop when no job is left.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run procrastinate's own worker."""
        arguments = ["worker", "--concurrency", str(options["concurrency"]), "--delete-jobs", "never"]
        if options["once"]:
            arguments.append("--one-shot")
        self.check(tags=["akkoord"], include_deployment_checks=True)
        paper.warm_up()
        # What was loaded stays: the garbage collector need not walk through all of it again every few PDFs.
        gc.collect()
        gc.freeze()
        gc.collect()  # it looks through old objects when a quarter has come since it last did: a quarter of nothing, now
        call_command("procrastinate", *arguments)
