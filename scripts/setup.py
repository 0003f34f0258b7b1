"""Install what Akkoord needs: ``setup.py run`` to try it, ``setup.py dev`` to test and change it too.

Uses the standard library alone. Every part is done once and again only after its lock changed.
"""

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LIBRARIES = {  # Debian's package: what WeasyPrint opens
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
RUN_PROGRAMS = {"gettext": ("msgfmt",), "npm": ("npm",)}
DEV_PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "poppler-utils": ("pdfsig",),
    "qpdf": ("qpdf",),
    "webkit2gtk-driver": ("WebKitWebDriver",),
    "xvfb": ("Xvfb",),
}


def main() -> int:
    """Bring everything up to date; return the exit code."""
    dev = sys.argv[1:] == ["dev"]
    try:
        system_packages(dev=dev)
        virtual_environment()
        python_packages("dev" if dev else "base")
        browser_libraries(dev=dev)
        translations()
    except subprocess.CalledProcessError as error:
        say(f"failed: {' '.join(map(str, error.cmd))}")
        return error.returncode
    return 0


def say(line: str) -> None:
    """Tell the person what is happening."""
    print(f"setup: {line}", flush=True)


def run(*command: str | Path, **environment: str) -> None:
    """Run a program here; raises CalledProcessError."""
    subprocess.run(command, cwd=ROOT, check=True, env=os.environ | environment)


def system_packages(*, dev: bool) -> None:
    """Install the missing Debian packages where we may; otherwise say how, and stop where running needs them."""
    missing = [package for package, library in LIBRARIES.items() if not loads(library)]
    missing += missing_programs(RUN_PROGRAMS)
    if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it out of its Python
        missing.append("python3-venv")
    wanted = missing_programs(dev_programs()) if dev else []
    packages = [*missing, *wanted]
    if not packages:
        return
    if shutil.which("apt-get") is None:
        say(f"these must be there, and no apt-get is here to install them: {' '.join(packages)}")
        if missing:
            sys.exit(1)
    elif os.geteuid() == 0:
        apt_get([], packages)
    elif passwordless_sudo():
        apt_get(["sudo", "-n"], packages)
    else:
        say("these system packages are missing; please type")
        say(f"    sudo apt-get install --no-install-recommends {' '.join(packages)}")
        if missing:
            sys.exit(1)
        say("the tests that need them will fail")


def dev_programs() -> Mapping[str, tuple[str, ...]]:
    """Return what tests need; CHROMIUM names one that lies elsewhere."""
    own = {"chromium"} if os.environ.get("CHROMIUM") else set()
    return {package: names for package, names in DEV_PROGRAMS.items() if package not in own}


def loads(library: str) -> bool:
    """Return whether a system library is there."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_programs(programs: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the packages none of whose programs is on PATH."""
    return [package for package, names in programs.items() if not any(map(shutil.which, names))]


def passwordless_sudo() -> bool:
    """Return whether sudo works without asking."""
    if shutil.which("sudo") is None:
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


def apt_get(become: Sequence[str], packages: Sequence[str]) -> None:
    """Install Debian packages, quietly."""
    say(f"apt-get installs {' '.join(packages)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run(*become, "apt-get", "update", "-qq", **quiet)
    run(*become, "apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages, **quiet)


def virtual_environment() -> None:
    """Make ``.venv`` with the Python that runs this, unless one that still works is there."""
    works = PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0
    if not works:
        say(f"making .venv with Python {sys.version.split()[0]}")
        run(sys.executable, "-m", "venv", "--clear", VENV)
    program = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.run([PYTHON, "-c", program], capture_output=True, text=True, check=True).stdout.strip()
    # So that `.venv/bin/pytest` and the like find the code from anywhere.
    (Path(packages) / "akkoord.pth").write_text(f"{ROOT}\n", encoding="utf-8")


def python_packages(name: str) -> None:
    """Install the locked Python packages; development holds everything that running needs."""
    if any(fresh(VENV / f".{lock}", ROOT / "requirements" / f"{lock}.txt") for lock in (name, "dev")):
        return
    say(f"installing Python packages (requirements/{name}.txt)")
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    lock = ROOT / "requirements" / f"{name}.txt"
    run(PYTHON, "-m", "pip", "install", *quiet, "--only-binary=:all:", "--require-hashes", "-r", lock)
    stamp(VENV / f".{name}", lock)


def browser_libraries(*, dev: bool) -> None:
    """Install the locked browser libraries."""
    lock = ROOT / "package-lock.json"
    folder = ROOT / "node_modules"
    if any(fresh(folder / f".{name}", lock) for name in (("dev",) if dev else ("run", "dev"))):
        return
    say("installing browser libraries (package-lock.json)")
    only = [] if dev else ["--omit=dev"]
    run("npm", "ci", *only, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--no-update-notifier")
    stamp(folder / f".{'dev' if dev else 'run'}", lock)


def translations() -> None:
    """Compile the translations that changed."""
    for source in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            run("msgfmt", "--check-format", "-o", target, source)


def digest(lock: Path) -> str:
    """Return the SHA-256 of a lock."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def fresh(mark: Path, lock: Path) -> bool:
    """Return whether what the lock names was installed."""
    return mark.exists() and mark.read_text(encoding="utf-8") == digest(lock)


def stamp(mark: Path, lock: Path) -> None:
    """Note that what the lock names is installed."""
    mark.write_text(digest(lock), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
