"""The form as it is looked at: a frame that is kept, and in its gaps what is a signer's own (decision 0015)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from consent import frames
from consent.models import Signer
from consent.sheet import Sheet
from consent.signing import screens
from consent.signing.forms import ChoicesForm
from consent.signing.screens import Screen
from consent.signing.views import form_page, sitting
from consent.signing.views.sitting import Sitting
from tests.signing import browsing, making

pytestmark = pytest.mark.django_db
SHEET = reverse("signing:sheet")
NAME, SENTENCE = 'Wilhelmina <b> O\'Neil & "Co"', "Asthma & 'more' <i>\"so\"</i>"


def rendered(
    request: HttpRequest,
    who: Sitting,
    shown: Sheet,
    *,
    place: Screen,
    channels: Mapping[int, str],
    notices: form_page.Notices,
) -> HttpResponse:
    """The form without a frame: the template, with the signer's own values in it."""
    only = [choice.id for choice in screens.asked_on(place, shown=shown)]
    form = ChoicesForm(initial=who.draft, sheet=shown, channels=channels, only=only)
    values = {"sheet": shown, "screen": place, "form": form, **notices._asdict()}
    return sitting.page(request, who, "sheet", values)


def read(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1token", page.text).lstrip()


@pytest.fixture(params=["student", "patient"])
def who(request: pytest.FixtureRequest) -> Signer:
    return making.signer(making.collecting(purpose=SENTENCE, place=NAME), NAME, kind=request.param)


@pytest.fixture(autouse=True)
def kept() -> Iterator[list[frames.Frame]]:
    """The frames that were made: nothing else is kept."""
    frames._kept.cache_clear()
    made: list[frames.Frame] = []

    def noted(*values: Any) -> frames.Frame:
        made.append(frames._made(*values))
        return made[-1]

    with patch.object(frames, "_kept", noted):
        yield made


@pytest.mark.parametrize("look", ["size:large", "language:en", "pace:one"])
@pytest.mark.parametrize("address", [SHEET, f"{SHEET}?question=2&then=sign"])
@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_frame_that_is_filled_in_is_the_page_as_the_template_makes_it(
    who: Signer, look: str, address: str, answer: str
) -> None:
    client = browsing.named(who)
    client.get(SHEET)
    answers = making.answers(browsing.fresh(who), answer)
    client.post(SHEET, answers | {"health": "sentence", "health_sentence": SENTENCE, "look": look})
    framed = read(client, address)
    with patch.object(form_page, "show", rendered):
        assert framed == read(client, address)
    assert ("checked" in framed) == ("<fieldset" in framed)


def test_a_frame_holds_neither_names_nor_answers(who: Signer, kept: list[frames.Frame]) -> None:
    client = browsing.named(who)
    first = read(client, SHEET)
    client.post(
        SHEET, making.answers(browsing.fresh(who)) | {"health": "sentence", "health_sentence": SENTENCE, "look": "-"}
    )
    assert "checked" in read(client, SHEET)
    assert "checked" not in first
    before, after = (b"".join(texts).decode() for texts, *_ in kept)
    assert before == after
    for own in ("Wilhelmina", "Asthma", "Sam", "checked", f"sheet-{who.pk}"):
        assert own in read(client, SHEET)
        assert own not in before


def test_a_message_is_shown_once_and_is_in_no_frame(who: Signer, kept: list[frames.Frame]) -> None:
    client = browsing.named(who)

    def telling(request: HttpRequest, *values: Any, **more: Any) -> HttpResponse:
        messages.success(request, "Well done <b>")
        return show(request, *values, **more)

    show = form_page.show
    with patch.object(form_page, "show", telling):
        assert "Well done &lt;b&gt;" in read(client, SHEET)
    assert "Well done" not in read(client, SHEET)
    assert all(b"Well done" not in b"".join(texts) for texts, *_ in kept)


def test_every_page_has_a_token_of_its_own(who: Signer) -> None:
    client = browsing.named(who)
    tokens = [set(re.findall(r'csrfmiddlewaretoken" value="(\w+)', client.get(SHEET).text)) for _ in range(2)]
    assert len(tokens[0] | tokens[1]) == 2


def test_a_browser_without_the_secret_gets_one_and_keeps_it(who: Signer) -> None:
    client = browsing.named(who)
    del client.cookies["csrf"]
    assert "csrf" in client.get(SHEET).cookies
    assert "csrf" not in client.get(SHEET).cookies


@pytest.mark.parametrize(("forged", "status"), [(False, 302), (True, 403)])
def test_the_token_of_the_page_lets_its_form_in_and_no_other(who: Signer, forged: bool, status: int) -> None:
    client = browsing.named(who)
    guarded = Client(enforce_csrf_checks=True)
    guarded.cookies = client.cookies
    (token,) = set(re.findall(r'csrfmiddlewaretoken" value="(\w+)', guarded.get(SHEET).text))
    token = token[:-1] + ("a" if token[-1] == "b" else "b") if forged else token
    assert guarded.post(SHEET, {"look": "size:large", "csrfmiddlewaretoken": token}).status_code == status
