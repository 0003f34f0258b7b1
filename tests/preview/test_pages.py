"""The requester's page and the signer's, as browsers ask for them."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role
from consent.models import Preview, PreviewAnswer, Request
from consent.preview import files
from tests import factories
from tests.preview import making
from tests.preview.making import say, show

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: making.NOW)


def requester(row: Request) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(row.requester)
    return client


def post(row: Request, **fields: Any) -> Any:
    values = {"what": f"{row.uses.get().pk}-photo", "title": "A post", "words": "", "link": ""} | fields
    return requester(row).post(f"/requests/{row.number}/previews/new/", values)


def page(row: Request, name: str, preview: Preview, more: str = "", **headers: str) -> Any:
    address = f"/mine/{making.token(row, name)}/previews/{preview.pk}/{more}"
    return Client().get(address, {"language": "en"}, headers=headers)


def test_the_requester_shows_a_picture_and_it_is_drawn_anew(folder: Path) -> None:
    row = making.approved("Jan")
    response = post(row, file=making.picture("PNG"))
    assert (response.status_code, response["Location"]) == (302, f"/requests/{row.number}/previews/")
    preview = Preview.objects.get()
    assert (preview.content_type, preview.title) == ("image/jpeg", "A post")
    assert [one.name for one in folder.iterdir()] == [preview.file]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "There is nothing to see yet"),
        ({"file": making.upload(b"<svg>", "a.jpg")}, "This cannot be shown on every device"),
        ({"file": making.upload(b"\xff\xd8\xff\xe0 no picture", "a.jpg")}, "This cannot be shown on every device"),
        ({"link": "http://plain.example/"}, "begins with https://"),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"words": "x", "what": "987-photo"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_shown_is_said_and_nothing_is_kept(fields: dict[str, Any], said: str, folder: Path) -> None:
    response = post(making.approved("Jan"), **fields)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Preview.objects.exists()
    assert list(folder.iterdir()) == []


def test_a_body_that_is_too_large_is_refused_unread(settings: Any) -> None:
    settings.PREVIEW_MAX_BYTES = -20_000 + 100
    response = post(making.approved("Jan"), words="x" * 200)
    assert response.status_code == 302
    assert not Preview.objects.exists()


def test_a_forged_post_shows_nothing() -> None:
    row = making.approved("Jan")
    client = Client(enforce_csrf_checks=True)
    client.force_login(row.requester)
    values = {"what": f"{row.uses.get().pk}-photo", "title": "A post", "words": "x"}
    assert client.post(f"/requests/{row.number}/previews/new/", values).status_code == 403
    assert not Preview.objects.exists()


def test_a_file_whose_piece_is_refused_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = making.approved("Jan")
    monkeypatch.setattr("consent.preview.operations.MOST_WAITING", 0)
    assert post(row, file=making.upload(making.FILM)).status_code == 422
    assert list(folder.iterdir()) == []


def test_the_requester_sees_how_many_answered_and_nobody_s_name_or_no() -> None:
    row = making.approved("Jan", "Mia", others=("Piet",))
    preview = show(row)
    before = requester(row).get(f"/requests/{row.number}/previews/").content.decode()
    say(row, "Jan", preview, "no")
    after = requester(row).get(f"/requests/{row.number}/previews/").content.decode()
    assert "0 of 2 people answered" in before
    assert "1 of 2 people answered" in after
    assert "may not be published" not in after
    assert not any(name in before + after for name in ("Jan", "Mia", "Piet"))


def test_the_desk_sees_who_said_what() -> None:
    row = making.approved("Jan", "Mia")
    say(row, "Jan", show(row), "no")
    client = Client(headers={"accept-language": "en"})
    factories.log_in(client, factories.user("rosa@desk.example", role=Role.REVIEWER))
    text = " ".join(client.get(f"/requests/{row.number}/previews/").content.decode().split())
    assert '<li>Jan: <span class="answer answer-no">' in text.replace("<li>Jan:  ", "<li>Jan: ")


@pytest.mark.parametrize("value", ["yes", "no"])
def test_a_signer_looks_and_answers(value: str) -> None:
    row = making.approved("Jan")
    preview = show(row, words="See my <b>ward</b>")
    shown = page(row, "Jan", preview)
    assert "See my &lt;b&gt;ward&lt;/b&gt;" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    address = f"/mine/{making.token(row, 'Jan')}/previews/{preview.pk}/answer/"
    assert Client().post(address, {"value": value}).status_code == 302
    assert PreviewAnswer.objects.get().value == value
    assert Client().post(address, {"value": "yes"}).status_code == 302
    assert PreviewAnswer.objects.get().value == value


def test_looking_answers_nothing() -> None:
    row = making.approved("Jan")
    preview = show(row)
    page(row, "Jan", preview)
    assert page(row, "Jan", preview, "answer/").status_code == 405
    assert not PreviewAnswer.objects.exists()


def test_who_did_not_ask_sees_neither_page_nor_file() -> None:
    row = making.approved("Jan", others=("Piet",))
    preview = show(row, file=files.keep(making.upload(making.FILM)))
    assert page(row, "Piet", preview).status_code == 404
    assert page(row, "Piet", preview, "file/").status_code == 404
    assert Client().get(f"/mine/nothing/previews/{preview.pk}/file/").status_code == 404
    other = making.approved("Mia", requester="mila@student.example")
    assert page(other, "Mia", preview, "file/").status_code == 404


def test_a_file_comes_as_what_it_is_and_nothing_runs_in_it() -> None:
    row = making.approved("Jan")
    film = page(row, "Jan", show(row, file=files.keep(making.upload(making.FILM))), "file/")
    assert b"".join(film.streaming_content) == making.FILM
    wanted = {
        "Content-Type": "video/mp4",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Length": str(len(making.FILM)),
        "Accept-Ranges": "bytes",
    }
    assert {name: film[name] for name in wanted} == wanted
    assert film["Content-Disposition"].startswith("inline;")


def test_a_pdf_is_a_download() -> None:
    row = making.approved("Jan")
    pdf = page(row, "Jan", show(row, file=files.keep(making.upload(making.PDF))), "file/")
    assert pdf["Content-Disposition"].startswith("attachment;")


def test_a_player_gets_a_part() -> None:
    row = making.approved("Jan")
    preview = show(row, file=files.keep(making.upload(making.FILM)))
    part = page(row, "Jan", preview, "file/", range="bytes=10-19")
    assert (part.status_code, b"".join(part.streaming_content)) == (206, making.FILM[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{len(making.FILM)}"
    assert page(row, "Jan", preview, "file/", range="bytes=99999-").status_code == 416


def test_a_film_may_play_on_the_page_and_nowhere_else() -> None:
    row = making.approved("Jan")
    preview = show(row, file=files.keep(making.upload(making.FILM)))
    assert "media-src 'self'" in page(row, "Jan", preview)["Content-Security-Policy"]
    own = Client().get(f"/mine/{making.token(row, 'Jan')}/")
    assert "media-src" not in own["Content-Security-Policy"]


def test_the_own_page_leads_to_what_waits() -> None:
    row = making.approved("Jan", others=("Piet",))
    preview = show(row)
    assert f"/previews/{preview.pk}/" in Client().get(f"/mine/{making.token(row, 'Jan')}/").content.decode()
    assert "/previews/" not in Client().get(f"/mine/{making.token(row, 'Piet')}/").content.decode()


def test_a_gone_file_is_said_and_not_given() -> None:
    row = making.approved("Jan")
    preview = show(row, file=files.keep(making.upload(making.FILM)))
    Preview.objects.filter(pk=preview.pk).update(removed_at=making.NOW)
    assert "The file is removed" in page(row, "Jan", preview).content.decode()
    assert page(row, "Jan", preview, "file/").status_code == 404
    lost = show(row, file=files.keep(making.upload(making.FILM)))
    files.remove(lost.file)
    assert page(row, "Jan", lost, "file/").status_code == 404


def test_the_publication_form_offers_the_piece_that_was_agreed() -> None:
    row = making.approved("Jan")
    agreed, _other = show(row, title="The first"), show(row, title="The second")
    say(row, "Jan", agreed, "yes")
    text = requester(row).get(f"/requests/{row.number}/publications/").content.decode()
    assert f'value="{row.uses.get().pk}-photo-{agreed.pk}"' in text
    assert "The second" not in text
