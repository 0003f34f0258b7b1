"""Parts of a signer's page that a process keeps: the same for the same values, and no person among them (decision 0015)."""

import re
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from consent import frames
from consent.models import Contact, Invitation, Request, Signer, Use
from consent.states import State
from consent.templatetags import signer as tags
from tests.signing import browsing, making
from tests.wording import making as publishing

pytestmark = pytest.mark.django_db

GIVEN = {
    "asked", "at_desk", "here", "idle_seconds", "key", "label", "letter_size", "logo", "name", "organisation", "pace",
    "refuse", "role", "screen", "sections", "spoken", "stage", "step",
}  # fmt: skip
"""All that a kept part may be made from: words of the form, the question and its answer, how the page looks, and where in
the site somebody of a role is."""


def kept_parts() -> set[tuple[str, str]]:
    """Return each name and value that a template gives to a kept part."""
    root = Path(settings.BASE_DIR) / "templates"
    tags_found = [
        found
        for file in root.rglob("*.html")
        for found in re.findall(r"{% remembered \"[^\"]+\"([^%]*)%}", file.read_text())
    ]
    return {pair for found in tags_found for pair in re.findall(r"(\w+)=(\S+)", found)}


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> None:
    tags._remembered.cache_clear()
    frames._kept.cache_clear()


def test_no_kept_part_is_given_a_person() -> None:
    given = kept_parts()
    assert {name for name, _ in given} <= GIVEN
    assert {value for name, value in given if name == "name"} == {"step_name"}
    assert {value for name, value in given if name == "label"} == {"field.label"}
    assert {value for _, value in given if value.startswith(("signer", "subject", "sitting", "request", "user"))} == {
        "user.role",
        "user.at_desk",
    }


def test_what_is_kept_names_nobody_who_read_the_form() -> None:
    kept: list[str] = []

    def noted(*values: Any) -> Any:
        kept.append(tags._render(*values))
        return kept[-1]

    client = browsing.chosen(making.signer(name="Wilhelmina Rijkaart"))
    with patch.object(tags, "_remembered", noted):
        pages = [client.get(reverse(f"signing:{page}")).content.decode() for page in ("sheet", "sign")]
    assert all("Wilhelmina Rijkaart" in page for page in pages)
    assert len(kept) > 30
    assert "Rijkaart" not in "".join(kept)


def test_a_look_at_the_form_takes_three_statements(django_assert_num_queries: Any) -> None:
    client = browsing.named(making.signer())
    client.get(reverse("signing:sheet"))
    with django_assert_num_queries(3):  # session; all that the form is filled in with; line of the log
        client.get(reverse("signing:sheet"))


def test_each_language_has_its_own() -> None:
    with translation.override("nl"):
        dutch = tags.remembered("consent/signing/_pace.html", pace="all")
    with translation.override("en"):
        english = tags.remembered("consent/signing/_pace.html", pace="all")
    assert "Everything on one page" in english
    assert "Everything on one page" not in dutch


def test_another_answer_gives_another_part() -> None:
    who = making.signer()
    client = browsing.named(who)
    choice = next(iter(making.answers(who)))
    for value in ("no", "yes"):
        client.post(reverse("signing:sheet"), {choice: value})
        page = client.get(reverse("signing:sheet")).content.decode()
        marked = re.findall(rf'name="{re.escape(choice)}" value="(\w+)"[^>]* checked', page)
        assert marked == [value]


@pytest.fixture
def reader() -> Client:
    """Somebody who has the form before them; it was looked at before, so that all that is kept is kept."""
    client = browsing.named(making.signer())
    assert client.get(reverse("signing:sheet")).status_code == 200
    return client


def test_an_invitation_that_is_withdrawn_shows_at_once(reader: Client) -> None:
    Invitation.objects.update(revoked_at=making.NOW)
    assert reader.get(reverse("signing:sheet")).status_code == 410


def test_a_request_that_is_cancelled_shows_at_once(reader: Client) -> None:
    Request.objects.update(status=State.CANCELLED)
    assert reader.get(reverse("signing:sheet")).status_code == 410


def test_a_name_that_was_corrected_shows_at_once(reader: Client) -> None:
    Signer.objects.update(name="Johanna Wit")
    assert "Johanna Wit" in reader.get(reverse("signing:sheet")).text


def test_a_place_that_was_dropped_is_gone_at_once(reader: Client) -> None:
    use = Use.objects.create(request=Request.objects.get(), channel="teaching", name="Lecture 17")
    assert "Lecture 17" in reader.get(reverse("signing:sheet")).text
    use.dropped_at = making.NOW
    use.save()
    assert "Lecture 17" not in reader.get(reverse("signing:sheet")).text


def test_a_version_that_came_out_is_told_at_once(reader: Client) -> None:
    assert "2" not in notices(reader)
    publishing.publish()
    assert "2" in notices(reader)


def test_another_version_of_the_form_shows_at_once(reader: Client) -> None:
    Request.objects.update(wording=publishing.publish())
    lines = re.findall(r"<dd>([^<]*)</dd>", reader.get(reverse("signing:sheet")).text)
    assert "2, nl" in lines


def notices(reader: Client) -> str:
    return "".join(
        re.findall(r'<div class="notice-body">(.*?)</div>', reader.get(reverse("signing:sheet")).text, re.DOTALL)
    )


def test_another_place_and_another_contact_show_at_once(reader: Client) -> None:
    Use.objects.create(request=Request.objects.get(), channel="teaching", name="Lecture 17")
    Contact.objects.update_or_create(key="communication-team", defaults={"mail": "new@hospital.example"})
    page = reader.get(reverse("signing:sheet")).content.decode()
    assert page.count("Lecture 17") == 2
    assert "new@hospital.example" in page
