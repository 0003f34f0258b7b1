"""schemathesis asks the API what its own description allows, and what it does not, and holds each answer against it."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attack.findings import Finding
from attack.site import Site
from attack.tools import Blind, Tools

DESCRIPTION = "/api/v1/openapi.json"
EXAMPLES = 100
"""How many questions are made up for each address, beside those at the edges of what it takes."""
SECONDS = 600
UNLIKE = "ST108"
"""What schemathesis calls an answer that is not as described."""
SEVERITY = {"critical": "high", "high": "high", "medium": "medium", "low": "low"}
CONFIGURATION = """
continue-on-failure = true
[generation]
max-examples = {examples}
[dictionaries.numbers]
values = {numbers}
[parameters]
"query.number" = {{ dictionary = "numbers", probability = 0.5 }}
"""
"""Half of the questions are about requests that there are; of made-up numbers nothing is known."""


def schemathesis(tools: Tools, site: Site, asker: str) -> list[Finding]:
    """Let schemathesis ask with a token, or without; return what was not as described. Raises Blind."""
    out = tools.fresh(f"schemathesis-{asker}")
    report = _run(tools, site, out, asker, site.address + DESCRIPTION, "--max-failures", "50")
    asked = report["operations"]
    if not report["complete"] or report["errors"] or asked["tested"] != asked["total"] or not asked["total"]:
        raise Blind(f"schemathesis did not ask to the end as {asker}: {asked} {report['errors'][:3]}")
    deaf = [
        name for name, phases in report["valid_rates"].items() if not any(one["accepted"] for one in phases.values())
    ]
    if asker == "all" and deaf:
        raise Blind(f"schemathesis got no answer from {', '.join(deaf)}")
    return list(_of_schemathesis(report))


def planted(tools: Tools, site: Site) -> None:
    """See that a description which is not true is found out. Raises Blind."""
    out = tools.fresh("schemathesis-planted")
    with urllib.request.urlopen(site.address + DESCRIPTION) as answer:  # noqa: S310 -- our own demo
        description = json.load(answer)
    description["components"]["schemas"]["PermissionAnswer"]["properties"]["allowed"] = {"type": "integer"}
    wrong = out / "openapi.json"
    wrong.write_text(json.dumps(description), encoding="utf-8")
    report = _run(tools, site, out, "all", str(wrong), "--url", site.address, "--include-path", "/api/v1/permission")
    if UNLIKE not in {one["code"] for one in report["failures"]}:
        raise Blind("schemathesis believes a description that is not true")


def _run(tools: Tools, site: Site, out: Path, asker: str, *arguments: str) -> dict[str, Any]:
    settings = out / "schemathesis.toml"
    said = CONFIGURATION.format(examples=EXAMPLES, numbers=json.dumps(site.numbers))
    settings.write_text(said, encoding="utf-8")
    command = ["--config-file", str(settings), "--no-color", "run", *arguments, "--checks", "all"]
    command += ["--report", "json", "--report-json-path", str(out / "report.json")]
    if asker in site.tokens:
        command += ["--header", f"Authorization: Bearer {site.tokens[asker]}"]
    text = tools.run("schemathesis", *command, seconds=SECONDS, codes=(0, 1), cwd=out)
    (out / "said.txt").write_text(text, encoding="utf-8")
    report: dict[str, Any] = json.loads((out / "report.json").read_text(encoding="utf-8"))
    return report


def _of_schemathesis(report: dict[str, Any]) -> Iterator[Finding]:
    for one in report["failures"]:
        for place in one["operations"]:
            yield Finding("schemathesis", one["code"], place, one["title"], SEVERITY[one["severity"]])
