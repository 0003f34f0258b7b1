"""A signer proves who they are at their institution: kept with the signature, worth nothing for anybody else."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from consent.models import IdentityProof, Signature, Signer
from consent.signing import proving
from tests import factories
from tests.institution.provider import SAM, Institution, Visitor, way_out
from tests.signing import browsing, making

pytestmark = pytest.mark.django_db

JAN: dict[str, Any] = SAM | {"name": "Jan de Wit", "eduperson_affiliation": ["employee"]}


@pytest.fixture
def institution(institution: Institution) -> Institution:
    institution.knows(jan=JAN)
    return institution


def proves(client: Client, visitor: Visitor, *, who: str = "jan", does: str = "login", page: str = "sign") -> Any:
    """Press the button on a signer's page, log in at the provider, come back."""
    gone = client.post(reverse("signing:prove"), {"from": page})
    back = visitor.goes_to(way_out(gone), who=who, does=does, home=django_settings.BASE_URL)
    return client.get(back, follow=True)


def test_who_proved_it_signs_and_the_evidence_says_so(institution: Institution, visitor: Visitor) -> None:
    who = making.signer()
    client = browsing.chosen(who)
    page = proves(client, visitor)
    assert "<strong>Jan de Wit</strong>" in page.text
    client.post(reverse("signing:sign"), browsing.mark(who))
    kept = IdentityProof.objects.get(signature=Signature.objects.get())
    assert (kept.name, kept.by, kept.organisation) == ("Jan de Wit", "Example University", "uni.example")
    assert (kept.issuer, kept.subject, kept.acr) == (institution.address, "jan", "urn:test:password")
    assert timezone.now() - kept.at < timedelta(minutes=1)


def test_without_it_one_signs_just_as_well(institution: Institution) -> None:
    who = making.signer()
    browsing.chosen(who).post(reverse("signing:sign"), browsing.mark(who))
    assert Signature.objects.count() == 1
    assert not IdentityProof.objects.exists()


def test_it_logs_nobody_in_and_makes_no_account(institution: Institution, visitor: Visitor) -> None:
    factories.user(JAN["email"])
    client = browsing.chosen(making.signer())
    proves(client, visitor)
    assert "_auth_user_id" not in client.session
    assert client.get("/").status_code == 302
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 2


def test_what_was_filled_in_and_the_letters_stay(institution: Institution, visitor: Visitor) -> None:
    client = browsing.chosen(making.signer())
    client.post(reverse("signing:sign"), {"look": "size:larger"})
    before = client.session["signing"]["draft"]
    page = proves(client, visitor)
    assert page.redirect_chain == [(reverse("signing:sign") + "#proof", 302)]
    assert client.session["signing"]["draft"] == before
    assert 'data-size="larger"' in page.text


def test_one_comes_back_to_the_page_where_one_was(institution: Institution, visitor: Visitor) -> None:
    client = browsing.handed_over(making.signer())
    assert proves(client, visitor, page="start").redirect_chain == [(reverse("signing:start") + "#proof", 302)]
    assert proves(client, visitor, page="https://evil.example").redirect_chain == [
        (reverse("signing:start") + "#proof", 302)
    ]


def test_another_name_is_said_and_both_are_written_down(institution: Institution, visitor: Visitor) -> None:
    institution.knows(jan=JAN | {"name": "Johannes A. de Wit"})
    who = making.signer()
    client = browsing.chosen(who)
    assert "Johannes A. de Wit" in proves(client, visitor).context["proof"].name
    assert client.get(reverse("signing:sign")).context["proof_differs"]
    client.post(reverse("signing:sign"), browsing.mark(who))
    signature = Signature.objects.get()
    assert (signature.identity_proof.name, signature.signer.name) == ("Johannes A. de Wit", "Jan de Wit")


@pytest.mark.parametrize(
    ("proven", "form", "differs"),
    [
        ("Jan de Wit", "jan de wit", False),
        ("Wit, Jan de", "Jan de Wit", False),
        ("Elif Yilmaz", "Elif Yılmaz", False),
        ("LUCÍA GARCÍA", "Lucia Garcia", False),
        ("Jan-Willem Bos", "Jan Willem Bos", False),
        ("Jan de Witt", "Jan de Wit", True),
        ("Jan Wit", "Jan de Wit", True),
        ("", "Jan de Wit", True),
    ],
)
def test_names_are_compared_as_people_do(proven: str, form: str, differs: bool) -> None:
    found = proving.Proven(proven, "by", "", "i", "s", "", "2026-11-22T10:00:00+00:00")
    assert found.differs_from(form) is differs


def test_the_proof_can_be_left_out_again(institution: Institution, visitor: Visitor) -> None:
    who = making.signer()
    client = browsing.chosen(who)
    proves(client, visitor)
    client.post(reverse("signing:forget_proof"), {"from": "sign"})
    client.post(reverse("signing:sign"), browsing.mark(who))
    assert Signature.objects.count() == 1
    assert not IdentityProof.objects.exists()


def test_the_next_person_at_the_same_tablet_is_asked_anew(institution: Institution, visitor: Visitor) -> None:
    row = making.collecting()
    first, second = making.signer(row), making.second_person(row)
    institution.knows(jan=JAN, piet=JAN | {"name": "Piet Bos"})
    client = browsing.chosen(first)
    proves(client, visitor)
    client.post(reverse("signing:sign"), browsing.mark(first))
    client.post(reverse("signing:finish"))
    client = browsing.handed_over(second, client)
    assert client.get(reverse("signing:start")).context["proof"] is None
    page = proves(client, visitor, who="piet", page="start")
    assert visitor.logins == 2
    assert page.context["proof"].name == "Piet Bos"


@pytest.mark.parametrize("how", [{"without": ["auth_time"]}, {"claims": {"auth_time": 1_700_000_000}}])
def test_who_was_not_asked_anew_proves_nothing(institution: Institution, visitor: Visitor, how: dict[str, Any]) -> None:
    client = browsing.chosen(making.signer())
    institution.answers_wrongly(**how)
    page = proves(client, visitor)
    assert page.context["proof"] is None
    assert page.context["proof_problem"] == "earlier"
    assert client.get(reverse("signing:sign")).context["proof_problem"] == ""


@pytest.mark.parametrize(
    ("does", "how", "problem"),
    [
        ("cancel", {}, "cancelled"),
        ("login", {"breaks": "/token"}, "down"),
        ("login", {"claims": {"nonce": "x"}}, "wrong"),
        ("login", {"claims": {"aud": "x"}}, "wrong"),
    ],
)
def test_what_went_wrong_is_said_and_signing_goes_on(
    institution: Institution, visitor: Visitor, does: str, how: dict[str, Any], problem: str
) -> None:
    who = making.signer()
    client = browsing.chosen(who)
    gone = client.post(reverse("signing:prove"), {"from": "sign"})
    back = visitor.goes_to(way_out(gone), who="jan", does=does, home=django_settings.BASE_URL)
    institution.answers_wrongly(**how)
    page = client.get(back, follow=True)
    assert page.context["proof_problem"] == problem
    client.post(reverse("signing:sign"), browsing.mark(who))
    assert Signature.objects.count() == 1
    assert not IdentityProof.objects.exists()


def test_an_institution_that_is_gone_is_said(institution: Institution, settings: Any) -> None:
    client = browsing.chosen(making.signer())
    settings.OIDC_SERVER_URL = "http://127.0.0.1:9"
    page = client.post(reverse("signing:prove"), {"from": "sign"}, follow=True)
    assert page.context["proof_problem"] == "down"


def test_an_answer_to_one_signer_is_none_to_another(institution: Institution, visitor: Visitor) -> None:
    row = making.collecting()
    first, second = browsing.chosen(making.signer(row)), browsing.named(making.second_person(row))
    start = reverse("signing:start")
    gone = first.post(reverse("signing:prove"), {"from": "sign"})
    back = visitor.goes_to(way_out(gone), who="jan", home=django_settings.BASE_URL)
    asked = first.session["institution"]
    session = second.session
    session["institution"] = asked
    session.save()
    second.get(back)
    assert second.get(start).context["proof_problem"] == "wrong"
    assert second.get(start).context["proof"] is None


def test_an_answer_for_logging_in_proves_nothing_and_the_other_way_round(
    institution: Institution, visitor: Visitor
) -> None:
    client = browsing.chosen(making.signer())
    gone = client.post("/institution/login/")
    back = visitor.goes_to(way_out(gone), who="jan", home=django_settings.BASE_URL)
    answer = back.partition("?")[2]
    assert client.get(f"{reverse('signing:proof_back')}?{answer}", follow=True).context["proof"] is None
    gone = client.post(reverse("signing:prove"), {"from": "sign"})
    back = visitor.goes_to(way_out(gone), who="jan", home=django_settings.BASE_URL)
    answer = back.partition("?")[2]
    assert client.get(f"/institution/login/callback/?{answer}").status_code == 403
    assert "_auth_user_id" not in client.session


def guardian() -> Signer:
    row = making.collecting()
    return making.parents(row)[0]


@pytest.mark.parametrize(
    ("kind", "offered"),
    [("staff", True), ("lecturer", True), ("student", True), ("patient", False), ("relative", False)],
)
def test_it_is_offered_to_who_studies_or_works_somewhere(institution: Institution, kind: str, offered: bool) -> None:
    client = browsing.handed_over(making.signer(kind=kind))
    assert (reverse("signing:prove") in client.get(reverse("signing:start")).text) is offered
    assert client.post(reverse("signing:prove")).status_code == (200 if offered else 404)


def test_who_signs_for_another_is_not_asked(institution: Institution) -> None:
    client = browsing.handed_over(guardian())
    assert reverse("signing:prove") not in client.get(reverse("signing:start")).text


def test_without_an_institution_it_is_not_offered() -> None:
    client = browsing.handed_over(making.signer())
    assert reverse("signing:prove") not in client.get(reverse("signing:start")).text
    assert client.post(reverse("signing:prove")).status_code == 404


def test_by_mail_the_code_comes_first(institution: Institution) -> None:
    who = making.signer()
    client = Client()
    client.post(browsing.link(who))
    assert client.post(reverse("signing:prove"))["Location"] == reverse("signing:code")


def test_without_a_signers_session_there_is_nothing_to_prove(institution: Institution, client: Client) -> None:
    assert client.post(reverse("signing:prove")).status_code == 403
    assert client.get(reverse("signing:proof_back") + "?code=1&state=1").status_code == 403
