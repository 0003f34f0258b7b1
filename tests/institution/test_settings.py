"""Half a configuration, or a provider that anybody can listen to, never starts."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import institution


def configure(patch: pytest.MonkeyPatch, server: str, client: str = "akkoord", secret: str = "s") -> None:
    patch.setattr(institution, "OIDC_SERVER_URL", server)
    patch.setattr(institution, "OIDC_CLIENT_ID", client)
    patch.setattr(institution, "OIDC_CLIENT_SECRET", secret)


@pytest.mark.parametrize("server", ["", "https://connect.uni.example", "http://localhost:9", "http://127.0.0.1:9"])
def test_what_is_safe_starts(monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    configure(monkeypatch, server)
    institution._check()


@pytest.mark.parametrize("server", ["http://connect.uni.example", "connect.uni.example", "ftp://localhost"])
def test_a_provider_without_tls_does_not_start(monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    configure(monkeypatch, server)
    with pytest.raises(ImproperlyConfigured, match="https"):
        institution._check()


@pytest.mark.parametrize(("client", "secret"), [("", "s"), ("akkoord", "")])
def test_half_a_configuration_does_not_start(monkeypatch: pytest.MonkeyPatch, client: str, secret: str) -> None:
    configure(monkeypatch, "https://connect.uni.example", client, secret)
    with pytest.raises(ImproperlyConfigured, match="OIDC_CLIENT_SECRET"):
        institution._check()
