"""The signer's own page: no account, the link is the key, and only to what is theirs."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consent import lasting, store
from consent.models import Access, Document, LastingLink, SecondYes, Signature, Signer, Use, Way, Withdrawal
from consent.signing import operations as signing
from consent.states import SignerStatus, State
from tests.signing import making

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 sealed"


def signed(**fields: Any) -> Signature:
    row = making.collecting()
    making.second_person(row)
    return making.sign(making.signer(row, **fields))


def own(signature: Signature) -> str:
    signer = Signer.objects.select_related("subject__request").get(pk=signature.signer_id)
    link = lasting.new_link(signer=signer, now=timezone.now())
    return link[link.index("/mine/") :]


def sealed(signature: Signature) -> Document:
    return Document.objects.create(
        request=signature.signer.subject.request,
        kind="sheet",
        signature=signature,
        sha256=store.put(PDF),
        size=len(PDF),
        sealed_at=timezone.now(),
        sealed_by="DEMO",
        chain_head="0" * 64,
    )


def test_it_shows_what_was_agreed_in_the_words_that_were_signed() -> None:
    page = Client().get(own(signed())).text
    assert "Mogen wij dit maken: foto?" in page
    assert "Jan de Wit" in page
    assert "wordt klaargemaakt" in page


def test_every_view_is_logged_without_a_name() -> None:
    signature = signed()
    Client().get(own(signature))
    access = Access.objects.get()
    assert (access.actor, access.action, access.user) == (f"signer:{signature.signer_id}", "viewed", None)


def test_the_sealed_copy_is_downloaded_and_logged() -> None:
    signature = signed()
    document = sealed(signature)
    response = Client().get(own(signature) + "copy/")
    assert (response.content, response["Content-Type"]) == (PDF, "application/pdf")
    assert response["Content-Disposition"].startswith("attachment; ")
    access = Access.objects.get()
    assert (access.action, access.document) == ("downloaded", document)


def test_before_the_seal_there_is_no_copy() -> None:
    assert Client().get(own(signed()) + "copy/").status_code == 404


def test_taking_back_is_one_question_and_no_reason() -> None:
    signature = signed()
    address = own(signature)
    client = Client()
    assert "textarea" not in client.get(address + "withdraw/").text
    assert not Withdrawal.objects.exists()
    assert client.post(address + "withdraw/")["Location"] == address
    assert Withdrawal.objects.get().signature_id == signature.pk
    page = client.get(address).text
    assert "ingetrokken op" in page
    assert "Mijn toestemming intrekken" not in page


def test_taking_back_twice_is_told_kindly() -> None:
    address = own(signed())
    client = Client()
    for _ in range(2):
        assert client.post(address + "withdraw/").status_code == 302
    assert client.get(address + "withdraw/")["Location"] == address
    assert Withdrawal.objects.count() == 1


def test_the_language_that_was_chosen_goes_along() -> None:
    client, address = Client(), own(signed())
    assert '<html lang="en"' in client.get(address + "withdraw/?language=en").text
    assert client.post(address + "withdraw/?language=en")["Location"] == address + "?language=en"


def test_unknown_flipped_and_ended_links_open_nothing() -> None:
    address = own(signed())
    token = address.split("/")[2]
    flipped = address.replace(token, chr(ord(token[0]) ^ 1) + token[1:])
    for path in ("", "copy/", "withdraw/"):
        assert Client().get(flipped + path).status_code == 404
    assert Client().post(flipped + "withdraw/").status_code == 404
    LastingLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    response = Client().get(address)
    assert response.status_code == 404
    assert "werkt niet" in response.text
    assert not Withdrawal.objects.exists()


def test_an_invitations_token_is_no_lasting_link() -> None:
    row = making.collecting()
    token = signing.invite(signer_id=making.signer(row).pk, way=Way.MAIL, by=row.requester, now=timezone.now())
    assert Client().get(reverse("withdrawal:own", args=[token])).status_code == 404


def test_a_link_lasts_as_long_as_the_form_is_kept() -> None:
    own(signed())
    assert LastingLink.objects.get().expires_at > timezone.now() + timedelta(days=365 * 9)


def test_a_signer_without_a_standing_signature_sees_that() -> None:
    who = making.signer()
    link = lasting.new_link(signer=who, now=timezone.now())
    page = Client().get(link[link.index("/mine/") :])
    assert page.status_code == 200
    assert "geen formulier met uw handtekening" in page.text


def test_the_second_yes_is_answered_here_once() -> None:
    past = timezone.now() - timedelta(days=1)
    row = making.collecting(starts_at=past, ends_at=past + timedelta(hours=1))
    use = Use.objects.create(request=row, channel="press_tv", name="Evening <b>news</b>")
    signature = making.sign(making.signer(row))
    address = own(signature)
    assert "second-yes" not in Client().get(address).text
    type(row).objects.filter(pk=row.pk).update(status=State.APPROVED)
    signing.ask_second_yes(request_id=row.pk, by=row.requester, now=timezone.now())
    client = Client()
    page = client.get(address).text
    assert "Evening &lt;b&gt;news&lt;/b&gt;" in page
    target = reverse("withdrawal:second_yes", args=[address.split("/")[2], use.pk])
    assert client.post(target, {"value": "perhaps"}).status_code == 302
    assert not SecondYes.objects.exists()
    client.post(target, {"value": "no"})
    client.post(target, {"value": "yes"})
    assert SecondYes.objects.get().value == "no"


def test_a_link_of_one_signer_changes_nothing_for_another() -> None:
    row = making.collecting()
    making.second_person(row)
    one, other = making.sign(making.signer(row)), making.sign(making.signer(row, "Piet Bos"))
    Client().post(own(one) + "withdraw/", {"signer": other.signer_id})
    assert Signer.objects.get(pk=other.signer_id).status == SignerStatus.SIGNED


def test_a_copy_that_is_missing_in_the_archive_is_said_kindly() -> None:
    signature = signed()
    document = sealed(signature)
    with patch("consent.store.get", side_effect=store.Missing(document.sha256)):
        assert Client().get(own(signature) + "copy/").status_code == 503
