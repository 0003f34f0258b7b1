"""Lines of the access log for signers who look at their own form (NEN 7513): written before the page is shown, many at once.

The rows of proof are a chain, so that each writer waits for the one before. Lines that come while others are being written
are therefore written together, in one statement; each page waits for its own line. The form itself, which is looked at
most, has its line written by the statement that reads it (``while_reading``).
"""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from django.db import DatabaseError, connection

from accounts import statements
from consent import audit
from consent.models import Action, Request

WRITE = """
INSERT INTO consent_access (actor, action, address, at, request_id)
SELECT line.* FROM set_config('synchronous_commit', 'off', true), (VALUES {lines}) AS line
"""
VIEWED = Action.VIEWED.value
LINE = "(%s, %s, %s::inet, %s::timestamptz, %s::bigint)"

READ = """
WITH seat AS ({seat}), found AS ({statement}), written AS (
    INSERT INTO consent_access (actor, action, address, at, request_id)
    SELECT 'signer:' || of_signer, '{viewed}', %(address)s::inet, %(at)s::timestamptz, of_request
    FROM seat, found, set_config('synchronous_commit', 'off', true) WHERE taken AND shown RETURNING 1
)
SELECT seat.session_data, found.*, EXISTS (SELECT FROM written) FROM seat LEFT JOIN found ON true
"""


def while_reading(statement: str, *, seat: str) -> str:
    """Return a statement that reads a session and what it is for, and writes the line of the look in the same turn.

    ``seat`` finds the session, with the columns ``session_data`` and ``taken``; ``statement``, which may name it, has
    ``of_signer``, ``of_request`` and ``shown``. The line is written where ``taken`` and ``shown`` say that there is a look;
    the last column says whether it was. Values: ``address``, ``at``. Never inside a transaction, for the reason that
    ``log`` has.
    """
    return READ.format(seat=seat, statement=statement, viewed=VIEWED)


@dataclass(slots=True, eq=False)
class Line:
    """One look, and whether it is written."""

    actor: str
    address: str | None
    at: datetime
    request: int
    written: bool = False


def log(*, signer: int, request: Request, at: datetime, address: str | None) -> None:
    """Write down that a signer looked at their own form; ``signer`` is the key.

    The line is there for everybody at once, but the page does not wait until it is on the disk: a PostgreSQL that crashes
    may lose such lines of its last second (decision 0015). A look at somebody else's data never goes this way; nor does
    one inside a transaction, in which a signature could be that would then not wait for the disk either.
    """
    name = f"signer:{signer}"
    if connection.in_atomic_block:
        audit.log_access(action=Action.VIEWED, at=at, address=address, actor_name=name, request=request)
    else:
        _TOGETHER.write(Line(name, address or None, at, request.pk))


class _Together:
    """The lines of this process that wait to be written. Whoever's turn it is writes those of all who wait."""

    def __init__(self) -> None:
        self.turn, self.door = Lock(), Lock()
        self.waiting: list[Line] = []

    def write(self, line: Line) -> None:
        """Return when the line is written. Raises what the database says about this line, never about another's."""
        with self.door:
            self.waiting.append(line)
        with self.turn:
            if not line.written:
                self._write_all(line)

    def _write_all(self, line: Line) -> None:
        with self.door:
            others, self.waiting = [one for one in self.waiting if one is not line], []
        lines = [line, *others]
        try:
            _write(lines)
        except DatabaseError:
            if not others:
                raise
            lines = [line]  # the fault may be in another's line: each of them tries anew when it has its turn
            _write(lines)
        for one in lines:
            one.written = True


def _write(lines: list[Line]) -> None:
    values = [value for line in lines for value in (line.actor, VIEWED, line.address, line.at, line.request)]
    statements.rows(WRITE.format(lines=", ".join([LINE] * len(lines))), values)


_TOGETHER = _Together()
