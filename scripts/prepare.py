"""Bring the database and the static files up to date before the server starts; ``prepare.py --static`` only the files."""

import hashlib
import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
# Builds that no page uses: each file costs a hash and two compressions at the first start.
UNUSED = [
    "bootstrap-grid*",
    "bootstrap-reboot*",
    "bootstrap-utilities*",
    "bootstrap.rtl*",
    "bootstrap.css*",
    "bootstrap.js*",
    "bootstrap.bundle.js*",
    "htmx.js",
    "htmax*",
    "*.esm*",
    "*.umd*",
    "*.cjs*",
    "*.d.ts",
    "*.scss",
    "*.woff",
    "skills",
    "editors",
    "ext",
    "scripts",
]
UNUSED_SUBSETS = ["*cyrillic*", "*greek*", "*hebrew*", "*math*", "*symbols*", "*vietnamese*"]


def main() -> None:
    """Migrate, collect, and load the demo data once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command, get_commands

    collect_static()
    if sys.argv[1:] == ["--static"]:
        return
    call_command("migrate", interactive=False, verbosity=0)
    if settings.DEMO and "load_demo" in get_commands():
        call_command("load_demo")


def collect_static() -> None:
    """Collect the static files unless none changed since the last time."""
    from django.conf import settings
    from django.core.management import call_command

    if settings.DEBUG:
        return
    mark = Path(settings.STATIC_ROOT) / ".collected"
    now = fingerprint()
    if mark.exists() and mark.read_text(encoding="utf-8") == now:
        return
    print("Collecting static files ...", flush=True)
    ignored = [*UNUSED, *UNUSED_SUBSETS]
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=ignored)
    mark.write_text(now, encoding="utf-8")


def fingerprint() -> str:
    """Return a digest that changes with our own static files, the lock of the browsers' libraries, or this script."""
    files = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in [ROOT / "package-lock.json", Path(__file__), *files]:
        digest.update(f"{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
