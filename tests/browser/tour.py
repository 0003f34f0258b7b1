"""A walk past every page that is not a signer's: each function yields the name of a page when it stands there."""

import re
import time
from collections.abc import Iterator
from random import choices
from string import ascii_lowercase

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import FilePayload, Page, Route

from tests.browser import people

STUDENT, REVIEWER, ADMINISTRATOR = "sam@student.example", "rosa@desk.example", "ada@desk.example"
STEPS = ("what", "where", "who", "when", "check")
KEPT = ("/desk/retention/", "/desk/persons/", "/desk/persons/new/")
MAIN = "main form .btn-primary"
TOO_LARGE = 20_000_001
MADE_PAGES = ("400", "403", "403_csrf", "429", "500")
"""Pages that a sound server does not show to a few careful visitors: they are rendered here."""


def public(page: Page, site: str) -> Iterator[str]:
    """What everybody may see, and what goes wrong."""
    for path in ("/verify/", "/verify/nothing/", "/contact/", "/guidelines/", "/nowhere/", "/demo/mailbox/"):
        page.goto(f"{site}{path}")
        yield path
    yield from _errors(page, site)
    page.goto(f"{site}/verify/")
    page.set_input_files("input[type=file]", {"name": "note.pdf", "mimeType": "application/pdf", "buffer": b"no pdf"})
    page.locator(MAIN).click()
    page.locator("[aria-invalid=true], .verdict, .notice").first.wait_for()
    yield "/verify/ with another file"


def _errors(page: Page, site: str) -> Iterator[str]:
    def answer(route: Route) -> None:
        name = route.request.url.rstrip("/").rpartition("/")[2]
        asked = RequestFactory().get("/login/")
        asked.user = AnonymousUser()
        with translation.override(language(page)):
            shown = render_to_string(f"{name}.html", request=asked)
        route.fulfill(status=200, content_type="text/html", body=shown)

    page.route("**/made/*/", answer)
    for name in MADE_PAGES:
        page.goto(f"{site}/made/{name}/")
        yield f"error {name}"
    page.goto(f"{site}/sign/form/")
    yield "error 403 without a signer"
    page.goto(f"{site}/verify/")
    page.set_input_files(
        "input[type=file]", FilePayload(name="l.pdf", mimeType="application/pdf", buffer=bytes(TOO_LARGE))
    )
    page.locator(MAIN).click()
    page.locator("[aria-invalid=true]").wait_for()
    yield "error 413"


def entry(page: Page, site: str) -> Iterator[str]:
    """Logging in, signing up and everything around a password, as somebody without an account."""
    nobody = f"{_word()}@student.example"
    page.goto(f"{site}/login/")
    yield "login"
    page.fill("[name=login]", nobody)
    page.fill("[name=password]", "wrong")
    page.locator(MAIN).first.click()
    page.locator(".error-summary").wait_for()
    yield "login refused"
    for path in ("/login/code/", "/password/reset/"):
        page.goto(f"{site}{path}")
        yield path
        page.fill("main [name=email]", nobody)
        page.locator(MAIN).first.click()
        page.wait_for_url(re.compile("/confirm/"))
        yield f"{path} confirm"
    page.goto(f"{site}/signup/")
    yield "signup"
    page.locator(MAIN).first.click()
    page.locator(".error-summary").wait_for()
    yield "signup refused"
    for field, value in (("name", "Noor Visser"), ("email", nobody), ("password1", people.PASSWORD)):
        page.fill(f"main [name={field}]", value)
    page.locator(MAIN).first.click()
    page.wait_for_url(re.compile("/signup/confirm/"))
    yield "signup confirm"
    page.context.clear_cookies(name="session")
    page.goto(f"{site}/invitation/nothing/")
    yield "invitation that is none"


def student(page: Page, site: str) -> Iterator[str]:
    """A student's pages, the wizard with its mistakes included."""
    people.log_in(page, site, STUDENT)
    page.goto(f"{site}/")
    yield "home"
    mine = links(page, r"/requests/\w+/")
    steps = links(page, r"/requests/\w+/step/\w+/")
    for path in mine:
        page.goto(f"{site}{path}")
        yield path
        if page.locator('main a[href$="/card/"]').count():
            page.goto(f"{site}{path}publications/")
            yield f"{path}publications/"
    for step in STEPS:
        page.goto(f"{site}{steps[0].replace('/step/what/', f'/step/{step}/')}")
        yield f"step {step}"
    page.goto(f"{site}{steps[0]}")
    page.fill("[name=title]", "")
    people.go_on(page)
    page.locator(".error-summary").wait_for()
    yield "step with mistakes"
    for path in (
        "/account/",
        "/look-up/",
        "/look-up/?number=A4P7WJN",
        "/factor/",
        "/factor/app/",
        "/factor/passkeys/add/",
    ):
        page.goto(f"{site}{path}")
        yield path
    for path in ("/account/email/", "/password/change/", "/logout/"):
        page.goto(f"{site}{path}")
        yield path


def desk(page: Page, site: str) -> Iterator[str]:
    """A reviewer's pages: queue, requests, what is kept, consent forms, ambassadors, invitations, the second step."""
    people.log_in(page, site, REVIEWER)
    for path in ("/desk/", "/desk/?state=all", "/desk/?q=nothing-like-this", *KEPT, "/desk/ambassadors/", "/invites/"):
        page.goto(f"{site}{path}")
        yield path
    page.goto(f"{site}/desk/?state=all")
    for path in links(page, r"/desk/requests/\w+/")[:6]:
        page.goto(f"{site}{path}")
        yield path
    yield from _wordings(page, site)
    for path in ("/factor/", "/factor/app/", "/factor/again/", "/factor/recovery/new/"):
        page.goto(f"{site}{path}")
        yield path


def _wordings(page: Page, site: str) -> Iterator[str]:
    page.goto(f"{site}/desk/consent-forms/")
    yield "consent forms"
    people.press(page, "/draft/")
    page.wait_for_url(re.compile(r"/consent-forms/\d+/$"))
    draft = page.url
    page.evaluate("document.querySelectorAll('details.wording-group').forEach(group => { group.open = true; })")
    yield "draft"
    for path in ("publish/", ""):
        page.goto(f"{draft}{path}")
        if not path:
            page.locator("main a[href*=compared-with]").first.click()
        yield f"draft {path or 'compared'}"


def administrator(page: Page, site: str) -> Iterator[str]:
    """People, invitations and the access log; then the way of somebody who was invited."""
    people.log_in(page, site, ADMINISTRATOR)
    for path in (
        "/people/",
        "/people/?q=nobody-like-this",
        "/people/?q=sam@",
        "/access-log/",
        "/access-log/?number=A4P7WJN",
    ):
        page.goto(f"{site}{path}")
        yield path
    page.goto(f"{site}/access-log/?who=rosa@desk.example")
    yield "access log of one account"
    page.goto(f"{site}/people/?q=rosa@")
    page.locator("main table a").first.click()
    page.wait_for_url(re.compile(r"/people/\d+/"))
    yield "person"
    page.goto(f"{site}/account/")
    yield "own account"
    yield from _system(page, site)
    page.goto(f"{site}/invites/")
    mail = f"{_word()}@desk.example"
    page.fill("main [name=email]", mail)
    page.check("[name=role][value=reviewer]", force=True)
    page.locator("main form button.btn-primary").last.click()
    page.get_by_text(mail).first.wait_for()
    yield "invitations"
    yield from _invited(page, site, mail)


def _system(page: Page, site: str) -> Iterator[str]:
    """A system gets a token and an address where it is told, with a secret; a trial is on its way."""
    name = _word()
    page.goto(f"{site}/desk/systems/")
    yield "systems"
    page.fill("[name=name]", name)
    page.locator("[name=scopes]").first.check(force=True)
    people.press(page, "/add/", "button.btn-primary")
    page.locator(".systems-token").wait_for()
    yield "token"
    page.goto(f"{site}/desk/systems/")
    page.get_by_role("link", name=name).click()
    page.wait_for_url(re.compile(r"/systems/\d+/hooks/$"))
    hooks = page.url
    yield "nothing told yet"
    page.fill("[name=url]", "https://images.example.org/consent")
    page.locator("[name=kinds]").first.check(force=True)
    people.press(page, "/hooks/add/", "button.btn-primary")
    page.locator(".systems-token").wait_for()
    yield "secret"
    page.goto(hooks)
    people.press(page, "/trial/")
    page.locator(".list").wait_for()
    yield "what was sent"


def _invited(page: Page, site: str, mail: str) -> Iterator[str]:
    spoken = language(page)
    page.context.clear_cookies()
    people.speak(page, site, spoken)
    page.goto(letter(page, site, mail, "/invitation/"))
    yield "invitation"
    page.locator("main form.card button").click()
    page.wait_for_url(re.compile("/signup/"))
    yield "signup of somebody invited"
    page.fill("main [name=name]", "Noor Visser")
    page.fill("main [name=password1]", people.PASSWORD)
    page.locator(MAIN).first.click()
    page.wait_for_url(re.compile("/factor/app/"))
    yield "second step to set up"
    page.goto(f"{site}/factor/passkeys/add/")
    yield "passkey to set up"
    page.goto(f"{site}/factor/app/")
    secret = page.locator("main [data-copy-text]").inner_text().strip()
    page.fill("[name=code]", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.locator(MAIN).first.click()
    page.wait_for_url(re.compile("/factor/recovery/"))
    yield "recovery codes"


def letter(page: Page, site: str, mail: str, link: str) -> str:
    """Return the link in the newest mail to somebody, waiting for it."""
    for _ in range(60):
        page.goto(f"{site}/demo/mailbox/?to={mail}")
        if page.locator("main .card-link a").count():
            break
        page.wait_for_timeout(500)
    page.locator("main .card-link a").first.click()
    page.wait_for_url(re.compile(r"/mailbox/\d+/"))
    return page.locator(f'main a[href*="{link}"]').first.get_attribute("href") or ""


def links(page: Page, pattern: str) -> list[str]:
    """Return the paths of the page's links that match."""
    hrefs = [link.get_attribute("href") or "" for link in page.locator("main a[href]").all()]
    return sorted({href for href in hrefs if re.fullmatch(pattern, href)})


def language(page: Page) -> str:
    """Return the language that the pages speak."""
    return next(str(one.get("value")) for one in page.context.cookies() if one.get("name") == "language")


def _word() -> str:
    return "".join(choices(ascii_lowercase, k=10))
