"""The demo's mailbox: every mail can be read, its links followed, and nothing in it runs."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse

from demo.mail import MailboxBackend
from demo.models import Mail

pytestmark = pytest.mark.django_db


def mail(to: str = "jan@home.example", subject: str = "Sign", text: str = "Hello") -> Mail:
    return Mail.objects.create(
        sender="a@b.example", recipients=to, subject=subject, text=text, html="<script>1</script>"
    )


def test_what_is_sent_is_kept_as_text_and_html() -> None:
    message = EmailMultiAlternatives("Title", "Text\n", "from@b.example", ["to@b.example"])
    message.attach_alternative("<p>Text</p>", "text/html")
    assert MailboxBackend(alias="default").send_messages([message]) == 1
    assert list(Mail.objects.values_list("sender", "recipients", "subject", "text", "html")) == [
        ("from@b.example", "to@b.example", "Title", "Text\n", "<p>Text</p>")
    ]


def test_the_newest_comes_first_with_the_count(client: Client) -> None:
    mail(subject="First"), mail(subject="Second")
    page = client.get(reverse("demo:mailbox")).content.decode()
    assert page.index("Second") < page.index("First")
    assert '<span class="count">2</span>' in page


def test_only_mails_to_one_person_are_shown(client: Client) -> None:
    mail("jan@home.example", "For Jan"), mail("eva@home.example", "For Eva")
    page = client.get(reverse("demo:mailbox"), {"to": "EVA@"}).content.decode()
    assert "For Eva" in page
    assert "For Jan" not in page


def test_an_empty_mailbox_says_so(client: Client) -> None:
    assert "empty" in client.get(reverse("demo:mailbox")).content.decode()
    mail()
    response = client.get(reverse("demo:mailbox"), {"to": "nobody@"}, headers={"Accept-Language": "en"})
    assert "No mail to this address" in response.content.decode()


def test_links_in_a_mail_can_be_followed_and_markup_stays_text(client: Client) -> None:
    row = mail(text="Sign here: http://localhost:8000/sign/link/abc_-1/\n\n<script>alert(1)</script>")
    page = client.get(reverse("demo:mail", args=[row.pk])).content.decode()
    assert '<a href="http://localhost:8000/sign/link/abc_-1/"' in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_mail_that_is_not_there_and_a_page_too_far_break_nothing(client: Client) -> None:
    assert client.get(reverse("demo:mail", args=[1])).status_code == 404
    assert client.get(reverse("demo:mailbox"), {"page": "99"}).status_code == 200
    assert client.get(reverse("demo:mailbox"), {"to": "x" * 400}).status_code == 200
    assert client.post(reverse("demo:mailbox")).status_code == 405


def test_the_list_is_a_constant_number_of_queries(client: Client, django_assert_num_queries) -> None:
    mail()
    with django_assert_num_queries(2):
        client.get(reverse("demo:mailbox"))
    mail(), mail()
    with django_assert_num_queries(2):
        client.get(reverse("demo:mailbox"))
