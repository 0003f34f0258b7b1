"""Reads of the card: which card an address opens, which card a request has, and how its address is spelled."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import Promise

from accounts import tokens
from consent import facts, recording
from consent.models import Card, Request
from consent.sentences import MEDIA_WORDS

PURPOSE = "consent.card"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a card says at one moment. ``left`` are the seconds for which "allowed" still holds, 0 when it is not allowed."""

    request: Request
    moment: recording.Moment
    media: tuple[tuple[str, str | Promise], ...]
    checked_at: datetime
    left: float

    @property
    def ends_today(self) -> bool:
        """Whether it is allowed until a moment of this day in Utrecht."""
        end = self.moment.until
        return bool(end and timezone.localdate(end) == timezone.localdate(self.checked_at))

    @property
    def ends_on_the_day(self) -> bool:
        """Whether the recording was planned to start and end on the same day in Utrecht."""
        start, end = self.request.starts_at, self.request.ends_at
        return bool(start and end and timezone.localdate(start) == timezone.localdate(end))

    @property
    def one_day(self) -> bool:
        """Whether it is allowed on one day only in Utrecht."""
        start, end = self.moment.starts_at, self.moment.until
        return bool(start and end and timezone.localdate(start) == timezone.localdate(end))


def of_token(token: str, *, now: datetime) -> Card | None:
    """Return the card that an address opens; None when it is unknown, revoked or expired. One query."""
    return (
        Card.objects.filter(token_hash=tokens.hash_of(token), revoked_at=None, expires_at__gt=now)
        .select_related("request__requester", "request__programme")
        .first()
    )


def last(request: Request) -> Card | None:
    """Return the card that was made last for a request, whether it works or was revoked."""
    return request.cards.select_related("made_by", "revoked_by").order_by("-pk").first()


def working(request: Request, *, now: datetime) -> Card | None:
    """Return the card of a request that can be shown and scanned; None when there is none."""
    card = request.cards.filter(Q(revoked_at=None), expires_at__gt=now).first()
    return card if card and token_of(card) else None


def stopped_by_desk(card: Card | None, request: Request) -> bool:
    """Whether somebody other than the requester revoked the last card: then the requester makes no other."""
    return card is not None and card.revoked_by_id not in {None, request.requester_id}


def token_from(salt: str, key: str = "") -> str:
    """Return the token that belongs to a salt: 256 bits that nobody computes without the secret key."""
    digest = salted_hmac(PURPOSE, salt, secret=key or settings.SECRET_KEY, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def token_of(card: Card) -> str:
    """Return the token of a card, or "" when its secret key is gone: what is printed still works."""
    known = (token_from(card.salt, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    return next((token for token in known if constant_time_compare(tokens.hash_of(token), card.token_hash)), "")


def address_of(token: str) -> str:
    """Return the whole address that stands in the QR code."""
    return settings.BASE_URL + reverse("card:scan", args=[token])


def shown(request: Request, *, now: datetime) -> Shown:
    """Return what the card of a request says now: the same matrix as everywhere. Seven queries."""
    moment = recording.at_moment(facts.asked_for(request), now=now)
    left = (moment.until - now).total_seconds() if moment.until and moment.stop is None else 0.0
    words = tuple((medium, MEDIA_WORDS[medium]) for medium in moment.media)
    return Shown(request, moment, words, now, left)
