"""Where a request comes from: a header is believed only of the proxy that added it."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from config.proxy import client_address
from consent.models import Access
from tests import factories


def address(remote: str, forwarded: str | None = None) -> str:
    seen: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    headers: dict[str, Any] = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    client_address(view)(RequestFactory().get("/", REMOTE_ADDR=remote, **headers))
    assert "HTTP_X_FORWARDED_FOR" not in seen[0].META
    return str(seen[0].META["REMOTE_ADDR"])


@override_settings(BEHIND_PROXY=False)
def test_without_a_proxy_the_header_is_nobodys() -> None:
    assert address("10.0.0.1", "6.6.6.6") == "10.0.0.1"


class TestBehindAProxy:
    @pytest.fixture(autouse=True)
    def _behind(self, settings: Any) -> None:
        settings.BEHIND_PROXY = True

    @pytest.mark.parametrize(
        ("forwarded", "found"),
        [
            ("203.0.113.7", "203.0.113.7"),
            ("6.6.6.6, 203.0.113.7", "203.0.113.7"),
            ("6.6.6.6,7.7.7.7 ,  2001:DB8::1", "2001:db8::1"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("203.0.113.7:5123", "203.0.113.7"),
            ("203.0.113.7, <script>", ""),
            ("", "10.0.0.1"),
            (None, "10.0.0.1"),
        ],
    )
    def test_the_last_entry_is_the_client(self, forwarded: str | None, found: str) -> None:
        assert address("10.0.0.1", forwarded) == found

    @pytest.mark.django_db
    def test_the_log_has_the_client_and_not_what_it_made_up(self, client: Client) -> None:
        user = factories.user()
        row = factories.request(user)
        client.force_login(user)
        page = reverse("requesting:detail", args=[row.number])
        client.get(page, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.7")
        assert Access.objects.get().address == "203.0.113.7"


def test_a_socket_without_address_gives_none() -> None:
    assert address("") == ""
