"""Where an account is logged in: one row for each browser (allauth.usersessions), and the session that belongs to it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from accounts.models import User

DEVICES = (
    ("ipad", "iPad"),
    ("iphone", "iPhone"),
    ("android", "Android"),
    ("windows", "Windows"),
    ("mac os", "Mac"),
    ("cros", "Chromebook"),
    ("linux", "Linux"),
)
BROWSERS = (
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("samsungbrowser", "Samsung Internet"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("chrome", "Chrome"),
    ("crios", "Chrome"),
    ("safari", "Safari"),
)
"""What a browser's own description contains, and what people call it. The first that fits counts: Chrome says Safari too."""


@dataclass(frozen=True, slots=True)
class Login:
    """One browser in which an account is logged in. ``browser`` and ``device`` are empty where it does not say."""

    pk: int
    browser: str
    device: str
    address: str
    since: datetime
    seen: datetime
    here: bool


def of(user: User, *, here: str | None, now: datetime) -> list[Login]:
    """Return where an account is logged in, this browser (``here``: its session key) first, then the last seen."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    rows = UserSession.objects.filter(user=user, session_key__in=alive).order_by("-last_seen_at", "-pk")
    found = [
        Login(
            pk=row.pk,
            browser=_named(row.user_agent, BROWSERS),
            device=_named(row.user_agent, DEVICES),
            address=row.ip,
            since=row.created_at,
            seen=row.last_seen_at,
            here=row.session_key == here,
        )
        for row in rows
    ]
    return sorted(found, key=lambda login: not login.here)


def end(user: User, *, pk: int) -> bool:
    """Log one browser out. Return whether there was such a login of this account."""
    keys = UserSession.objects.filter(user=user, pk=pk).values_list("session_key", flat=True)
    return _end(list(keys)) > 0


def end_all(user: User, *, but: str | None = None) -> int:
    """Log an account out everywhere, except in the session ``but``. Return how many logins that ended."""
    keys = UserSession.objects.filter(user=user).exclude(session_key=but or "").values_list("session_key", flat=True)
    return _end(list(keys))


def seen(key: str, *, now: datetime) -> None:
    """Note that somebody used a session just now."""
    UserSession.objects.filter(session_key=key).update(last_seen_at=now)


def _end(keys: Collection[str]) -> int:
    """Delete sessions with their rows. Those that had ended by themselves do not count."""
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return ended


def _named(description: str, names: tuple[tuple[str, str], ...]) -> str:
    described = description.lower()
    return next((name for part, name in names if part in described), "")
