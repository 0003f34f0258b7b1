"""Who may see and do what."""

import pytest

from accounts.models import Role, User
from consent import access
from consent.models import Document, Request, Review
from consent.states import State
from tests import factories

pytestmark = pytest.mark.django_db
OPEN = {State.DRAFT, State.INTAKE, State.COLLECTING, State.REVIEW, State.RETURNED}


@pytest.fixture
def cast():
    """Sam files; Eve is another student; Rosa and Ada are the desk."""
    return {
        "sam": factories.user(),
        "eve": factories.user("eve@student.example"),
        "rosa": factories.user("rosa@desk.example", role=Role.REVIEWER),
        "ada": factories.user("ada@desk.example", role=Role.ADMINISTRATOR),
    }


@pytest.mark.parametrize("status", State)
def test_a_request_is_seen_by_its_requester_and_by_the_desk_once_it_is_filed(cast, status: State) -> None:
    factories.request(cast["sam"], status=status)
    seen = {name for name, user in cast.items() if access.requests_visible_to(user).exists()}
    assert seen == ({"sam"} if status == State.DRAFT else {"sam", "rosa", "ada"})


@pytest.fixture
def _of_everybody(cast) -> None:
    """Three people have a request in every state, and one may not log in any more."""
    for name in ("sam", "eve", "rosa"):
        for status in State:
            factories.request(cast[name], status=status)
    User.objects.filter(pk=cast["ada"].pk).update(is_active=False)


@pytest.mark.usefixtures("_of_everybody")
def test_a_plain_statement_sees_the_same() -> None:
    for user in User.objects.all():
        condition, values = access.visible_plainly(user)
        plainly = Request.objects.extra(where=[condition], params=values)
        assert set(plainly) == set(access.requests_visible_to(user))


@pytest.mark.usefixtures("_of_everybody")
def test_what_was_submitted_is_the_same_without_drafts() -> None:
    for user in User.objects.all():
        visible = {row for row in access.requests_visible_to(user) if row.status != State.DRAFT}
        assert set(access.submitted_visible_to(user)) == visible


def test_the_desk_sees_its_own_draft(cast) -> None:
    own = factories.request(cast["rosa"])
    factories.request(cast["sam"])
    assert list(access.requests_visible_to(cast["rosa"])) == [own]
    assert list(access.requests_visible_to(cast["ada"])) == []


def test_who_left_sees_nothing(cast) -> None:
    row = factories.request(cast["sam"], status=State.REVIEW)
    for user in cast.values():
        user.is_active = False
        assert not access.requests_visible_to(user).exists()
        assert not access.documents_visible_to(user).exists()
        assert not access.may_decide(user, row)


def test_own_requests_are_own_also_for_the_desk(cast) -> None:
    own = factories.request(cast["rosa"], status=State.REVIEW)
    factories.request(cast["sam"], status=State.REVIEW)
    assert list(access.own_requests(cast["rosa"])) == [own]


def test_documents_are_for_the_desk_alone_since_they_name_who_said_no(cast) -> None:
    row = factories.request(cast["sam"], status=State.APPROVED)
    review = Review.objects.create(request=row, stage="review", outcome="approved", by=cast["rosa"], at=factories.NOW)
    Document.objects.create(
        request=row, kind="dossier", review=review, sha256="0" * 64, size=1, sealed_at=factories.NOW, sealed_by="DEMO",
        chain_head="0" * 64,
    )  # fmt: skip
    assert {name for name, user in cast.items() if access.documents_visible_to(user).exists()} == {"rosa", "ada"}


@pytest.mark.parametrize(
    ("may", "states"),
    [
        (access.may_edit, {State.DRAFT, State.RETURNED}),
        (access.may_cancel, OPEN),
        (access.may_ask, {State.COLLECTING}),
    ],
)
def test_only_the_requester_acts_on_a_request_and_only_in_its_time(cast, may, states: set[State]) -> None:
    for status in State:
        row = Request(requester=cast["sam"], status=status)
        assert {name for name, user in cast.items() if may(user, row)} == ({"sam"} if status in states else set())


def test_the_desk_decides_but_never_on_a_request_of_ones_own(cast) -> None:
    assert {name for name, user in cast.items() if access.may_decide(user, Request(requester=cast["sam"]))} == {
        "rosa",
        "ada",
    }
    assert {name for name, user in cast.items() if access.may_decide(user, Request(requester=cast["rosa"]))} == {"ada"}
