"""A small world in which every address of the site exists, and the people who try to open it."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.models import Role, User
from accounts.people import inviting
from consent import lasting, lifecycle, store
from consent.models import Ambassador, Document, Form, Request, Signature, Signer, Way, Withdrawal
from consent.publication import operations as publishing
from consent.signing import operations as signing
from consent.states import State
from tests import answered, factories

ROLES = ("anonymous", "owner", "other", "signer", "reviewer", "administrator", "unverified")
"""Unverified: a reviewer who gave the password and no second factor."""


@dataclass(frozen=True, slots=True)
class World:
    """Two requests of the owner: one that collects signatures, one approved with everything that can follow."""

    asking: Request
    waiting: Signer
    approved: Request
    document: Document
    take_down: int
    people: dict[str, User]
    invitation: str
    own_link: str
    invite: int
    ambassador: int

    def client(self, role: str) -> Client:
        """Return a browser of somebody in that role."""
        client = Client()
        if role == "unverified":
            client.force_login(self.people[role])
        elif role in self.people:
            factories.log_in(client, self.people[role])
        if role == "signer":
            client.force_login(self.people["owner"])
            client.post(f"/signers/{self.waiting.pk}/hand-over/")
        return client


def build() -> World:
    """Make the world."""
    people = {
        "owner": factories.user("sam@student.example"),
        "other": factories.user("eve@student.example"),
        "reviewer": factories.user("rosa@desk.example", role=Role.REVIEWER),
        "administrator": factories.user("ada@desk.example", role=Role.ADMINISTRATOR),
        "unverified": factories.user("ulla@desk.example", role=Role.REVIEWER),
    }
    now = timezone.now()
    soon = {"starts_at": now + timedelta(days=7), "ends_at": now + timedelta(days=7)}
    asking = factories.request(people["owner"], status=State.COLLECTING, **soon)
    waiting = factories.signer(asking, "Piet", mail="piet@mail.example")
    factories.signer(asking, "Kim")
    approved = factories.request(people["owner"], status=State.REVIEW, **soon)
    signed = answered.granted(approved, at=now)
    with transaction.atomic():
        lifecycle.advance(lifecycle.lock(approved.pk), to=State.APPROVED, by="user:1", at=now)
    return World(
        asking=asking,
        waiting=waiting,
        approved=approved,
        document=_document(approved, signed),
        take_down=_take_down(approved, signed, people["owner"]),
        people=people,
        invitation=signing.invite(signer_id=waiting.pk, way=Way.QR, by=people["owner"], now=now),
        own_link=lasting.new_link(signer=signed, now=now).rstrip("/").rpartition("/")[2],
        invite=_invite(people["administrator"]),
        ambassador=Ambassador.objects.create(user=people["owner"], account="Instagram @sam", appointed_at=now).pk,
    )


def _invite(by: User) -> int:
    row = inviting.invite(email="lucia@uv.example", role=Role.REQUESTER, language="en", by=by, now=timezone.now())
    return row.pk


def _document(row: Request, signer: Signer) -> Document:
    values: dict[str, Any] = {
        "sha256": store.put(b"%PDF-1.7 a form"),
        "size": 15,
        "sealed_by": "DEMO",
        "chain_head": "0" * 64,
    }
    signature = Signature.objects.get(signer=signer)
    return Document.objects.create(request=row, kind="sheet", signature=signature, sealed_at=timezone.now(), **values)


def _take_down(row: Request, signer: Signer, by: User) -> int:
    use, now = row.uses.get(), timezone.now()
    publishing.register(
        request_id=row.pk,
        use_id=use.pk,
        medium="photo",
        form=Form.ONLINE,
        place="A post",
        url="",
        published_on=timezone.localdate(),
        by=by,
        now=now,
        screenshot=_picture(),
    )
    Withdrawal.objects.create(signature=Signature.objects.get(signer=signer), use=use, at=now)
    (task,) = publishing.ask_take_downs(request_id=row.pk, now=now)
    return task.pk


def _picture() -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    out.seek(0)
    return out
