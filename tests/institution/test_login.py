"""Logging in with one's institution, at a real provider: who gets which account, and who gets none."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts import letters
from accounts.models import AccountEvent, AccountEventKind, Affiliation, Role, User
from tests import factories
from tests.institution.provider import SAM, Institution, Visitor, way_out

pytestmark = pytest.mark.django_db


def comes_back(client: Client, visitor: Visitor, *, who: str = "sam", does: str = "login", then: str = "") -> Any:
    """Press the button, log in at the provider, and come back with what it says."""
    gone = client.post("/institution/login/", {"next": then} if then else {})
    return client.get(visitor.goes_to(way_out(gone), who=who, does=does, home=django_settings.BASE_URL))


def logged_in(client: Client) -> User | None:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


def test_somebody_of_a_trusted_organisation_gets_a_requesters_account(
    client: Client, institution: Institution, visitor: Visitor
) -> None:
    response = comes_back(client, visitor)
    user = User.objects.get()
    assert (response.status_code, response["Location"]) == (302, "/")
    assert logged_in(client) == user
    assert (user.email, user.name, user.role) == ("s.visser@students.uni.example", "Sam Visser", Role.REQUESTER)
    assert not user.has_usable_password()
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("s.visser@students.uni.example", True)]
    kinds = list(AccountEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [AccountEventKind.SIGNED_UP, AccountEventKind.LOGGED_IN]


def test_the_second_time_it_is_the_same_account(client: Client, institution: Institution, visitor: Visitor) -> None:
    comes_back(client, visitor)
    again = Client()
    institution.knows(sam=SAM | {"email": "other@students.uni.example", "name": "Sam de Vries"})
    comes_back(again, visitor)
    assert logged_in(again) == User.objects.get()
    assert User.objects.get().email == "s.visser@students.uni.example"


def test_what_the_institution_says_is_kept_anew_at_each_login(
    client: Client, institution: Institution, visitor: Visitor
) -> None:
    comes_back(client, visitor)
    first = Affiliation.objects.get()
    assert (first.organisation, first.kinds, first.programmes) == ("uni.example", ["student", "member"], ["BMW-MSC"])
    institution.knows(sam=SAM | {"eduperson_affiliation": ["employee"], "programme": "SUMMA"})
    comes_back(Client(), visitor)
    second = Affiliation.objects.get()
    assert (second.kinds, second.programmes, second.at > first.at) == (["employee"], ["SUMMA"], True)


def test_no_claim_gives_a_role(client: Client, institution: Institution, visitor: Visitor) -> None:
    institution.knows(sam=SAM | {"role": "administrator", "eduperson_affiliation": ["administrator", "staff"]})
    comes_back(client, visitor)
    assert User.objects.get().role == Role.REQUESTER


def test_the_provider_keeps_only_whom_it_meant(client: Client, institution: Institution, visitor: Visitor) -> None:
    comes_back(client, visitor)
    assert SocialAccount.objects.get().extra_data == {"iss": institution.address, "sub": "sam"}


def test_an_account_with_the_organisations_own_verified_address_is_joined(
    client: Client, institution: Institution, visitor: Visitor
) -> None:
    user = factories.user("S.Visser@students.uni.example")
    comes_back(client, visitor)
    assert logged_in(client) == user
    assert SocialAccount.objects.get().user == user
    assert User.objects.get().check_password(factories.PASSWORD)
    assert AccountEvent.objects.filter(user=user, kind=AccountEventKind.INSTITUTION_JOINED).count() == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "yes"},
        {"email": "rosa@hospital.example"},
        {"email": "rosa@notuni.example"},
        {"email": "rosa@uni.example.evil.example"},
        {"schac_home_organization": "evil.example"},
        {"schac_home_organization": "evil.example", "email": "rosa@evil.example"},
        {"schac_home_organization": "", "email": "rosa@uni.example"},
    ],
)
def test_an_account_is_never_joined_by_an_address_that_is_not_vouched_for(
    client: Client, institution: Institution, visitor: Visitor, claims: dict[str, Any], settings: Any
) -> None:
    settings.SIGN_UP_DOMAINS = ["students.uni.example", "uni.example", "hospital.example"]
    said = SAM | claims
    rosa = factories.user(said["email"], role=Role.REVIEWER)
    institution.knows(sam=said)
    comes_back(client, visitor)
    assert logged_in(client) is None
    assert not SocialAccount.objects.exists()
    assert list(User.objects.all()) == [rosa]
    assert not Affiliation.objects.exists()


def test_who_made_an_account_with_anothers_address_and_never_showed_it_loses_the_password(
    client: Client, institution: Institution, visitor: Visitor
) -> None:
    user = factories.user("s.visser@students.uni.example")
    EmailAddress.objects.update(verified=False)
    comes_back(client, visitor)
    assert logged_in(client) == user
    assert not User.objects.get().has_usable_password()
    assert EmailAddress.objects.get().verified


def test_an_address_that_was_given_out_again_does_not_open_the_old_account(
    client: Client, institution: Institution, visitor: Visitor
) -> None:
    comes_back(client, visitor)
    institution.knows(newcomer=SAM | {"name": "Another"})
    other = Client()
    response = comes_back(other, Visitor(), who="newcomer")
    assert response.status_code == 403
    assert logged_in(other) is None
    assert SocialAccount.objects.count() == 1


def test_who_is_of_no_trusted_organisation_gets_no_account(
    client: Client, institution: Institution, visitor: Visitor
) -> None:
    institution.knows(sam=SAM | {"schac_home_organization": "elsewhere.example", "email": "sam@elsewhere.example"})
    response = comes_back(client, visitor)
    assert response.status_code == 403
    assert not User.objects.exists()


def test_an_allowed_domain_of_another_organisation_is_shown_by_a_code_first(
    client: Client, institution: Institution, visitor: Visitor
) -> None:
    institution.knows(sam=SAM | {"schac_home_organization": "elsewhere.example", "email": "sam@student.example"})
    response = comes_back(client, visitor)
    assert response["Location"] == "/signup/confirm/"
    assert logged_in(client) is None
    assert not EmailAddress.objects.get().verified


def test_without_a_mail_address_no_account_is_made(client: Client, institution: Institution, visitor: Visitor) -> None:
    institution.knows(sam={key: value for key, value in SAM.items() if not key.startswith("email")})
    response = comes_back(client, visitor)
    assert response.status_code == 403
    assert "/signup/" in response.text
    assert not User.objects.exists()


def test_a_disabled_account_stays_closed(client: Client, institution: Institution, visitor: Visitor) -> None:
    factories.user("s.visser@students.uni.example", is_active=False)
    response = comes_back(client, visitor)
    assert response["Location"] == "/login/closed/"
    assert logged_in(client) is None


def test_who_works_at_the_desk_is_asked_for_the_second_factor(
    client: Client, institution: Institution, visitor: Visitor
) -> None:
    rosa = factories.user("s.visser@students.uni.example", role=Role.REVIEWER)
    TOTP.activate(rosa, generate_totp_secret())
    assert comes_back(client, visitor, then="/desk/")["Location"].startswith(reverse("mfa_authenticate"))
    assert logged_in(client) is None


def test_the_desk_has_no_page_for_who_has_no_second_factor_yet(
    client: Client, institution: Institution, visitor: Visitor
) -> None:
    factories.user("s.visser@students.uni.example", role=Role.REVIEWER)
    comes_back(client, visitor)
    response = client.get(reverse("review:queue"))
    assert (response.status_code, response["Location"].startswith("/factor/")) == (302, True)


def test_both_ways_in_show_the_button(client: Client, institution: Institution) -> None:
    for name in ("account_login", "account_signup"):
        page = client.get(f"{reverse(name)}?next=/desk/").text
        assert 'action="/institution/login/"' in page
        assert "Example University" in page
        assert '<input type="hidden" name="next" value="/desk/">' in page


def test_one_goes_on_to_the_page_that_was_wanted(client: Client, institution: Institution, visitor: Visitor) -> None:
    assert comes_back(client, visitor, then="/requests/new/")["Location"] == "/requests/new/"


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_away(client: Client, institution: Institution, visitor: Visitor, then: str) -> None:
    assert comes_back(client, visitor, then=then)["Location"] == "/"


def test_opening_the_address_goes_nowhere(client: Client, institution: Institution) -> None:
    response = client.get("/institution/login/")
    assert response.status_code == 200
    assert "refresh" not in response.text
    assert "institution" not in client.session


def test_the_question_carries_pkce_state_and_nonce(client: Client, institution: Institution) -> None:
    address = way_out(client.post("/institution/login/"))
    kept = client.session["institution"]
    assert f"state={kept['state']}&nonce={kept['nonce']}&code_challenge=" in address
    assert "code_challenge_method=S256" in address
    assert kept["verifier"] not in address


def test_without_an_institution_there_is_no_address_and_no_button(client: Client) -> None:
    assert client.get("/institution/login/").status_code == 404
    assert client.post("/institution/login/").status_code == 404
    assert client.get("/institution/login/callback/?code=1&state=1").status_code == 404
    assert "/institution/" not in client.get("/login/").text


def test_a_row_in_the_database_adds_no_provider(client: Client) -> None:
    SocialApp.objects.create(provider="openid_connect", provider_id="institution", name="x", client_id="x")
    assert client.get("/institution/login/").status_code == 404


def test_the_owner_of_a_joined_account_is_told(client: Client, institution: Institution, visitor: Visitor) -> None:
    factories.user("s.visser@students.uni.example")
    comes_back(client, visitor)
    (letter,) = ProcrastinateJob.objects.filter(task_name="accounts.send_letter")
    opened = letters.unseal(letter.args["sealed"])
    assert (opened.kind, opened.to) == ("institution_linked", "s.visser@students.uni.example")


def test_one_client_goes_to_the_institution_thirty_times_a_minute(client: Client, institution: Institution) -> None:
    said = [client.post("/institution/login/").status_code for _ in range(31)]
    assert said == [200] * 30 + [429]
