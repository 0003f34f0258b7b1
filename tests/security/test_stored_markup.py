"""What people typed is text wherever it is shown: on every screen of every role and in mails (PDFs: tests/archive)."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.db import connection, models, transaction
from django.http.response import HttpResponseBase
from django.urls import get_resolver, reverse

from accounts import mailing
from accounts.models import User
from consent.models import Request, Signer, Subject, Use
from tests.access import world
from tests.access.table import EXPECTED
from tests.access.test_matrix import names
from tests.access.world import ROLES, World

pytestmark = pytest.mark.django_db

MARKUP = """'"><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}{% debug %}${7*7}"""
EVALUATED = re.compile(r"<img src=x|<script>alert|49\$\{|>49<")
TYPED = {
    Request: (
        "title",
        "purpose",
        "place",
        "recorder",
        "reactions_watcher",
        "supervisor_name",
        "ward_contact",
        "existing_owner",
    ),
    Subject: ("name",),
    Signer: ("name",),
    Use: ("name",),
    User: ("name",),
}
"""Every field in which people type freely; the database cuts none of them below the markup's length."""


@pytest.fixture
def here() -> World:
    here = world.build()
    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica"
        )  # what no form would let through, and no trigger checks
    for model, fields in TYPED.items():
        model._default_manager.update(**{field: _fitting(model, field) for field in fields if _has(model, field)})
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = origin")
    return here


def _has(model: type[models.Model], name: str) -> bool:
    return name in {field.name for field in model._meta.get_fields()}


def _fitting(model: type[models.Model], name: str) -> str:
    longest = getattr(model._meta.get_field(name), "max_length", None)
    return MARKUP[: longest or len(MARKUP)]


def _is_data(response: HttpResponseBase) -> bool:
    """Whether a browser keeps it as a file for machines, in which text stands as it was typed, and never shows it."""
    return (
        response.get("Content-Type") == "application/json"
        and response.get("Content-Disposition", "").startswith("attachment")
        and response.get("X-Content-Type-Options") == "nosniff"
    )


@pytest.mark.parametrize("role", ROLES)
def test_markup_is_shown_as_it_was_typed_on_every_page(role: str, here: World) -> None:
    client, broken, shown = here.client(role), {}, 0
    cookies = dict(client.cookies)
    for name in sorted(set(names(get_resolver().url_patterns)) & set(EXPECTED)):
        line = EXPECTED[name]
        address = reverse(name, kwargs=line.arguments(here))
        cache.clear()
        with transaction.atomic():
            client.cookies.update(cookies)
            asked = {"q": MARKUP, "number": MARKUP, "to": MARKUP, "language": MARKUP, "next": MARKUP}
            response = client.get(address, asked) if line.method == "GET" else client.post(address, asked)
            transaction.set_rollback(True)
        page = "" if response.streaming or _is_data(response) else response.content.decode(errors="replace")
        shown += "&lt;img src=x" in page
        if EVALUATED.search(page) or response.status_code >= 500:
            broken[name] = (response.status_code, EVALUATED.findall(page))
    assert broken == {}
    assert shown > 0 or role in {"anonymous", "unverified"}, "the pages must show it, or nothing was tried"


def test_every_text_field_that_people_fill_in_is_on_the_list_above() -> None:
    """A new field of a noun that people name freely fails here until it is tried."""
    free = {
        (model, field.name)
        for model in (Subject, Signer, Use)
        for field in model._meta.fields
        if isinstance(field, models.CharField) and not field.choices and "name" in field.name
    }
    assert free <= {(model, name) for model, listed in TYPED.items() for name in listed}


@pytest.mark.parametrize("template", ["signing_invitation", "signing_code", "requesting_approved", "review_waiting"])
def test_markup_in_a_mail_stays_text_and_adds_no_header(template: str, here: World) -> None:
    typed = f"{MARKUP}\r\nBcc: victim@mail.example"
    values: dict[str, Any] = dict.fromkeys(
        ("name", "requester", "title", "number", "note", "conditions", "digits", "link", "sentence"), typed
    )
    values |= {"hours": 72, "minutes": 10, "count": 2, "days": 3}
    mailing.send(to="piet@mail.example", language="en", subject=typed, template=template, context=values)
    sent = mail.outbox[-1]
    assert "\n" not in str(sent.subject)
    assert sent.message().get_all("Bcc") is None
    assert sent.recipients() == ["piet@mail.example"]
    assert isinstance(sent, EmailMultiAlternatives)
    html = str(sent.alternatives[0][0])
    assert "<img src=x" not in html
    assert "<script" not in html


def test_the_models_above_exist_and_hold_rows(here: World) -> None:
    counted: dict[str, Any] = {model.__name__: model._default_manager.count() for model in TYPED}
    assert min(counted.values()) > 0
    assert all(model in apps.get_models() for model in TYPED)
