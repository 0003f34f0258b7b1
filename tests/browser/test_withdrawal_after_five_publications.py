"""Scenario 7 in a browser: five publications, a withdrawal, and everything that must follow, until all is confirmed."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import FilePayload, Locator, Page, expect

from accounts.models import Role
from consent import lasting, lifecycle, store
from consent.card import operations as card
from consent.card import queries as cards
from consent.models import Document, Outcome, Publication, Request, Review, Signature, Stage, TakeDown, Use
from consent.publication import tasks
from consent.states import EventKind, State
from demo.jobs import run_waiting
from tests import answered, factories
from tests.browser.conftest import DESKTOP, PHONE, NewPage
from tests.browser.eyes import found
from tests.browser.sealing import seal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
POSTS = (
    ("online", "Post with the stethoscope", "https://instagram.example/p/1"),
    ("online", "Post in the skills lab", "https://instagram.example/p/2"),
    ("online", "News item", "https://hospital.example/news"),
    ("print", "Poster in the hall", ""),
    ("broadcast", "Regional news at six", "https://tv.example/six"),
)


def approved() -> Request:
    """An approved recording of an hour ago, by Sam, of Anna and Kim."""
    now = timezone.now()
    sam = factories.user(language="en", name="Sam")
    row = factories.request(
        sam, status=State.REVIEW, starts_at=now - timedelta(minutes=1), ends_at=now + timedelta(hours=1), title="A day"
    )
    Use.objects.create(request=row, channel="hospital_website", name="hospital.example")
    for name in ("Anna Secret", "Kim Bos"):
        answered.granted(row, name, at=now - timedelta(days=1), mail=f"{name[:4].strip()}@mail.example", language="en")
    rosa = factories.user("rosa@desk.example", role=Role.REVIEWER)
    review = Review.objects.create(request=row, stage=Stage.REVIEW, outcome=Outcome.APPROVED, by=rosa, at=now)
    with transaction.atomic():
        told = {"review": review.pk}
        lifecycle.advance(lifecycle.lock(row.pk), to=State.APPROVED, by=f"user:{rosa.pk}", at=now, facts=told)
    return row


def log_in(page: Page, site: str, mail_address: str) -> None:
    page.context.add_cookies([{"name": "language", "value": "en", "url": site}])
    page.goto(f"{site}/login/")
    page.fill("[name=login]", mail_address)
    page.fill("[name=password]", factories.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{site}/")


def register(page: Page, address: str) -> None:
    for form, place, url in POSTS:
        page.goto(f"{address}publications/")
        page.locator(".publication-new > summary").click()
        page.locator("[name=what]").select_option(index=0 if "Post" in place else 1)
        page.locator("[name=form]").select_option(form)
        page.fill("[name=place]", place)
        page.fill("[name=url]", url)
        page.locator(".publication-new form button").click()
        expect(page.get_by_text("The publication is registered.")).to_be_visible()


def task_of(page: Page, place: str) -> Locator:
    return page.locator("li.card").filter(has=page.get_by_role("heading", name=place))


def confirm(page: Page, place: str, gone: str, done: str = "") -> None:
    """Say what happened to it, on the page that is open."""
    task = task_of(page, place)
    if task.locator("details").get_attribute("open") is None:
        task.locator("summary").click()
    task.locator(f"[name=gone][value={gone}]").check()
    task.locator("[name=done]").fill(done)
    task.locator("form button").click()


def verdict(page: Page, site: str) -> str:
    """What the page to check a PDF says of Anna's form."""
    document = Document.objects.get(signature__signer__name="Anna Secret")
    page.goto(f"{site}/verify/")
    pdf = FilePayload(name="form.pdf", mimeType="application/pdf", buffer=store.get(document.sha256))
    page.set_input_files("input[type=file]", pdf)
    page.locator("main form [type=submit]").first.click()
    page.locator(".verdict, .notice").first.wait_for()
    return page.locator("main").inner_text()


def test_five_publications_are_taken_down_after_a_withdrawal(live_server: Any, new_page: NewPage) -> None:
    site, row = live_server.url, approved()
    address = f"{site}/requests/{row.number}/"
    anna = Signature.objects.select_related("signer__subject__request").get(signer__name="Anna Secret")
    seal(anna.pk)
    student, ward, phone = new_page(viewport=DESKTOP, strict=False), new_page(viewport=PHONE), new_page(viewport=PHONE)
    log_in(student, site, row.requester.email)
    register(student, address)
    assert Publication.objects.count() == len(POSTS)
    token = cards.token_of(card.make(request_id=row.pk, by=row.requester, now=timezone.now()))
    ward.goto(f"{site}/card/{token}/")
    expect(ward.locator(".verdict:visible .verdict-word")).to_have_text("Allowed now")
    assert "withdrawn" not in verdict(phone, site).lower()

    link = lasting.new_link(signer=anna.signer, now=timezone.now())
    phone.goto(f"{site}{link[link.index('/mine/') :]}")
    phone.get_by_role("link", name="Take my permission back").click()
    expect(phone.get_by_role("checkbox")).to_have_count(2)
    assert found(phone) == []
    phone.get_by_role("button", name="Yes, take it back").click()
    expect(phone.get_by_text("Changed your mind again?")).to_be_visible()
    assert found(phone) == []

    ward.reload()
    expect(ward.locator(".verdict:visible .verdict-word")).to_have_text("No longer allowed")
    assert "withdrawn" in verdict(phone, site).lower()
    student.goto(address)
    expect(student.locator(".sentences .is-allowed")).to_have_count(0)
    run_waiting()
    expect(student.locator("body")).not_to_contain_text("withdr")
    must_go(student, address)
    late_is_told(row, student, address)
    all_is_confirmed(student, address)


def must_go(page: Page, address: str) -> None:
    """Five tasks with a day each, on the student's own page of the request."""
    page.goto(address)
    expect(page.get_by_role("heading", name="Please take down 5")).to_be_visible()
    assert TakeDown.objects.count() == len(POSTS)
    for _form, place, _url in POSTS:
        expect(task_of(page, place)).to_contain_text("At the latest:")
    page.goto(f"{address}publications/")
    assert found(page) == []


def late_is_told(row: Request, page: Page, address: str) -> None:
    """Own posts are due in two working days: ten days later the student is reminded, and the desk told."""
    mail.outbox.clear()
    tasks.every_morning(int((timezone.now() + timedelta(days=10)).timestamp()))
    run_waiting()
    told = {message.to[0]: message.subject for message in mail.outbox}
    assert told[row.requester.email].startswith("Reminder, please take down")
    assert any(row.spoken_number in subject for to, subject in told.items() if to != row.requester.email)
    assert row.events.filter(kind=EventKind.TAKE_DOWN_LATE).count() == 1
    page.goto(f"{address}publications/")
    expect(task_of(page, "Post with the stethoscope")).to_contain_text("the desk was told")
    TakeDown.objects.filter(escalated_at__isnull=False).update(due_on=timezone.localdate() - timedelta(days=1))


def all_is_confirmed(page: Page, address: str) -> None:
    """What is online is removed; the poster wants a word on what was done, beside its field; then nothing is left."""
    page.goto(f"{address}publications/")
    expect(task_of(page, "Post with the stethoscope")).to_contain_text("too late")
    for form, place, _url in POSTS:
        if form == "online":
            confirm(page, place, "removed")
    confirm(page, "Poster in the hall", "not_recalled")
    expect(task_of(page, "Poster in the hall").locator(".invalid-feedback")).to_be_visible()
    confirm(page, "Poster in the hall", "not_recalled", "40 of 200 collected")
    confirm(page, "Regional news at six", "removed")
    expect(page.get_by_role("heading", name="Please take down")).to_have_count(0)
    expect(page.locator("table")).to_contain_text("40 of 200 collected")
    assert not TakeDown.objects.filter(confirmed_at=None).exists()
