"""Bring the database and the static files up to date before the server starts; ``prepare.py --static`` only the files."""

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PARTS = ("accounts", "config", "consent", "demo", "scripts", "static")
LOCKS = ("package-lock.json", "requirements/base.txt")
# Builds that no page uses: each file costs a hash and two compressions at the first start.
UNUSED = ["bootstrap-grid*", "bootstrap-reboot*", "bootstrap-utilities*", "bootstrap.rtl*", "bootstrap.css*"]
UNUSED += ["bootstrap.js*", "bootstrap.bundle.js*", "htmx.js", "htmax*", "*.esm*", "signature_pad.umd*"]
UNUSED += ["*.cjs*", "*.d.ts", "chart.js", "chart.js.map", "chart.umd.js*", "helpers.js*", "helpers", "chunks"]
UNUSED += ["controllers", "core", "elements", "platform", "plugins", "scales", "types"]
UNUSED += ["*.scss", "*.woff", "skills", "editors", "ext", "scripts"]
UNUSED += ["*cyrillic*", "*greek*", "*hebrew*", "*math*", "*symbols*", "*vietnamese*"]


def main() -> None:
    """Migrate, collect, and load the demo data once."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command, get_commands

    state = fingerprint()
    collect_static()
    if sys.argv[1:] == ["--static"]:
        return
    call_command("migrate", interactive=False, verbosity=0)
    if settings.DEMO and "load_demo" in get_commands():
        call_command("load_demo")
    mark(settings.VAR_DIR).write_text(state, encoding="utf-8")


def prepared(var_dir: Path) -> bool:
    """Return whether nothing changed since ``main`` last ran for what lies under ``var_dir``."""
    file = mark(var_dir)
    static = Path(os.environ.get("STATIC_ROOT") or var_dir / "static")
    return file.exists() and (static / ".collected").exists() and file.read_text(encoding="utf-8") == fingerprint()


def mark(var_dir: Path) -> Path:
    """Return the note of what was prepared; it lies in the database's folder, to go when that goes."""
    folder = var_dir / "postgres"
    return (folder if folder.is_dir() else var_dir) / "prepared"


def collect_static() -> None:
    """Collect the static files unless none changed since the last time."""
    from django.conf import settings
    from django.core.management import call_command

    if settings.DEBUG:
        return
    note = Path(settings.STATIC_ROOT) / ".collected"
    now = fingerprint("config", "scripts", "static")
    if note.exists() and note.read_text(encoding="utf-8") == now:
        return
    print("Collecting static files ...", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=UNUSED)
    note.write_text(now, encoding="utf-8")


def fingerprint(*parts: str) -> str:
    """Return a digest that changes with any file of these parts of the project (all by default) or a lock."""
    files = [path for part in parts or PARTS for path in (ROOT / part).rglob("*") if path.suffix != ".pyc"]
    digest = hashlib.sha256(str(ROOT).encode())
    for path in sorted([*files, *(ROOT / lock for lock in LOCKS)]):
        if path.is_file():
            facts = path.stat()
            digest.update(f"{path}\0{facts.st_mtime_ns}\0{facts.st_size}\0".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
