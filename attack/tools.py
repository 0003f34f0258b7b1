"""The tools' own virtual environment, and how they are run: niced, within a time, without a way to the internet."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "attack.txt"
NOWHERE = "http://127.0.0.1:9"
"""A proxy that is not there: what a tool wants from the internet, it does not get; the demo is asked without a proxy."""


class Blind(Exception):
    """A tool did not run, or does not find what was planted: what it says means nothing."""


class Tools:
    """Programs in a virtual environment under the var folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "venv" / "bin"

    def install(self) -> None:
        """Install the locked tools, unless they are there. Raises CalledProcessError."""
        mark, state = self.folder / "installed", hashlib.sha256(LOCK.read_bytes()).hexdigest()
        if mark.exists() and mark.read_text(encoding="utf-8") == state:
            return
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(self.bin.parent)], check=True)
        pip = [str(self.bin / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
        subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True)
        mark.write_text(state, encoding="utf-8")

    def fresh(self, name: str) -> Path:
        """Return an empty folder for what a tool writes."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def run(self, *command: str | Path, seconds: int, codes: tuple[int, ...] = (0,), cwd: Path = ROOT) -> str:
        """Run a tool and return what it printed. Raises Blind when it fails, or takes longer than it may."""
        name, *arguments = command
        try:
            done = subprocess.run(
                ["nice", self.bin / name, *arguments],
                cwd=cwd,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Blind(f"{name} takes longer than {seconds} seconds") from error
        if done.returncode not in codes:
            raise Blind(f"{name} ended with code {done.returncode}: {done.stdout[-2000:]}")
        return done.stdout

    def environment(self) -> dict[str, str]:
        """Return the environment of a tool: its own home, and no way out."""
        home = self.folder / "home"
        home.mkdir(parents=True, exist_ok=True)
        proxies = {"HTTP_PROXY": NOWHERE, "HTTPS_PROXY": NOWHERE, "NO_PROXY": "127.0.0.1,localhost"}
        proxies |= {name.lower(): value for name, value in proxies.items()}
        path = f"{self.bin}{os.pathsep}{os.environ['PATH']}"
        return {"PATH": path, "HOME": str(home), "LANG": "C.UTF-8", "SEMGREP_SEND_METRICS": "off", **proxies}
