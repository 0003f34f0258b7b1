"""Holds every row that may only grow against its line of proof, and walks the chain of those lines (decision 0011).

PostgreSQL writes the lines by itself. Here they are only read, with statements of our own: a function in the database could
have been replaced by whoever changed the rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.db import connection

from consent.audit import GENESIS, snapshot
from consent.models import PROVEN, Proof, ProofHead

CHANGED, REMOVED, UNPROVEN = "the row was changed", "the row was removed", "the row was put in without proof"
ROW = "jsonb_strip_nulls(to_jsonb(row))::text"
ANSWERS = """ || coalesce((
    SELECT jsonb_agg(jsonb_strip_nulls(to_jsonb(answer)) ORDER BY answer.id)::text
    FROM consent_answer AS answer WHERE answer.signature_id = row.id
), '')"""
WRONG = """
SELECT proof.key, row.id IS NULL FROM consent_proof AS proof LEFT JOIN {table} AS row ON row.id = proof.key
LEFT JOIN consent_destroyedrow AS destroyed ON destroyed.kind = proof.kind AND destroyed.key = proof.key
    AND destroyed.digest = proof.digest
WHERE proof.kind = '{table}' AND (row.id IS NULL
    OR coalesce(destroyed.after, proof.digest)
        <> encode(sha256(convert_to(coalesce(destroyed.salt, proof.salt) || '|' || {content}, 'UTF8')), 'hex'))
ORDER BY proof.position LIMIT 1
"""
"""A row that was destroyed (decision 0016) is held against what its record says is left of it."""
WITHOUT = """
SELECT row.id FROM {table} AS row
WHERE NOT EXISTS (SELECT 1 FROM consent_proof AS proof WHERE proof.kind = '{table}' AND proof.key = row.id)
ORDER BY row.id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Lie:
    """The first row of a table that is not as it was written: ``key`` is its primary key."""

    table: str
    key: int
    why: str


def lies() -> list[Lie]:
    """Return the first lie of each table and of the chain of proof itself; an empty list when all is true.

    Constant memory: the chain is streamed, the rows are compared by PostgreSQL. One snapshot, like the history's.
    """
    with snapshot():
        found = [_first_broken_line(), *(lie for table in PROVEN for lie in _of_table(table))]
    return [lie for lie in found if lie]


def head() -> str:
    """Return the hash of the last line of proof."""
    return ProofHead.objects.values_list("hash", flat=True).get(pk=1)


def hash_of(*, before: str, line: Proof) -> str:
    """Return the hash that a line must have, as the database computes it."""
    parts = (before, line.position, line.kind, line.key, line.digest)
    return sha256("|".join(map(str, parts)).encode()).hexdigest()


def _first_broken_line() -> Lie | None:
    previous, position = GENESIS, 0
    for line in Proof.objects.order_by("position").iterator(chunk_size=5000):
        position += 1
        if line.position != position:
            return Lie("consent_proof", position, REMOVED)
        if line.hash != hash_of(before=previous, line=line):
            return Lie("consent_proof", position, CHANGED)
        previous = line.hash
    last = ProofHead.objects.filter(pk=1).values_list("position", "hash").first()
    return None if last == (position, previous) else Lie("consent_proof", position + 1, REMOVED)


def _of_table(table: str) -> Iterator[Lie]:
    content = ROW + ANSWERS if table == "consent_signature" else ROW
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")  # as the database writes moments into a proof
        cursor.execute(WRONG.format(table=table, content=content))
        for key, gone in cursor.fetchall():
            yield Lie(table, key, REMOVED if gone else CHANGED)
        cursor.execute(WITHOUT.format(table=table))
        for (key,) in cursor.fetchall():
            yield Lie(table, key, UNPROVEN)
