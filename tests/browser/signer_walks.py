"""Walks through every page and state that a signer can meet, and looks at each; ``WALKS`` lists them."""

import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.core import mail
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, Route
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import Role, User
from consent import lasting
from consent.models import Request, Signer, Use, Way
from consent.signing import operations, tasks
from consent.states import State
from consent.withdrawal import operations as withdrawal
from tests import factories
from tests.browser.eyes import Eyes
from tests.browser.sealing import seal
from tests.signing import browsing, making

MAIN = "#form .button-main"


@dataclass
class Walk:
    """One person's way through pages, in one language."""

    eyes: Eyes
    site: str
    language: str

    @property
    def page(self) -> Page:
        """The browser's page."""
        return self.eyes.page

    def go(self, path: str, name: str = "") -> None:
        """Open an address, and look at it when it has a name here."""
        self.page.goto(path if path.startswith("http") else self.site + path)
        if name:
            self.eyes.look(name)

    def press(self, selector: str, name: str = "") -> None:
        """Press what leads to another page, and look at that when it has a name here."""
        self.page.evaluate("document.body.dataset.before = ''")
        self.page.locator(selector).first.click()
        self.page.locator("body:not([data-before])").wait_for()
        self.page.wait_for_load_state()
        if name:
            self.eyes.look(name)

    def signer(self, **fields: Any) -> Signer:
        """Make somebody who is asked in the language of the walk; another person is asked too."""
        return making.signer(self.request(), **({"language": self.language, "mail": ""} | fields))

    def request(self, **fields: Any) -> Request:
        """Make a request of Sam's that asks somebody else too."""
        row = making.collecting(requester=User.objects.first() or factories.user(), **fields)
        making.second_person(row)
        return row

    def wear(self, client: Client) -> None:
        """Take over the session of a client that walked ahead."""
        self.page.context.clear_cookies()
        cookies = {"session": client.cookies["session"].value, "language": self.language}
        self.page.context.add_cookies(
            [{"name": key, "value": value, "url": self.site} for key, value in cookies.items()]
        )

    def enter(self, who: Signer, name: str = "") -> None:
        """Come in by a QR code."""
        self.page.context.clear_cookies()
        self.go(browsing.link(who, Way.QR), name)
        self.press("main form .button-main")


def the_form(walk: Walk) -> None:
    """From the link to the goodbye, with every mistake on the way."""
    who = walk.signer(kind="patient")
    Use.objects.create(request=who.subject.request, channel="teaching", name="Lecture 3")
    walk.enter(who, "open")
    walk.eyes.look("start")
    walk.press("[name=me][value=yes]", "sheet")
    walk.press(MAIN, "sheet, nothing chosen")
    for question in walk.page.locator("main fieldset.question").all():
        question.locator("input[type=radio]").first.check(force=True)
    walk.eyes.look("sheet, all chosen")
    walk.press(MAIN)
    for mark in ("drawn", "typed", "assisted"):
        walk.page.locator(f"[name=mark][value={mark}]").check(force=True)
        walk.eyes.look(f"sign, {mark}")
        walk.press("[data-sign]", f"sign, {mark}, empty")
    walk.page.locator("[name=mark][value=typed]").check(force=True)
    walk.page.fill("[name=typed_name]", "Jan de Wit")
    walk.page.fill("[name=confirmed_by]", "A. Bakker, nurse")
    walk.press("[data-sign]", "thanks")
    walk.page.fill("[name=mail]", "no address")
    walk.press("#form .button-small:not([name])", "thanks, wrong address")
    walk.go("/sign/thanks/", "thanks, seen again")
    walk.press("form[action='/sign/finish/'] button", "finished")


def one_by_one(walk: Walk) -> None:
    """One question a screen; the connection goes and comes back."""
    walk.enter(walk.signer())
    walk.press("[value='pace:one']", "start, one by one")
    walk.press("[name=me][value=yes]", "sheet, one by one")
    walk.press(MAIN, "first question")
    walk.press(MAIN, "first question, nothing chosen")
    walk.page.context.set_offline(True)
    walk.page.locator(".sending[data-state=reading]").wait_for()
    walk.eyes.look("reading without a connection")
    walk.page.locator("main input[type=radio]").first.check(force=True)
    walk.page.locator(MAIN).click()
    walk.page.locator(".sending[data-state=offline]").wait_for()
    walk.eyes.look("sending without a connection")
    walk.page.evaluate("document.body.dataset.before = ''")
    walk.page.context.set_offline(False)
    walk.page.locator("body:not([data-before])").wait_for()  # its answer brings cookies, which the next walk clears


def wishes(walk: Walk) -> None:
    """Rather on paper, or in another language."""
    walk.enter(walk.signer())
    walk.go("/sign/wish/", "wish")
    walk.press("[name=wish][value=language]", "wish, no language named")
    walk.press("[name=wish][value=paper]", "wish, for paper")


def large_letters(walk: Walk) -> None:
    """The form and the signature in the largest letters."""
    who = walk.signer()
    client = browsing.chosen(who)
    client.post("/sign/", {"look": f"language:{walk.language}"})
    client.post("/sign/", {"look": "size:larger"})
    walk.wear(client)
    walk.go("/sign/", "start, larger letters")
    walk.go("/sign/form/", "sheet, larger letters")
    walk.go("/sign/signature/", "sign, larger letters")


def a_child(walk: Walk) -> None:
    """The form that a parent signs for a child under 12."""
    mother, _ = making.parents(walk.request())
    Signer.objects.filter(pk=mother.pk).update(language=walk.language)
    walk.enter(mother, "open, for a child")
    walk.eyes.look("start, for a child")
    walk.press("[name=me][value=yes]", "sheet, for a child")
    for question in walk.page.locator("main fieldset.question").all():
        question.locator("input[type=radio]").first.check(force=True)
    walk.press(MAIN, "sign, for a child")
    walk.press("[data-sign]", "sign, for a child, empty")


def by_mail(walk: Walk) -> None:
    """The way in by mail: link, code, a wrong one, too many."""
    who = walk.signer(mail="jan@home.example")
    walk.page.context.clear_cookies()
    walk.go(browsing.link(who), "open, by mail")
    walk.press("main form .button-main", "code")
    walk.page.fill("[name=digits]", "12")
    walk.press(MAIN, "code, too short")
    tasks.mail_code(**ProcrastinateJob.objects.filter(task_name="signing.mail_code").latest("pk").args)
    right = next(line for line in mail.outbox[-1].body.splitlines() if line.isdecimal())
    walk.page.fill("[name=digits]", f"{(int(right) + 1) % 1_000_000:06d}")
    walk.press(MAIN, "code, wrong")
    for _ in range(4):
        walk.press("form[action='/sign/code/new/'] button")
    walk.eyes.look("code, sent again")
    walk.press("form[action='/sign/code/new/'] button", "code, too many")


def endings(walk: Walk) -> None:
    """No, not now, not me; on a tablet of the ward, which goes back."""
    for name, path, button in (
        ("refused", "/sign/form/", "[formaction='/sign/no/']"),
        ("postponed", "/sign/", "form[action='/sign/later/'] button"),
        ("wrong person", "/sign/", "[name=me][value=no]"),
    ):
        client = browsing.named(walk.signer(kind="patient"))
        client.post("/sign/", {"look": f"language:{walk.language}"})
        walk.wear(client)
        walk.go(path)
        walk.press(button, f"{name}, handed over")
    walk.enter(walk.signer())
    walk.press("[name=me][value=yes]")
    walk.press("[formaction='/sign/no/']", "refused")
    walk.go("/sign/ended/", "ended")
    walk.go("/sign/form/", "no session")


def closed(walk: Walk) -> None:
    """Links that open nothing, each with its reason."""
    asked = f"?language={walk.language}"
    walk.page.context.clear_cookies()
    walk.go(f"/sign/link/nothing/{asked}", "closed, unknown")
    walk.go(browsing.link(walk.signer(), Way.QR, hours=24) + asked, "closed, expired")
    who = walk.signer()
    older = browsing.link(who, Way.QR)
    browsing.link(who, Way.QR)
    walk.go(older + asked, "closed, a newer one")
    for answered in ("signed", "refused"):
        who = walk.signer()
        link = browsing.link(who, Way.QR)
        Signer.objects.filter(pk=who.pk).update(status=answered)
        walk.go(link + asked, f"closed, {answered}")
    who = walk.signer()
    link = browsing.link(who, Way.QR)
    Request.objects.filter(pk=who.subject.request_id).update(status=State.RETURNED)
    walk.go(link + asked, "closed, not needed")


def own_page(walk: Walk) -> None:
    """What was agreed, the copy, the second yes, taking it back."""
    walk.page.context.clear_cookies()
    walk.go(f"/mine/nothing/?language={walk.language}", "own page, unknown")
    row = walk.request()
    use = Use.objects.create(request=row, channel="press_tv", name="Evening news")
    who = browsing.fresh(making.signer(row, language=walk.language))
    signature = making.sign(who, answers=making.answers(who))
    Signer.objects.filter(pk=who.pk).update(language=walk.language)
    own = f"/mine/{lasting.new_link(signer=who, now=timezone.now()).split('/mine/')[1]}"
    walk.go(own, "own page, copy not ready")
    seal(signature.pk)
    for state in (State.REVIEW, State.APPROVED):
        Request.objects.filter(pk=row.pk).update(status=state)
    with browsing.later(days=40):
        operations.ask_second_yes(request_id=row.pk, by=row.requester, now=timezone.now())
        walk.go(own, "own page, second yes")
        walk.press(f"form[action*='/second-yes/{use.pk}/'] [value=yes]", "own page, second yes said")
        walk.go(f"{own}withdraw/", "withdraw")
        withdrawal.withdraw(signer_id=who.pk, now=timezone.now())
        walk.go(own, "own page, taken back")


def stay_here(route: Route) -> None:
    """Show the page that leads to the institution without its order to go there at once."""
    answer = route.fetch()
    route.fulfill(response=answer, body=re.sub(r'<meta http-equiv="refresh"[^>]*>', "", answer.text()))


def proving(walk: Walk) -> None:
    """The offer to prove who one is, and the page on the way there."""
    begin = "consent.signing.views.proving.conversation.begin"
    with patch("consent.signing.proving.configured", return_value=True):
        walk.enter(walk.signer())
        walk.eyes.look("start, proof offered")
        walk.page.route("**/sign/proof/", stay_here)
        with patch(begin, return_value=f"{walk.site}/verify/"):
            walk.press("form[action='/sign/proof/'] button", "leaving")


@contextmanager
def around(walk: Walk) -> Any:
    """Pages of others that a signer sees: nothing there is only for fingers."""
    walk.eyes.signers = False
    yield
    walk.eyes.signers = True


def beside(walk: Walk) -> None:
    """The QR code on the requester's screen, the preview of a form, and checking a document."""
    with around(walk):
        who = walk.signer()
        client = Client()
        client.force_login(who.subject.request.requester)
        walk.wear(client)
        walk.go(f"/requests/{who.subject.request.number}/")
        walk.press(f"form[action='/signers/{who.pk}/qr/'] button", "qr")
        desk = Client()
        factories.log_in(desk, factories.user(f"rosa.{walk.language}@desk.example", role=Role.REVIEWER))
        walk.wear(desk)
        walk.go(f"/desk/consent-forms/{who.subject.request.wording_id}/page/{walk.language}/", "specimen")


WALKS: list[Callable[[Walk], None]] = [
    the_form, one_by_one, wishes, large_letters, a_child, by_mail, endings, closed, own_page, proving, beside,
]  # fmt: skip
