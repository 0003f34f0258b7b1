"""Tools that try to break the running demo: wapiti crawls and attacks what it finds, sqlmap tries each field."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from attack.findings import Finding
from attack.site import Site
from attack.tools import Blind, Tools

MODULES = "crlf,csrf,exec,file,htaccess,ldap,methods,permanentxss,redirect,shellshock,sql,upload,xss"
"""Without those that need a machine on the internet (ssrf, xxe, log4shell) or a list from there (nikto, wapp, cms)."""
NOT_VISITED = (
    "/logout/*",
    "/sign/finish/*",
    "/sign/no/*",
    "/sign/later/*",
    "/signers/*/hand-over/*",
    "/language/*",
    "/demo/*",
)
"""What ends the scanner's session or changes every page; and the demo's mailbox, which no production has."""
LEVELS = {0: "low", 1: "low", 2: "medium", 3: "high", 4: "high"}
WAPITI_SECONDS = {"scan": 30, "attack": 8}
SQLMAP_SECONDS = 300
"""At most, for one address. Who is not done by then is Blind."""


def wapiti(tools: Tools, site: Site, role: str) -> list[Finding]:
    """Let wapiti crawl and attack as somebody in this role; a Cookie header wins from what the site sets."""
    out = tools.fresh(f"wapiti-{role}")
    command = ["-u", f"{site.address}/", "-m", MODULES, "-f", "json", "-o", str(out / "wapiti.json"), "-v", "0"]
    command += [
        "--no-bugreport",
        "--flush-session",
        "--store-session",
        str(out),
        "--store-config",
        str(out),
        "--tasks",
        "2",
    ]
    command += ["--max-scan-time", str(WAPITI_SECONDS["scan"]), "--max-attack-time", str(WAPITI_SECONDS["attack"])]
    command += ["-t", "10", "-d", "6", "--max-files-per-dir", "12", "--max-links-per-page", "60", "-S", "normal"]
    for path in NOT_VISITED:
        command += ["-x", f"{site.address}{path}"]
    command += ["-s", f"{site.address}{site.keyed[role]}", "-C", site.cookies[role]]
    tools.run("wapiti", *command, seconds=300)
    return list(_of_wapiti(json.loads((out / "wapiti.json").read_text(encoding="utf-8")), role))


def _of_wapiti(report: dict[str, Any], role: str) -> Iterator[Finding]:
    if report["infos"]["crawled_pages_nbr"] < 10:
        raise Blind(f"wapiti saw {report['infos']['crawled_pages_nbr']} pages as {role}")
    for kind in ("vulnerabilities", "anomalies"):
        for category, found in report[kind].items():
            for one in found:
                what = f"{one['method']} {one['parameter'] or '-'}"
                yield Finding("wapiti", category, _shape(one["path"]), what, LEVELS[one["level"]])


def _shape(address: str) -> str:
    """Return an address without what differs from run to run: numbers, keys, tokens."""
    path = re.sub(r"/(?=[^/]*\d)[^/]+(?=/|$)", "/*", urlsplit(address).path)
    return re.sub(r"/(link|mine)/[^/]+", r"/\1/*", path)


TO_THE_END = "do(es)? not (seem|appear) to be injectable|^Parameter: "


@dataclass(frozen=True, slots=True)
class Target:
    """A place where somebody can type: ``*`` marks it in the path, ``data`` is posted."""

    path: str
    data: str = ""
    role: str = "anonymous"


TARGETS = (
    Target("/look-up/?number=K7M4XWD", role="reviewer"),
    Target("/desk/?q=Noor&flag=minor&state=review", role="reviewer"),
    Target("/login/", data="login=sam@student.example&password=x"),
    Target("/login/code/", data="email=sam@student.example"),
    Target("/password/reset/", data="email=sam@student.example"),
    Target("/signup/", data="email=new@student.example&password1=x"),
    Target("/verify/abcdef*"),
    Target("/sign/link/abcdef*/"),
    Target("/mine/abcdef*/"),
    Target("/card/abcdef*/"),
    Target("/agree/abcdef*/"),
    Target("/join/abcdef*/"),
    Target("/join/", data="code=ABCDEF"),
)


def sqlmap(tools: Tools, site: Site) -> list[Finding]:
    """Let sqlmap try every field where the public, or the desk, types something that is looked for."""
    out = tools.fresh("sqlmap")
    found = []
    for number, target in enumerate(TARGETS):
        command = [
            "-u",
            site.address + target.path,
            "--batch",
            "--flush-session",
            "--disable-coloring",
            "--threads",
            "1",
        ]
        command += ["--dbms", "PostgreSQL", "--level", "1", "--risk", "2", "--technique", "BEUST", "--time-sec", "2"]
        command += ["--skip-waf", "--ignore-code", "*", "--retries", "0", "--output-dir", str(out / str(number))]
        command += [
            "--time-limit",
            str(SQLMAP_SECONDS),
            "--skip",
            "csrfmiddlewaretoken",
        ]
        command += ["--cookie", site.cookies[target.role], "--param-exclude", "session|csrf"]
        if target.data:
            page = site.address + target.path
            command += ["--data", f"{target.data}&csrfmiddlewaretoken=x", "--csrf-token", "csrfmiddlewaretoken"]
            command += ["--csrf-url", page]
        said = tools.run("sqlmap", *command, seconds=SQLMAP_SECONDS + 30)
        (out / f"{number}.txt").write_text(said, encoding="utf-8")
        found += _of_sqlmap(said, target)
    return found


def _of_sqlmap(said: str, target: Target) -> list[Finding]:
    place = urlsplit(target.path).path
    if "testing" not in said or not re.search(TO_THE_END, said, re.MULTILINE):
        raise Blind(f"sqlmap did not try {place} to the end: {said[-1500:]}")
    return [
        Finding("sqlmap", "injection", place, name) for name in re.findall(r"^Parameter: (.+)$", said, re.MULTILINE)
    ]
