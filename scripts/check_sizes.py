"""Refuse files of 300 lines or more and functions of 40 lines or more (quality.md, "Code")."""

import ast
import subprocess
import sys
from pathlib import Path

FILE_LINES = 300
FUNCTION_LINES = 40
KINDS = {".py", ".html", ".css", ".js", ".sh", ".txt", ".md"}
PARTS = {"migrations", "locale", "requirements", "docs"}


def tracked() -> list[Path]:
    """Return the files that git knows or would take."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
    return [Path(name) for name in names if name and Path(name).is_file()]


def too_long(path: Path) -> list[str]:
    """Return a line for the file and for each of its functions that is too long."""
    source = path.read_text(encoding="utf-8")
    count = len(source.splitlines())
    found = [f"{path}: {count} lines; split it (under {FILE_LINES})"] if count >= FILE_LINES else []
    if path.suffix != ".py":
        return found
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            lines = node.end_lineno - node.lineno + 1
            if lines >= FUNCTION_LINES:
                found.append(f"{path}:{node.lineno}: {node.name} has {lines} lines (under {FUNCTION_LINES})")
    return found


def main() -> int:
    """Print what is too long; return 1 if anything is."""
    files = [path for path in tracked() if path.suffix in KINDS and not PARTS & set(path.parts)]
    found = [line for path in files for line in too_long(path)]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
