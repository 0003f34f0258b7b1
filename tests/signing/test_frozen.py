"""Nobody writes to somebody whose uses the desk froze, for they may have died (L9)."""

from datetime import timedelta

import pytest

from consent import facts
from consent.models import Freeze, Signer, Use, Way
from consent.signing import operations
from tests.answered import granted
from tests.signing import making

pytestmark = pytest.mark.django_db


def freeze(signer: Signer) -> None:
    Freeze.objects.create(subject=signer.subject, by=signer.subject.request.requester, at=making.NOW)


def test_they_are_not_invited() -> None:
    signer = making.signer()
    freeze(signer)
    with pytest.raises(operations.NotNow):
        operations.invite(signer_id=signer.pk, way=Way.MAIL, by=signer.subject.request.requester, now=making.NOW)


def test_they_are_not_reminded() -> None:
    signer = making.signer()
    operations.invite(signer_id=signer.pk, way=Way.MAIL, by=signer.subject.request.requester, now=making.NOW)
    later = making.NOW + timedelta(days=3)
    assert operations.signers_to_remind(now=later) == [signer.pk]
    freeze(signer)
    assert operations.signers_to_remind(now=later) == []


def test_they_are_not_asked_for_a_second_yes() -> None:
    row = making.collecting()
    Use.objects.create(request=row, channel="print", name="A poster")
    signer = granted(row, mail="jan@home.example")
    assert facts.second_yes_waits_for(row).get().signer == signer
    freeze(signer)
    assert not facts.second_yes_waits_for(row).exists()
