"""How often somebody may try. The counts lie in PostgreSQL, so that all web processes count together.

Three walls for each address that can be guessed at (quality.md, security 9): what one client may try for one mail address,
what everybody together may try for one mail address, and what one client may try at all. The first is so much lower than
the second that nobody locks the owner out from elsewhere by trying from one place.
"""

import json
from datetime import UTC, datetime
from typing import Any, override

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

HERE = "_here"
"""What an action's limit for one client and one mail address together is called in ``ACCOUNT_RATE_LIMITS``."""

GET = "SELECT value FROM accounts_counted WHERE key = %s AND expires_at > clock_timestamp()"
SET = """
INSERT INTO accounts_counted AS old (key, value, expires_at) VALUES (%s, %s, %s)
ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, expires_at = EXCLUDED.expires_at
"""
ADD = f"{SET} WHERE old.expires_at <= clock_timestamp()"
TOUCH = "UPDATE accounts_counted SET expires_at = %s WHERE key = %s AND expires_at > clock_timestamp()"
DELETE = "DELETE FROM accounts_counted WHERE key = %s"
PRUNE = "DELETE FROM accounts_counted WHERE expires_at <= %s"


class SharedCache(BaseCache):
    """Django's cache in one table. ``add`` is one statement: of two processes at once, one wins (Django's own may not).

    Values are JSON, never pickles: who can write the table cannot run code. Nothing is thrown out to make room, or somebody
    could make their own count be forgotten; ``prune`` deletes what has expired.
    """

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        """The setting's LOCATION is not used; the table is that of ``Counted``."""
        super().__init__(params)

    @override
    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return what is remembered."""
        with connection.cursor() as cursor:
            cursor.execute(GET, [self._key(key, version)])
            row = cursor.fetchone()
        return json.loads(row[0]) if row else default

    @override
    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Remember a value for ``timeout`` seconds."""
        self._run(SET, self._key(key, version), json.dumps(value), self._until(timeout))

    @override
    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Remember a value unless there is one. Return whether it was remembered."""
        return self._run(ADD, self._key(key, version), json.dumps(value), self._until(timeout)) == 1

    @override
    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Remember a value for longer. Return whether there was one."""
        return self._run(TOUCH, self._until(timeout), self._key(key, version)) == 1

    @override
    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget a value. Return whether there was one."""
        return self._run(DELETE, self._key(key, version)) == 1

    @override
    def clear(self) -> None:
        """Forget everything."""
        self._run("DELETE FROM accounts_counted")

    def _key(self, key: Any, version: int | None) -> str:
        return self.make_and_validate_key(key, version=version)

    def _until(self, timeout: Any) -> datetime:
        seconds = self.get_backend_timeout(timeout)
        return datetime.max.replace(tzinfo=UTC) if seconds is None else datetime.fromtimestamp(seconds, UTC)

    def _run(self, statement: str, *values: Any) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)


def prune(*, now: datetime) -> int:
    """Delete the counts that have expired. Return how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(PRUNE, [now])
        return int(cursor.rowcount)


def spend(request: Any, *, action: str, mail: str) -> ratelimit.RateLimitUsage:
    """Count one try of ``action`` for a mail address, known or not, and return it, so that it can be taken back.

    Raises ImmediateHttpResponse with a page 429 when there were too many: from this client for this address, from
    anywhere for this address, or from this client at all.
    """
    client = ratelimit.get_ip(request)
    here = ratelimit.consume(request, app="allauth.account", action=action + HERE, key=f"{client} {mail.lower()}")
    everywhere = here and ratelimit.consume(request, app="allauth.account", action=action, key=mail.lower())
    if not here or not everywhere:
        raise ImmediateHttpResponse(ratelimit.respond_429(request))
    return ratelimit.RateLimitUsage([*here.usage, *everywhere.usage])


def forget(request: Any, *, action: str, mail: str) -> None:
    """Start counting anew for a mail address: its owner has just proved to be the owner."""
    client = ratelimit.get_ip(request)
    ratelimit.clear(request, app="allauth.account", action=action + HERE, key=f"{client} {mail.lower()}")


def too_many(request: Any, *, action: str, rate: str) -> Any:
    """Count one try of a client at a door that needs no account; return a page 429 when there were too many, else None.

    ``rate`` is, for example, "30/m/ip". Call it before anything of the request's body is read.
    """
    used = ratelimit.consume(request, app="accounts", action=action, config={action: rate}, limit_get=True)
    return None if used else ratelimit.respond_429(request)
