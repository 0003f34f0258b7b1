"""A row of the table, and the two ways in which it is written."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles

RESULTS = Path(__file__).resolve().parent / "results.json"


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure: ``bar`` says in words what to reach, ``holds`` whether it did."""

    name: str
    value: float
    unit: str
    bar: str
    holds: bool
    detail: str


def p95(values: Sequence[float]) -> float:
    """Return the 95th percentile of what was seen, never more than the slowest."""
    return quantiles(values, n=20, method="inclusive")[-1]


def at_most(name: str, value: float, limit: float, *, unit: str, detail: str) -> Row:
    """Return a row that holds below its limit."""
    return Row(name, round(value, 3), unit, f"< {limit}", value < limit, detail)


def at_least(name: str, value: float, limit: float, *, unit: str, detail: str) -> Row:
    """Return a row that holds from its limit on."""
    return Row(name, round(value, 3), unit, f">= {limit}", value >= limit, detail)


def show(rows: Sequence[Row]) -> None:
    """Print the table."""
    print(f"\n{'row':<18}{'value':>9}  {'bar':<8}{'holds':<7}detail   ({machine()})")
    for row in rows:
        print(f"{row.name:<18}{row.value:>9}  {row.bar:<8}{'yes' if row.holds else 'NO':<7}{row.detail}")


def write(rows: Sequence[Row]) -> None:
    """Write the figures, each with the machine and how busy it was; rows that were not measured now keep theirs."""
    old = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    now = {row.name: asdict(row) | {"machine": machine()} for row in rows}
    kept = {one["name"]: one for one in old} | now
    RESULTS.write_text(json.dumps(list(kept.values()), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def machine() -> str:
    """Say on what this was measured."""
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {load:.1f}"
