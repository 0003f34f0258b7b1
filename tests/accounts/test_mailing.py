"""Mails in the hospital's name say what we wrote: what people typed cannot become a letter or a link."""

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from consent.signing import mails
from consent.states import State
from tests import factories

pytestmark = pytest.mark.django_db


def letter(name: str) -> tuple[str, str]:
    """Invite somebody with this name, and return the text and the HTML of the mail."""
    signer = factories.signer(factories.request(status=State.COLLECTING), name, mail="jan@home.example", language="en")
    mails.invitation(signer=signer, token="the-token")
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    return str(sent.body), str(sent.alternatives[0][0])


def test_a_name_stays_on_its_line() -> None:
    text, _ = letter("Jan\r\n\r\nYour account is blocked.")
    assert text.splitlines()[0] == "Hello Jan Your account is blocked.,"


def test_only_our_own_addresses_are_links() -> None:
    _, html = letter(f"www.evil.example https://evil.example {settings.BASE_URL}.evil.example a@evil.example")
    link = f"{settings.BASE_URL}/sign/link/the-token/"
    assert html.count("<a ") == html.count(f'<a href="{link}">{link}</a>') == 1


def test_markup_is_shown_as_it_was_typed() -> None:
    _, html = letter('<img src="x">')
    assert "&lt;img src=&quot;x&quot;&gt;" in html
