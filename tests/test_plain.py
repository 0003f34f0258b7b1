"""Plain statements read what Django's own queries read."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, models, transaction

from consent import audit, plain
from consent.models import Access, Invitation, Programme, Request, Way
from consent.signing import queries
from tests.signing import making

pytestmark = pytest.mark.django_db


def values(row: models.Model) -> dict[str, Any]:
    """Return all that is stored of a row."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_an_invitation_comes_with_signer_subject_and_request() -> None:
    programme = Programme.objects.create(name_en="Medicine", name_nl="Geneeskunde", claims=["MED", "GNK"])
    who = making.signer(making.collecting(programme=programme))
    Invitation.objects.create(
        signer=who, way=Way.QR, token_hash="0" * 64, made_by=who.subject.request.requester, made_at=making.NOW,
        expires_at=making.NOW + timedelta(hours=1),
    )  # fmt: skip
    found = queries.invitation(Invitation.objects.get().pk)
    assert found is not None
    with connection.execute_wrapper(no_more):
        row = found.signer.subject.request
        read = [found, found.signer, found.signer.subject, row, row.requester, row.wording, row.programme]
    wanted = Request.objects.select_related("requester", "wording", "programme").get()
    same = [Invitation.objects.get(), who, who.subject, wanted, wanted.requester, wanted.wording, wanted.programme]
    assert [values(one) for one in read if one] == [values(one) for one in same if one]
    assert row.programme is not None
    assert row.programme.claims == ["MED", "GNK"]


def no_more(*_: Any) -> None:
    raise AssertionError("it was not read along")


def test_what_points_at_nothing_is_none() -> None:
    row = making.collecting(programme=None)
    found = queries.REQUEST.get(row.pk)
    assert found is not None
    assert found.programme is None


def test_a_key_of_nobody_finds_nothing() -> None:
    assert queries.invitation(0) is None


def test_a_statement_finds_rows() -> None:
    assert plain.rows("SELECT 1, 2 UNION SELECT 3, 4 ORDER BY 1") == [(1, 2), (3, 4)]


@pytest.mark.django_db(transaction=True)
def test_only_the_line_of_an_own_look_does_not_wait_for_the_disk() -> None:
    who = making.signer()
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO on")  # the tests' own PostgreSQL never waits
    audit.log_own_look(signer=who.pk, request=who.subject.request, at=making.NOW, address="192.0.2.7")
    line = Access.objects.get()
    assert (line.actor, line.action, line.request_id, line.address, line.at) == (
        f"signer:{who.pk}", "viewed", who.subject.request_id, "192.0.2.7", making.NOW,
    )  # fmt: skip
    assert plain.rows("SHOW synchronous_commit") == [("on",)]


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_all_of_it_waits_for_the_disk() -> None:
    who = making.signer()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO on")
        audit.log_own_look(signer=who.pk, request=who.subject.request, at=making.NOW, address="192.0.2.7")
        assert plain.rows("SHOW synchronous_commit") == [("on",)]
    assert Access.objects.get().actor == f"signer:{who.pk}"
