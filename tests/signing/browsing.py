"""A browser of the tests: walks the signer's pages as a form-filling client does."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consent import facts
from consent.models import Signer, Way
from consent.signing import operations
from tests.signing import making

STROKES = '[[{"x": 10, "y": 20}, {"x": 200, "y": 90}]]'


def fresh(who: Signer) -> Signer:
    return Signer.objects.select_related("subject__request__requester").get(pk=who.pk)


def handed_over(who: Signer, client: Client | None = None) -> Client:
    """A browser whose requester pressed "Hand over this device"."""
    client = client or Client()
    client.force_login(fresh(who).subject.request.requester)
    assert client.post(reverse("signing:hand_over", args=[who.pk]))["Location"] == reverse("signing:start")
    return client


def named(who: Signer) -> Client:
    """A handed-over device on which the signer confirmed their name."""
    client = handed_over(who)
    assert client.post(reverse("signing:start"), {"me": "yes"})["Location"] == reverse("signing:sheet")
    return client


def chosen(who: Signer, **changes: str) -> Client:
    """The same, with every choice made."""
    client = named(who)
    response = client.post(reverse("signing:sheet"), making.answers(fresh(who)) | changes)
    assert response.status_code == 302, response.context["form"].errors
    assert response["Location"] == reverse("signing:sign")
    return client


def mark(who: Signer, **changes: Any) -> dict[str, Any]:
    """What the last page posts: a drawing."""
    sheet = facts.sheet_for(fresh(who), language="nl")
    return {"sheet_sha256": sheet.sha256(), "mark": "drawn", "strokes": STROKES} | changes


def link(who: Signer, way: Way = Way.MAIL, **since: float) -> str:
    """The address of a new invitation, made as long ago as said (``hours=3``)."""
    requester = fresh(who).subject.request.requester
    now = timezone.now() - timedelta(**since)
    return reverse("signing:open", args=[operations.invite(signer_id=who.pk, way=way, by=requester, now=now)])


def later(**ahead: float) -> Any:
    """Let the views live in the future for a while."""
    return patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(**ahead))
