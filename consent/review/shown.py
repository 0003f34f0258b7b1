"""What a row of the queue says of a request: read for a whole page in one statement, which is put together once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, Count, Exists, F, Func, OuterRef, QuerySet, Subquery, Value
from django.utils import timezone

from accounts import statements
from consent import numbers
from consent.models import OPEN_TAKE_DOWN, Request, Subject, TakeDown
from consent.review import flags
from consent.sheet import ZONE
from consent.states import SubjectStatus

COLUMNS = (
    *("pk", "number", "title", "status", "origin", "starts_at", "submitted_at", "due_on"),
    *("requester__name", "assignment__to__name", "people", "answered", "to_take_down", "take_down_late"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One request as the queue shows it. ``people`` and ``answered`` count who is not left out."""

    pk: int
    number: str
    title: str
    status: str
    origin: str
    starts_at: datetime | None
    submitted_at: datetime | None
    due_on: date | None
    requester: str
    given_to: str | None
    people: int | None
    answered: int | None
    to_take_down: bool
    take_down_late: bool
    flags: tuple[flags.Flag, ...]

    @property
    def spoken_number(self) -> str:
        """The number as people read it."""
        return numbers.spoken(self.number)


def shown(keys: Sequence[int]) -> list[Shown]:
    """Return the requests with these keys, in this order."""
    statement, values = _statement()
    today = timezone.localdate(timezone=ZONE)
    own = [list(keys) if isinstance(value, list) else today if isinstance(value, date) else value for value in values]
    rows = {row[0]: _shown(row) for row in statements.rows(statement, own)}
    return [rows[key] for key in keys if key in rows]


def take_downs(*, late: bool) -> QuerySet[TakeDown]:
    """Return what must still be taken down: all of it, or what is overdue."""
    found = TakeDown.objects.filter(OPEN_TAKE_DOWN)
    return found.filter(due_on__lt=timezone.localdate(timezone=ZONE)) if late else found


def _shown(row: tuple[Any, ...]) -> Shown:
    carried = tuple(flag for flag, has in zip(flags.FLAGS, row[len(COLUMNS) :], strict=True) if has)
    said: Sequence[Any] = (*row[: len(COLUMNS)], carried)
    return Shown(*said)


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """Return the statement and its values. The array stands for the keys, and every date in it for today."""
    keys = Value([0], output_field=ArrayField(BigIntegerField()))
    among = Func(F("pk"), keys, template="(%(expressions)s))", arg_joiner=" = ANY (", output_field=BooleanField())
    people = Subject.objects.filter(request=OuterRef("pk")).exclude(status=SubjectStatus.LEFT_OUT)
    dressed = Request.objects.filter(among).annotate(
        **flags.annotations(),
        people=_count(people),
        answered=_count(people.exclude(status=SubjectStatus.WAITING)),
        to_take_down=Exists(take_downs(late=False).filter(publication__use__request=OuterRef("pk"))),
        take_down_late=Exists(take_downs(late=True).filter(publication__use__request=OuterRef("pk"))),
    )
    rows = dressed.order_by().values_list(*COLUMNS, *flags.annotations())
    statement, values = rows.query.sql_with_params()
    return statement, tuple(values)


def _count(found: QuerySet[Subject]) -> Subquery:
    return Subquery(found.order_by().values("request").annotate(count=Count("pk")).values("count"))
