"""The institution of the tests: npm's oidc-provider in a process of its own (provider.mjs), and who logs in there."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import requests

HERE = Path(__file__).resolve().parent
SECRET = "a secret with spaces & signs"
SAM: dict[str, Any] = {
    "name": "Sam Visser",
    "email": "s.visser@students.uni.example",
    "email_verified": True,
    "schac_home_organization": "uni.example",
    "eduperson_affiliation": ["student", "member"],
    "eduperson_principal_name": "s.visser@uni.example",
    "programme": ["BMW-MSC"],
}


class Institution:
    """A running provider. ``address`` is its issuer."""

    def __init__(self, address: str) -> None:
        self.address = address

    def knows(self, **people: dict[str, Any]) -> None:
        """Say who has an account there, with which claims."""
        requests.post(f"{self.address}/tests/people", json=people, timeout=5).raise_for_status()

    def answers_wrongly(self, **how: Any) -> None:
        """Let it misbehave: claims, without, key, alg (ID token); discovery, userinfo; breaks, stalls (a path)."""
        requests.post(f"{self.address}/tests/tamper", json=how, timeout=5).raise_for_status()

    def behaves(self) -> None:
        """Let it do what it should."""
        self.answers_wrongly()


class Visitor:
    """A browser at the provider, with cookies of its own: it forgets nobody by itself."""

    def __init__(self) -> None:
        self.session = requests.Session()
        self.logins = 0

    def goes_to(self, address: str, *, who: str = "sam", does: str = "login", home: str) -> str:
        """Follow the provider from ``address`` until it leads back to ``home``; return path and query of that address."""
        answer = self.session.get(address, timeout=10, allow_redirects=False)
        for _ in range(10):
            if answer.is_redirect:
                there = urljoin(answer.url, answer.headers["location"])
                if there.startswith(home):
                    parts = urlsplit(there)
                    return f"{parts.path}?{parts.query}"
                answer = self.session.get(there, timeout=10, allow_redirects=False)
            else:
                assert answer.status_code == 200, answer.text
                page = Page(answer.text)
                if "who" in page.fields:
                    self.logins += 1
                there = urljoin(answer.url, page.action or answer.url)
                form = page.fields | {"who": who, "do": does}
                answer = self.session.post(there, data=form, timeout=10, allow_redirects=False)
        raise AssertionError("the provider leads nowhere")


class Page(HTMLParser):
    """A page: where it leads by itself, where its form goes, and the fields of that form."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.leads_to, self.action = "", ""
        self.fields: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta" and values.get("http-equiv") == "refresh":
            self.leads_to = values["content"].removeprefix("0;url=")
        if tag == "form":
            self.action = values.get("action", "")
        if tag == "input":
            self.fields[values["name"]] = values.get("value", "")


def way_out(response: Any) -> str:
    """Return the provider's address to which a page of ours leads by itself."""
    assert response.status_code == 200, response.status_code
    found = Page(response.text).leads_to
    assert found
    return found


@contextmanager
def running(*redirect_uris: str) -> Iterator[Institution]:
    """Run a provider on a free port. Without Node.js the test fails and says what is missing."""
    node = shutil.which("node")
    if node is None or not (HERE.parent.parent / "node_modules" / "oidc-provider").is_dir():
        pytest.fail("The institution of the tests needs Node.js 20 or later and `npm ci` (README.md).", pytrace=False)
    process = subprocess.Popen(
        [node, str(HERE / "provider.mjs"), *redirect_uris],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=HERE.parent.parent,
    )
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        if not address.startswith("http://127.0.0.1:"):
            pytest.fail("tests/institution/provider.mjs did not start: run it by hand to see why.", pytrace=False)
        yield Institution(address)
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


def configured(settings: Any, institution: Institution) -> None:
    """Point the product at a running provider."""
    settings.OIDC_SERVER_URL = institution.address
    settings.OIDC_CLIENT_ID = "akkoord"
    settings.OIDC_CLIENT_SECRET = SECRET
    settings.OIDC_NAME = "Example University"
    settings.OIDC_DOMAINS = ["uni.example"]
    settings.OIDC_PROGRAMME_CLAIM = "programme"
    settings.SIGN_UP_DOMAINS = ["student.example"]
