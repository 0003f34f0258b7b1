"""kill -9 of the worker, and connections cut, while forms are sealed: each is sealed exactly once.

The small trial; ``python -m bench.chaos.sealing`` is the large one, which crashes the database itself too.
"""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings

from bench.chaos import sealing
from tests import template

pytestmark = pytest.mark.slow
ROOT = str(settings.BASE_DIR)
COUNT = 12


def test_every_form_is_sealed_exactly_once(tmp_path: Path) -> None:
    name = f"killed_{os.getpid()}"
    url = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    own = {"DATABASE_URL": url, "VAR_DIR": str(tmp_path), "AKKOORD_DEMO": "1"}
    environment = os.environ | own | {"DJANGO_SETTINGS_MODULE": "bench.settings", "LOG_LEVEL": "ERROR"}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    template.copy_to(name)
    sealing.sign(COUNT, environment=environment, folder=ROOT)

    def cut_off() -> None:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

    counted, killed = sealing.seal_all(environment, url=url, folder=ROOT, seed=1, crashes=cut_off, longest=45)
    assert counted == (COUNT, COUNT, COUNT, COUNT)
    assert killed["worker"] > 0
    for check in ("check_history", "check_archive"):
        done = subprocess.run(
            [sys.executable, "manage.py", check], cwd=ROOT, env=environment, check=False, capture_output=True
        )
        # A killed worker may have stored a file that it never wrote down: harmless, and named.
        wrong = [line for line in done.stdout.decode().splitlines() if "known to no document" not in line]
        assert done.returncode == 0 or (check == "check_archive" and wrong == []), (check, done.stdout)
