"""Signing while the connection is cut, delayed and doubled, and web server, worker and database connections are killed.

The small trial; ``python -m bench.chaos`` is the large one, which crashes the database itself too.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import Browser

from bench.chaos.site import Site
from bench.chaos.trial import Trial
from tests import template
from tests.browser import site as newcomer

pytestmark = pytest.mark.slow
ROOT = Path(settings.BASE_DIR)
SIGNINGS, IN_BROWSERS = 12, 2


def seeded(name: str, environment: dict[str, str]) -> list[tuple[int, str]]:
    """Make people who are about to sign, in a migrated database of their own."""
    template.copy_to(name)
    command = [sys.executable, "-m", "bench.seed", "signers", str(SIGNINGS)]
    made = json.loads(subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True).stdout)
    return list(zip(made["signers"], made["tokens"], strict=True))


def test_every_signature_is_stored_once_and_everybody_is_told_the_truth(browser: Browser, tmp_path: Path) -> None:
    port = newcomer._free_port()
    name = f"chaos_{port}"
    url = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    own = {"DATABASE_URL": url, "VAR_DIR": str(tmp_path), "STATIC_ROOT": str(tmp_path / "static")}
    environment = os.environ | own | {"DJANGO_SETTINGS_MODULE": "bench.settings", "LOG_LEVEL": "ERROR"}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    everybody = seeded(name, environment)
    subprocess.run([sys.executable, "scripts/prepare.py", "--static"], cwd=ROOT, env=environment, check=True)

    def cut_off() -> None:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

    site = Site(port, environment=environment, folder=str(ROOT), crash=cut_off, longest=20)
    trial = Trial(site, url=url, seed=port)
    with site.running():
        outcome = trial.run(everybody, chromium=browser, pages=IN_BROWSERS, pause=(1.0, 4.0))
    assert outcome.untrue == []
    assert outcome.holds, (outcome, dict(trial.happened), dict(site.killed))
    assert site.killed.total() > 0
    assert trial.happened.total() > trial.happened["calm"]
