"""A production start with the demo's key, seal or DEBUG refuses; the demo starts with all of them."""

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
