"""The list of ambassadors, kept by the desk (G9)."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import AccountEvent, Role, User
from consent.ambassadors import operations, queries
from consent.models import Ambassador
from consent.requesting import queries as requesting
from tests import factories
from tests.concurrency.races import at_once
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa() -> User:
    return factories.user("rosa@desk.example", role=Role.REVIEWER)


@pytest.fixture
def sam() -> User:
    return factories.user("sam@student.example", name="Sam de Boer")


def appoint(by: User, email: str = "sam@student.example", account: str = "Instagram @sam") -> Ambassador:
    return operations.add(email=email, account=account, by=by, now=NOW)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMINISTRATOR])
def test_both_roles_of_the_desk_appoint_and_it_leaves_a_line(sam: User, role: Role) -> None:
    by = factories.user("desk@desk.example", role=role)
    row = appoint(by, " SAM@student.example ", "  Instagram \n @sam ")
    assert (row.user, row.account, row.appointed_at, row.ended_at) == (sam, "Instagram @sam", NOW, None)
    line = AccountEvent.objects.get()
    assert (line.kind, line.user, line.by, line.detail) == ("ambassador_added", sam, by, {"ambassador": row.pk})


def test_who_is_on_the_list_may_name_the_account_until_it_ends(rosa: User, sam: User) -> None:
    row = appoint(rosa)
    assert requesting.ambassador_of(sam) == ("Instagram @sam",)
    operations.end(ambassador_id=row.pk, by=rosa, now=NOW + timedelta(days=1))
    assert requesting.ambassador_of(sam) == ()
    assert [line.kind for line in AccountEvent.objects.order_by("pk")] == ["ambassador_added", "ambassador_ended"]
    row.refresh_from_db()
    assert row.ended_at == NOW + timedelta(days=1)


@pytest.mark.parametrize("account", ["Instagram @sam", "instagram @SAM"])
def test_nobody_is_listed_twice_with_one_account(rosa: User, sam: User, account: str) -> None:
    appoint(rosa)
    with pytest.raises(operations.AlreadyListed) as told:
        appoint(rosa, account=account)
    assert told.value.args == (sam,)


def test_somebody_comes_back_on_the_list(rosa: User, sam: User) -> None:
    operations.end(ambassador_id=appoint(rosa).pk, by=rosa, now=NOW)
    appoint(rosa)
    assert requesting.ambassador_of(sam) == ("Instagram @sam",)


@pytest.mark.parametrize("fields", [{"is_active": False}, {"email": "other@student.example"}])
def test_only_an_active_account_can_be_appointed(rosa: User, sam: User, fields: dict[str, object]) -> None:
    User.objects.filter(pk=sam.pk).update(**fields)
    with pytest.raises(operations.NoAccount):
        appoint(rosa)


def test_a_requester_neither_appoints_nor_ends(rosa: User, sam: User) -> None:
    row = appoint(rosa)
    with pytest.raises(operations.NotYours):
        appoint(sam, account="TikTok @sam")
    with pytest.raises(operations.NotYours):
        operations.end(ambassador_id=row.pk, by=sam, now=NOW)


def test_what_ended_does_not_end_again(rosa: User, sam: User) -> None:
    row = appoint(rosa)
    operations.end(ambassador_id=row.pk, by=rosa, now=NOW)
    with pytest.raises(operations.AlreadyEnded):
        operations.end(ambassador_id=row.pk, by=rosa, now=NOW + timedelta(days=1))
    row.refresh_from_db()
    assert row.ended_at == NOW


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_at_once_put_and_take_somebody_once() -> None:
    rosa = factories.user("rosa@desk.example", role=Role.REVIEWER)
    factories.user("sam@student.example")
    added = at_once([lambda: appoint(rosa)] * 4)
    assert sorted(type(one).__name__ for one in added) == ["AlreadyListed"] * 3 + ["Ambassador"]
    pk = Ambassador.objects.get().pk
    ended = at_once([lambda: operations.end(ambassador_id=pk, by=rosa, now=NOW)] * 4)
    assert sorted(type(one).__name__ for one in ended) == ["AlreadyEnded"] * 3 + ["Ambassador"]
    assert AccountEvent.objects.count() == 2


@pytest.fixture
def desk(client: Client, rosa: User) -> Client:
    factories.log_in(client, rosa)
    return client


def test_the_page_appoints_and_ends(desk: Client, sam: User) -> None:
    page = desk.post("/desk/ambassadors/", {"email": sam.email, "account": "Instagram @sam"}, follow=True)
    (row,) = page.context["appointed"]
    assert (row.user, row.account) == (sam, "Instagram @sam")
    page = desk.post(f"/desk/ambassadors/{row.pk}/end/", follow=True)
    assert (list(page.context["appointed"]), list(page.context["former"])) == ([], [row])


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": "nobody@student.example", "account": "X @sam"}, "email"),
        ({"email": "no address", "account": "X @sam"}, "email"),
        ({"email": "sam@student.example", "account": " "}, "account"),
        ({"email": "sam@student.example", "account": "TikTok @sam"}, "account"),
    ],
)
def test_what_is_wrong_is_said_next_to_its_field_and_nothing_typed_is_lost(
    desk: Client, rosa: User, sam: User, typed: dict[str, str], field: str
) -> None:
    appoint(rosa, account="TikTok @sam")
    answer = desk.post("/desk/ambassadors/", typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert f'value="{typed["email"]}"' in answer.content.decode()
    assert Ambassador.objects.count() == 1


def test_a_stranger_number_is_not_found_and_a_second_press_is_told(desk: Client, rosa: User, sam: User) -> None:
    row = appoint(rosa)
    assert desk.post(f"/desk/ambassadors/{row.pk + 1}/end/").status_code == 404
    desk.get(desk.post(f"/desk/ambassadors/{row.pk}/end/")["Location"])
    page = desk.post(f"/desk/ambassadors/{row.pk}/end/", follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["info"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_one_query(rosa: User, count: int, django_assert_num_queries) -> None:
    for number in range(count):
        appoint(rosa, factories.user(f"user{number}@student.example").email)
    with django_assert_num_queries(1):
        assert len([row.user.name for row in queries.appointed()]) == count
