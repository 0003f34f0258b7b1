"""Guesses at one account's second step, all at once."""

from functools import partial

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from accounts.models import Role
from tests import factories
from tests.concurrency.races import at_once


@pytest.mark.django_db(transaction=True)
def test_eight_wrong_codes_at_once_from_eight_sessions_are_counted_one_by_one() -> None:
    rosa = factories.user("rosa@desk.example", role=Role.REVIEWER)
    TOTP.activate(rosa, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    browsers = [Client() for _ in range(8)]
    for browser in browsers:
        browser.cookies["language"] = "en"
        browser.post("/login/", {"login": rosa.email, "password": factories.PASSWORD})

    def guess(browser: Client) -> str:
        page = browser.post("/factor/code/", {"code": "000000"}).content.decode()
        return "looked at" if "This code is not right" in page else "stopped" if "Too many wrong" in page else page

    answers = at_once([partial(guess, browser) for browser in browsers])
    assert sorted(answers) == ["looked at"] * 5 + ["stopped"] * 3
