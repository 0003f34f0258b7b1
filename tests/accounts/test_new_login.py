"""Who logs in on a device gets nothing of whoever used it before."""

import pytest
from django.test import Client
from django.urls import reverse

from consent.states import State
from tests import factories
from tests.signing import browsing

pytestmark = pytest.mark.django_db


def test_a_form_that_somebody_began_ends_when_the_student_logs_in_again() -> None:
    row = factories.request(status=State.COLLECTING)
    client = browsing.named(factories.signer(row))
    client.post(reverse("account_login"), {"login": row.requester.email, "password": factories.PASSWORD})
    assert client.get(reverse("home")).status_code == 200
    assert client.get(reverse("signing:sheet")).status_code == 403


@pytest.mark.parametrize("language", ["zh-hans", "de", "", "nl\0"])
def test_an_account_only_speaks_a_language_of_the_site(language: str) -> None:
    user = factories.user()
    client = Client()
    client.force_login(user)
    assert client.post(reverse("set_language"), {"language": language}).status_code == 302
    user.refresh_from_db()
    assert user.language == "nl"
