"""Requests are found by words, however they are typed."""

import unicodedata
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from pytest_django.fixtures import DjangoAssertNumQueries

from consent import finding
from consent.models import Request
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward() -> Request:
    """A request of Sam with two people in it."""
    request = factories.request(factories.user("sam@student.example", name="Sam Visser"), title="Portraits, ward B4")
    factories.signer(request, "Elif Yılmaz")
    factories.signer(request, "Zoë van den Berg")
    return request


@pytest.fixture
def other() -> Request:
    """A request that nothing here looks for."""
    request = factories.request(factories.user("ada@student.example", name="Ada Smit"), title="Podcast")
    factories.signer(request, "Jan Bakker")
    return request


def found(words: str, *, people: bool = True, most: int = 10) -> finding.Found:
    return finding.by_words(Request.objects.all(), words, most=most, people=people)


@pytest.mark.parametrize(
    "words",
    [
        "portraits",
        "PORTRAITS",
        "  ward   portr ",
        "ward b4",
        "b4",
        "visser",
        "sam VISSER",
        "yilmaz",
        "YILMAZ elif",
        "ılma",
        "zoe",
        "berg den",
        "zoë",
    ],
)
def test_capitals_accents_spaces_and_order_do_not_matter(words: str, ward: Request, other: Request) -> None:
    assert found(words) == finding.Found([ward.pk])


@pytest.mark.parametrize("words", ["yilmas", "eliff", "portrets", "Viser", "zoe vanden berg"])
def test_what_looks_like_it_is_found_where_nothing_is_written_so(words: str, ward: Request, other: Request) -> None:
    assert found(words) == finding.Found([ward.pk], alike=True)


@pytest.mark.parametrize("words", ["yilmaz portraits", "xqzw", "%", "_", "\\", "x" * 500])
def test_what_stands_in_no_title_or_name_is_not_found(words: str, ward: Request, other: Request) -> None:
    assert found(words).keys == []


@pytest.mark.parametrize("words", ["", "   ", "\u0301"])
def test_no_word_finds_nothing(words: str, ward: Request) -> None:
    assert found(words) == finding.Found([])


def test_a_letter_counts_from_the_beginning_of_a_word_only(ward: Request, other: Request) -> None:
    assert found("b").keys == [other.pk, ward.pk]
    assert found("y").keys == [ward.pk]
    assert found("z", people=False).keys == []


@pytest.mark.parametrize("words", ["yilmaz", "visser", "yilmas"])
def test_names_are_found_only_by_who_may_know_them(words: str, ward: Request) -> None:
    assert found(words, people=False).keys == []


def test_only_among_the_requests_that_were_given(ward: Request, other: Request) -> None:
    assert finding.by_words(Request.objects.filter(pk=other.pk), "ward", most=10, people=True).keys == []


def test_the_newest_stands_first_and_no_more_than_asked(ward: Request) -> None:
    later = [factories.request(ward.requester, title=f"Ward {number}") for number in range(3)]
    assert found("ward", most=2).keys == [later[2].pk, later[1].pk]
    assert found("ward").keys == [later[2].pk, later[1].pk, later[0].pk, ward.pk]


def test_what_is_not_among_the_recent_ones_is_found_too(
    ward: Request, other: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "NEAR", 1)
    monkeypatch.setattr(finding, "RECENT", dict.fromkeys(finding.RECENT, 1))
    assert found("portraits") == finding.Found([ward.pk])
    assert found("berg") == finding.Found([ward.pk])
    assert found("yilmas") == finding.Found([ward.pk], alike=True)


def test_a_guess_that_takes_too_long_is_given_up(
    ward: Request, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    real = finding._newest

    def slow(*arguments: object, **named: object) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(CASE WHEN current_setting('statement_timeout') = '0' THEN 0 ELSE 5 END)")
        return real(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(finding, "GUESS_MILLISECONDS", 50)
    monkeypatch.setattr(finding, "_newest", slow)
    with django_assert_max_num_queries(20):
        assert found("yilmas") == finding.Found([], alike=True)
    assert found("portraits").keys == [ward.pk]


def test_python_and_the_database_fold_alike() -> None:
    letters = [chr(code) for code in range(0x20, 0x250) if unicodedata.category(chr(code))[0] == "L"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT letter, akkoord_folded(letter) FROM unnest(%s::text[]) AS letter", [letters])
        differ = {letter: there for letter, there in cursor.fetchall() if there.strip() != finding.folded(letter)}
    assert differ == {}


@pytest.mark.parametrize("index", ["request_title_trigrams", "subject_name_trigrams", "user_name_trigrams"])
def test_each_field_has_its_index(index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [index])
        assert "gin (akkoord_folded((" in cursor.fetchone()[0]


def test_the_number_of_questions_does_not_grow(
    ward: Request, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(1):
        found("ward")
    for number in range(5):
        factories.signer(factories.request(ward.requester, title=f"Ward {number}"), "Ward Jansen")
    with django_assert_max_num_queries(1):
        found("ward")


@pytest.mark.parametrize(
    "text", ["Ward B4", "WARD %_\\", "", "  two  spaces ", "O'Brien-Smit", "Yılmaz", "ZOË", "Æsir"]
)
def test_the_quick_way_to_fold_returns_what_the_whole_one_does(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT akkoord_folded(%s), akkoord_folded(%s || 'é'), akkoord_folded(NULL)", [text, text])
        quick, whole, nothing = cursor.fetchone()
    assert (f"{quick}e", nothing) == (whole, None)


def test_what_is_rare_is_asked_of_the_indexes(ward: Request) -> None:
    asked: list[tuple[str, Any]] = []

    def noted(ask: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return ask(sql, params, many, context)

    with connection.execute_wrapper(noted):
        found("visser sam")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # it reads a table of two rows whole
        cursor.execute("EXPLAIN " + asked[0][0], asked[0][1])
        plan = "".join(line for (line,) in cursor.fetchall())
    indexes = ("request_title_trigrams", "subject_name_trigrams")
    assert [plan.count(f"Bitmap Index Scan on {index}") for index in indexes] == [1, 1]


@pytest.mark.parametrize(
    ("among", "told"),
    [(Q(), False), (Q(status="collecting"), False), (Q(assignment=None), True), (Q(uses__name="x"), True)],
)
def test_the_planner_is_told_the_words_only_where_other_tables_choose_the_requests(
    among: Q, told: bool, ward: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew: list[str] = []
    real = finding._planned_anew

    def noted(statement: str, values: Any) -> Any:
        anew.append(statement)
        return real(statement, values)

    monkeypatch.setattr(finding, "_planned_anew", noted)
    finding.by_words(Request.objects.filter(among), "visser", most=2, people=True)
    assert bool(anew) == told


@pytest.mark.parametrize("among", [Q(), Q(assignment=None), Q(status="collecting")])
def test_what_stands_far_back_is_found_among_any_requests(
    among: Q, ward: Request, other: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "NEAR", 1)
    monkeypatch.setattr(finding, "RECENT", dict.fromkeys(finding.RECENT, 1))
    given = Request.objects.filter(among)
    there = [request.pk for request in (ward, other) if given.filter(pk=request.pk).exists()]
    for words, keys in {
        "elif yilmaz": [ward.pk],
        "sam visser": [ward.pk],
        "portraits b4": [ward.pk],
        "smit": [other.pk],
    }.items():
        assert finding.by_words(given, words, most=5, people=True).keys == [key for key in keys if key in there]


def test_a_name_that_ends_like_it_is_another_one(
    ward: Request, other: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "NEAR", 0)
    monkeypatch.setattr(finding, "RECENT", dict.fromkeys(finding.RECENT, 0))
    factories.signer(other, "Dieter Hansen")
    factories.signer(ward, "Pieter van Jansen")
    assert found("pieter jansen") == finding.Found([ward.pk])
    assert found("dieter jansen").alike


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (["yilmaz"], ["yilmaz"]),
        (["peter", "jansen"], ["nsen", "eter"]),
        (["noor", "van", "den", "berg", "85"], ["85", "oor", "erg"]),
        (["jo", "b4"], ["b4", "jo"]),
    ],
)
def test_the_index_is_asked_for_the_ends_of_what_few_have(words: list[str], asked: list[str]) -> None:
    assert finding._telling(words) == asked


def test_the_end_of_a_word_may_stand_within_one(ward: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "NEAR", 0)
    monkeypatch.setattr(finding, "RECENT", dict.fromkeys(finding.RECENT, 0))
    factories.signer(ward, "Annemarie Hoogeveen")
    assert found("nemari hoogev") == finding.Found([ward.pk])


def test_nobody_finds_anything_among_nothing(ward: Request) -> None:
    assert finding.by_words(Request.objects.none(), "ward", most=5, people=True).keys == []


def test_what_is_rare_in_each_field_is_put_in_one_order(
    ward: Request, other: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    titled = [factories.request(other.requester, title=f"Visser {number}") for number in range(2)]
    named = factories.request(other.requester, title="Something else")
    factories.signer(named, "Ida Visser")
    newest = factories.request(other.requester, title="Last")
    monkeypatch.setattr(finding, "NEAR", 1)
    monkeypatch.setattr(finding, "RECENT", dict.fromkeys(finding.RECENT, 1))
    assert newest.pk > named.pk
    assert found("visser", most=2).keys == [named.pk, titled[1].pk]


def test_a_name_before_a_title_is_first_though_fewer_names_are_looked_at(
    other: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    titled = [factories.request(other.requester, title=f"Visser {number}") for number in range(2)]
    named = factories.request(other.requester, title="Something else")
    factories.signer(named, "Ida Visser")
    newest = factories.request(other.requester, title="Last")
    monkeypatch.setattr(finding, "NEAR", 1)
    monkeypatch.setattr(finding, "RECENT", dict.fromkeys(finding.RECENT, 100) | {finding.SUBJECT: 1})
    assert newest.pk > named.pk
    assert found("visser", most=2).keys == [named.pk, titled[1].pk]
