"""What people typed is text wherever it is shown: on every screen of every role and in mails (PDFs: tests/archive)."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.db import connection, models, transaction
from django.http.response import HttpResponseBase
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts import mailing
from accounts.models import Affiliation, Counted, User
from consent import comments, store
from consent.models import (
    DestroyedFile,
    DestroyedRow,
    Document,
    Freeze,
    Hook,
    HouseRule,
    IdentityProof,
    LegalHold,
    LegalHoldEnd,
    PaperForm,
    Preview,
    Proof,
    ProofHead,
    Publication,
    RepresentativeRoute,
    SavedView,
    Signature,
    SweptFile,
    Timestamp,
    WordingPart,
    WordingText,
)
from tests.access import world
from tests.access.table import EXPECTED
from tests.access.test_matrix import names
from tests.access.world import ROLES, World

pytestmark = pytest.mark.django_db

MARKUP = """'"><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}{% debug %}${7*7}"""
EVALUATED = re.compile(r"<img src=x|<script>alert|49\$\{|>49<")
NOT_TYPED = {
    User: {"password"},
    Signature: {"sheet"},
    Preview: {"file"},
    Publication: {"screenshot"},
    SavedView: {"query"},
    Hook: {"secret"},
    HouseRule: {"key", "value", "before"},
    WordingText: {"key"},
    WordingPart: {"key"},
    IdentityProof: {"issuer", "subject", "acr"},
    Timestamp: {"authority"},
}
"""What the product writes itself, by its model; so it does all of ``ITS_OWN`` and every digest."""
ITS_OWN = {Counted, Document, DestroyedFile, DestroyedRow, Proof, ProofHead, SweptFile}
LONG_ENOUGH = 60
MAILS = settings.BASE_DIR / "templates" / "mail"
NUMBERS = ("count", "days", "hours", "minutes", "waiting")
RULES = [f"channel.print.{part}_{code}" for part in ("note", "reason") for code in ("nl", "en")]
RULES += [f"text.signing_invitation.{code}.{part}" for code in ("nl", "en") for part in ("subject", "body")]


def typed() -> dict[type[models.Model], list[str]]:
    """Return every field of the product in which people type freely, or that another service fills in."""
    found = {}
    for model in [*apps.get_app_config("accounts").get_models(), *apps.get_app_config("consent").get_models()]:
        fields = [field.name for field in model._meta.concrete_fields if _is_free(model, field)]
        if fields and model not in ITS_OWN:
            found[model] = fields
    return found


def _is_free(model: type[models.Model], field: Any) -> bool:
    if not isinstance(field, models.CharField | models.TextField) or isinstance(field, models.EmailField):
        return False
    computed = field.name in NOT_TYPED.get(model, set()) or re.search("sha256|hash|digest|_id$|chain_head", field.name)
    return not field.choices and not computed and (field.max_length or LONG_ENOUGH) >= LONG_ENOUGH


def _more(here: World) -> None:
    """Add what no address of the access matrix wants."""
    desk, now = here.people["reviewer"], timezone.now()
    by = {"by": desk, "at": now}
    subject, signature = here.waiting.subject, Signature.objects.get(signer__subject__request=here.approved)
    Affiliation.objects.create(user=here.people["owner"], organisation="uni.example", at=now)
    Freeze.objects.create(subject=subject, note="Died.", **by)
    RepresentativeRoute.objects.create(
        subject=subject, signer=here.waiting, officer="Vera", agreed_on=now.date(), reason="Asleep.", **by
    )
    IdentityProof.objects.create(signature=signature, name="Jan", issuer="https://uni.example", subject="1", at=now)
    PaperForm.objects.create(
        signature=signature,
        seen_by="Piet",
        signed_on=now,
        registered_by=desk,
        registered_at=now,
        scan_sha256=store.put(b"%PDF-1.7 a scan", ending="pdf"),
        scan_type="pdf",
        scan_size=15,
    )
    LegalHoldEnd.objects.create(hold=LegalHold.objects.latest("pk"), reason="Settled.", **by)


@pytest.fixture
def site() -> tuple[World, dict[str, str]]:
    """The world with every row that an address wants, markup in every field that somebody filled in, and the addresses."""
    here = world.build()
    addresses = {name: reverse(name, kwargs=line.arguments(here)) for name, line in EXPECTED.items()}
    _more(here)
    comments.write(request_id=here.asking.pk, by=here.people["owner"], text=MARKUP, now=timezone.now())
    HouseRule.objects.bulk_create(
        [HouseRule(key=key, value=MARKUP, by=here.people["reviewer"], at=timezone.now()) for key in RULES]
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica"
        )  # what no form would let through, and no trigger checks
    for model, fields in typed().items():
        model._default_manager.update(**{field: _fitting(model, field) for field in fields})
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = origin")
    return here, addresses


def _fitting(model: type[models.Model], name: str) -> str:
    longest = getattr(model._meta.get_field(name), "max_length", None)
    return MARKUP[: longest or len(MARKUP)]


def _is_data(response: HttpResponseBase) -> bool:
    """Whether no browser reads it as HTML: a file for machines or a PDF, in which text stands as it was typed."""
    kind, kept = response.get("Content-Type"), response.get("Content-Disposition", "").startswith("attachment")
    is_file = kind == "application/pdf" or (kind == "application/json" and kept)
    return is_file and response.get("X-Content-Type-Options") == "nosniff"


@pytest.mark.parametrize("role", ROLES)
def test_markup_is_shown_as_it_was_typed_on_every_page(role: str, site: tuple[World, dict[str, str]]) -> None:
    here, addresses = site
    client, broken, shown = here.client(role), {}, 0
    cookies = dict(client.cookies)
    for name in sorted(set(names(get_resolver().url_patterns)) & set(EXPECTED)):
        line, address = EXPECTED[name], addresses[name]
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


def _filled_in(template: str, words: str) -> dict[str, Any]:
    """Return a value for each name in a mail's template; a name with a point is a value within another."""
    text = (MAILS / f"{template}.txt").read_text(encoding="utf-8")
    values: dict[str, Any] = {}
    for name in re.findall(r"[a-z_]+(?:[.][a-z_]+)?", " ".join(re.findall("{[{%](.*?)[%}]}", text))):
        whole, _point, part = name.partition(".")
        values[whole] = {**(values.get(whole) or {}), part: words} if part else values.get(whole, words)
    days = dict.fromkeys(re.findall("([a-z_]+)[|]date", text), timezone.now())
    return values | dict.fromkeys(NUMBERS, 2) | days


@pytest.mark.parametrize("template", sorted(path.stem for path in MAILS.glob("*.txt")))
def test_markup_in_a_mail_stays_text_and_adds_no_header(template: str) -> None:
    typed = f"{MARKUP}\r\nBcc: victim@mail.example"
    values = _filled_in(template, typed)
    mailing.send(to="piet@mail.example", language="en", subject=typed, template=template, context=values)
    sent = mail.outbox[-1]
    assert "\n" not in str(sent.subject)
    assert sent.message().get_all("Bcc") is None
    assert sent.recipients() == ["piet@mail.example"]
    assert isinstance(sent, EmailMultiAlternatives)
    html = str(sent.alternatives[0][0])
    assert "<img src=x" not in html
    assert "<script" not in html


@pytest.mark.usefixtures("site")
def test_rows_of_what_people_type_are_there_or_nothing_was_tried() -> None:
    empty = {model.__name__ for model in typed() if not model._default_manager.exists()}
    assert empty == set()
