"""A production start with the demo's key, seal or DEBUG refuses; the demo starts with all of them."""

from typing import Any

import pytest
from django.core.checks import ERROR

from consent import checks

SAFE: dict[str, Any] = {
    "DEMO": False,
    "DEBUG": False,
    "HTTPS": True,
    "SECRET_KEY": "k" * 50,
    "DEMO_SECRET_KEY": "demo",
    "SEAL_PKCS12": "/run/secrets/seal.p12",
}


def found(settings, **changes: Any) -> list[str]:
    for name, value in (SAFE | changes).items():
        setattr(settings, name, value)
    messages = checks.production()
    assert all(message.level >= ERROR and message.hint for message in messages)
    return [str(message.id) for message in messages]


def test_a_production_start_with_settings_of_its_own_is_fine(settings) -> None:
    assert found(settings) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"SECRET_KEY": "demo"}, "akkoord.C001"),
        ({"DEBUG": True}, "akkoord.C002"),
        ({"SEAL_PKCS12": ""}, "akkoord.C003"),
        ({"HTTPS": False}, "akkoord.E004"),
    ],
)
def test_what_is_only_for_the_demo_is_refused_in_production(settings, changes: dict[str, Any], expected: str) -> None:
    assert found(settings, **changes) == [expected]


def test_the_demo_may_have_all_of_it(settings) -> None:
    assert found(settings, DEMO=True, DEBUG=True, HTTPS=False, SECRET_KEY="demo", SEAL_PKCS12="") == []


def test_the_demo_is_refused_on_a_public_address(settings) -> None:
    assert found(settings, DEMO=True) == ["akkoord.C005"]
