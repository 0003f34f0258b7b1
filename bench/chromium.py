"""The system's own Chromium."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
SANDBOX = ["--no-sandbox"] if os.geteuid() == 0 else []


def program() -> str:
    """Return its path: the environment's CHROMIUM, or what PATH has. Raises FileNotFoundError."""
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        if name and (path := shutil.which(name)):
            return path
    raise FileNotFoundError("Chromium is missing: apt-get install chromium")
