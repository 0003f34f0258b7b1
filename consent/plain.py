"""Reads by plain statements, where a page is looked at so often that writing them anew would be most of its cost.

Django's queries do the same; for many tables it takes longer to write one than PostgreSQL needs for it (decision 0015).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.base import ModelState

from accounts import statements


@dataclass(frozen=True, slots=True)
class Table:
    """One of the joined tables: ``path`` leads to it from the row, ``above`` is the table that it is joined to.

    Either a column of that one points at it, or (``pointing``) it has the column of a one-to-one that points at that one.
    ``only`` names the fields that are read, beside the primary key; without it all are.
    """

    path: str
    alias: str
    model: type[models.Model]
    above: str = ""
    name: str = ""
    only: Collection[str] = ()
    pointing: str = ""

    @property
    def fields(self) -> list[Any]:
        """The columns, the primary key first."""
        every = sorted(self.model._meta.concrete_fields, key=lambda field: not field.primary_key)  # noqa: SLF001 -- Django documents _meta
        return [field for field in every if field.primary_key or not self.only or field.name in self.only]

    def columns(self) -> str:
        """Return the columns as SQL."""
        return ", ".join(f'{self.alias}."{field.column}"' for field in self.fields)

    def join(self) -> str:
        """Return how it is joined, as SQL."""
        ours, theirs = (self.pointing, "id") if self.pointing else ("id", f"{self.name}_id")
        return f'LEFT JOIN "{_name(self)}" {self.alias} ON {self.alias}."{ours}" = {self.above}."{theirs}"'


class Joined[Row: models.Model]:
    """Reads rows of a model; ``paths`` are those of ``select_related``, each after those that it goes through.

    A row that no other points at by a one-to-one knows so, and asks no more.

    ``also`` are further columns, in SQL; it names the tables t0, t1, … in the order of the paths. ``only`` are the fields
    that are read of the table at a path ("" is the first); Django reads another one when it is asked for.
    """

    def __init__(
        self, model: type[Row], *paths: str, also: str = "", only: Mapping[str, Collection[str]] | None = None
    ) -> None:
        self.model = model
        self.paths = paths
        self.also = also
        self.only = only or {}

    def get(self, pk: int) -> tuple[Row, tuple[Any, ...]] | None:
        """Return the row with this primary key, and the further columns; None when there is no such row."""
        found = statements.row(self.statement, {"pk": pk})
        return self.read(found) if found else None

    def read(self, found: tuple[Any, ...]) -> tuple[Row, tuple[Any, ...]]:
        """Return the row, and the further columns, of what ``statement`` found."""
        return self._built(found), found[self._width :]

    @cached_property
    def _tables(self) -> list[Table]:
        made = {"": Table("", "t0", self.model, only=self.only.get("", ()))}
        for number, path in enumerate(self.paths, start=1):
            above, _, name = path.rpartition("__")
            field = cast("Any", made[above].model._meta.get_field(name))  # noqa: SLF001
            pointing = field.remote_field.column if field.auto_created else ""
            only = self.only.get(path, ())
            made[path] = Table(path, f"t{number}", field.related_model, made[above].alias, name, only, pointing)
        return list(made.values())

    @cached_property
    def statement(self) -> str:
        """The statement; its one value is the primary key, ``pk``."""
        return self.finding("%(pk)s")

    def finding(self, pk: str) -> str:
        """Return the statement that finds the row whose primary key is ``pk``, an expression in SQL."""
        first, *others = self._tables
        columns = ", ".join([*(table.columns() for table in self._tables), *([self.also] if self.also else [])])
        joins = " ".join(one.join() for one in others)
        return f'SELECT {columns} FROM "{_name(first)}" t0 {joins} WHERE t0.id = {pk}'  # noqa: S608 -- names of our own

    @cached_property
    def _width(self) -> int:
        return sum(width for *_, width in self._readers)

    @cached_property
    def _readers(self) -> list[tuple[Table, list[str], list[tuple[int, Any]], int]]:
        """Of each table: its attributes, and those of its values that are stored in another form than they are read in."""
        found = []
        for table in self._tables:
            fields = table.fields
            stored = [
                (place, field.from_db_value) for place, field in enumerate(fields) if hasattr(field, "from_db_value")
            ]
            found.append((table, [field.attname for field in fields], stored, len(fields)))
        return found

    def _built(self, values: tuple[Any, ...]) -> Row:
        made: dict[str, Any] = {}
        begin = 0
        for table, names, stored, width in self._readers:
            own = list(values[begin : begin + width])
            begin += width
            if own[0] is None:
                if table.pointing and table.above in made:
                    made[table.above]._state.fields_cache[table.name] = None  # noqa: SLF001
                continue
            for place, read in stored:
                own[place] = read(own[place], None, connection)
            made[table.alias] = row = _row(table.model, names, own)
            if table.above:
                made[table.above]._state.fields_cache[table.name] = row  # noqa: SLF001 -- where ``select_related`` puts it
        return cast("Row", made["t0"])


def _row(model: type[models.Model], names: list[str], values: list[Any]) -> models.Model:
    """Do as ``from_db`` with all columns, in a quarter of the time."""
    row = model.__new__(model)
    row._state = ModelState()  # noqa: SLF001
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001
    row.__dict__.update(zip(names, values, strict=True))
    return row


def _name(table: Table) -> str:
    return table.model._meta.db_table  # noqa: SLF001
