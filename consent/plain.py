"""Reads by plain statements, where a page is looked at so often that writing them anew would be most of its cost.

Django's queries do the same; for many tables it takes longer to write one than PostgreSQL needs for it (decision 0015).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connection, models


def rows(statement: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """Return the rows that a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@dataclass(frozen=True, slots=True)
class Table:
    """One of the joined tables: ``path`` leads to it from the row, ``above`` is the table whose column points at it."""

    path: str
    alias: str
    model: type[models.Model]
    above: str = ""
    name: str = ""

    @property
    def fields(self) -> list[Any]:
        """The columns, the primary key first."""
        return sorted(self.model._meta.concrete_fields, key=lambda field: not field.primary_key)  # noqa: SLF001 -- Django documents _meta

    def columns(self) -> str:
        """Return the columns as SQL."""
        return ", ".join(f'{self.alias}."{field.column}"' for field in self.fields)


class Joined[Row: models.Model]:
    """Reads rows of a model; ``paths`` are those of ``select_related``, each after those that it goes through."""

    def __init__(self, model: type[Row], *paths: str) -> None:
        self.model = model
        self.paths = paths

    def get(self, pk: int) -> Row | None:
        """Return the row with this primary key, or None."""
        found = rows(self._statement, [pk])
        return self._built(found[0]) if found else None

    @cached_property
    def _tables(self) -> list[Table]:
        made = {"": Table("", "t0", self.model)}
        for number, path in enumerate(self.paths, start=1):
            above, _, name = path.rpartition("__")
            pointed_at = cast("Any", made[above].model._meta.get_field(name).related_model)  # noqa: SLF001
            made[path] = Table(path, f"t{number}", pointed_at, made[above].alias, name)
        return list(made.values())

    @cached_property
    def _statement(self) -> str:
        first, *others = self._tables
        columns = ", ".join(table.columns() for table in self._tables)
        joins = " ".join(
            f'LEFT JOIN "{_name(one)}" {one.alias} ON {one.alias}.id = {one.above}."{one.name}_id"' for one in others
        )
        return f'SELECT {columns} FROM "{_name(first)}" t0 {joins} WHERE t0.id = %s'  # noqa: S608 -- names of our own

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
                continue
            for place, read in stored:
                own[place] = read(own[place], None, connection)
            made[table.alias] = row = table.model.from_db(DEFAULT_DB_ALIAS, names, own)
            if table.above:
                setattr(made[table.above], table.name, row)
        return cast("Row", made["t0"])


def _name(table: Table) -> str:
    return table.model._meta.db_table  # noqa: SLF001
