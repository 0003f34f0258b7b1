"""Rows of the queue: a frame for each kind of row, filled in with what is a request's own."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from consent import frames
from consent.states import State
from tests import factories

pytestmark = pytest.mark.django_db


def test_two_rows_of_one_kind_say_each_its_own(desk: Client) -> None:
    for name, title in (("Sam Visser", "On the ward"), ("Ada Smit", "In the garden")):
        factories.request(factories.user(f"{title[:2]}@student.example", name=name), status=State.REVIEW, title=title)
    frames._kept_piece.cache_clear()
    text = desk.get("/desk/?q=smit").text + desk.get("/desk/?q=visser").text
    assert frames._kept_piece.cache_info().currsize == 1
    rows = re.findall(r'class="queue-title".*?</tr>', text, re.DOTALL)
    said = [[words in row for words in ("Ada Smit", "In the garden", "Sam Visser", "On the ward")] for row in rows]
    assert said == [[True, True, False, False], [False, False, True, True]]
    assert frames.MARK not in text


def test_what_people_wrote_is_escaped(desk: Client) -> None:
    factories.request(
        factories.user(name='<b>"Sam"</b>'), status=State.REVIEW, title="<script>alert('x')</script> ward"
    )
    text = desk.get("/desk/?q=ward").text
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; ward" in text
    assert "&lt;b&gt;&quot;Sam&quot;&lt;/b&gt;" in text
    assert "<script>alert" not in text


@pytest.mark.parametrize(("language", "words"), [("nl", "beslissen uiterlijk"), ("en", "decide by")])
def test_each_language_has_its_own_rows(desk: Client, language: str, words: str) -> None:
    factories.request(status=State.REVIEW, due_on=timezone.localdate() + timedelta(days=9))
    for one in ("en", "nl"):
        desk.cookies["language"] = one
        desk.get("/desk/")
    desk.cookies["language"] = language
    assert words in desk.get("/desk/").text
