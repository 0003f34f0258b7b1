"""Find requests by words: parts of a title, of the requester's name, and (for the desk) of a subject's name.

Capitals, accents, spaces and the order of words do not matter, and where nothing is written like that, what looks like it is
taken: ``jansn`` finds Jansen. All words must stand in the same title or name.

Quick at a million requests because the planner's guess of how many there are matters little: whoever looks for something
common finds a page of it among the newest RECENT requests, which cost a few milliseconds read one by one and less by an
index; what is rare there is asked of the indexes of trigrams (migration 0014). The newest request stands first.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.lookups import TrigramWordSimilar
from django.db import OperationalError, connection, transaction
from django.db.models import BooleanField, F, Func, IntegerField, Max, Q, QuerySet, TextField, Value
from django.db.models.lookups import Contains

from consent.models import Request

TRIGRAM = 3
"""Letters in a trigram: shorter words count from a word's beginning only."""
ALIKE = 0.5
"""Which share of a word's trigrams must be there for another one to look like it (pg_trgm's word similarity)."""
GUESS_MILLISECONDS = 400
"""How long the database may look for what looks like it: a guess that takes longer is no help."""
MOST_WORDS = 6
LETTERS = str.maketrans("ıøłđßæœþð", "ioldsaotd")
TITLE, REQUESTER, SUBJECT = "title", "requester__name", "subjects__name"
RECENT = {TITLE: 8_000, REQUESTER: 8_000, SUBJECT: 2_000}
"""So many requests are looked at before all are: read one by one, that is a few milliseconds. Names have accents, and each
request has several of them, so they cost more."""


@dataclass(frozen=True, slots=True)
class Found:
    """Keys of requests, the newest first. ``alike`` when nothing is written so, but these look like it."""

    keys: Sequence[int]
    alike: bool = False


class Folded(Func):
    """A text as it is compared; the database's own function (migration 0014)."""

    function = "akkoord_folded"
    output_field = TextField()


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
    written = [_there(field) & Q(*(_written(field, word) for word in typed)) for field in fields]
    near = [_there(field) & _near(field, typed) for field in fields]
    keys = _newest(found, fields, near, written, most)
    if keys:
        return Found(keys)
    alike = [_there(field) & Q(*(_looks_like(field, word) for word in typed)) for field in fields]
    return Found(_guessed(found, fields, alike, most), alike=True)


def _there(field: str) -> Q:
    """Say that there is a text to compare: PostgreSQL begins with the index of it only when it knows (migration 0026)."""
    return Q(**{f"{field}__isnull": False}) if field == SUBJECT else Q()


def _written(field: str, word: str) -> Contains:
    return Contains(Folded(F(field)), _from_three(word))


def _near(field: str, words: Sequence[str]) -> Q:
    """Say the same for the newest requests, so that PostgreSQL takes an index by the longest word or by none.

    It thinks that three words of one name are three coincidences, and would look each of them up in a million names.
    """
    longest, *others = sorted(words, key=len, reverse=True)
    return Q(_written(field, longest), *([_all_written(field, others)] if others else []))


def _all_written(field: str, words: Sequence[str]) -> Func:
    patterns = ["%" + re.sub(r"([%_\\])", r"\\\1", _from_three(word)) + "%" for word in words]
    every = Value(patterns, output_field=ArrayField(TextField()))
    return Func(
        Folded(F(field)), every, template="(%(expressions)s))", arg_joiner=" LIKE ALL (", output_field=BooleanField()
    )


def _looks_like(field: str, word: str) -> TrigramWordSimilar:
    return TrigramWordSimilar(Folded(F(field)), Value(word))


def _from_three(word: str) -> str:
    """Return a word as it is looked for: a short one from a word's beginning."""
    return word if len(word) >= TRIGRAM else f" {word}"


def _newest(
    found: QuerySet[Request], fields: Sequence[str], recent: Sequence[Q], conditions: Sequence[Q], most: int
) -> list[int]:
    """Return the newest requests for which one of the conditions holds, each on its own field.

    ``recent`` says the same of the newest requests.
    """
    newest = Request.objects.aggregate(newest=Max("pk"))["newest"] or 0
    pages = [
        found.filter(_recent(field, newest), near)
        .order_by("-pk")
        .values_list(Value(place, output_field=IntegerField()), "pk")
        .distinct()[:most]
        for place, (field, near) in enumerate(zip(fields, recent, strict=True))
    ]
    rows = list(pages[0].union(*pages[1:], all=True))
    keys, full = {key for _, key in rows}, Counter(place for place, _ in rows)
    oldest = sorted(keys, reverse=True)[most - 1] if len(keys) >= most else 0
    for place, (field, condition) in enumerate(zip(fields, conditions, strict=True)):
        if full[place] < most and oldest <= newest - RECENT[field]:  # older ones may belong on the page
            every = ArrayAgg("pk", distinct=True, order_by="-pk", default=Value([]))
            keys.update(found.filter(condition).aggregate(keys=every)["keys"][:most])
    return sorted(keys, reverse=True)[:most]


def _recent(field: str, newest: int) -> Q:
    """Say which requests are looked at first."""
    window = Q(pk__gt=newest - RECENT[field])
    if field == SUBJECT:  # said of both tables: the planner does not see that one follows from the other
        window &= Q(subjects__request_id__gt=newest - RECENT[field])
    return window


def _guessed(found: QuerySet[Request], fields: Sequence[str], conditions: Sequence[Q], most: int) -> list[int]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(ALIKE)])
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(GUESS_MILLISECONDS)])
            keys = _newest(found, fields, conditions, conditions, most)
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
            return keys
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != "57014":  # query_canceled
            raise
        return []
