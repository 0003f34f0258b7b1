"""Reads of the figures: two statements, whatever the number of requests, programmes or channels."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

REQUESTS = """
WITH cohort AS (
  SELECT id, programme_id, submitted_at, status FROM consent_request
  WHERE submitted_at >= %(since)s AND submitted_at < %(until)s
), decided AS (
  SELECT c.id, EXTRACT(EPOCH FROM min(v.at) - c.submitted_at) / 86400 AS days
  FROM cohort c JOIN consent_review v ON v.request_id = c.id AND v.at >= c.submitted_at
    AND v.outcome IN ('approved', 'rejected')
  GROUP BY c.id, c.submitted_at
), people AS (
  SELECT s.request_id AS id, count(*) FILTER (WHERE s.status = 'granted') AS yes,
    count(*) FILTER (WHERE s.status = 'refused') AS no, count(*) FILTER (WHERE s.status = 'withdrawn') AS withdrawn,
    count(*) FILTER (WHERE c.status IN ('collecting', 'review', 'approved', 'closed', 'expired')) AS asked,
    count(*) FILTER (WHERE c.status IN ('collecting', 'review', 'approved', 'closed', 'expired')
      AND s.status <> 'waiting') AS answered
  FROM consent_subject s JOIN cohort c ON c.id = s.request_id WHERE s.status <> 'left_out' GROUP BY s.request_id
), places AS (
  SELECT id, 'all' AS kind, '' AS key FROM cohort
  UNION ALL SELECT id, 'programme', COALESCE(programme_id::text, '') FROM cohort
  UNION ALL SELECT id, 'week',
    to_char(date_trunc('week', submitted_at AT TIME ZONE 'Europe/Amsterdam'), 'YYYY-MM-DD') FROM cohort
  UNION ALL SELECT DISTINCT c.id, 'channel', u.channel
    FROM cohort c JOIN consent_use u ON u.request_id = c.id AND u.dropped_at IS NULL
)
SELECT kind, key, count(*), COALESCE(sum(yes), 0)::bigint, COALESCE(sum(no), 0)::bigint,
  COALESCE(sum(withdrawn), 0)::bigint, COALESCE(sum(asked), 0)::bigint, COALESCE(sum(answered), 0)::bigint, count(days),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY days), percentile_cont(0.9) WITHIN GROUP (ORDER BY days)
FROM places LEFT JOIN decided USING (id) LEFT JOIN people USING (id) GROUP BY kind, key
"""
TAKE_DOWNS = """
WITH tasks AS (
  SELECT r.programme_id, u.channel, t.due_on, COALESCE(t.gone_on, (t.confirmed_at AT TIME ZONE 'Europe/Amsterdam')::date)
    AS gone_on
  FROM consent_takedown t JOIN consent_publication p ON p.id = t.publication_id JOIN consent_use u ON u.id = p.use_id
    JOIN consent_request r ON r.id = u.request_id
  WHERE t.asked_at >= %(since)s AND t.asked_at < %(until)s AND NOT t.irrecoverable
), places AS (
  SELECT 'all' AS kind, '' AS key, due_on, gone_on FROM tasks
  UNION ALL SELECT 'programme', COALESCE(programme_id::text, ''), due_on, gone_on FROM tasks
  UNION ALL SELECT 'channel', channel, due_on, gone_on FROM tasks
)
SELECT kind, key, count(*) FILTER (WHERE gone_on <= due_on),
  count(*) FILTER (WHERE gone_on > due_on OR (gone_on IS NULL AND due_on < %(today)s))
FROM places GROUP BY kind, key
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one row. ``half`` and ``most``: days within which 50 and 90 % of the ``decided`` requests were decided.

    ``yes``, ``no``, ``withdrawn`` count people by what they say now; ``answered`` is how many of the
    ``asked`` said anything. ``late`` take-downs are overdue or were done too late.
    """

    requests: int = 0
    yes: int = 0
    no: int = 0
    withdrawn: int = 0
    asked: int = 0
    answered: int = 0
    decided: int = 0
    half: float | None = None
    most: float | None = None
    on_time: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """All figures of a period: the total, and by week (its Monday), programme (its key or "") and channel."""

    total: Figures = Figures()
    weeks: dict[date, Figures] = field(default_factory=dict)
    programmes: dict[str, Figures] = field(default_factory=dict)
    channels: dict[str, Figures] = field(default_factory=dict)


def counted(*, since: datetime, until: datetime) -> Counted:
    """Return the figures of the requests submitted, and the take-downs asked, from ``since`` until before ``until``."""
    rows: dict[tuple[str, str], Figures] = {}
    bounds = {"since": since, "until": until, "today": timezone.localdate()}
    with connection.cursor() as cursor:
        cursor.execute(REQUESTS, bounds)
        for kind, key, *figures in cursor.fetchall():
            rows[kind, key] = Figures(*figures)
        cursor.execute(TAKE_DOWNS, bounds)
        for kind, key, on_time, late in cursor.fetchall():
            rows[kind, key] = replace(rows.get((kind, key), Figures()), on_time=on_time, late=late)
    first, last = timezone.localdate(since), timezone.localdate(until)
    found = {key: figures for (kind, key), figures in rows.items() if kind == "week"}
    return Counted(
        total=rows.get(("all", ""), Figures()),
        weeks={monday: found.get(monday.isoformat(), Figures()) for monday in _mondays(first, last)},
        programmes={key: figures for (kind, key), figures in rows.items() if kind == "programme"},
        channels={key: figures for (kind, key), figures in rows.items() if kind == "channel"},
    )


def _mondays(first: date, last: date) -> Iterable[date]:
    """Yield the Mondays of the weeks of which a day lies from ``first`` until before ``last``."""
    monday = first - timedelta(days=first.weekday())
    while monday < last:
        yield monday
        monday += timedelta(days=7)
