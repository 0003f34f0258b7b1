"""What every response carries: pages, ways elsewhere, downloads, static files and errors alike (quality.md, security 8)."""

from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from tests.access import world
from tests.access.world import World

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
EVERYWHERE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)",
}


@pytest.fixture
def here() -> World:
    return world.build()


def carried(response: Any) -> dict[str, str]:
    return {name: response.headers.get(name, "") for name in EVERYWHERE}


def pages(here: World) -> dict[tuple[str, str], int]:
    """Every kind of response: who asks for what, and the status."""
    number, other = here.asking.number, here.approved.number
    return {
        ("anonymous", "/login/"): 200,
        ("anonymous", "/"): 302,
        ("anonymous", "/nothing/"): 404,
        ("anonymous", "/healthz"): 200,
        ("anonymous", "/contact/"): 200,
        ("anonymous", "/verify/"): 200,
        ("anonymous", "/sign/"): 403,
        ("anonymous", "/sign/stay/"): 405,
        ("anonymous", f"/sign/link/{here.invitation}/"): 200,
        ("anonymous", f"/mine/{here.own_link}/"): 200,
        ("anonymous", f"/mine/{here.own_link}/copy/"): 200,
        ("anonymous", "/mine/unknown/"): 404,
        ("owner", "/"): 200,
        ("owner", f"/requests/{number}/"): 200,
        ("owner", f"/requests/{other}/publications/panel/"): 200,
        ("reviewer", "/desk/"): 200,
        ("reviewer", f"/desk/requests/{number}/"): 200,
        ("reviewer", f"/documents/{here.document.pk}/"): 200,
        ("signer", "/sign/"): 200,
    }


def test_every_response_carries_the_headers_and_no_cache_keeps_it(here: World) -> None:
    for (role, address), status in pages(here).items():
        response = here.client(role).get(address)
        assert (address, response.status_code) == (address, status)
        assert carried(response) == EVERYWHERE, address
        assert "no-store" in response.headers["Cache-Control"], address
        assert response.headers["X-Frame-Options"] == "DENY", address


def test_a_static_file_carries_them_too_and_may_be_kept() -> None:
    response = Client().get("/static/img/mark.svg")
    b"".join(response)
    response.close()
    assert response.status_code == 200
    assert carried(response) == EVERYWHERE
    assert "no-store" not in response.headers["Cache-Control"]


def test_a_forged_post_is_refused_with_them() -> None:
    response = Client(enforce_csrf_checks=True).post("/login/", {"username": "sam@student.example"})
    assert (response.status_code, carried(response)) == (403, EVERYWHERE)
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("broken", ["consent.models.Contact.objects.all", "accounts.statements.row"])
def test_a_broken_page_carries_them(broken: str) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["session"] = "a" * 32
    with patch(broken, side_effect=RuntimeError("a name that nobody may read")):
        response = client.get("/contact/")
    assert (response.status_code, carried(response)) == (500, EVERYWHERE)
    assert "no-store" in response.headers["Cache-Control"]
    assert "nobody may read" not in response.content.decode()


def test_a_forged_host_is_refused_with_them() -> None:
    response = Client().get("/login/", headers={"host": "evil.example"})
    assert (response.status_code, carried(response)) == (400, EVERYWHERE)
