"""Inviting people: who may invite whom, the link that only its mail knows, renewing and taking back."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts import tokens
from accounts.models import AccountEvent, Invite, Role, User
from accounts.people import inviting, tasks
from tests import factories
from tests.concurrency.races import at_once

pytestmark = pytest.mark.django_db

NOW = datetime.fromisoformat("2126-11-23T09:00:00+00:00")


@pytest.fixture
def rosa() -> User:
    return factories.user("rosa@desk.example", role=Role.REVIEWER, name="Rosa Vermeer")


@pytest.fixture
def ada() -> User:
    return factories.user("ada@desk.example", role=Role.ADMINISTRATOR)


def invited(by: User, email: str = "lucia@uv.example", role: Role = Role.REQUESTER, now: datetime = NOW) -> Invite:
    return inviting.invite(email=email, role=role, language="en", by=by, now=now)


def token_in(letter: mail.EmailMessage) -> str:
    return str(letter.body).partition("/invitation/")[2].partition("/")[0]


def test_an_invitation_lasts_fourteen_days_and_leaves_a_line(rosa: User) -> None:
    row = invited(rosa, " Lucia@UV.example ")
    assert (row.email, row.role, row.language, row.made_by) == ("lucia@uv.example", "requester", "en", rosa)
    assert row.expires_at - row.made_at == timedelta(days=14)
    line = AccountEvent.objects.get(kind="invited")
    assert (line.user, line.by, line.detail) == (None, rosa, {"invite": row.pk, "role": "requester"})


def test_the_link_is_made_by_the_job_that_mails_it_and_only_its_hash_is_stored(rosa: User) -> None:
    row = invited(rosa)
    assert ProcrastinateJob.objects.get(task_name="people.mail_invite").args == {"invite_id": row.pk}
    tasks.mail_invite(row.pk)
    (letter,) = mail.outbox
    row.refresh_from_db()
    token = token_in(letter)
    assert (letter.to, len(token) >= 22) == (["lucia@uv.example"], True)
    assert row.token_hash == tokens.hash_of(token) != token
    assert "Rosa Vermeer" in letter.body


def test_a_process_that_knows_no_jobs_can_invite(rosa: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "tasks", {})  # the web's own processes load none
    invited(rosa)
    assert ProcrastinateJob.objects.get(task_name="people.mail_invite").queue_name == "mail"


def test_a_new_link_ends_the_older_one(rosa: User) -> None:
    row = invited(rosa)
    tasks.mail_invite(row.pk)
    inviting.renew(invite_id=row.pk, by=rosa, now=NOW + timedelta(days=20))
    tasks.mail_invite(row.pk)
    row.refresh_from_db()
    old, new = (tokens.hash_of(token_in(letter)) for letter in mail.outbox)
    assert row.token_hash == new != old
    assert row.expires_at == NOW + timedelta(days=34)


def test_an_old_link_works_no_more_from_the_moment_of_renewing(rosa: User) -> None:
    row = invited(rosa)
    tasks.mail_invite(row.pk)
    inviting.renew(invite_id=row.pk, by=rosa, now=NOW)
    row.refresh_from_db()
    assert row.token_hash != tokens.hash_of(token_in(mail.outbox[0]))


def test_an_invitation_that_was_taken_back_is_not_mailed(rosa: User) -> None:
    row = invited(rosa)
    inviting.revoke(invite_id=row.pk, by=rosa, now=NOW)
    tasks.mail_invite(row.pk)
    assert mail.outbox == []
    assert AccountEvent.objects.filter(kind="invite_revoked", by=rosa).count() == 1


@pytest.mark.parametrize("act", [inviting.renew, inviting.revoke])
@pytest.mark.parametrize("field", ["accepted_at", "revoked_at"])
def test_what_was_used_or_taken_back_stays_so(rosa: User, act, field: str) -> None:
    row = invited(rosa)
    Invite.objects.update(**{field: NOW})
    with pytest.raises(inviting.NotOpen):
        act(invite_id=row.pk, by=rosa, now=NOW)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMINISTRATOR])
def test_a_reviewer_invites_requesters_only(rosa: User, role: Role) -> None:
    with pytest.raises(inviting.NotYours):
        invited(rosa, role=role)


def test_a_requester_invites_nobody() -> None:
    with pytest.raises(inviting.NotYours):
        invited(factories.user("sam@student.example"))


@pytest.mark.parametrize("act", [inviting.renew, inviting.revoke])
def test_a_reviewer_does_not_touch_the_invitation_of_a_reviewer(rosa: User, ada: User, act) -> None:
    row = invited(ada, role=Role.REVIEWER)
    with pytest.raises(inviting.NotYours):
        act(invite_id=row.pk, by=rosa, now=NOW)


def test_an_administrator_invites_anybody_also_of_the_own_institution(ada: User) -> None:
    assert invited(ada, "new@umcutrecht.nl", Role.ADMINISTRATOR).role == "administrator"


def test_who_can_make_an_account_alone_needs_no_invitation_of_a_reviewer(rosa: User) -> None:
    with pytest.raises(inviting.SignsUpAlone):
        invited(rosa, "someone@students.uu.nl")


def test_who_has_an_account_is_not_invited_whatever_the_capitals(rosa: User) -> None:
    sam = factories.user("sam@student.example")
    with pytest.raises(inviting.HasAccount) as told:
        invited(rosa, "SAM@Student.example")
    assert told.value.args == (sam,)


def test_an_address_has_one_open_invitation(rosa: User) -> None:
    invited(rosa)
    with pytest.raises(inviting.AlreadyInvited):
        invited(rosa, "LUCIA@uv.example", now=NOW + timedelta(days=13))


def test_a_reviewer_is_told_when_only_an_administrator_can_renew_what_is_open(desk: Client, ada: User) -> None:
    invited(ada, role=Role.REVIEWER)
    told = desk.post("/invites/", {"email": "lucia@uv.example", "language": "en"}).context["form"].errors["email"][0]
    Invite.objects.update(role=Role.REQUESTER)
    other = desk.post("/invites/", {"email": "lucia@uv.example", "language": "en"}).context["form"].errors["email"][0]
    assert ("administrator" in told or "beheerder" in told, "administrator" in other or "beheerder" in other) == (
        True,
        False,
    )


def test_an_expired_invitation_makes_way(rosa: User) -> None:
    old = invited(rosa)
    new = invited(rosa, now=NOW + timedelta(days=14))
    old.refresh_from_db()
    assert (old.revoked_at, new.revoked_at) == (NOW + timedelta(days=14), None)


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_invite_the_same_person_at_once_make_one_invitation() -> None:
    rosa = factories.user("rosa@desk.example", role=Role.REVIEWER)
    outcomes = at_once([lambda: invited(rosa)] * 4)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyInvited"] * 3 + ["Invite"]
    assert Invite.objects.count() == 1


@pytest.fixture
def desk(client: Client, rosa: User) -> Client:
    factories.log_in(client, rosa)
    return client


def test_the_page_invites_and_lists(desk: Client) -> None:
    answer = desk.post("/invites/", {"email": "lucia@uv.example", "language": "en"}, follow=True)
    assert [invite.email for invite in answer.context["invites"]] == ["lucia@uv.example"]
    assert Invite.objects.get().role == "requester"


def test_a_reviewer_cannot_post_another_role(desk: Client) -> None:
    desk.post("/invites/", {"email": "lucia@uv.example", "language": "en", "role": "administrator"})
    assert Invite.objects.get().role == "requester"


@pytest.mark.parametrize("email", ["not an address", "sam@student.example", "a@students.uu.nl"])
def test_what_stands_in_the_way_is_said_next_to_the_address_which_stays(desk: Client, email: str) -> None:
    factories.user("sam@student.example", name="Sam de Boer")
    answer = desk.post("/invites/", {"email": email, "language": "en"})
    assert answer.status_code == 422
    assert len(answer.context["form"].errors["email"]) == 1
    assert f'value="{email}"' in answer.content.decode()
    assert Invite.objects.count() == 0


def test_a_known_address_is_named_plainly(desk: Client) -> None:
    factories.user("sam@student.example", name="Sam de Boer")
    page = desk.post("/invites/", {"email": "sam@student.example", "language": "en"}).content.decode()
    assert "Sam de Boer" in page


def test_the_buttons_renew_and_take_back(desk: Client, rosa: User) -> None:
    row = invited(rosa)
    desk.post(f"/invites/{row.pk}/renew/")
    desk.post(f"/invites/{row.pk}/revoke/")
    row.refresh_from_db()
    assert row.expires_at < NOW
    assert row.revoked_at is not None
    told = desk.post(f"/invites/{row.pk}/renew/", follow=True).context["messages"]
    assert [message.level_tag for message in told] == ["success", "success", "info"]


@pytest.mark.parametrize("what", ["renew", "revoke"])
def test_a_reviewer_does_not_find_the_invitation_of_a_reviewer(desk: Client, ada: User, what: str) -> None:
    row = invited(ada, role=Role.REVIEWER)
    assert desk.post(f"/invites/{row.pk}/{what}/").status_code == 404
    assert list(desk.get("/invites/").context["invites"]) == []
