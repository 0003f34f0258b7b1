"""A signer would rather have paper, or another language: the requester and the desk see it."""

from datetime import datetime

from django.db import transaction

from consent import lifecycle
from consent.models import Wish, WishKind
from consent.signing.operations.signing import open_for
from consent.states import EventKind

MOST_WISHES = 5
"""Times that one signer's wish is told on; each is a mail to the requester."""


def wish(*, signer_id: int, kind: WishKind, now: datetime, language: str = "") -> Wish:
    """Write down what a signer would rather have, and tell it on; the same wish again is told once.

    Raises AlreadyAnswered, NotOpen, Signer.DoesNotExist.
    """
    named = " ".join(language.split())[:40] if kind == WishKind.LANGUAGE else ""
    with transaction.atomic():
        request, signer = open_for(signer_id)
        before = signer.wishes.filter(kind=kind, language=named).first()
        if before:
            return before
        found, _new = Wish.objects.update_or_create(signer=signer, kind=kind, defaults={"language": named, "at": now})
        told = {"signer": signer.pk, "kind": str(kind)}
        if request.events.filter(kind=EventKind.WISHED, facts__data__signer=signer.pk).count() < MOST_WISHES:
            lifecycle.record(request, kind=EventKind.WISHED, by=f"signer:{signer.pk}", at=now, facts=told)
    return found
