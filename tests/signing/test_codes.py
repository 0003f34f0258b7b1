"""The one-time code: five guesses, once, for ten minutes."""

from datetime import timedelta

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from consent.models import Code, Invitation, Way
from consent.signing import operations, tasks
from tests.signing import making

NOW = making.NOW


def invitation() -> Invitation:
    who = making.signer()
    operations.invite(signer_id=who.pk, way=Way.MAIL, by=who.subject.request.requester, now=NOW)
    return Invitation.objects.get(signer=who)


def wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 1_000_000:06d}"


@pytest.mark.django_db
def test_a_code_has_six_digits_and_is_stored_as_a_hash() -> None:
    digits = operations.make_code(invitation_id=invitation().pk, now=NOW)
    code = Code.objects.get()
    assert len(digits) == 6
    assert digits.isdecimal()
    assert digits not in code.code_hash + code.salt
    assert code.expires_at == NOW + timedelta(minutes=10)


@pytest.mark.django_db
def test_the_right_code_works_once() -> None:
    key = invitation().pk
    digits = operations.make_code(invitation_id=key, now=NOW)
    operations.check_code(invitation_id=key, digits=digits, now=NOW)
    with pytest.raises(operations.CodeSpent):
        operations.check_code(invitation_id=key, digits=digits, now=NOW)


@pytest.mark.django_db
def test_five_guesses_and_then_not_even_the_right_one() -> None:
    key = invitation().pk
    digits = operations.make_code(invitation_id=key, now=NOW)
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(operations.WrongCode) as caught:
            operations.check_code(invitation_id=key, digits=wrong(digits), now=NOW)
        assert caught.value.left == left
    with pytest.raises(operations.CodeSpent):
        operations.check_code(invitation_id=key, digits=digits, now=NOW)


@pytest.mark.django_db
def test_a_code_expires_to_the_second() -> None:
    key = invitation().pk
    digits = operations.make_code(invitation_id=key, now=NOW)
    end = NOW + timedelta(minutes=10)
    with pytest.raises(operations.CodeSpent):
        operations.check_code(invitation_id=key, digits=digits, now=end)
    operations.check_code(invitation_id=key, digits=digits, now=end - timedelta(seconds=1))


@pytest.mark.django_db
def test_a_newer_code_replaces_the_older() -> None:
    key = invitation().pk
    older = operations.make_code(invitation_id=key, now=NOW)
    newer = operations.make_code(invitation_id=key, now=NOW)
    if older != newer:
        with pytest.raises(operations.WrongCode):
            operations.check_code(invitation_id=key, digits=older, now=NOW)
    operations.check_code(invitation_id=key, digits=newer, now=NOW)


@pytest.mark.django_db
def test_a_code_opens_only_its_own_invitation() -> None:
    mine = invitation().pk
    row = Invitation.objects.get(pk=mine).signer.subject.request
    other = making.second_person(row)
    operations.invite(signer_id=other.pk, way=Way.QR, by=row.requester, now=NOW)
    digits = operations.make_code(invitation_id=mine, now=NOW)
    with pytest.raises(operations.CodeSpent):
        operations.check_code(invitation_id=other.invitations.get().pk, digits=digits, now=NOW)


@pytest.mark.django_db
def test_five_codes_an_hour() -> None:
    key = invitation().pk
    for _ in range(5):
        operations.make_code(invitation_id=key, now=NOW)
    with pytest.raises(operations.TooManyCodes):
        operations.ask_code(invitation_id=key, now=NOW)
    operations.ask_code(invitation_id=key, now=NOW + timedelta(hours=1))


@pytest.mark.django_db
def test_the_job_holds_no_code_and_the_mail_does() -> None:
    key = invitation().pk
    operations.ask_code(invitation_id=key, now=NOW)
    job = ProcrastinateJob.objects.get(task_name="signing.mail_code")
    assert job.args == {"invitation_id": key}
    tasks.mail_code(**job.args)
    digits = next(line for line in mail.outbox[0].body.splitlines() if line.isdecimal())
    made = Code.objects.get().made_at
    operations.check_code(invitation_id=key, digits=digits, now=made)
