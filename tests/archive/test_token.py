"""A key on a token (PKCS#11), with SoftHSM as the token: Debian's package softhsm2. Skipped where it is not installed."""

import os
import shutil
import subprocess
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from pytest_django.fixtures import Settings

from consent.archive import certificate, demo_seal, seal, seal_check
from consent.archive.token_key import TokenError

LIBRARY = next(Path("/usr/lib").glob("**/libsofthsm2.so"), None)
PIN = "1234"
pytestmark = pytest.mark.skipif(
    LIBRARY is None or shutil.which("softhsm2-util") is None, reason="SoftHSM (package softhsm2) is not installed"
)


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a token that holds the key of a certificate beside it. Its library reads its settings once a process."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n", encoding="utf-8")
    os.environ["SOFTHSM2_CONF"] = str(configuration)
    bundle = load_pkcs12(demo_seal.ensure(folder / "seal").read_bytes(), None)
    assert bundle.key is not None
    assert bundle.cert is not None
    key = bundle.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(key)
    chain = [bundle.cert, *bundle.additional_certs]
    (folder / "chain.pem").write_bytes(b"".join(one.certificate.public_bytes(Encoding.PEM) for one in chain))
    _util("--init-token", "--free", "--label", "hospital", "--so-pin", "9999", "--pin", PIN)
    _util("--import", str(folder / "key.pem"), "--token", "hospital", "--label", "seal", "--id", "01", "--pin", PIN)
    return folder


def _util(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)


@pytest.fixture(autouse=True)
def on_a_token(tokens: Path, settings: Settings) -> None:
    settings.SEAL_PKCS11, settings.SEAL_PKCS11_TOKEN, settings.SEAL_PKCS11_KEY = str(LIBRARY), "hospital", "seal"
    settings.SEAL_CERTIFICATE, settings.SEAL_PASSPHRASE = str(tokens / "chain.pem"), PIN
    pkcs11.lib(str(LIBRARY)).reinitialize()  # nobody is logged in any more
    certificate._of_token.cache_clear()
    seal._prepared.cache_clear()


def test_a_token_seals(blank: bytes) -> None:
    assert seal_check.is_valid(seal.seal(blank))
    assert seal.current().name == "Akkoord DEMO seal"


def test_a_session_that_broke_is_opened_anew(blank: bytes) -> None:
    key = seal.current().key
    key._session.close()  # type: ignore[attr-defined]
    assert seal_check.is_valid(seal.seal(blank))


@pytest.mark.parametrize(("name", "value"), [("SEAL_PKCS11_TOKEN", "other"), ("SEAL_PKCS11_KEY", "other")])
def test_a_key_that_is_not_there_is_named(settings: Settings, blank: bytes, name: str, value: str) -> None:
    setattr(settings, name, value)
    with pytest.raises(TokenError, match="other"):
        seal.seal(blank)


def test_a_wrong_pin_is_not_told(settings: Settings, blank: bytes) -> None:
    settings.SEAL_PASSPHRASE = "0000"
    with pytest.raises(TokenError) as told:
        seal.seal(blank)
    assert "0000" not in str(told.value)


def test_another_s_key_is_refused(tokens: Path, settings: Settings, blank: bytes, tmp_path: Path) -> None:
    other = load_pkcs12(demo_seal.ensure(tmp_path / "other").read_bytes(), None)
    assert other.cert is not None
    path = tmp_path / "other.pem"
    path.write_bytes(other.cert.certificate.public_bytes(Encoding.PEM))
    settings.SEAL_CERTIFICATE = str(path)
    with pytest.raises(certificate.NoSeal, match="not that of the certificate"):
        seal.seal(blank)


def test_the_web_knows_the_certificate_without_the_token(settings: Settings) -> None:
    settings.SEAL_PKCS11 = "/nowhere.so"
    assert "DEMO" in certificate.current().name
