"""Lock all packages with hashes, for every platform; ``lock.py --upgrade`` takes the newest that the ``.in`` files allow."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".venv" / "bin" / "uv"


def main() -> None:
    """Write requirements/base.txt, then requirements/dev.txt on top of the same versions; attack.txt stands alone."""
    shared = ["--quiet", "--universal", "--python-version", "3.12", "--generate-hashes", "--no-emit-index-url"]
    for name, limits in (("base", []), ("dev", ["-c", "requirements/base.txt"]), ("attack", [])):
        files = [f"requirements/{name}.in", "-o", f"requirements/{name}.txt"]
        subprocess.run([UV, "pip", "compile", *shared, *limits, *files, *sys.argv[1:]], cwd=ROOT, check=True)
    lock = ["npm", "install", "--package-lock-only", "--omit-lockfile-registry-resolved", "--no-audit", "--no-fund"]
    for folder in (ROOT, ROOT / "bench" / "lighthouse"):
        subprocess.run(lock, cwd=folder, check=True)


if __name__ == "__main__":
    main()
