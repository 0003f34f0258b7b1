"""The desk's pages of consent forms, pressed as a person does, without a browser."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consent.models import Wording
from consent.wording import operations
from tests import factories
from tests.wording import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    """A browser of somebody of the desk, in English."""
    client = Client(headers={"accept-language": "en"})
    factories.log_in(client, making.rosa())
    return client


def url(name: str, made: Wording, **keys: Any) -> str:
    return reverse(f"wording:{name}", kwargs={"wording_id": made.pk, **keys})


def typed(made: Wording, **texts: str) -> dict[str, str]:
    """What the form sends for some Dutch texts; a double underscore stands for the dot."""
    named = {key.replace("__", "."): text for key, text in texts.items()}
    stored = dict(made.texts.filter(language="nl").values_list("key", "text"))
    return {f"text:nl:{key}": text for key, text in named.items()} | {
        f"seen:nl:{key}": stored.get(key, "") for key in named
    }


def test_a_version_is_made_edited_looked_at_and_published(desk: Client) -> None:
    """The whole way, by its buttons."""
    overview = desk.get(reverse("wording:overview"))
    assert "Version 1" in overview.content.decode()
    answer = desk.post(url("draft", making.first()))
    made = Wording.objects.get(published_at=None)
    assert answer["Location"] == url("edit", made)
    desk.post(url("save", made), typed(made, statement__07="U krijgt er niets voor."))
    desk.post(url("add", made, what="statement"))
    for language in ("nl", "en"):
        making.write(made, "statement.12", "Nieuw." if language == "nl" else "New.", language=language)
    desk.post(url("move", made, key="statement.12", way="up"))
    desk.post(url("remove", made, key="question.ai"))
    page = desk.get(url("publish", made)).content.decode()
    assert "What changes from version 1" in page
    preview = desk.get(reverse("signing:specimen", args=[made.pk, "nl"])).content.decode()
    assert "U krijgt er niets voor." in preview
    assert 'name="ai"' not in preview
    answer = desk.post(url("publish", made), {"summary": "Shorter, and no AI"})
    assert answer["Location"] == reverse("wording:overview")
    made.refresh_from_db()
    assert (made.version, made.summary, made.published_by) == (2, "Shorter, and no AI", making.rosa())
    assert [part.key for part in making.content(made).told][-2:] == ["statement.12", "statement.11"]


def test_saving_by_itself_returns_only_what_is_said_below_the_box(desk: Client) -> None:
    made = making.draft()
    answer = desk.post(url("save", made), typed(made, title="Mag {dit}?"), headers={"hx-request": "true"})
    said = answer.content.decode()
    assert 'id="notes-nl:title"' in said
    assert "Nothing can be filled in here for: {dit}." in said
    assert 'name="seen:nl:title" value="Mag {dit}?"' in said
    assert "<html" not in said


def test_what_a_colleague_changed_is_shown_and_what_was_typed_stays(desk: Client) -> None:
    made = making.draft()
    sent = typed(made, sign="Mijn zin", refuse="Nee")
    making.write(made, "sign", "Haar zin")
    answer = desk.post(url("save", made), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "A colleague changed this meanwhile into: “Haar zin”." in page
    assert ">Mijn zin</textarea>" in page
    assert made.texts.get(language="nl", key="refuse").text == "Nee"


def test_a_button_stores_first_what_was_typed_and_does_nothing_when_that_fails(desk: Client) -> None:
    made = making.draft()
    desk.post(url("move", made, key="statement.02", way="up"), typed(made, statement__01="Eerst."))
    assert made.texts.get(language="nl", key="statement.01").text == "Eerst."
    assert making.content(made).told[0].key == "statement.02"
    stale = typed(made, statement__01="Anders.")
    making.write(made, "statement.01", "Intussen.")
    assert desk.post(url("remove", made, key="statement.03"), stale).status_code == 409
    assert making.content(made).part("statement.03") is not None


def test_a_text_that_is_too_long_stays_in_its_box(desk: Client) -> None:
    made = making.draft()
    answer = desk.post(url("save", made), typed(made, title="x" * 2001))
    assert answer.status_code == 409
    assert "Use at most 2000 characters." in answer.content.decode()
    assert "x" * 2001 in answer.content.decode()


def test_conditions_are_stored_as_they_are_ticked(desk: Client) -> None:
    made = making.draft()
    sent = {"limits:question.ai": "on", "kind:question.ai": ["staff", "nobody"], "channel:question.ai": ["teaching"]}
    desk.post(url("save", made), sent)
    part = making.content(made).part("question.ai")
    assert part is not None
    assert (part.kinds, part.channels) == (frozenset({"staff"}), frozenset({"teaching"}))
    desk.post(url("save", made), {"limits:question.term": "on", "kind:question.term": ["staff"]})
    term = making.content(made).part("question.term")
    assert term is not None
    assert term.kinds == frozenset()


def test_markup_and_zero_bytes_are_only_text(desk: Client) -> None:
    made = making.draft()
    desk.post(url("save", made), typed(made, title="<b>x</b>\x00 &"))
    assert made.texts.get(language="nl", key="title").text == "<b>x</b> &"
    assert "&lt;b&gt;x&lt;/b&gt; &amp;" in desk.get(url("edit", made)).content.decode()


def test_a_language_we_know_needs_only_its_code(desk: Client) -> None:
    made = making.draft()
    assert desk.post(url("add_language", made), {"code": "AR"}).status_code == 302
    row = made.languages.get(code="ar")
    assert (row.name, row.direction) == ("العربيّة", "rtl")
    page = desk.get(url("edit", made)).content.decode()
    assert 'dir="rtl"' in page
    assert desk.post(url("add_language", made), {"code": "ar"}).status_code == 422


@pytest.mark.parametrize("code", ["", "x", "1a", "toolong", "ti"])
def test_a_language_that_cannot_be_says_so_beside_the_field(desk: Client, code: str) -> None:
    made = making.draft()
    answer = desk.post(url("add_language", made), {"code": code})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert made.languages.count() == 2


def test_a_page_read_from_right_to_left_says_so(desk: Client) -> None:
    made = making.draft()
    desk.post(url("add_language", made), {"code": "ar"})
    making.write(made, "title", "الموافقة", language="ar")
    page = desk.get(reverse("signing:specimen", args=[made.pk, "ar"])).content.decode()
    assert '<html lang="en" dir="rtl"' in page
    assert '<h1 lang="ar">الموافقة</h1>' in page
    assert desk.get(reverse("signing:specimen", args=[made.pk, "fa"])).status_code == 404


def test_a_preview_shows_what_somebody_of_that_kind_would_be_asked(desk: Client) -> None:
    address = reverse("signing:specimen", args=[making.first().pk, "en"])
    assert 'name="health"' in desk.get(address, {"kind": "patient"}).content.decode()
    staff = desk.get(address, {"kind": "staff", "where": "inside"}).content.decode()
    assert 'name="health"' not in staff
    assert 'name="tagging"' not in staff
    assert desk.get(address, {"kind": "nobody"}).status_code == 404


def test_the_pdf_of_a_draft_is_no_sealed_document_and_says_draft(desk: Client) -> None:
    answer = desk.get(reverse("archive:specimen", args=[making.ready().pk, "en"]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.7")
    assert b"/ByteRange" not in answer.content


def test_a_draft_that_is_not_ready_lists_what_to_put_right_and_offers_no_button(desk: Client) -> None:
    made = making.ready()
    making.write(made, "statement.10", "Vragen: {telefoon}.")
    page = desk.get(url("publish", made)).content.decode()
    assert f'href="{url("edit", made)}#text-nl:statement.10"' in page
    assert "Publish this version" not in page
    assert desk.post(url("publish", made), {"summary": "x"}).status_code == 409
    assert Wording.objects.exclude(published_at=None).count() == 1


def test_without_a_summary_nothing_is_published(desk: Client) -> None:
    made = making.ready()
    answer = desk.post(url("publish", made), {"summary": "  "})
    assert answer.status_code == 422
    assert "Say in a sentence what changed." in answer.content.decode()


def test_the_slower_of_two_drafts_is_told_and_can_catch_up(desk: Client) -> None:
    late = making.ready()
    two = making.publish()
    assert desk.post(url("publish", late), {"summary": "x"}).status_code == 409
    assert "Version 2 was published since this draft began" in desk.get(url("publish", late)).content.decode()
    compared = desk.get(url("compare", late, other_id=two.pk)).content.decode()
    assert "this draft may follow version 2" in compared
    desk.post(url("catch_up", late, newest_id=two.pk))
    late.refresh_from_db()
    assert late.follows == two


def test_words_that_differ_are_marked_by_more_than_colour(desk: Client) -> None:
    made = making.draft()
    making.write(made, "title", "Toestemming voor foto's")
    page = desk.get(url("compare", made, other_id=making.first().pk)).content.decode()
    assert '<del><span class="reader-only">[gone: </span>opnamen<span class="reader-only">]</span></del>' in page
    assert '<ins><span class="reader-only">[new: </span>foto&#x27;s<span class="reader-only">]</span></ins>' in page
    assert "intro" not in page


@pytest.mark.parametrize("ended", ["published", "discarded"])
def test_whoever_still_edits_what_is_no_draft_any_more_is_told_and_keeps_the_words(desk: Client, ended: str) -> None:
    made = making.ready()
    sent = typed(made, title="Mijn nieuwe titel")
    if ended == "published":
        making.publish(made)
    else:
        operations.discard(wording_id=made.pk, by=making.rosa(), now=making.NOW)
    answer = desk.post(url("save", made), sent)
    assert answer.status_code == 409
    assert "Mijn nieuwe titel" in answer.content.decode()
    assert desk.get(url("edit", made)).status_code == (302 if ended == "published" else 404)


def test_a_draft_is_thrown_away(desk: Client) -> None:
    made = making.ready()
    desk.post(url("discard", made))
    assert not Wording.objects.filter(published_at=None).exists()
    assert "draft thrown away" in desk.get(reverse("wording:overview")).content.decode()


def test_the_editor_asks_the_same_number_of_questions_of_the_database_however_long_the_form(
    desk: Client, django_assert_num_queries: Any
) -> None:
    made = making.draft()
    desk.get(url("edit", made))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as before:
        desk.get(url("edit", made))
    for _ in range(5):
        operations.add_told(wording_id=made.pk, what="statement")
    with django_assert_num_queries(len(before)):
        desk.get(url("edit", made))
