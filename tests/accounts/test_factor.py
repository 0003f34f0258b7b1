"""No page of the desk without a second factor: setting one up, giving it, replacing it, losing it, having it reset."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import factors, sealing
from accounts.models import AccountEvent, AccountEventKind, Role, User
from tests import factories

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
DESK = "/desk/"


@pytest.fixture
def rosa() -> User:
    return factories.user("rosa@desk.example", role=Role.REVIEWER, language="en")


@pytest.fixture
def ada() -> User:
    return factories.user("ada@desk.example", role=Role.ADMINISTRATOR, language="en")


@pytest.fixture
def app(rosa: User) -> Authenticator:
    """Rosa's authenticator app, whose secret is SECRET."""
    return TOTP.activate(rosa, SECRET).instance


def code(steps: int = 0, secret: str = SECRET) -> str:
    """The code of now, or of some half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def password(client: Client, user: User):
    return client.post("/login/", {"login": user.email, "password": factories.PASSWORD})


def trace(user: User) -> list[tuple[str, int | None]]:
    kinds = [name for name in AccountEventKind if name.name.startswith(("FACTOR", "RECOVERY"))]
    return list(AccountEvent.objects.filter(user=user, kind__in=kinds).order_by("pk").values_list("kind", "by_id"))


def shown_secret(page: str) -> str:
    found = re.search(r"data-copy-text>([A-Z2-7]{32})<", page)
    assert found, page
    return found[1]


def test_a_reviewer_without_a_factor_is_led_to_set_one_up_whatever_they_open(client: Client, rosa: User) -> None:
    password(client, rosa)
    for address in (DESK, "/", "/look-up/?number=K7M4XWD", "/verify/", "/factor/", "/requests/new/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, "/factor/app/"), address
    assert client.post("/desk/requests/K7M4XWD/reviews/")["Location"] == "/factor/app/"
    assert client.get("/contact/").status_code == 200


def test_a_part_of_a_page_that_htmx_asks_for_leads_the_whole_page_away(client: Client, rosa: User) -> None:
    password(client, rosa)
    answer = client.get(DESK, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/factor/app/")


def test_setting_up_shows_recovery_codes_once_and_goes_on_to_what_was_wanted(client: Client, rosa: User) -> None:
    password(client, rosa)
    client.get("/desk/?state=all")
    secret = shown_secret(client.get("/factor/app/").content.decode())
    answer = client.post("/factor/app/", {"code": code(secret=secret)})
    assert answer["Location"] == "/factor/recovery/"
    page = client.get("/factor/recovery/").content.decode()
    assert len(re.findall(r"<li>\d{8}</li>", page)) == 10
    assert 'href="/desk/?state=all"' in page
    assert not re.search(r"<li>\d{8}</li>", client.get("/factor/recovery/").content.decode())
    assert client.get(DESK).status_code == 200
    assert trace(rosa) == [("factor_added", rosa.pk), ("recovery_codes", rosa.pk)]


def test_a_wrong_code_sets_nothing_up_and_keeps_the_secret(client: Client, rosa: User) -> None:
    password(client, rosa)
    secret = shown_secret(client.get("/factor/app/").content.decode())
    answer = client.post("/factor/app/", {"code": "12345"})
    assert answer.status_code == 422
    assert shown_secret(answer.content.decode()) == secret
    assert not factors.has(rosa)


def test_a_page_that_is_loaded_anew_keeps_the_secret_that_may_be_in_the_app(client: Client, rosa: User) -> None:
    password(client, rosa)
    secret = shown_secret(client.get("/factor/app/").content.decode())
    client.post("/language/", {"language": "nl", "next": "/factor/app/"})
    assert shown_secret(client.get("/factor/app/").content.decode()) == secret
    client.post("/factor/app/", {"code": code(secret=secret)})
    assert shown_secret(client.get("/factor/app/").content.decode()) != secret


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pages_speak_our_words_without_style_attributes(client: Client, rosa: User, language: str) -> None:
    client.cookies["language"] = language
    factories.log_in(client, rosa)
    page = client.get("/factor/app/").content.decode()
    assert 'class="qr"' in page
    assert "style=" not in page
    assert ("QR-code" if language == "nl" else "QR code") in page


def test_the_password_alone_logs_nobody_in_who_has_a_factor(client: Client, rosa: User, app: Authenticator) -> None:
    assert password(client, rosa)["Location"] == "/factor/code/"
    assert "_auth_user_id" not in client.session
    assert client.get(DESK)["Location"].startswith("/login/")
    answer = client.post("/factor/code/", {"code": code()})
    assert answer.status_code == 302
    assert client.get(DESK).status_code == 200


def test_a_code_counts_once_even_after_django_allauth_forgot_it(client: Client, rosa: User, app: Authenticator) -> None:
    used = code()
    password(client, rosa)
    client.post("/factor/code/", {"code": used})
    cache.clear()
    second = Client()
    password(second, rosa)
    assert second.post("/factor/code/", {"code": used}).status_code == 422
    assert second.post("/factor/code/", {"code": code(-1)}).status_code == 422
    assert second.post("/factor/code/", {"code": code(1)}).status_code == 302


def test_a_recovery_code_counts_once(client: Client, rosa: User, app: Authenticator) -> None:
    spare = RecoveryCodes.activate(rosa).get_unused_codes()[3]
    password(client, rosa)
    assert client.post("/factor/code/", {"code": spare}).status_code == 302
    second = Client()
    password(second, rosa)
    assert second.post("/factor/code/", {"code": spare}).status_code == 422


def test_five_wrong_codes_end_the_guessing_in_every_session(rosa: User, app: Authenticator) -> None:
    for _ in range(5):
        client = Client()
        password(client, rosa)
        assert client.post("/factor/code/", {"code": "000000"}).status_code == 422
    client = Client()
    client.cookies["language"] = "en"
    password(client, rosa)
    answer = client.post("/factor/code/", {"code": code()})
    assert answer.status_code == 422
    assert "Too many wrong codes" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_right_code_starts_the_count_anew(client: Client, rosa: User, app: Authenticator) -> None:
    for _ in range(4):
        password(client, rosa)
        client.post("/factor/code/", {"code": "000000"})
    assert client.post("/factor/code/", {"code": code()}).status_code == 302
    second = Client()
    password(second, rosa)
    assert second.post("/factor/code/", {"code": "000000"}).status_code == 422
    assert second.post("/factor/code/", {"code": code(1)}).status_code == 302


def test_secrets_lie_sealed_in_the_database_and_survive_a_new_secret_key(
    settings, rosa: User, app: Authenticator
) -> None:
    stored = app.data["secret"]
    assert SECRET not in stored
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-secret-key-of-more-than-fifty-characters-here"
    with pytest.raises(sealing.CannotOpen):
        decrypt(stored)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert decrypt(stored) == SECRET


def test_replacing_the_app_makes_the_old_codes_worthless(client: Client, rosa: User, app: Authenticator) -> None:
    factories.log_in(client, rosa)
    secret = shown_secret(client.get("/factor/app/").content.decode())
    assert Authenticator.objects.filter(pk=app.pk).exists()
    client.post("/factor/app/", {"code": code(secret=secret)})
    new = Authenticator.objects.get(user=rosa, type="totp")
    assert decrypt(new.data["secret"]) == secret
    assert [kind for kind, _ in trace(rosa)] == ["factor_removed", "factor_added", "recovery_codes"]


def test_the_desk_keeps_its_last_factor_and_a_student_may_give_it_up(
    client: Client, rosa: User, app: Authenticator
) -> None:
    factories.log_in(client, rosa)
    client.post("/factor/app/remove/")
    assert factors.has(rosa)
    sam = factories.user()
    TOTP.activate(sam, SECRET)
    student = Client()
    password(student, sam)
    student.post("/factor/code/", {"code": code()})
    student.post("/factor/app/remove/")
    assert not Authenticator.objects.filter(user=sam).exists()
    assert trace(sam) == [("factor_removed", sam.pk)]


def test_new_recovery_codes_replace_the_old_ones_and_leave_a_trace(
    client: Client, rosa: User, app: Authenticator
) -> None:
    factories.log_in(client, rosa)
    client.post("/factor/recovery/new/")
    first = set(re.findall(r"<li>(\d{8})</li>", client.get("/factor/recovery/").content.decode()))
    client.post("/factor/recovery/new/")
    second = set(re.findall(r"<li>(\d{8})</li>", client.get("/factor/recovery/").content.decode()))
    assert len(first) == len(second) == 10
    assert first != second
    assert [kind for kind, _ in trace(rosa)] == ["recovery_codes", "recovery_codes"]


def test_a_session_from_before_the_factor_cannot_add_one_of_its_own(rosa: User) -> None:
    old = Client()
    password(old, rosa)
    TOTP.activate(rosa, SECRET)
    assert old.get(DESK)["Location"] == "/factor/again/?next=%2Fdesk%2F"
    assert old.get("/factor/app/")["Location"].startswith("/factor/again/")
    assert old.get("/factor/passkeys/add/")["Location"].startswith("/factor/again/")
    assert old.get("/login/again/")["Location"].startswith("/factor/again/")
    assert old.post("/login/again/", {"password": factories.PASSWORD})["Location"].startswith("/factor/again/")
    old.post("/factor/again/", {"code": code(), "next": DESK})
    assert old.get(DESK).status_code == 200


def test_a_student_who_becomes_a_reviewer_meets_the_second_factor_at_once(client: Client) -> None:
    sam = factories.user()
    password(client, sam)
    assert client.get("/").status_code == 200
    User.objects.filter(pk=sam.pk).update(role=Role.REVIEWER)
    assert client.get("/")["Location"] == "/factor/app/"


def test_a_new_password_does_not_step_over_the_second_factor(client: Client, rosa: User, app: Authenticator) -> None:
    rosa.set_password("quite-another-password-1")
    rosa.save()
    answer = client.post("/login/", {"login": rosa.email, "password": "quite-another-password-1"})
    assert answer["Location"] == "/factor/code/"
    assert "_auth_user_id" not in client.session


def test_a_reset_takes_all_factors_ends_the_sessions_and_leaves_a_trace(
    rosa: User, ada: User, app: Authenticator
) -> None:
    client = Client()
    password(client, rosa)
    client.post("/factor/code/", {"code": code()})
    factors.reset(user=rosa, by=ada, now=timezone.now(), address="192.0.2.7")
    assert not Authenticator.objects.filter(user=rosa).exists()
    assert client.get(DESK)["Location"].startswith("/login/")
    assert trace(rosa)[-1] == ("factors_reset", ada.pk)
    line = AccountEvent.objects.get(kind=AccountEventKind.FACTORS_RESET)
    assert (line.address, line.detail) == ("192.0.2.7", {"types": ["totp"]})
    password(client, rosa)
    assert client.get(DESK)["Location"] == "/factor/app/"


def test_nobody_resets_their_own_factors_and_only_administrators_reset(
    rosa: User, ada: User, app: Authenticator
) -> None:
    with pytest.raises(factors.OwnFactors):
        factors.reset(user=ada, by=ada, now=timezone.now())
    with pytest.raises(factors.MayNotReset):
        factors.reset(user=ada, by=rosa, now=timezone.now())
    assert factors.has(rosa)


def test_the_middleware_costs_no_query(client: Client, rosa: User, django_assert_num_queries) -> None:
    factories.log_in(client, rosa)
    client.get("/desk/nothing/")
    with django_assert_num_queries(2):  # the session and the account
        client.get("/desk/requests/nothing/changed/", headers={"Accept": "text/plain"})
