"""No input breaks a page: every address by every role, with what a browser never sends."""

import copy
import pkgutil
import random
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

import pytest
from django.db import transaction
from django.forms import BaseForm
from django.test import Client
from django.urls import get_resolver, reverse

from consent.states import State
from tests import factories
from tests.access import world
from tests.access.table import EXPECTED
from tests.access.test_matrix import names
from tests.access.world import World

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "owner", "reviewer", "administrator", "signer", "named signer")
NASTY = ("", "\x00", "a\x00b", "-1", "0", "9" * 30, "²", "٣", "x" * 3000, "é\u202e\ud7ff\U0001f600", "%00", "[]", "{}")
TEXTS = (
    *("yes", "no", "on", "1", "name@mail.example", "2026-02-30", "0001-01-01", "9999-12-31", "10000-01-01T00:00"),
    *("0001-01-01T00:00", "9999-12-31T23:59", "25:99", "https://x.example/\x00", "javascript:alert(1)", "http://["),
    *("language:nl", "size:huge", "zh-hans", "de", "drawn", "typed", "assisted", "person", "use", "group", "patient"),
    *("adult", "under_12", "from_12", "photo", "online", "print", "approved", "sent_back", "review", "collecting"),
    *("press_tv", "own_account", "personal", "new", "existing", '[[{"x": 1e999, "y": 1}]]', '[[{"x":1,"y":2}]]'),
    *("%", "_", "\\", "'", '"><b>', "\r\nBcc: a@b.example", "K7M-4XWD"),
)
FIELDS = (
    *("q", "number", "to", "page", "flag", "state", "position", "seen", "outcome", "note", "conditions", "language"),
    *("next", "username", "password", "digits", "look", "me", "mail", "mark", "strokes", "typed_name", "assisted_name"),
    *("helper", "witness", "confirmed_by", "confirmed_at", "childs_view", "sheet_sha256", "health_sentence", "value"),
    *("what", "form", "place", "url", "published_on", "enter", "title", "purpose", "media", "origin", "existing_date"),
    *("existing_source", "existing_owner", "programme", "affiliation", "supervisor_name", "supervisor_mail"),
    *("permitted_party", "permitted_party_name", "clinical_area", "ward_contact", "starts_at", "ends_at", "recorder"),
    *("uses_brand", "reactions_watcher", "treats_patients", "file", "use", "person", "use-channel", "use-name"),
    *("use-url", "use-account_type", "use-brand_in_title", "use-editing", "person-name", "person-kind"),
    *("person-age_group", "person-birth_date", "person-mail", "person-language", "person-guardians", "person-editing"),
    *("person-guardian_1", "person-guardian_1_mail", "group-names", "group-kind", "group-age_group", "group-language"),
    *("traits", "conduct", "no_personal_data"),
)
OF_FORMS = ("accounts", "consent")
KEYS = (0, 2**63, 10**30)
WORDS = ("a\x00", "k7m 4xwd", "é" * 500, "..")
SLUGS = ("x", "group", "0" * 500)


def nasty_arguments(arguments: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return the arguments, and each of them spoilt in turn."""
    yield arguments
    for name, right in arguments.items():
        wrong = KEYS if isinstance(right, int) else SLUGS if name in {"kind", "step", "code"} else WORDS
        spelled = (str(right).lower(),) if name == "number" else ()
        yield from ({**arguments, name: value} for value in (*wrong, *spelled))


def addresses(here: World, draft: str) -> list[str]:
    """Return every address of the site, with right and wrong keys."""
    found = []
    for name in sorted(set(names(get_resolver().url_patterns))):
        arguments = EXPECTED[name].arguments(here)
        found += [reverse(name, kwargs=one) for one in nasty_arguments(arguments)]
        if name.startswith("requesting:") and "number" in arguments:
            steps: list[dict[str, Any]] = [{}]
            if "step" in arguments:
                steps = [{"step": step} for step in ("what", "where", "who", "when", "check")]
            if "kind" in arguments:
                steps = [{"kind": kind} for kind in ("use", "person", "group")]
            found += [reverse(name, kwargs={**arguments, "number": draft, **step}) for step in steps] * 2
    return found


@cache
def fields() -> list[str]:
    """Return the names above, and those of every form that there is."""
    for package in OF_FORMS:
        for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            if module.name.rpartition(".")[2].endswith("forms"):
                import_module(module.name)
    found, waiting = set(FIELDS), [BaseForm]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        found |= set(getattr(one, "base_fields", ()))
    return sorted(found)


def form(chance: random.Random) -> dict[str, list[str]]:
    """Return a form with some fields right, some wrong, some doubled."""
    chosen = chance.sample(fields(), chance.randint(0, len(fields())))
    return {name: chance.choices((*NASTY, *TEXTS, *TEXTS), k=chance.choice((1, 1, 1, 2))) for name in chosen}


def visitor(here: World, role: str) -> Client:
    """Return a browser of somebody in that role that shows a broken page rather than raising."""
    client = here.client("signer" if role == "named signer" else role)
    if role == "named signer":
        client.post("/sign/", {"me": "yes"})
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("role", ROLES)
def test_no_address_breaks_whatever_is_sent(role: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL")
    here, chance = world.build(), random.Random(role)  # the same every time
    draft = factories.request(here.people["owner"], status=State.DRAFT).number
    client = visitor(here, role)
    cookies = copy.deepcopy(client.cookies)
    broken = []
    for address in addresses(here, draft):
        for method in ("GET", "POST"):
            sent = form(chance)
            with transaction.atomic():
                client.cookies = copy.deepcopy(cookies)
                response = client.get(address, sent) if method == "GET" else client.post(address, sent)
                transaction.set_rollback(True)
            if response.status_code >= 500:
                broken.append((method, address[:90], repr(getattr(response, "exc_info", ""))[:200]))
    assert broken == []
