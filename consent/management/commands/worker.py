"""Runs the background jobs."""

import gc
from argparse import ArgumentParser
from typing import Any, override

from django.core.management.base import BaseCommand
from procrastinate import PsycopgConnector
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app, connector_params
from procrastinate.contrib.django.django_connector import DjangoConnector

from consent.printing import paper


class WorkersConnector(PsycopgConnector):
    """The worker's own connections to find and finish jobs; what a job enqueues goes by Django's, in the job's transaction.

    Procrastinate's own worker enqueues by the worker's connections too: a job was there before the event that it is about,
    and stayed when that was rolled back.
    """

    @override
    def get_sync_connector(self) -> BaseConnector:
        """Return what a job, in a thread of its own, enqueues other jobs with."""
        return DjangoConnector()


def work(*, concurrency: int, wait: bool) -> None:
    """Run jobs of every queue; ``wait``: also those that are still to come, until stopped."""
    with app.replace_connector(WorkersConnector(kwargs=connector_params())):
        app.run_worker(concurrency=concurrency, wait=wait, delete_jobs="never")


class Command(BaseCommand):
    """``manage.py worker``: every queue, until stopped."""

    help = "Runs the background jobs: effects, mails, seals."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of jobs at once."""
        parser.add_argument("--concurrency", type=int, default=2)
        parser.add_argument("--once", action="store_true", help="Stop when no job is left.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run procrastinate's own worker."""
        self.check(tags=["akkoord"], include_deployment_checks=True)
        paper.warm_up()
        # What was loaded stays: the garbage collector need not walk through all of it again every few PDFs.
        gc.collect()
        gc.freeze()
        gc.collect()  # it looks through old objects when a quarter has come since it last did: a quarter of nothing, now
        work(concurrency=options["concurrency"], wait=not options["once"])
