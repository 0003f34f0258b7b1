"""What a form of the wizard adds, it adds once: tapped twice, or stored by itself while the same was being added."""

import re

import pytest
from django.test import Client

from consent.models import Request
from tests.requesting.test_wizard import LEE, PLACE, url

pytestmark = pytest.mark.django_db

GROUP = {"group-names": "Kim\nBo", "group-kind": "student", "group-age_group": "adult", "group-language": "en"}


def shown_key(browser: Client, row: Request, step: str, kind: str) -> dict[str, str]:
    """The key of the form that the page shows."""
    found = re.search(rf'name="{kind}-key" value="(\w+)"', browser.get(url(row, step)).text)
    assert found is not None
    return {f"{kind}-key": found[1]}


def add(browser: Client, row: Request, kind: str, data: dict[str, str]) -> int:
    return browser.post(f"/requests/{row.number}/rows/{kind}/", data).status_code


@pytest.mark.parametrize(("kind", "typed", "names"), [("person", LEE, ["Lee"]), ("group", GROUP, ["Kim", "Bo"])])
def test_a_button_that_is_tapped_twice_adds_once(browser, draft, kind, typed, names):
    data = typed | shown_key(browser, draft, "who", kind)
    assert [add(browser, draft, kind, data) for _ in range(2)] == [302, 302]
    assert [one.name for one in draft.subjects.all()] == names


def test_a_place_that_is_sent_twice_is_there_once_without_a_reproach(browser, draft):
    data = PLACE | shown_key(browser, draft, "where", "use")
    assert [add(browser, draft, "use", data) for _ in range(2)] == [302, 302]
    assert [use.name for use in draft.uses.all()] == ["Instagram @sam"]


def test_somebody_who_was_stored_half_typed_while_being_added_does_not_come_back(browser, draft):
    data = LEE | shown_key(browser, draft, "who", "person")
    add(browser, draft, "person", data)
    browser.post(url(draft, "who", "keep/"), data)  # set out before, arrives after
    assert 'value="Lee"' not in browser.get(url(draft, "who")).text
    browser.post(url(draft, "who"), data)
    assert draft.subjects.count() == 1


def test_somebody_else_of_the_same_name_is_added_by_the_next_form(browser, draft):
    for _ in range(2):
        add(browser, draft, "person", LEE | shown_key(browser, draft, "who", "person"))
    assert draft.subjects.count() == 2


def test_what_is_half_typed_keeps_its_key(browser, draft):
    key = shown_key(browser, draft, "who", "person")
    browser.post(url(draft, "who", "keep/"), {"person-name": "Le"} | key)
    assert shown_key(browser, draft, "who", "person") == key


def test_what_was_wrong_is_added_once_it_is_right(browser, draft):
    key = shown_key(browser, draft, "who", "person")
    wrong = browser.post(f"/requests/{draft.number}/rows/person/", LEE | {"person-kind": ""} | key)
    assert (wrong.status_code, key["person-key"] in wrong.text) == (422, True)
    assert add(browser, draft, "person", LEE | key) == 302
    assert draft.subjects.count() == 1


@pytest.mark.parametrize("key", ["", "x" * 500, "\0", "0" * 31])
def test_a_key_that_is_none_of_ours_is_none(browser, draft, key):
    assert add(browser, draft, "person", LEE | {"person-key": key}) == 302
    assert draft.added_rows.count() == 1
    assert key not in {row.key for row in draft.added_rows.all()}
