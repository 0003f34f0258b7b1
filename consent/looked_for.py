"""The one statement by which ``finding`` asks PostgreSQL, which plans it once on each connection (decision 0018).

Titles, requesters' names and subjects' names are looked through in the same three steps. A step is taken only where the one
before left the page short of requests:

near    the newest NEAR requests, read one by one: a page of what is common stands there;
wide    the newest as far as the field's window goes, where something was found near: it comes back often enough;
whole   all of them, by the index of trigrams: what is rare.

The planner knows no value, so that it cannot guess how many names are like this and choose another way for them: values come
from ``asked``, ranges have two ends, and what an index answers is compared once more. What it thinks that a search costs
must stay far below ``jit_above_cost``: compiling would take longer than all the rest. Only where other tables say which
requests to look among (``known``) must it guess, at every search: to hold each of many names against these takes seconds.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

TITLE, REQUESTER, SUBJECT = "title", "requester", "subject"

NEWEST = {
    TITLE: "SELECT id, title AS said FROM consent_request WHERE {range} ORDER BY id DESC LIMIT {window}",
    REQUESTER: (
        "SELECT id, (SELECT name FROM accounts_user WHERE accounts_user.id = requester_id) AS said"
        " FROM consent_request WHERE {range} ORDER BY id DESC LIMIT {window}"
    ),
    SUBJECT: "SELECT request_id AS id, name AS said FROM consent_subject WHERE {range} ORDER BY request_id DESC",
}
KEY = {TITLE: "id", REQUESTER: "id", SUBJECT: "request_id"}
ALL = {
    TITLE: "SELECT id, title AS said FROM consent_request",
    REQUESTER: "SELECT of.id, name AS said FROM accounts_user JOIN consent_request of ON requester_id = accounts_user.id",
    SUBJECT: "SELECT request_id AS id, name AS said FROM consent_subject",
}
"""What each field says of which request."""

OPERATOR = {False: "LIKE", True: "%%>"}
"""Written so; or, with ``alike``, there is something that looks like it (pg_trgm)."""
EVERY = "akkoord_folded(said) {operator} ALL ((SELECT every FROM asked)::text[])"
"""Compares with all words at once, for which no index is of use."""
ONE = {
    False: "akkoord_folded(said) {operator} (SELECT {one} FROM asked)",
    True: "akkoord_folded(said) {operator} %s",
}
"""Compares with one, by an index; the planner is told nothing, or what it is (``known``)."""
SHORT = "NOT (SELECT enough FROM so_far)"
WAS_NEAR = "EXISTS (SELECT FROM near WHERE field = '{field}')"


@lru_cache(maxsize=256)
def statement(
    among: str, *, windows: tuple[tuple[str, int], ...], words: int, alike: bool, near: int, known: bool
) -> str:
    """Return the statement, which finds the keys of requests, the newest first.

    ``among`` selects the keys of the requests to look among; ``windows`` says how wide each field's is. Values: those of
    ``among``, what every text is compared with (an array), how many requests there may be, and as many texts for the index
    as there are ``words``: once, or once for each field where they are ``known``.
    """
    wide, operator = dict(windows), OPERATOR[alike]
    ones = [] if known else [f"one_{place}" for place in range(words)]
    written = [ONE[known].format(operator=operator, one=f"one_{place}") for place in range(words)]
    indexed = " AND ".join(written if known else [*written, EVERY.format(operator=operator)])
    return (
        f"WITH found(id) AS NOT MATERIALIZED ({among}),"  # noqa: S608 -- Django wrote it, with its values apart
        f" asked AS MATERIALIZED (SELECT %s::text[] AS every, %s::int AS most, {_given(ones)}"
        " (SELECT coalesce(max(id), 0) FROM consent_request) AS newest),"
        f" near AS MATERIALIZED ({_each({field: _newest(field, 0, near, operator) for field in wide})}),"
        " so_far AS MATERIALIZED (SELECT count(DISTINCT id) >= (SELECT most FROM asked) AS enough FROM near),"
        f" wide AS MATERIALIZED ({_each({field: _wide(field, near, wide[field], operator) for field in wide})}),"
        " looked_at AS MATERIALIZED (SELECT * FROM near UNION ALL SELECT * FROM wide),"
        " page AS MATERIALIZED (SELECT DISTINCT id FROM looked_at ORDER BY id DESC LIMIT (SELECT most FROM asked)),"
        " oldest AS MATERIALIZED"
        " (SELECT CASE WHEN count(*) < (SELECT most FROM asked) THEN 0 ELSE min(id) END AS id FROM page),"
        f" whole AS MATERIALIZED ({_each({field: _whole(field, near, wide[field], indexed, known) for field in wide})}),"
        " older AS MATERIALIZED (SELECT found.id FROM (SELECT DISTINCT id FROM whole ORDER BY id DESC OFFSET 0) indexed"
        " JOIN found ON found.id = indexed.id ORDER BY indexed.id DESC LIMIT (SELECT most FROM asked))"
        " SELECT DISTINCT id FROM (SELECT id FROM page UNION ALL SELECT id FROM older) everything"
        " ORDER BY id DESC LIMIT (SELECT most FROM asked)"
    )


def _given(ones: Iterable[str]) -> str:
    return "".join(f" %s::text AS {one}," for one in ones)


def _each(of_fields: Mapping[str, str]) -> str:
    return " UNION ALL ".join(
        f"(SELECT '{field}' AS field, id FROM ({of}) of_it)"  # noqa: S608 -- our own constants
        for field, of in of_fields.items()
    )


def _newest(field: str, after: int, window: int, operator: str, condition: str = "true") -> str:
    """Look through the newest ``window`` requests but for those ``after``, which were looked at already."""
    newest = "(SELECT newest FROM asked)"
    looked_at = f"{KEY[field]} BETWEEN {newest} - {window - 1} AND {newest} - {after}"
    texts = NEWEST[field].format(range=looked_at, window=window)
    return (
        f"SELECT DISTINCT found.id FROM ({texts}) texts JOIN found ON found.id = texts.id"  # noqa: S608 -- as above
        f" WHERE {condition} AND {EVERY.format(operator=operator)}"
        " ORDER BY found.id DESC LIMIT (SELECT most FROM asked)"
    )


def _wide(field: str, near: int, window: int, operator: str) -> str:
    return _newest(field, near, window, operator, f"{SHORT} AND {WAS_NEAR.format(field=field)}")


def _whole(field: str, near: int, window: int, indexed: str, known: bool) -> str:  # noqa: FBT001
    """Look through all texts, unless the field's page is full or ends within what was looked at."""
    seen = f"CASE WHEN {WAS_NEAR.format(field=field)} THEN {window} ELSE {near} END"
    only = "JOIN found ON found.id = texts.id" if known else ""
    return (
        f"SELECT texts.id FROM ({ALL[field]}) texts {only} WHERE {indexed}"  # noqa: S608 -- our own constants
        f" AND {SHORT} AND (SELECT count(*) FROM looked_at WHERE field = '{field}') < (SELECT most FROM asked)"
        f" AND (SELECT oldest.id <= newest - {seen} FROM oldest, asked)"
    )
