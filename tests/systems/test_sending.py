"""A message arrives signed and by TLS, or the log says why not; nothing inside our own network can be asked."""

import socket
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from consent.models.hook import WHY
from consent.systems import sending
from consent.systems.sending import NotTold
from tests.systems import receiver
from tests.systems.receiver import Receiver

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture(autouse=True)
def _inside(settings: Settings) -> None:
    settings.SYSTEMS_INSIDE = ["localhost"]


@pytest.fixture
def here() -> Iterator[Receiver]:
    with receiver.listening() as system:
        yield system


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = receiver.certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


def send(url: str, secret: str = SECRET) -> int:
    return sending.send(url, secret=secret, message="msg_42", at=AT, what={"type": "ping", "data": {}})


def problem(url: str) -> tuple[str, int | None]:
    with pytest.raises(NotTold) as refused:
        send(url)
    assert refused.value.problem in WHY
    return refused.value.problem, refused.value.status


def test_the_signature_is_that_of_the_standards_own_example() -> None:
    at, message = datetime.fromtimestamp(1614265330, UTC), "msg_p5jXN8AQM9LWM0D4loKWxJek"
    signed = sending.signature(SECRET, message=message, at=at, body=b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_message_arrives_by_tls_as_the_standard_says(trusted: Path) -> None:
    with receiver.listening(trusted) as system:
        assert send(f"{system.url}?for=consent#part") == 204
    (came,) = system.came
    assert (came.path, came.body) == ("/consent?for=consent", b'{"type":"ping","data":{}}')
    assert came.headers["host"] == system.url.split("/")[2]
    assert came.headers["content-type"] == "application/json"
    assert (came.headers["webhook-id"], came.headers["webhook-timestamp"]) == ("msg_42", "1795420800")
    assert came.signed_with(SECRET)
    assert not came.signed_with(sending.new_secret())


def test_each_secret_is_another_and_has_256_bits() -> None:
    made = {sending.new_secret() for _ in range(50)}
    assert len(made) == 50
    assert {len(b64decode(secret.removeprefix("whsec_"))) for secret in made} == {32}


@pytest.mark.parametrize("made", [{}, {"host": "elsewhere.example.org"}, {"ends": timedelta(days=-1)}])
def test_a_certificate_that_is_unknown_or_of_another_or_over_is_refused(
    made: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = receiver.certificate(tmp_path, **made)
    if made:
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with receiver.listening(path) as system:
        assert problem(system.url) == ("certificate", None)
    assert system.came == []


def test_a_system_that_speaks_no_tls_is_not_told(here: Receiver) -> None:
    assert problem(here.url.replace("http:", "https:")) == ("no_connection", None)
    assert here.came == []


@pytest.mark.parametrize("status", [200, 202, 204, 299])
def test_every_yes_is_a_yes(here: Receiver, status: int) -> None:
    here.answer = status
    assert send(here.url) == status


@pytest.mark.parametrize("status", [304, 400, 401, 404, 410, 429, 500, 503])
def test_any_other_answer_is_a_no_and_kept(here: Receiver, status: int) -> None:
    here.answer = status
    assert problem(here.url) == ("refused", status)


def test_a_way_elsewhere_is_not_followed(here: Receiver) -> None:
    with receiver.listening() as elsewhere:
        here.answer, here.headers = 307, {"Location": elsewhere.url}
        assert problem(here.url) == ("refused", 307)
    assert (len(here.came), elsewhere.came) == (1, [])


@pytest.mark.parametrize("slowly", [receiver.silent, receiver.dripping])
def test_who_answers_slowly_is_not_waited_for(
    here: Receiver, slowly: Callable[[Any], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PATIENCE", 0.4)
    here.answer, began = slowly, time.monotonic()
    assert problem(here.url) == ("too_slow", None)
    assert time.monotonic() - began < 2


def test_what_is_no_answer_is_no_yes(here: Receiver) -> None:
    here.answer = receiver.nonsense
    assert problem(here.url) == ("no_connection", None)


def test_nobody_listens() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert problem(f"http://localhost:{port}/") == ("no_connection", None)


def test_a_name_that_nobody_has() -> None:
    assert problem("https://nobody.invalid/") == ("unknown_host", None)


INSIDE = (
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
    *("100.64.0.1", "224.0.0.1", "255.255.255.255", "[::1]", "[::]", "[fd00::1]", "[fe80::1]", "[ff02::1]"),
    *("[::ffff:127.0.0.1]", "[::ffff:a00:1]", "[::7f00:1]"),
    *("[64:ff9b::7f00:1]", "[2002:7f00:1::1]", "[2001:0:7f00:1::1]", "2130706433", "0x7f.1"),
)
"""Addresses of our own network, some in disguise."""


@pytest.fixture
def nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("somebody was asked")

    monkeypatch.setattr("socket.create_connection", refuse)


@pytest.mark.usefixtures("nobody_is_asked")
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", INSIDE)
def test_nothing_inside_our_network_is_asked(host: str, scheme: str) -> None:
    assert problem(f"{scheme}://{host}/") == ("not_allowed", None)


@pytest.mark.usefixtures("nobody_is_asked")
@pytest.mark.parametrize("host", [host.strip("[]") for host in INSIDE[:-2]])
def test_nor_by_a_name_that_leads_there(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (host, 0))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)
    assert problem("https://images.example.org/") == ("not_allowed", None)


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def look_up(host: str, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        return [(2, 1, 6, "", (one, 0)) for one in ("10.0.0.1", "93.184.216.34", "8.8.8.8")]

    def connect(place: tuple[str, int], _: float) -> None:
        asked.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr("socket.getaddrinfo", look_up)
    monkeypatch.setattr("socket.create_connection", connect)
    assert problem("https://images.example.org/") == ("no_connection", None)
    assert asked == ["images.example.org", ("93.184.216.34", 443), ("8.8.8.8", 443)]


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://images.example.org/consent", True),
        ("https://images.example.org:8443", True),
        ("http://localhost:8000/", True),
        ("http://LOCALHOST/", True),
        ("http://images.example.org/", False),
        ("ftp://localhost/", False),
        ("https://name:word@images.example.org/", False),
        ("https://images.example.org:0/", False),
        ("https://images.example.org:99999/", False),
        ("https://[::1", False),
        ("https:///consent", False),
        ("https://imágenes.example.org/", False),
        ("", False),
    ],
)
def test_which_addresses_can_be_typed(url: str, *, may: bool) -> None:
    assert sending.may_be_told(url) is may
