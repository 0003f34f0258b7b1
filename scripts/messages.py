"""Collect the texts to translate (``messages.py``), or say which lack a translation (``messages.py --check``).

The check collects them in a copy, so that a text that was added but never collected counts too.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("accounts", "config", "consent", "demo", "locale", "templates", "manage.py")
LANGUAGES = ("nl",)
CATALOGUE = Path("LC_MESSAGES/django.po")


def main() -> int:
    """Collect or check; return the exit code."""
    if sys.argv[1:] == ["--check"]:
        return check()
    collect(ROOT)
    for language in LANGUAGES:
        catalogue = polib.pofile(str(ROOT / "locale" / language / CATALOGUE))
        catalogue.save_as_mofile(str(ROOT / "locale" / language / CATALOGUE.with_suffix(".mo")))
    return 0


def collect(root: Path) -> None:
    """Run makemessages on a tree."""
    languages = [word for language in LANGUAGES for word in ("-l", language)]
    ignored = [word for name in (".venv", "node_modules", "var") for word in ("-i", name)]
    options = ["--no-location", "--no-obsolete", "-v", "0"]
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", *languages, *ignored, *options],
        cwd=root,
        env={**os.environ, "AKKOORD_DEMO": "1", "PYTHONPATH": str(root)},
        check=True,
    )


def check() -> int:
    """Print each text without a translation and each that does not compile; return 1 if there is one."""
    missing: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in SOURCES:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "migrations"))
            elif source.exists():
                shutil.copy2(source, copy / name)
        collect(copy)
        for language in LANGUAGES:
            entries = polib.pofile(str(copy / "locale" / language / CATALOGUE))
            lacking = [entry for entry in entries if not entry.obsolete and not entry.translated()]
            missing += [f"{language}: {entry.msgid!r}" for entry in lacking]
            missing += uncompilable(copy / "locale" / language / CATALOGUE)
    for line in missing:
        print(line)
    return 1 if missing else 0


def uncompilable(catalogue: Path) -> list[str]:
    """Return what ``make setup`` would stumble over: values that differ between a text and its translation."""
    command = ["msgfmt", "--check-format", "-o", os.devnull, str(catalogue)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (
        [line.removeprefix(f"{catalogue.parents[3]}/") for line in done.stderr.splitlines()] if done.returncode else []
    )


if __name__ == "__main__":
    sys.exit(main())
