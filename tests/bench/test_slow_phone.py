"""What counts of Lighthouse's tries: every report; a try whose browser died is made anew, within measure."""

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from bench import slow_phone

CRASH = "Runtime error encountered: Browser tab has unexpectedly crashed."
Say = Callable[..., list[list[str]]]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Say:
    """Let Lighthouse say these, one a try: points, or what stopped it. Returns the commands that were run."""

    def saying(*answers: int | str) -> list[list[str]]:
        left, commands = list(answers), []

        def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
            commands.append(command)
            answer = left.pop(0)
            if isinstance(answer, str):
                return subprocess.CompletedProcess(command, 1, "", answer)
            report = {"categories": {name: {"score": answer / 100} for name in slow_phone.CATEGORIES}}
            return subprocess.CompletedProcess(command, 0, json.dumps(report), "")

        monkeypatch.setattr(subprocess, "run", run)
        monkeypatch.setattr(slow_phone, "program", lambda: "chromium")
        return commands

    return saying


def test_a_low_score_counts(said: Say) -> None:
    assert len(said(100, 42, 43)) == 0
    found = slow_phone.judge("http://localhost/")
    assert found == slow_phone.Judged(dict.fromkeys(slow_phone.CATEGORIES, 43), deaths=0)


def test_a_try_whose_browser_died_is_made_anew_and_told(said: Say) -> None:
    nothing = (
        "Something went wrong with recording the trace over your page load. Please run Lighthouse again. (NO_NAVSTART)"
    )
    commands = said(100, CRASH, 90, "Unable to connect to Chrome", nothing, 100)
    found = slow_phone.judge("http://localhost/", cookie="session=x")
    assert (found.deaths, found.points["performance"]) == (3, 100)
    assert len(commands) == 6
    assert all('--extra-headers={"Cookie": "session=x"}' in command for command in commands)


def test_a_browser_that_keeps_dying_ends_the_bench(said: Say) -> None:
    said(*[CRASH] * 4, 100, 100, 100)
    with pytest.raises(slow_phone.BrowserDied, match="unexpectedly crashed"):
        slow_phone.judge("http://localhost/")


def test_a_page_that_cannot_be_loaded_is_not_tried_again(said: Say) -> None:
    commands = said(
        "Runtime error encountered: Lighthouse was unable to reliably load the page you requested. (Status code: 500)"
    )
    with pytest.raises(RuntimeError, match="Status code: 500"):
        slow_phone.judge("http://localhost/")
    assert len(commands) == 1
