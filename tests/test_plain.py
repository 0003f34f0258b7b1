"""Plain statements read what Django's own queries read."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, models

from consent import facts, plain
from consent.models import Invitation, Programme, Request, Way
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
    read = queries.invitation(Invitation.objects.get().pk)
    assert read is not None
    found, filled_in = read
    assert filled_in == facts.filled_in(found.signer.subject.request)
    with connection.execute_wrapper(no_more):
        row = found.signer.subject.request
        rows = [found, found.signer, found.signer.subject, row, row.requester, row.wording, row.programme]
    wanted = Request.objects.select_related("requester", "wording", "programme").get()
    same = [Invitation.objects.get(), who, who.subject, wanted, wanted.requester, wanted.wording, wanted.programme]
    assert [values(one) for one in rows if one] == [values(one) for one in same if one]
    assert row.programme is not None
    assert row.programme.claims == ["MED", "GNK"]


def no_more(*_: Any) -> None:
    raise AssertionError("it was not read along")


def test_what_points_at_nothing_is_none() -> None:
    row = making.collecting(programme=None)
    found = plain.Joined(Request, "programme").get(row.pk)
    assert found is not None
    assert found[0].programme is None
    assert found[1] == ()


def test_a_key_of_nobody_finds_nothing() -> None:
    assert queries.invitation(0) is None


def test_only_what_is_named_is_read_and_the_rest_when_it_is_asked_for(django_assert_num_queries: Any) -> None:
    row = making.collecting(title="A day on the ward")
    only = {"": ("title", "requester"), "requester": ("name",)}
    with django_assert_num_queries(1):
        found = plain.Joined(Request, "requester", only=only).get(row.pk)
    assert found is not None
    assert found[0].__dict__.keys() - {"_state"} == {"id", "title", "requester_id"}
    assert found[0].requester.__dict__.keys() - {"_state"} == {"id", "name"}
    with django_assert_num_queries(1):
        assert found[0].requester.email == row.requester.email
