"""A request keeps its version: what was published meanwhile is noticed before signing, and never swapped (G6, L6)."""

import pytest
from django.test import Client

from consent import facts
from consent.models import Request, Signature, Signer
from consent.requesting import operations as requesting
from consent.signing import operations as signing
from consent.states import State
from tests import factories
from tests.requesting import cast
from tests.signing import making as people
from tests.wording import making

pytestmark = pytest.mark.django_db


def form(who: Signer) -> str:
    return facts.sheet_for(Signer.objects.get(pk=who.pk), language="nl").canonical()


def test_an_open_link_shows_the_version_of_its_request_after_another_was_published() -> None:
    who = people.signer()
    before = form(who)
    making.publish()
    assert form(who) == before
    signature = people.sign(who)
    assert (signature.wording.version, signature.sheet) == (1, before)


def test_a_newer_version_is_noticed() -> None:
    who = people.signer()
    row = who.subject.request
    assert facts.newer_version(row) is None
    making.publish()
    assert facts.newer_version(row) == 2


def test_a_draft_is_no_newer_version() -> None:
    row = people.signer().subject.request
    making.ready()
    assert facts.newer_version(row) is None


def test_whoever_read_one_version_cannot_sign_another() -> None:
    """Were the request moved to another version while a form is open, its signer would be told instead of signing it."""
    who = people.signer()
    seen = facts.sheet_for(who, language="nl").sha256()
    Request.objects.update(wording=making.publish())
    with pytest.raises(signing.SheetChanged):
        people.sign(who, sheet_sha256=seen)
    assert not Signature.objects.exists()


def test_a_new_request_gets_the_newest_version() -> None:
    making.publish()
    row = cast.collecting(cast.sam(), "Jan")
    assert row.wording is not None
    assert row.wording.version == 2


@pytest.mark.parametrize(("answered", "version"), [(False, 2), (True, 1)])
def test_a_request_that_was_sent_back_takes_the_newer_version_only_where_no_answer_stands(
    answered: bool, version: int
) -> None:
    row = cast.collecting(cast.sam(), "Jan", "Kim")
    if answered:
        cast.refuse(Signer.objects.get(name="Jan"))
    Request.objects.filter(pk=row.pk).update(status=State.RETURNED)
    making.publish()
    requesting.submit(request_id=row.pk, by=row.requester, now=factories.NOW)
    row.refresh_from_db()
    assert row.wording is not None
    assert row.wording.version == version


class TestOnTheSignersPages:
    @pytest.fixture
    def tablet(self) -> Client:
        """A tablet that was handed over, with the name confirmed."""
        row = people.collecting()
        who = people.signer(row)
        people.second_person(row)
        client = Client()
        factories.log_in(client, row.requester)
        client.post(f"/signers/{who.pk}/hand-over/")
        client.post("/sign/", {"me": "yes"})
        return client

    def test_the_page_says_that_a_newer_version_came_and_that_nothing_changes(self, tablet: Client) -> None:
        assert "Versie 2" not in tablet.get("/sign/form/").content.decode()
        making.publish()
        page = tablet.get("/sign/form/").content.decode()
        assert "2" in page.split('class="notice"')[1].split("</div>")[0]
        assert "U krijgt hier geen geld voor." in page
        assert making.SHORTER not in page

    def test_only_the_languages_of_the_version_can_be_chosen(self, tablet: Client) -> None:
        tablet.post("/sign/", {"look": "language:ar"})
        assert 'value="language:ar"' not in tablet.get("/sign/").content.decode()
        assert 'lang="nl"' in tablet.get("/sign/form/").content.decode()


def test_a_signer_reads_and_signs_in_a_language_that_the_site_does_not_speak() -> None:
    row = people.collecting(wording=making.arabic())
    who = people.signer(row)
    people.second_person(row)
    client = Client()
    factories.log_in(client, row.requester)
    client.post(f"/signers/{who.pk}/hand-over/")
    client.post("/sign/", {"look": "language:ar"})
    client.post("/sign/", {"me": "yes"})
    page = client.get("/sign/form/").content.decode()
    assert '<html lang="nl" dir="rtl"' in page
    assert '<h1 lang="ar">الموافقة على التسجيلات</h1>' in page
    signature = people.sign(who, language="ar", sheet_sha256=facts.sheet_for(who, language="ar").sha256())
    assert signature.language == "ar"
    who.refresh_from_db()
    assert who.language == "nl"
