"""Tools that read the code: semgrep with the rules of attack/rules, and bandit."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attack.findings import Finding
from attack.tools import ROOT, Blind, Tools

HERE = Path(__file__).parent
CODE = ("accounts", "config", "consent", "demo", "manage.py", "scripts")
PAGES = ("templates", "static")
SEMGREP = ("scan", "--metrics", "off", "--disable-version-check", "--no-git-ignore", "--quiet", "--json", "-j", "1")
SEVERITY = {"ERROR": "high", "WARNING": "medium", "INFO": "low"}
SECONDS = 180


def semgrep(tools: Tools) -> list[Finding]:
    """Return what our own rules say of the code. Raises Blind when a rule misses the mistake that is planted for it."""
    blind = set(rules()) - {finding.rule for finding in _planted(tools)}
    if blind:
        raise Blind(f"semgrep rules that miss their planted mistake: {', '.join(sorted(blind))}")
    return list(_semgrep(tools, ROOT, *CODE, *PAGES))


def rules() -> list[str]:
    """Return the ids of our rules."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((HERE / "rules").glob("*.yml"))]
    return re.findall(r"^ +- id: (\S+)$", "\n".join(texts), re.MULTILINE)


def _planted(tools: Tools) -> list[Finding]:
    folder = tools.fresh("planted")
    for source in sorted(HERE.glob("planted.*.txt")):
        (folder / source.stem).write_bytes(source.read_bytes())
    return list(_semgrep(tools, folder, "."))


def _semgrep(tools: Tools, cwd: Path, *what: str) -> Iterator[Finding]:
    said = tools.run("semgrep", *SEMGREP, "--config", HERE / "rules", *what, seconds=SECONDS, cwd=cwd)
    answer = json.loads(said[said.index("{") :])
    if answer["errors"]:
        raise Blind(f"semgrep: {answer['errors'][:3]}")
    for one in answer["results"]:
        rule = one["check_id"].rpartition(".")[2]
        lines = _lines(cwd / one["path"], one["start"]["line"], one["end"]["line"])
        yield Finding("semgrep", rule, one["path"], _what(lines), SEVERITY[one["extra"]["severity"]])


def _lines(path: Path, first: int, last: int) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()[first - 1 : last]
    return [line.partition("  # noqa")[0].strip() for line in lines]


def _what(lines: list[str]) -> str:
    """Return what stays the same when lines are added above: the name of the function, else the first line."""
    named = next((line for line in lines if line.startswith("def ")), None)
    return named.partition("(")[0] if named else lines[0]


def bandit(tools: Tools) -> list[Finding]:
    """Return what bandit says of the code."""
    out = tools.fresh("bandit") / "bandit.json"
    tools.run("bandit", "-q", "-r", *CODE, "-f", "json", "-o", out, seconds=SECONDS, codes=(0, 1))
    answer: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    if answer["errors"] or not answer["metrics"]["_totals"]["loc"]:
        raise Blind(f"bandit: {answer['errors'][:3]}")
    return [
        Finding(
            "bandit",
            one["test_id"],
            one["filename"],
            _what(_lines(ROOT / one["filename"], one["line_number"], one["line_number"])),
            one["issue_severity"].lower(),
        )
        for one in answer["results"]
    ]
