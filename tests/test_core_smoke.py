"""The core holds together."""

import pytest
from django.db import transaction

from consent import audit, facts, lifecycle, sheet
from consent.states import EventKind, SignerStatus, State
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_life_goes_by_the_table() -> None:
    row = factories.request(status=State.COLLECTING)
    signer = factories.signer(row)
    with transaction.atomic():
        locked = lifecycle.lock(row.pk)
        lifecycle.move_signer(signer, to=SignerStatus.SIGNED)
        lifecycle.settle(locked, signer.subject, by="signer:1", at=factories.NOW)
    row.refresh_from_db()
    assert row.status == State.REVIEW
    assert audit.verify_chain() is None
    assert row.events.get().kind == EventKind.ALL_ANSWERED


def test_a_sheet_is_the_same_text_after_parsing() -> None:
    row = factories.request(status=State.COLLECTING)
    for language in ("nl", "en"):
        shown = facts.sheet_for(factories.signer(row), language=language)
        assert sheet.parse(shown.canonical()) == shown
        assert "{" not in shown.canonical().replace("{\"", "")
