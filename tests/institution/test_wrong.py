"""What goes wrong between here and the institution, by accident or on purpose: nobody is logged in, and the page says so."""

import json
import logging
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from accounts.institution import client as oidc
from accounts.institution import conversation
from accounts.models import User
from tests.institution.provider import SAM, Institution, Visitor, way_out

pytestmark = pytest.mark.django_db

DOWN, WRONG = "does not answer", "was not right"


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


def there_and_back(client: Client, visitor: Visitor, **what: Any) -> str:
    gone = client.post("/institution/login/")
    return visitor.goes_to(way_out(gone), home=django_settings.BASE_URL, **what)


def refused(client: Client, address: str, words: str) -> None:
    response = client.get(address)
    assert response.status_code in {200, 403, 503}
    assert words in response.text
    assert "_auth_user_id" not in client.session
    assert not User.objects.exists()


def test_cancelling_is_no_error(client: Client, institution: Institution, visitor: Visitor) -> None:
    refused(client, there_and_back(client, visitor, does="cancel"), "You stopped logging in")


@pytest.mark.parametrize(
    "how",
    [
        {"claims": {"aud": "somebody-else"}},
        {"claims": {"aud": ["akkoord", "somebody-else"], "azp": "somebody-else"}},
        {"claims": {"iss": "https://evil.example"}},
        {"claims": {"nonce": "another"}},
        {"without": ["nonce"]},
        {"claims": {"exp": 1_700_000_000}},
        {"without": ["exp"]},
        {"claims": {"iat": 4_000_000_000}},
        {"key": "stranger's"},
        {"alg": "none"},
        {"alg": "HS256"},
        {"claims": {"sub": "somebody-else"}},
        {"userinfo": {"sub": "somebody-else"}},
        {"discovery": {"issuer": "https://evil.example"}},
    ],
    ids=json.dumps,
)
def test_a_token_that_does_not_hold_logs_nobody_in(
    client: Client, institution: Institution, visitor: Visitor, how: dict[str, Any]
) -> None:
    back = there_and_back(client, visitor)
    institution.answers_wrongly(**how)
    refused(client, back, WRONG)


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/jwks", "/me"])
@pytest.mark.parametrize(
    "answer",
    [{"answer": "<p>Sorry.</p>"}, {"answer": "[]"}, {"status": 500}, {"status": 302}, {"answer": '{"keys": 5}'}],
    ids=json.dumps,
)
def test_no_answer_of_the_provider_breaks_a_page(
    client: Client, institution: Institution, visitor: Visitor, path: str, answer: dict[str, Any]
) -> None:
    back = there_and_back(client, visitor)
    institution.answers_wrongly(breaks=path, **answer)
    refused(client, back, "You are not logged in")


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/jwks", "/me"])
def test_a_provider_that_hangs_is_not_waited_for(
    client: Client, institution: Institution, visitor: Visitor, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oidc, "TIMEOUT", (0.3, 0.3))
    back = there_and_back(client, visitor)
    institution.answers_wrongly(stalls=path, seconds=2)
    refused(client, back, DOWN)


def test_a_provider_that_is_gone_is_named(client: Client, institution: Institution, settings: Any) -> None:
    settings.OIDC_SERVER_URL = "http://127.0.0.1:9"
    response = client.post("/institution/login/")
    assert response.status_code == 503
    assert DOWN in response.text
    assert "institution" not in client.session


def test_a_wrong_state_is_refused_and_the_question_is_over(
    client: Client, institution: Institution, visitor: Visitor
) -> None:
    back = there_and_back(client, visitor)
    refused(client, back.replace("state=", "state=x"), WRONG)
    refused(client, back, WRONG)


@pytest.mark.parametrize(
    "query", ["", "?code=1", "?state=1", "?code=1&state=", "?error=access_denied", "?state=é%00&code=%00"]
)
def test_coming_back_without_having_gone_is_refused(client: Client, institution: Institution, query: str) -> None:
    refused(client, f"/institution/login/callback/{query}", WRONG)


def test_an_answer_works_in_the_browser_that_asked_only(
    client: Client, institution: Institution, visitor: Visitor
) -> None:
    back = there_and_back(client, visitor)
    refused(Client(headers={"accept-language": "en"}), back, WRONG)


def test_a_code_works_once(client: Client, institution: Institution, visitor: Visitor) -> None:
    back = there_and_back(client, visitor)
    kept = client.session["institution"]
    assert client.get(back).status_code == 302
    thief = Client(headers={"accept-language": "en"})
    session = thief.session
    session["institution"] = kept
    session.save()
    response = thief.get(back)
    assert (response.status_code, WRONG in response.text) == (403, True)
    assert "_auth_user_id" not in thief.session


def test_a_code_is_worth_nothing_without_its_verifier(
    client: Client, institution: Institution, visitor: Visitor
) -> None:
    back = there_and_back(client, visitor)
    session = client.session
    session["institution"] = session["institution"] | {"verifier": "x" * 64}
    session.save()
    refused(client, back, WRONG)


def test_an_answer_that_took_too_long_is_refused(client: Client, institution: Institution, visitor: Visitor) -> None:
    back = there_and_back(client, visitor)
    session = client.session
    kept = session["institution"]
    session["institution"] = kept | {"began": kept["began"] - conversation.LONGEST.total_seconds() - 1}
    session.save()
    refused(client, back, WRONG)


@pytest.mark.parametrize(
    "claims",
    [
        {"name": ["a", {"b": 1}], "email": {"x": 1}, "eduperson_affiliation": {"x": 1}, "programme": 5},
        {"name": "x" * 5000, "schac_home_organization": ["uni.example"], "programme": ["y" * 5000] * 500},
        {"name": "A\u0000B\u202eC", "eduperson_affiliation": ["\u0000", "", None, 5]},
        {"email": "not an address", "name": None},
    ],
)
def test_claims_of_any_shape_break_nothing(
    client: Client, institution: Institution, visitor: Visitor, claims: dict[str, Any]
) -> None:
    institution.knows(sam=SAM | claims)
    assert client.get(there_and_back(client, visitor)).status_code in {302, 403}
    assert all(len(user.name) <= 150 and "\0" not in user.name for user in User.objects.all())


def test_the_log_tells_why_and_not_who(
    client: Client, institution: Institution, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    back = there_and_back(client, visitor)
    institution.answers_wrongly(claims={"nonce": "another"})
    refused(client, back, WRONG)
    (line,) = [record for record in caplog.records if record.name == "accounts.institution.views"]
    assert (line.getMessage(), line.__dict__["reason"]) == ("institution", "Untrusted: nonce")
    written = " ".join(str(record.__dict__) for record in caplog.records if record.levelno >= logging.INFO)
    assert all(secret not in written for secret in ("Sam Visser", "s.visser", "code=", "state="))


def test_the_pages_are_in_the_readers_language(institution: Institution) -> None:
    dutch = Client(headers={"accept-language": "nl"})
    assert "U bent niet ingelogd" in dutch.get("/institution/login/callback/?code=1&state=1").text
