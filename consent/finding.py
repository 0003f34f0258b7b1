"""Find requests by words: parts of a title, of the requester's name, and (for the desk) of a subject's name.

Capitals, accents, spaces and the order of words do not matter, and where nothing is written like that, what looks like it is
taken: ``jansn`` finds Jansen. All words must stand in the same title or name.

Quick at a million requests because the planner's guess of how many there are matters little: whoever looks for something
common finds a page of it among the newest RECENT requests, which cost a few milliseconds read one by one and less by an
index; what is rare there is asked of the indexes of trigrams (migration 0014). The newest request stands first.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet

from accounts import statements
from consent import looked_for
from consent.models import Request

TRIGRAM = 3
"""Letters in a trigram: shorter words count from a word's beginning only."""
INDEXED = 3
"""So many of several words the index is asked for at most; whole names are compared afterwards."""
TRIGRAMS = 4
"""About so many trigrams it is asked for then: it takes its time for each, and few names have these and not the words."""
ALIKE = 0.5
"""Which share of a word's trigrams must be there for another one to look like it (pg_trgm's word similarity)."""
GUESS_MILLISECONDS = 400
"""How long the database may look for what looks like it: a guess that takes longer is no help."""
LIMITS = "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true), set_config('statement_timeout', %s, true)"
MOST_WORDS = 6
LETTERS = str.maketrans("ıøłđßæœþð", "ioldsaotd")
NEAR = 150
TITLE, REQUESTER, SUBJECT = looked_for.TITLE, looked_for.REQUESTER, looked_for.SUBJECT
RECENT = {TITLE: 8_000, REQUESTER: 2_000, SUBJECT: 2_000}
"""So many requests are looked at before all are, and NEAR of them at first: read one by one, that is a few milliseconds.
Names have accents, and each request has several of them, so they cost more."""


@dataclass(frozen=True, slots=True)
class Found:
    """Keys of requests, the newest first. ``alike`` when nothing is written so, but these look like it."""

    keys: Sequence[int]
    alike: bool = False


def folded(words: str) -> str:
    """Return words as they are compared: small letters without accents, single spaces. The same as the database's."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", words) if not "\u0300" <= one <= "\u036f")
    return " ".join(plain.lower().translate(LETTERS).split())


def by_words(found: QuerySet[Request], words: str, *, most: int, people: bool) -> Found:
    """Return which of the requests ``found`` have these words, ``most`` of them at most.

    ``people``: by the names of subjects and requesters too, for whoever may know these (the desk).
    """
    typed = folded(words).split()[:MOST_WORDS]
    if not typed:
        return Found([])
    fields = (TITLE, REQUESTER, SUBJECT) if people else (TITLE,)
    keys = _newest(found, fields, typed, most)
    return Found(keys) if keys else Found(_guessed(found, fields, typed, most), alike=True)


def _written(word: str) -> str:
    """Return the pattern of a word: a short one from a word's beginning."""
    plain = "".join(f"\\{letter}" if letter in "%_\\" else letter for letter in word)
    return f"%{plain}%" if len(word) >= TRIGRAM else f"% {plain}%"


def _telling(words: Sequence[str]) -> list[str]:
    """Return what to ask the index for: of several words the last letters of those that few names have, such as a number."""
    if len(words) == 1:
        return list(words)
    few = sorted(words, key=lambda word: (any(map(str.isdigit, word)), len(word)), reverse=True)[:INDEXED]
    letters = TRIGRAMS // len(few) + TRIGRAM - 1
    return [word[-letters:] for word in few]


def _newest(
    found: QuerySet[Request], fields: Sequence[str], words: Sequence[str], most: int, *, alike: bool = False
) -> list[int]:
    """Return the newest requests of which one field has every word, or with ``alike`` what looks like it."""
    try:
        among, values = found.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return []
    known = _asks_other_tables(among)
    every = list(words) if alike else [_written(word) for word in words]
    indexed = every if alike or known else [_written(part) for part in _telling(words)]
    windows = tuple((field, RECENT[field]) for field in fields)
    asked = looked_for.statement(among, windows=windows, words=len(indexed), alike=alike, near=NEAR, known=known)
    ask = _planned_anew if known else statements.rows
    return [key for (key,) in ask(asked, [*values, every, most, *indexed * (len(fields) if known else 1)])]


def _asks_other_tables(among: str) -> bool:
    return " JOIN " in among or among.count(" FROM ") > 1


def _planned_anew(statement: str, values: statements.Values) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _guessed(found: QuerySet[Request], fields: Sequence[str], words: Sequence[str], most: int) -> list[int]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(LIMITS, [str(ALIKE), str(GUESS_MILLISECONDS)])
            keys = _newest(found, fields, words, most, alike=True)
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
            return keys
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != "57014":  # query_canceled
            raise
        return []
