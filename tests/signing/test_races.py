"""Two at once: exactly one wins, and the other is told. Real threads, real transactions."""

from functools import partial

import pytest
from django.apps import apps
from django.utils import timezone

from consent import audit
from consent.models import Code, Event, Refusal, Signature, Signer, Way
from consent.signing import operations
from consent.states import EventKind, SignerStatus, State
from consent.wording import seed
from tests.concurrency.races import at_once
from tests.signing import making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _starting_data(transactional_db: None) -> None:
    """Transactional tests empty every table: load what a new installation starts with."""
    seed.load(apps, now=timezone.now())


def outcomes(said: list[object]) -> list[str]:
    return sorted(type(one).__name__ if isinstance(one, Exception) else "done" for one in said)


def test_a_double_click_signs_once() -> None:
    who = making.signer()
    assert outcomes(at_once([lambda: making.sign(who)] * 4)) == ["AlreadyAnswered"] * 3 + ["done"]
    assert Signature.objects.count() == 1
    assert audit.verify_chain() is None


def test_yes_and_no_at_once_is_one_of_the_two() -> None:
    who = making.signer()
    no = partial(operations.refuse, signer_id=who.pk, way=Way.MAIL, now=making.NOW)
    assert outcomes(at_once([lambda: making.sign(who), no])) == ["AlreadyAnswered", "done"]
    who.refresh_from_db()
    assert Signature.objects.count() + Refusal.objects.count() == 1
    assert (who.status == SignerStatus.SIGNED) == Signature.objects.exists()


def test_the_last_two_signers_at_once_send_the_request_to_review_once() -> None:
    row = making.collecting()
    first, second = making.signer(row), making.second_person(row)
    assert outcomes(at_once([lambda: making.sign(first), lambda: making.sign(second)])) == ["done", "done"]
    row.refresh_from_db()
    assert row.status == State.REVIEW
    assert Event.objects.filter(kind=EventKind.ALL_ANSWERED).count() == 1
    assert Signer.objects.filter(status=SignerStatus.SIGNED).count() == 2


def test_guessing_in_parallel_gains_no_guess() -> None:
    key, digits = invitation_with_code()
    wrong = f"{(int(digits) + 1) % 1_000_000:06d}"
    guess = partial(operations.check_code, invitation_id=key, digits=wrong, now=making.NOW)
    assert outcomes(at_once([guess] * 8)) == ["CodeSpent"] * 3 + ["WrongCode"] * 5
    assert Code.objects.get().guesses == 5


def test_the_right_code_used_four_times_at_once_works_once() -> None:
    key, digits = invitation_with_code()
    use = partial(operations.check_code, invitation_id=key, digits=digits, now=making.NOW)
    assert outcomes(at_once([use] * 4)) == ["CodeSpent"] * 3 + ["done"]


def test_codes_asked_for_at_once_are_five_at_most() -> None:
    who = making.signer()
    operations.invite(signer_id=who.pk, way=Way.MAIL, by=who.subject.request.requester, now=making.NOW)
    make = partial(operations.make_code, invitation_id=who.invitations.get().pk, now=making.NOW)
    assert outcomes(at_once([make] * 8)) == ["TooManyCodes"] * 3 + ["done"] * 5


def invitation_with_code() -> tuple[int, str]:
    who = making.signer()
    operations.invite(signer_id=who.pk, way=Way.MAIL, by=who.subject.request.requester, now=making.NOW)
    key = who.invitations.get().pk
    return key, operations.make_code(invitation_id=key, now=making.NOW)
