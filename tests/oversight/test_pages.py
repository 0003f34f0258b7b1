"""Every address says whether it shows personal data of others, and those that do leave exactly one line in the log."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse

from consent.archive.queries import code_of
from consent.models import Access, Action, DocumentKind
from consent.oversight.pages import THEMSELVES, WATCHED
from tests.access import world
from tests.access.table import EXPECTED
from tests.access.test_matrix import names, send
from tests.access.world import World

pytestmark = pytest.mark.django_db

SHOWS_NOTHING_OF_OTHERS = (
    *("account_", "accept_", "mfa_", "openid_", "me:", "card:", "groups:", "demo:", "wording:"),
    *("healthz", "home", "set_language", "figures:overview"),
    *("requesting:home", "requesting:contact", "requesting:guidelines", "requesting:start", "requesting:cancel"),
    *("requesting:close", "requesting:leave_out", "requesting:edit_row", "requesting:remove_row", "requesting:keep"),
    *("signing:invite", "signing:mail_of_age", "signing:hand_over", "signing:ask_second_yes", "signing:open"),
    *("signing:code", "signing:new_code", "signing:new_link", "signing:wish", "signing:refuse", "signing:postpone"),
    *("signing:stay", "signing:ended", "signing:finish"),
    *("signing:prove", "signing:proof_back", "signing:forget_proof", "signing:specimen", "archive:specimen"),
    *("withdrawal:second_yes", "preview:answer", "review:changed", "review:leave_out"),
    *("retention:renew", "rights:receive"),
    *("health:", "house_rules:"),
    *("systems:overview", "systems:add", "systems:revoke", "systems:docs", "systems:openapi"),
    *("systems:hooks", "systems:add_hook", "systems:end_hook", "systems:try_hook", "systems:send_again"),
    *("review:counts", "review:keep_view", "review:forget_view", "review:remind", "review:assign"),
)
"""Beginnings of names: pages without personal data, of one's own data only, or that only ever redirect."""

NOT_BY_A_BARE_GET = {"archive:look_up", "archive:verify"}
LOGGED = sorted(
    name
    for name, line in EXPECTED.items()
    if name in WATCHED | THEMSELVES and line.method == "GET" and name not in NOT_BY_A_BARE_GET and 200 in line.outcomes
)


def test_every_address_is_declared_once() -> None:
    there = set(names(get_resolver().url_patterns))
    declared = {name for name in there for start in SHOWS_NOTHING_OF_OTHERS if name.startswith(start)}
    assert there - declared - WATCHED - THEMSELVES == set()
    assert declared & (WATCHED | THEMSELVES) == set()
    assert not WATCHED & THEMSELVES
    assert there >= WATCHED | THEMSELVES


@pytest.fixture
def here() -> World:
    return world.build()


def opened(name: str, here: World, method: str) -> int:
    line = EXPECTED[name]
    role = world.ROLES[max(index for index, outcome in enumerate(line.outcomes) if outcome == 200)]
    client = here.client(role)
    address = reverse(name, kwargs=line.arguments(here))
    before = Access.objects.count()
    response: Any = send(client, line.method, address) if method == "GET" else client.head(address)
    assert response.status_code == 200
    if response.streaming:
        list(response.streaming_content)
    return Access.objects.count() - before


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("name", LOGGED)
def test_a_look_leaves_exactly_one_line(name: str, method: str, here: World) -> None:
    assert opened(name, here, method) == 1


def test_the_list_of_what_is_tried_is_not_empty() -> None:
    assert len(LOGGED) >= 10


@pytest.mark.parametrize(
    ("role", "name", "key"),
    [
        ("owner", "requesting:detail", "number"),
        ("owner", "publication:panel", "number"),
        ("reviewer", "review:detail", "number"),
    ],
)
def test_the_line_says_who_what_and_from_where(role: str, name: str, key: str, here: World) -> None:
    client = here.client(role)
    client.get(reverse(name, args=[here.asking.number]), REMOTE_ADDR="192.0.2.9", headers={"HX-Request": "true"})
    line = Access.objects.latest("pk")
    assert (line.user, line.action, line.request, line.address) == (
        here.people[role],
        Action.VIEWED,
        here.asking,
        "192.0.2.9",
    )


def test_who_checks_a_document_learned_something(here: World) -> None:
    client = Client()
    client.post(reverse("archive:verify"), {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 a form")})
    assert here.document.signature_id
    code = code_of(kind=DocumentKind.SHEET, key=here.document.signature_id, chain_head=here.document.chain_head)
    assert client.get(reverse("archive:verify_code", args=[code])).status_code == 200
    found = Access.objects.values_list("actor", "action", "request", "document")
    assert list(found) == [("anonymous", Action.VIEWED, here.approved.pk, here.document.pk)] * 2


def test_what_is_not_ours_tells_nothing(here: World) -> None:
    Client().post(reverse("archive:verify"), {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 another form")})
    assert not Access.objects.exists()


def test_a_signers_page_is_logged_as_the_signers(here: World) -> None:
    here.client("signer").get(reverse("signing:start"))
    line = Access.objects.latest("pk")
    assert (line.actor, line.user, line.request) == (f"signer:{here.waiting.pk}", None, here.asking)


def test_a_form_that_is_shown_again_with_its_errors_is_a_look_too(here: World) -> None:
    response = here.client("owner").post(reverse("publication:register", args=[here.approved.number]))
    assert response.status_code == 422
    assert Access.objects.filter(action=Action.VIEWED, request=here.approved).count() == 1


class TestDenied:
    """A try at what exists and is not one's own."""

    @pytest.mark.parametrize(
        ("name", "method"),
        [
            ("requesting:detail", "get"),
            ("requesting:detail", "head"),
            ("publication:index", "get"),
            ("review:detail", "get"),
            ("requesting:cancel", "post"),
            ("review:decide", "post"),
        ],
    )
    def test_a_number_of_somebody_else_is_written_down(self, name: str, method: str, here: World) -> None:
        client = here.client("other")
        response = getattr(client, method)(reverse(name, args=[here.asking.number]))
        assert response.status_code == 404
        line = Access.objects.get()
        assert (line.action, line.user, line.request) == (Action.DENIED, here.people["other"], here.asking)

    def test_a_number_typed_into_look_up_too(self, here: World) -> None:
        response = here.client("other").get(reverse("archive:look_up"), {"number": here.asking.number.lower()})
        assert response.status_code == 404
        assert Access.objects.get().action == Action.DENIED

    def test_a_document_and_a_signer_too(self, here: World) -> None:
        here.client("owner").get(reverse("archive:download", args=[here.document.pk]))
        here.client("other").post(reverse("signing:invite", args=[here.waiting.pk]))
        found = Access.objects.order_by("pk").values_list("action", "request")
        assert list(found) == [(Action.DENIED, here.approved.pk), (Action.DENIED, here.asking.pk)]

    def test_a_number_that_does_not_exist_is_no_try(self, here: World) -> None:
        here.client("other").get(reverse("requesting:detail", args=["BBBBBBB"]))
        assert not Access.objects.exists()

    def test_ones_own_request_on_a_page_of_the_desk_is_no_try(self, here: World) -> None:
        assert here.client("owner").get(reverse("review:detail", args=[here.asking.number])).status_code == 404
        assert not Access.objects.exists()

    def test_who_is_not_logged_in_is_only_sent_to_the_login(self, here: World) -> None:
        Client().get(reverse("requesting:detail", args=[here.asking.number]))
        assert not Access.objects.exists()
