"""The design's tags and files: states have faces, icons exist, dates are said in words, stylesheets keep the rules."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from consent.models.choices import Channel, Medium
from consent.states import EventKind, SignerStatus, State, SubjectStatus
from consent.templatetags import akkoord

STYLESHEETS = sorted((settings.BASE_DIR / "static" / "css").rglob("*.css"))
OWN = [file for file in STYLESHEETS if "pdf" not in file.parts]
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
"""A Monday; 12:00 in Utrecht."""


def render(source: str, **context: object) -> str:
    return Template("{% load akkoord %}" + source).render(Context(context)).strip()


def test_every_state_of_a_request_a_subject_and_a_signer_has_a_face() -> None:
    assert set(akkoord.LOOKS) == {*State.values, *SubjectStatus.values, *SignerStatus.values}


def test_every_kind_of_event_has_a_face() -> None:
    assert set(akkoord.EVENT_LOOKS) == set(EventKind.values)


def test_every_medium_and_channel_has_its_own_pictogram() -> None:
    assert set(akkoord.PICTOGRAMS) == {*Medium.values, *Channel.values}
    assert len(set(akkoord.PICTOGRAMS.values())) == len(akkoord.PICTOGRAMS)


@pytest.mark.parametrize(
    "name",
    sorted(
        {look.icon for look in akkoord.LOOKS.values()}
        | {look.icon for look in akkoord.EVENT_LOOKS.values()}
        | set(akkoord.PICTOGRAMS.values())
    ),
)
def test_every_icon_is_drawn(name: str) -> None:
    assert re.search(r"<(path|circle|rect|line)", akkoord.drawing(name))


def test_every_icon_that_a_template_names_is_there() -> None:
    named = {
        name
        for file in (settings.BASE_DIR / "templates").rglob("*.html")
        for name in re.findall(r'{%\s*icon "([^"]+)"', file.read_text(encoding="utf-8"))
    }
    assert named
    for name in named:
        assert akkoord.drawing(name)


def test_an_unknown_icon_is_a_mistake_that_shows() -> None:
    with pytest.raises(FileNotFoundError):
        akkoord.icon("no-such-icon")


def test_a_state_is_a_word_an_icon_and_a_colour() -> None:
    with translation.override("en"):
        html = render("{% status state %}", state="approved")
    assert html.startswith('<span class="status status-good"><svg class="icon"')
    assert html.endswith('<span class="status-word">approved</span></span>')


def test_a_state_can_be_said_in_another_word_without_letting_markup_in() -> None:
    assert "&lt;b&gt;" in render("{% status 'waiting' word %}", word="<b>")


@pytest.mark.parametrize(
    ("moment", "english", "dutch"),
    [
        (datetime(2026, 11, 23, 13, 30, tzinfo=UTC), "today at 14:30", "vandaag om 14:30"),
        (datetime(2026, 11, 24, 9, tzinfo=UTC), "tomorrow at 10:00", "morgen om 10:00"),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "today at 00:30", "vandaag om 00:30"),
        (datetime(2026, 11, 22, 9, tzinfo=UTC), "yesterday at 10:00", "gisteren om 10:00"),
        (date(2026, 11, 27), "Friday 27 November", "vrijdag 27 november"),
        (date(2026, 11, 30), "30 November 2026", "30 november 2026"),
        (date(2026, 11, 20), "20 November 2026", "20 november 2026"),
        (date(2027, 5, 1), "1 May 2027", "1 mei 2027"),
    ],
)
def test_dates_are_said_in_words(moment: date, english: str, dutch: str) -> None:
    with time_machine.travel(NOON, tick=False):
        for language, words in (("en", english), ("nl", dutch)):
            with translation.override(language):
                assert render("{{ moment|when }}", moment=moment).endswith(f">{words}</time>")


def test_the_exact_moment_stands_behind_the_words() -> None:
    with time_machine.travel(NOON, tick=False), translation.override("en"):
        html = render("{{ moment|when }}", moment=datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert html == (
        '<time datetime="2026-11-24T10:00:00+01:00" title="Tuesday 24 November 2026, 10:00">tomorrow at 10:00</time>'
    )


def test_no_date_gives_nothing() -> None:
    assert render("{{ moment|when }}", moment=None) == ""


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.name)
def test_stylesheets_have_no_important_and_no_ids(file: Path) -> None:
    css = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert "!important" not in css
    assert not re.findall(r"(?m)^\s*[^{};:]*#[a-z][\w-]*\s*[,{]", css)


@pytest.mark.parametrize("file", sorted(settings.BASE_DIR.glob("static/css/signer*.css")), ids=lambda file: file.name)
def test_a_signers_page_turns_round_whole_for_who_reads_from_right_to_left(file: Path) -> None:
    sides = (
        r"(?:^|[\s;{-])(?:left|right)(?:-[\w-]+)?:|inset: \S+ \S+ \S+ \S+;|(?:margin|padding): \S+ \S+ \S+ [^;\s)]+;"
    )
    assert re.findall(sides, file.read_text(encoding="utf-8")) == []


def test_the_signers_stylesheet_stays_small() -> None:
    sheets = ("signer.css", "signer-sheet.css", "signer-controls.css")
    assert sum((settings.BASE_DIR / "static" / "css" / sheet).stat().st_size for sheet in sheets) < 15_000


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_need_no_database_and_speak_both_languages(name: str) -> None:
    html = render_to_string(name)
    assert '<html lang="nl">' in html
    assert '<section lang="en">' in html
    assert html.count("<h1>") == 1
