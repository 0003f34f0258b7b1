"""``make lint``: every check that reads the code, all of them even after one failed; ``lint.py mypy sizes`` for some."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable
NO_DATABASE = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}


def templates() -> list[str]:
    """Return the paths of all templates."""
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))


def checks() -> dict[str, list[str]]:
    """Return what is checked: name -> command."""
    return {
        "ruff": [f"{BIN}/ruff", "check", "--quiet", "--output-format=concise", "."],
        "format": [f"{BIN}/ruff", "format", "--check", "--output-format=concise", "."],
        "mypy": [f"{BIN}/mypy", "--no-error-summary"],
        "imports": [f"{BIN}/lint-imports"],
        "templates": [f"{BIN}/djade", "--target-version", "6.1", "--check", *templates()],
        "policy": [PYTHON, "scripts/check_templates.py"],
        "sizes": [PYTHON, "scripts/check_sizes.py"],
        "migrations": [PYTHON, "-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run", "--skip-checks"],
        "translations": [PYTHON, "scripts/messages.py", "--check"],
    }


def main() -> int:
    """Run the checks; print a line for each and the words of those that fail; return 1 if one fails."""
    failed = []
    with tempfile.TemporaryDirectory() as var:
        environment = os.environ | NO_DATABASE | {"AKKOORD_DEMO": "1", "VAR_DIR": var}
        for name, command in checks().items():
            if sys.argv[1:] and name not in sys.argv[1:]:
                continue
            started = time.monotonic()
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
            seconds = time.monotonic() - started
            print(f"{'ok  ' if not done.returncode else 'FAIL'} {name:<13} {seconds:5.1f} s", flush=True)
            if done.returncode:
                failed.append(name)
                print((done.stdout + done.stderr).strip(), flush=True)
    print(f"lint: {', '.join(failed)} failed" if failed else "lint: all clean")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
