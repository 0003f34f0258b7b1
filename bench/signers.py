"""Makes people who are about to sign, through the product's own operations."""

from datetime import timedelta
from typing import cast
from unittest import mock

from django.utils import timezone

from accounts.models import User
from consent.models import Signer, Way
from consent.requesting.operations import Person, Place
from consent.signing import operations as signing
from demo.scenarios.world import Sign, Wish, filed, social, when
from demo.scenarios.world import sign as world_sign


def make(count: int) -> dict[str, object]:
    """Return the keys of signers who wait, and the tokens of their links. One request each, so that no lock is shared."""
    now = timezone.now()
    requester = User.objects.get_or_create(email="bench@student.example", defaults={"name": "Bench Student"})[0]
    keys, tokens = [], []
    for number in range(count):
        wish = Wish(
            title="A day on the ward",
            purpose="Photos for a blog about my internship.",
            media=["photo", "film", "audio"],
            places=[social("Instagram @bench"), Place("teaching", "Lecture 3")],
            people=[Person(name=f"Jan de Wit {number}", kind="student"), Person(name="Fatima Visser", kind="student")],
            details=when(now + timedelta(days=7), now + timedelta(days=7, hours=2), "Ward C4"),
        )
        request = filed(requester, wish, at=now)
        signer = Signer.objects.filter(subject__request=request).order_by("pk")[0]
        keys.append(signer.pk)
        tokens.append(signing.invite(signer_id=signer.pk, way=Way.QR, by=requester, now=now))
    return {"signers": keys, "tokens": tokens}


def sign(count: int) -> dict[str, object]:
    """Have people sign, each a request of their own; return the keys of their signatures, which wait for their seals."""
    now = timezone.now()
    waiting = cast("list[int]", make(count)["signers"])
    made = Signer.objects.filter(pk__in=waiting).select_related("subject__request__requester")
    with mock.patch("demo.scenarios.world.jobs.run_waiting"):  # the worker is what is measured
        keys = [world_sign(signer.subject.request, signer.name, Sign(), at=now).pk for signer in made]
    return {"signatures": keys}
