"""What the ward sees: allowed or not to the second, why not in plain words, and nothing of who is in the recording."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils.html import strip_tags

from consent.models import Card, Request
from consent.requesting import operations as requesting
from consent.review import operations as review
from consent.states import State
from consent.withdrawal import operations as withdrawal
from tests import answered, factories
from tests.card import making
from tests.card.making import DURING, END, NOW, SECOND, START

pytestmark = pytest.mark.django_db

ALLOWED, YET, OVER, STOPPED = "Allowed now", "Not allowed yet", "Not allowed any more", "No longer allowed"


def scan(token: str, at: datetime = DURING, *, part: str = "", language: str = "en") -> Any:
    with time_machine.travel(at, tick=False):
        return Client(headers={"Accept-Language": language}).get(f"/card/{token}/{part}")


def text(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def says(token: str, at: datetime = DURING) -> str:
    """The word of the answer alone."""
    page = scan(token, at, part="now/").content.decode()
    return page.split('verdict-word">')[1].split("<")[0]


def left(token: str, at: datetime) -> tuple[str, str]:
    page = scan(token, at, part="now/").content.decode()
    return page.split('data-allowed="')[1].split('"')[0], page.split('data-left="')[1].split('"')[0]


def test_the_page_says_what_where_and_until_when() -> None:
    page = text(scan(making.token(making.approved())))
    assert "Allowed now photos Ward C4 today until 12:00" in page
    assert "Last checked at 10:30:00" in page


def test_it_names_the_student_and_nobody_in_the_recording() -> None:
    row = making.approved("Jan de Wit", "Kim Bos", ward_contact="A. Bakker")
    page = scan(making.token(row)).content.decode()
    assert row.requester.name in page
    assert row.programme is not None
    assert row.programme.name_en in page
    assert row.spoken_number in page
    for hidden in ("Jan", "Kim", making.SECRET, row.purpose, row.requester.email, "Instagram", "A. Bakker", row.number):
        assert hidden not in page


@pytest.mark.parametrize(
    ("at", "word"), [(START - SECOND, YET), (START, ALLOWED), (END - SECOND, ALLOWED), (END, OVER)]
)
def test_it_holds_to_the_second(at: datetime, word: str) -> None:
    assert says(making.token(making.approved()), at) == word


def test_it_says_for_how_many_seconds_it_holds() -> None:
    token = making.token(making.approved())
    assert left(token, END - timedelta(seconds=90)) == ("yes", "90.0")
    assert left(token, END) == ("no", "0")
    assert left(token, START - SECOND) == ("no", "0")


def test_the_seconds_are_a_number_in_dutch_too() -> None:
    token = making.token(making.approved())
    page = scan(token, END - timedelta(seconds=90.5), part="now/", language="nl").content.decode()
    assert 'data-left="90.5"' in page


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (START - timedelta(days=1), "The recording is planned for tomorrow at 10:00, until 12:00."),
        (END + timedelta(hours=1), "The time for this recording is over: it was allowed until today at 12:00."),
    ],
)
def test_it_says_why_not_in_plain_words(at: datetime, why: str) -> None:
    assert why in text(scan(making.token(making.approved()), at))


def test_a_recording_of_some_days_says_both_ends() -> None:
    token = making.token(making.approved(ends_at=START + timedelta(days=2)))
    page = text(scan(token, START - timedelta(days=1)))
    assert "The recording is planned from tomorrow at 10:00 until Wednesday 2 December at 10:00." in page
    assert "until Wednesday 2 December at 10:00" in text(scan(token, START))


def withdrawn(row: Request) -> None:
    withdrawal.withdraw(signer_id=row.subjects.get(name="Jan de Wit").signers.get().pk, now=NOW)


def frozen(row: Request) -> None:
    review.freeze_subject(subject_id=row.subjects.get(name="Jan de Wit").pk, by=making.rosa(), note="Died.", now=NOW)


def closed(row: Request) -> None:
    requesting.close(request_id=row.pk, by=row.requester, now=NOW)


@pytest.mark.parametrize("happens", [withdrawn, frozen, closed])
def test_it_turns_red_at_once_and_does_not_say_whose_doing_it_is(happens: Callable[[Request], None]) -> None:
    row = making.approved("Jan de Wit", "Kim Bos")
    token = making.token(row)
    assert says(token) == ALLOWED
    happens(row)
    assert says(token) == STOPPED
    page = text(scan(token))
    assert "There is no permission to record this any more." in page
    assert "Jan" not in page
    assert "withdr" not in page


def test_the_term_ends_it_within_the_recording() -> None:
    row = making.approved(ends_at=START + timedelta(days=1000))
    token, midnight = making.token(row), datetime.fromisoformat("2028-11-24T00:00:00+01:00")
    assert [says(token, at) for at in (midnight - SECOND, midnight)] == [ALLOWED, OVER]


def test_who_was_left_out_does_not_count_and_who_said_no_does() -> None:
    row = factories.request(status=State.REVIEW)
    answered.granted(row)
    refused = answered.refused(row)
    row = making.approve(row)
    token = making.token(row)
    assert says(token) == STOPPED
    type(refused.subject).objects.filter(pk=refused.subject_id).update(status="left_out")
    assert says(token) == ALLOWED


def test_only_media_to_which_everybody_said_yes_are_named() -> None:
    row = factories.request(status=State.REVIEW)
    row.media.create(medium="audio")
    answered.granted(row)
    answered.granted(row, "Kim", no=("photo",))
    page = text(scan(making.token(making.approve(row))))
    assert "Allowed now audio Ward C4" in page


@pytest.mark.parametrize("part", ["", "now/"])
def test_an_unknown_or_stopped_card_is_not_valid(part: str) -> None:
    row = making.approved()
    token = making.token(row)
    for wrong in (f"{token}x", token.swapcase(), "nothing"):
        assert scan(wrong, part=part).status_code == 404
    Card.objects.update(revoked_at=NOW, revoked_by=row.requester)
    response = scan(token, part=part)
    assert response.status_code == 404
    assert "Not allowed This card is not valid." in text(response)
    assert 'data-allowed="no"' in response.content.decode()
    assert row.requester.name not in response.content.decode()


def test_it_speaks_the_browsers_language_and_the_other_on_request() -> None:
    token = making.token(making.approved())
    assert "Nu toegestaan" in text(scan(token, language="nl"))
    with time_machine.travel(DURING, tick=False):
        switched = Client(headers={"Accept-Language": "nl"}).get(f"/card/{token}/", {"language": "en"})
    page = switched.content.decode()
    assert ALLOWED in page
    assert f'data-ask="/card/{token}/now/?language=en"' in page


def test_it_is_kept_by_nobody_and_sets_no_cookie() -> None:
    response = scan(making.token(making.approved()))
    assert response.headers["Cache-Control"] == "no-store"
    assert dict(response.cookies) == {}


@pytest.mark.parametrize("part", ["", "now/"])
@pytest.mark.parametrize("people", [1, 3])
def test_the_number_of_queries_is_constant(people: int, part: str, django_assert_num_queries: Any) -> None:
    token = making.token(making.approved(*["Jan", "Kim", "Lee"][:people]))
    with django_assert_num_queries(8):
        scan(token, part=part)


def test_a_wrong_address_costs_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        scan("nothing")
