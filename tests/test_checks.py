"""A production start with the demo's key, seal or DEBUG refuses; the demo starts with all of them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from django.core.checks import ERROR

from consent import checks
from consent.archive import demo_seal

SAFE: dict[str, Any] = {
    "DEMO": False,
    "DEBUG": False,
    "HTTPS": True,
    "SECRET_KEY": "k" * 50,
    "DEMO_SECRET_KEY": "demo",
    "SEAL_PASSPHRASE": "",
}


@pytest.fixture
def own_seal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A seal like the demo's, with a name of its own."""
    monkeypatch.setattr(demo_seal, "_name", lambda _common: x509.Name.from_rfc4514_string("CN=Hospital seal"))
    return str(demo_seal.ensure(tmp_path / "own"))


def found(settings, **changes: Any) -> list[str]:
    for name, value in (SAFE | changes).items():
        setattr(settings, name, value)
    messages = checks.production()
    assert all(message.level >= ERROR and message.hint for message in messages)
    return [str(message.id) for message in messages]


def test_a_production_start_with_settings_of_its_own_is_fine(settings, own_seal: str) -> None:
    assert found(settings, SEAL_PKCS12=own_seal) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"SECRET_KEY": "demo"}, "akkoord.C001"),
        ({"DEBUG": True}, "akkoord.C002"),
        ({"SEAL_PKCS12": ""}, "akkoord.C003"),
        ({"SEAL_PKCS12": "/nowhere/seal.p12"}, "akkoord.C006"),
        ({"SEAL_PASSPHRASE": "wrong"}, "akkoord.C006"),
        ({"HTTPS": False}, "akkoord.E004"),
    ],
)
def test_what_is_only_for_the_demo_is_refused_in_production(
    settings, own_seal: str, changes: dict[str, Any], expected: str
) -> None:
    assert found(settings, **{"SEAL_PKCS12": own_seal} | changes) == [expected]


def test_the_demo_s_seal_is_refused_in_production(settings, tmp_path: Path) -> None:
    assert found(settings, SEAL_PKCS12=str(demo_seal.ensure(tmp_path))) == ["akkoord.C007"]


def test_the_demo_may_have_all_of_it(settings) -> None:
    assert found(settings, DEMO=True, DEBUG=True, HTTPS=False, SECRET_KEY="demo", SEAL_PKCS12="") == []


def test_the_demo_is_refused_on_a_public_address(settings) -> None:
    assert found(settings, DEMO=True) == ["akkoord.C005"]


@pytest.mark.parametrize("start", [["-c", "import config.wsgi"], ["manage.py", "worker", "--once"]])
def test_neither_the_web_nor_the_worker_starts_in_production_with_the_demo_s_key(
    start: list[str], tmp_path: Path
) -> None:
    variables = {
        **os.environ,
        "AKKOORD_DEMO": "0",
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run([sys.executable, *start], env=variables, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "akkoord.C001" in done.stderr


def test_a_checkout_without_settings_can_make_migrations(tmp_path: Path) -> None:
    variables = {**os.environ, "AKKOORD_DEMO": "0", "VAR_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
