"""A token of ours is a token of Django's: it reads it, and no two are alike."""

from collections import Counter

import pytest
from django.http import HttpResponse
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_TOKEN_LENGTH, CsrfViewMiddleware
from django.test import RequestFactory

from accounts import forgery

SECRET = "abcXYZ789" + "9" * 23
OTHER = "b" + SECRET[1:]


def answer(cookie: str, token: str) -> int:
    """Return what a page answers to a posted form with this token."""
    request = RequestFactory(headers={"cookie": f"csrf={cookie}"}).post("/", {"csrfmiddlewaretoken": token})
    guard = CsrfViewMiddleware(lambda _: HttpResponse())
    guard.process_request(request)
    refused = guard.process_view(request, lambda _: HttpResponse(), (), {})
    return refused.status_code if refused else 200


@pytest.mark.parametrize("secret", [SECRET, "a" * 32, "9" * 32])
def test_django_takes_it_with_its_own_secret_only(secret: str) -> None:
    for _ in range(50):
        assert answer(secret, forgery.masked(secret)) == 200
    assert answer(OTHER, forgery.masked(secret)) == 403


def test_every_token_is_another_one() -> None:
    tokens = {forgery.masked(SECRET) for _ in range(200)}
    assert len(tokens) == 200
    assert {len(token) for token in tokens} == {CSRF_TOKEN_LENGTH}


def test_every_letter_of_a_mask_comes_as_often_as_any_other() -> None:
    seen = Counter(letter for _ in range(4000) for letter in forgery.masked(SECRET)[:32])
    assert set(seen) == set(CSRF_ALLOWED_CHARS)
    expected = 4000 * 32 / len(CSRF_ALLOWED_CHARS)
    assert all(0.85 < times / expected < 1.15 for times in seen.values())
