"""Refuse in templates what the Content-Security-Policy would refuse in the browser: inline script, style and handlers."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFUSED = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)", re.IGNORECASE),
    "inline style": re.compile(r"<style\b|\sstyle=", re.IGNORECASE),
    "inline handler": re.compile(r"\son[a-z]+=[\"']", re.IGNORECASE),
    "javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "address of another site": re.compile(r"<(?:script|link|img)[^>]+(?:src|href)=[\"']https?://", re.IGNORECASE),
}
NOT_OURS = {".venv", "node_modules", "var"}
OFF_SCREEN = {"pdf", "mail"}  # no browser shows these under our policy


def main() -> int:
    """Print each finding; return 1 if there is one."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: {what}"
        for path in sorted(ROOT.glob("*/**/*.html"))
        if not (NOT_OURS | OFF_SCREEN) & set(path.relative_to(ROOT).parts)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for what, pattern in REFUSED.items()
        if pattern.search(line)
    ]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
