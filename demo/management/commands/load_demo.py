"""``manage.py load_demo``: once, the ten scenarios of product.md and some everyday requests in every state."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from consent.models import Request
from demo import jobs
from demo.scenarios import cast, children, everyday, lessons, patients, published, seen_first
from demo.scenarios.world import World

SCENARIOS: tuple[Callable[[World], Request], ...] = (
    published.open_day,
    everyday.too_late,
    lessons.podcast,
    children.neonatal,
    lessons.jansen,
    everyday.not_like_this,
    patients.yilmaz,
    patients.de_wit,
    everyday.never_mind,
    children.noor,
    lessons.group_photo,
    patients.bakker,
    lessons.lucia,
    seen_first.portraits,
    everyday.this_week,
    everyday.with_the_logo,
    everyday.try_it,
    everyday.first_look,
    everyday.half_done,
)
"""Oldest first, so that the numbers and the history look as they would have grown."""


class Command(BaseCommand):
    """Does nothing when requests exist."""

    help = "Load the demo's accounts and requests, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seal-seconds", type=float, default=25, help="how long to seal before the worker does the rest"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        if Request.objects.exists():
            self.stdout.write("There are requests already, so the demo data is not loaded again.")
            return
        self.stdout.write("Loading the demo data, once ...")
        now = timezone.now()
        with transaction.atomic():
            world = World(now=now, people=cast.make(now=now))
            for scenario in SCENARIOS:
                scenario(world)
        left = jobs.run_archive(seconds=options["seal_seconds"])
        rest = f" The worker seals the other {left} documents." if left else ""
        self.stdout.write(f"Loaded {Request.objects.count()} requests.{rest}")
