"""The documents tell of everything that is there."""

import re
from pathlib import Path

import pytest

from consent.models.hook import TELLS
from consent.states import TRANSITIONS, EventKind, State

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = sorted(
    path.stem
    for path in [*ROOT.glob("consent/management/commands/*.py"), *ROOT.glob("demo/management/commands/*.py")]
    if path.stem != "__init__"
)
SETTINGS = sorted(
    {
        name
        for source in ("settings.py", "database.py", "institution.py")
        for name in re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "config" / source).read_text(encoding="utf-8"))
    }
)


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("event", list(EventKind))
def test_every_event_is_explained(event: EventKind) -> None:
    table = page("domain.md").split("## Events")[1]
    assert f"`{event}`" in table


def test_what_systems_are_told_is_explained_event_by_event() -> None:
    rows = re.findall(r"^\| `request\.(\w+)` \|.*\| ([^|]+) \|$", page("domain.md"), re.MULTILINE)
    explained = {event: told for told, events in rows for event in re.findall(r"`(\w+)`", events)}
    assert explained == {str(event): str(told) for event, told in TELLS.items()}


def test_the_diagram_has_exactly_the_moves_of_the_table() -> None:
    diagram = page("domain.md").split("```mermaid")[1].split("```")[0]
    drawn = {(a, b) for a, b in re.findall(r"^ +(\w+) --> (\w+):", diagram, re.MULTILINE)}
    assert drawn == {(str(a), str(b)) for a, targets in TRANSITIONS.items() for b in targets}


def test_the_drawn_events_are_those_that_moves_write() -> None:
    from consent.states import event_of

    diagram = page("domain.md").split("```mermaid")[1].split("```")[0]
    for before, after, event in re.findall(r"^ +(\w+) --> (\w+): (\w+)", diagram, re.MULTILINE):
        assert event_of(State(before), State(after)) == event


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_explained(name: str) -> None:
    assert f"`{name}`" in page("operations.md")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_explained(name: str) -> None:
    assert re.search(rf"\b{name}\b", page("operations.md"))
