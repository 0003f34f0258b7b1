"""The table of roles, and the guard that asks it."""

import pytest
from django.http import Http404, HttpRequest, HttpResponse

from accounts.guards import requires
from accounts.models import Role, User
from accounts.roles import INVITES, MAY, Capability, may


def account(role: Role, *, active: bool = True) -> User:
    return User(email="somebody@mail.example", role=role, is_active=active)


def test_a_requester_files_and_nothing_else() -> None:
    assert {one for one in Capability if may(account(Role.REQUESTER), one)} == {"file"}


def test_a_reviewer_works_at_the_desk_and_manages_nobody() -> None:
    not_theirs = {one for one in Capability if not may(account(Role.REVIEWER), one)}
    assert not_theirs == {"manage_people", "manage_systems", "read_access_log", "see_health"}


def test_an_administrator_may_do_everything() -> None:
    assert [one for one in Capability if not may(account(Role.ADMINISTRATOR), one)] == []


@pytest.mark.parametrize("capability", Capability)
def test_a_closed_account_may_do_nothing(capability: Capability) -> None:
    assert not may(account(Role.ADMINISTRATOR, active=False), capability)


def test_every_capability_stands_in_the_table() -> None:
    assert set(MAY) == set(Capability)


@pytest.mark.parametrize(
    ("role", "invited"),
    [
        (Role.REQUESTER, set()),
        (Role.REVIEWER, {"requester"}),
        (Role.ADMINISTRATOR, {"requester", "reviewer", "administrator"}),
    ],
)
def test_whom_each_role_may_invite(role: Role, invited: set[str]) -> None:
    assert INVITES[role] == invited


def opened(user: User | None) -> int:
    @requires(Capability.MANAGE_PEOPLE)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("inside")

    request = HttpRequest()
    if user:
        request.user = user
    else:
        request.user = None  # type: ignore[assignment]
    try:
        return int(view(request).status_code)
    except Http404:
        return 404


def test_a_guarded_page_opens_for_who_may_and_is_not_there_for_others() -> None:
    who = [account(Role.ADMINISTRATOR), account(Role.REVIEWER), account(Role.ADMINISTRATOR, active=False), None]
    assert [opened(user) for user in who] == [200, 404, 404, 404]
