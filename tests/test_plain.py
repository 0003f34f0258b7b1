"""Plain statements read what Django's own queries read."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, models, transaction

from consent import facts, lifecycle, plain
from consent.archive.queries import printable
from consent.models import Invitation, PaperForm, Programme, Request, Signature, Signer, Way
from consent.signing import queries
from tests.archive import making as made
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


def test_what_points_at_a_row_is_read_along_and_so_is_that_nothing_does() -> None:
    on_paper, on_a_screen = made.signature(), made.signature("Piet Bos", made.request(requester=made.rosa()))
    form = PaperForm.objects.create(
        signature=on_paper, seen_by="Anna", signed_on=making.NOW, registered_by=made.rosa(), registered_at=making.NOW,
        scan_sha256="0" * 64, scan_type="pdf", scan_size=1,
    )  # fmt: skip
    first, second = printable(on_paper.pk), printable(on_a_screen.pk)
    name = form.registered_by.name
    with connection.execute_wrapper(no_more):
        assert values(first.paper) == values(form)
        assert first.paper.registered_by.name == name
        assert not hasattr(first, "identity_proof")
        assert not hasattr(second, "paper")
    assert values(second) == values(Signature.objects.get(pk=on_a_screen.pk))
    with pytest.raises(Signature.DoesNotExist):
        printable(0)


@pytest.mark.django_db(transaction=True)
def test_a_row_is_locked_only_inside_a_transaction() -> None:
    row = making.collecting(programme=None)
    with pytest.raises(transaction.TransactionManagementError):
        lifecycle.lock(row.pk)
    with transaction.atomic():
        assert values(lifecycle.lock(row.pk)) == values(Request.objects.get())
        with pytest.raises(Request.DoesNotExist):
            lifecycle.lock(0)
        with pytest.raises(Signer.DoesNotExist):
            lifecycle.lock_signer(0)


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
