"""Look up, download, verify: what each person gets to see, and what nobody does."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from consent import store
from consent.archive import queries
from consent.models import Access, Document, Voiding, Withdrawal
from consent.states import State
from tests import factories
from tests.archive import making
from tests.archive.making import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    client = Client()
    factories.log_in(client, making.rosa())
    return client


def look_up(client: Client, number: str) -> tuple[int, str]:
    response = client.get(reverse("archive:look_up"), {"number": number})
    return response.status_code, response.headers.get("Location", response.content.decode())


def offered(client: Client, content: bytes) -> str:
    response = client.post(reverse("archive:verify"), {"file": SimpleUploadedFile("form.pdf", content)})
    assert response.status_code == 200
    return response.content.decode()


def test_the_desk_goes_straight_to_the_request(desk: Client) -> None:
    row = making.request()
    assert look_up(desk, row.number) == (302, reverse("review:detail", args=[row.number]))


def test_a_look_up_works_where_the_proxy_gives_no_address(desk: Client) -> None:
    row = making.request()
    assert desk.get(reverse("archive:look_up"), {"number": row.number}, REMOTE_ADDR="").status_code == 302


def test_the_number_may_be_typed_as_people_do(desk: Client) -> None:
    row = making.request()
    typed = f" {row.number[:3].lower()}–{row.number[3:5]} {row.number[5:]} "
    assert look_up(desk, typed)[0] == 302


def test_a_requester_goes_to_the_page_of_their_own_request(client: Client) -> None:
    row = making.request()
    factories.log_in(client, row.requester)
    assert look_up(client, row.number) == (302, reverse("requesting:detail", args=[row.number]))


def test_a_swapped_pair_is_called_a_typing_error_and_is_kept(desk: Client) -> None:
    number = making.request().number
    pair = next(i for i in range(6) if number[i] != number[i + 1])
    swapped = number[:pair] + number[pair + 1] + number[pair] + number[pair + 2 :]
    status, page = look_up(desk, swapped)
    assert status == 422
    assert "typing error" in page or "typefout" in page
    assert f'value="{swapped}"' in page


def test_what_was_typed_is_shown_as_text(client: Client) -> None:
    factories.log_in(client, factories.user())
    assert "<script>" not in look_up(client, '"><script>')[1].split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("which", ["nobody's", "somebody else's", "a draft"])
def test_unknown_and_secret_numbers_give_the_same_answer(client: Client, which: str) -> None:
    number = "2222222"
    if which == "somebody else's":
        number = making.request().number
    if which == "a draft":
        number = factories.request(status=State.DRAFT).number
    factories.log_in(client, factories.user("eve@student.example") if which != "a draft" else making.rosa())
    status, page = look_up(client, number)
    assert status == 404
    assert _main(page).replace(number, "") == _main(look_up(client, "2222222")[1]).replace("2222222", "")


def _main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def test_an_empty_number_shows_the_field(desk: Client) -> None:
    assert look_up(desk, "  ")[0] == 200


def test_looking_up_is_logged(desk: Client) -> None:
    row = making.request()
    look_up(desk, row.number)
    assert list(Access.objects.values_list("action", "request", "user")) == [("looked_up", row.pk, making.rosa().pk)]


def test_the_look_up_and_its_log_line_are_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    row = making.request()
    with django_assert_num_queries(1):
        found = queries.look_up(number=row.number, user=row.requester, now=timezone.now(), address=None)
    assert found == queries.Found(row.pk, row.number, own=True)


def test_a_number_that_nobody_has_is_not_logged(desk: Client) -> None:
    assert look_up(desk, "2222222")[0] == 404
    assert not Access.objects.exists()


def test_a_stranger_must_log_in_to_look_up(client: Client) -> None:
    assert look_up(client, "2222222") == (302, f"{reverse('account_login')}?next=/look-up/%3Fnumber%3D2222222")


def test_the_desk_downloads_what_was_sealed(desk: Client) -> None:
    document = making.sealed()
    response = desk.get(reverse("archive:download", args=[document.pk]))
    number = document.request.spoken_number
    assert response.content == store.get(document.sha256)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="AKK-{number}-sheet-{document.pk}.pdf"'
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_each_download_is_logged(desk: Client) -> None:
    document = making.sealed()
    desk.get(reverse("archive:download", args=[document.pk]))
    entry = Access.objects.get(action="downloaded")
    assert (entry.document, entry.request, entry.user, entry.address) == (
        document,
        document.request,
        making.rosa(),
        "127.0.0.1",
    )


@pytest.mark.parametrize("who", ["requester", "stranger"])
def test_who_may_not_read_a_document_learns_nothing(client: Client, who: str) -> None:
    document = making.sealed()
    factories.log_in(
        client, document.request.requester if who == "requester" else factories.user("eve@student.example")
    )
    assert client.get(reverse("archive:download", args=[document.pk])).status_code == 404
    assert client.head(reverse("archive:download", args=[document.pk])).status_code == 404
    assert set(Access.objects.values_list("action", flat=True)) == {"denied"}


def test_a_damaged_file_is_not_handed_out(desk: Client, archive: Path) -> None:
    document = making.sealed()
    path = archive / store.name_of(document.sha256)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1])
    assert desk.get(reverse("archive:download", args=[document.pk])).status_code == 503
    assert not Access.objects.exists()


def test_anybody_can_verify_a_document(client: Client) -> None:
    document = making.sealed()
    page = offered(client, store.get(document.sha256))
    assert "verdict-good" in page
    assert document.request.spoken_number in page
    assert "Yılmaz" not in page
    assert document.request.title not in page


@pytest.mark.parametrize("place", [0.05, 0.3, 0.6, 0.9, 0.999])
def test_one_flipped_byte_anywhere_is_a_changed_document(client: Client, place: float) -> None:
    pdf = bytearray(store.get(making.sealed().sha256))
    pdf[int(len(pdf) * place)] ^= 1
    page = offered(client, bytes(pdf))
    assert "verdict-bad" in page
    assert "We sealed this" not in page
    assert "Our seal is in this file" in page or "Ons zegel zit in dit bestand" in page


@pytest.mark.parametrize(
    "how", [lambda pdf: pdf + b"\n", lambda pdf: pdf[: len(pdf) - 30], lambda pdf: b"%PDF-1.7\n" + pdf]
)
def test_something_added_or_cut_off_is_a_changed_document(client: Client, how: object) -> None:
    assert callable(how)
    assert "verdict-bad" in offered(client, how(store.get(making.sealed().sha256)))


@pytest.mark.parametrize(
    "content", [b"hello", b"%PDF-1.7\n%%EOF", b"%PDF-1.7 /Contents <" + b"FE" * 9000, bytes(50_000)]
)
def test_anything_else_is_not_ours(client: Client, content: bytes) -> None:
    page = offered(client, content)
    assert "verdict-bad" in page
    assert "Not sealed by us" in page or "Niet door ons verzegeld" in page


def test_a_withdrawn_consent_is_said(client: Client) -> None:
    document = making.sealed()
    assert document.signature is not None
    Withdrawal.objects.create(signature=document.signature, at=NOW + timedelta(days=3))
    page = offered(client, store.get(document.sha256))
    assert "verdict-bad" in page
    assert "26 november 2026" in page.lower()


def test_a_consent_withdrawn_for_one_use_is_said(client: Client) -> None:
    document = making.sealed()
    assert document.signature is not None
    use = document.request.uses.get()
    Withdrawal.objects.create(signature=document.signature, use=use, at=NOW + timedelta(days=3))
    assert "verdict-warn" in offered(client, store.get(document.sha256))


def test_a_voided_signature_is_said(client: Client) -> None:
    document = making.sealed()
    assert document.signature is not None
    Voiding.objects.create(signature=document.signature, at=NOW + timedelta(days=3))
    assert "verdict-warn" in offered(client, store.get(document.sha256))


def test_no_file_empty_file_and_large_file_are_explained(client: Client, settings: Settings) -> None:
    settings.VERIFY_MAX_BYTES = 1000
    for data in ({}, {"file": SimpleUploadedFile("a.pdf", b"")}, {"file": SimpleUploadedFile("a.pdf", bytes(1001))}):
        response = client.post(reverse("archive:verify"), data)
        assert response.status_code == 422
        assert "error-summary" in response.content.decode()


def test_a_body_that_is_too_large_is_refused_unread(client: Client, settings: Settings) -> None:
    settings.VERIFY_MAX_BYTES = 1000
    response = client.post(reverse("archive:verify"), {"file": SimpleUploadedFile("a.pdf", bytes(30_000))})
    assert response.status_code == 413
    assert "error-summary" in response.content.decode()


def test_a_forged_post_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("archive:verify"), {"file": SimpleUploadedFile("a.pdf", b"x")})
    assert response.status_code == 403


def test_the_printed_code_says_how_the_document_stands(client: Client) -> None:
    response = client.get(reverse("archive:verify_code", args=[_code(making.sealed())]))
    assert response.status_code == 200
    assert "verdict-good" in response.content.decode()


def test_a_guessed_code_tells_nothing(client: Client) -> None:
    document = making.sealed()
    right = _code(document)
    guesses = [
        right[:-1] + ("0" if right[-1] != "0" else "1"),
        right[:-1],
        "f1",
        "x-y",
        f"d{right[1:]}",
        f"f{10**19}-{'0' * 20}",
    ]
    for guess in guesses:
        response = client.get(reverse("archive:verify_code", args=[guess]))
        assert response.status_code == 404
        assert document.request.spoken_number not in response.content.decode()


def _code(document: Document) -> str:
    assert document.signature_id is not None
    return queries.code_of(kind=document.kind, key=document.signature_id, chain_head=document.chain_head)  # type: ignore[arg-type]
