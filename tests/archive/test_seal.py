"""The seal: PAdES over the whole document, by a key that is loaded once."""

import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12, serialize_key_and_certificates
from pytest_django.fixtures import Settings

from consent.archive import certificate, demo_seal, seal, seal_check
from consent.printing import paper
from tests.archive.making import tool


@pytest.fixture(scope="module")
def unsealed() -> bytes:
    context = {"number": "K7M-4XWD", "subject": "Test"}
    return paper.print_pdf(template="pdf/dossier.html", context=context, language="en")


def test_another_tool_finds_the_seal_valid_over_the_whole_document(unsealed: bytes, tmp_path: Path) -> None:
    said = tool("pdfsig", pdf=seal.seal(unsealed), folder=tmp_path)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "SHA-256" in said
    assert "Akkoord DEMO seal" in said


def test_the_sealed_file_is_clean(unsealed: bytes, tmp_path: Path) -> None:
    assert "No syntax or stream encoding errors found" in tool(
        "qpdf", "--check", pdf=seal.seal(unsealed), folder=tmp_path
    )


def test_the_seal_allows_no_change_at_all(unsealed: bytes) -> None:
    assert b"/DocMDP" in seal.seal(unsealed)
    assert b"/P 1" in seal.seal(unsealed)


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_one_flipped_byte_breaks_the_seal(unsealed: bytes, place: float) -> None:
    sealed = bytearray(seal.seal(unsealed))
    assert seal_check.is_valid(bytes(sealed))
    sealed[int(len(unsealed) * place)] ^= 1
    assert not _survives(bytes(sealed))


def _survives(pdf: bytes) -> bool:
    try:
        return seal_check.is_valid(pdf)
    except Exception:  # noqa: BLE001 - pyHanko's reader raises what it likes on a broken file
        return False


def test_a_pdf_without_a_seal_is_not_valid(unsealed: bytes) -> None:
    assert not seal_check.is_valid(unsealed)


def test_the_key_is_loaded_once(unsealed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    seal.current()
    monkeypatch.setattr(certificate, "load_pkcs12", lambda *_: pytest.fail("the key was read again"))
    assert seal_check.is_valid(seal.seal(unsealed))


def test_two_seals_of_one_file_have_different_signature_values(unsealed: bytes) -> None:
    digest = b"\x01" * 32
    assert seal.current().sign(digest) != seal.current().sign(digest)


def test_the_demo_seal_is_for_its_owner_only(tmp_path: Path) -> None:
    path = demo_seal.ensure(tmp_path / "seal")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_web_and_worker_that_start_at_once_get_the_same_demo_seal(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: demo_seal.ensure(tmp_path / "seal").read_bytes(), range(8)))
    assert len(set(found)) == 1
    assert [path.name for path in (tmp_path / "seal").iterdir()] == ["demo-seal.p12"]


def test_a_seal_of_ones_own_is_read_with_its_passphrase(tmp_path: Path, settings: Settings, unsealed: bytes) -> None:
    settings.SEAL_PKCS12, settings.SEAL_PASSPHRASE = str(_own_seal(tmp_path)), "correct horse"
    assert seal_check.is_valid(seal.seal(unsealed))


@pytest.mark.parametrize("passphrase", ["wrong", ""])
def test_a_wrong_passphrase_is_named(tmp_path: Path, settings: Settings, passphrase: str) -> None:
    settings.SEAL_PKCS12, settings.SEAL_PASSPHRASE = str(_own_seal(tmp_path)), passphrase
    with pytest.raises(certificate.NoSeal, match=r"own\.p12"):
        seal.current()


def test_a_missing_file_is_named(tmp_path: Path, settings: Settings) -> None:
    settings.SEAL_PKCS12 = str(tmp_path / "gone.p12")
    with pytest.raises(certificate.NoSeal, match=r"gone\.p12"):
        seal.current()


def test_another_kind_of_key_is_refused(tmp_path: Path, settings: Settings) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = tmp_path / "rsa.p12"
    path.write_bytes(serialize_key_and_certificates(b"rsa", key, None, None, BestAvailableEncryption(b"x")))
    settings.SEAL_PKCS12, settings.SEAL_PASSPHRASE = str(path), "x"
    with pytest.raises(certificate.NoSeal, match="P-256"):
        seal.current()


def test_outside_the_demo_there_is_no_seal_without_a_setting(settings: Settings) -> None:
    settings.DEMO, settings.SEAL_PKCS12 = False, ""
    with pytest.raises(certificate.NoSeal):
        seal.current()


def test_the_certificate_tells_until_when(unsealed: bytes) -> None:
    assert seal.current().valid_until.timestamp() > time.time()
    assert seal.current().name == "Akkoord DEMO seal"


def _own_seal(folder: Path) -> Path:
    bundle = load_pkcs12(demo_seal.ensure(folder / "demo").read_bytes(), None)
    assert bundle.cert is not None
    assert bundle.key is not None
    chain = [one.certificate for one in bundle.additional_certs]
    path = folder / "own.p12"
    path.write_bytes(
        serialize_key_and_certificates(
            b"own",
            bundle.key,  # type: ignore[arg-type]
            bundle.cert.certificate,
            chain,
            BestAvailableEncryption(b"correct horse"),
        )
    )
    return path
