"""The panel of publications and take-downs."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from accounts.models import Role
from consent import lifecycle
from consent.models import Access, Action, Publication, Request, Signature, TakeDown, Withdrawal
from consent.publication import operations
from consent.states import State
from tests import answered, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved() -> Request:
    """A request that the desk approved just now, of one subject who said yes, to be recorded next week."""
    now = timezone.now()
    later = now + timedelta(days=7)
    row = factories.request(status=State.REVIEW, starts_at=later, ends_at=later)
    answered.granted(row, "Anna Secret", at=now)
    with transaction.atomic():
        lifecycle.advance(lifecycle.lock(row.pk), to=State.APPROVED, by="user:1", at=now)
    row.refresh_from_db()
    return row


@pytest.fixture
def student(client: Client, approved: Request) -> Client:
    factories.log_in(client, approved.requester)
    client.cookies["language"] = "en"
    return client


def path(row: Request, rest: str = "publications/") -> str:
    return f"/requests/{row.number}/{rest}"


def post(client: Client, row: Request, **more: Any) -> Any:
    data = {
        "what": f"{row.uses.get().pk}-photo",
        "form": "online",
        "place": "Post with the stethoscope",
        "url": "",
        "published_on": timezone.localdate().isoformat(),
    }
    return client.post(path(row, "publications/new/"), data | more)


def gone(**more: str) -> dict[str, str]:
    return {"gone": "removed", "gone_on": timezone.localdate().isoformat(), "done": ""} | more


def withdraw(row: Request) -> TakeDown:
    Withdrawal.objects.create(signature=Signature.objects.get(), use=row.uses.get(), at=timezone.now())
    (task,) = operations.ask_take_downs(request_id=row.pk, now=timezone.now())
    return task


def test_a_publication_is_registered_and_shown(student: Client, approved: Request) -> None:
    assert post(student, approved)["Location"] == path(approved)
    page = student.get(path(approved)).content.decode()
    assert "Post with the stethoscope" in page
    assert "may stay" in page


def test_what_is_wrong_is_said_and_what_was_typed_stays(student: Client, approved: Request) -> None:
    response = post(student, approved, url="not an address")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["url"]
    assert "Post with the stethoscope" in response.content.decode()
    assert Publication.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["Online", "Print", "Broadcast"]), ("nl", ["Online", "Drukwerk", "Uitzending"])],
)
def test_how_it_was_published_is_asked_in_the_readers_language(
    student: Client, approved: Request, language: str, words: list[str]
) -> None:
    student.cookies["language"] = language
    form = student.get(path(approved)).context["form"]
    with override(language):
        assert [str(label) for _value, label in form.fields["form"].choices] == words


def test_only_what_is_allowed_is_offered(student: Client, approved: Request) -> None:
    post(student, approved)
    withdraw(approved)
    page = student.get(path(approved))
    assert page.context["form"].fields["what"].choices == []
    assert post(student, approved).status_code == 422


def test_a_take_down_never_says_who_and_is_confirmed(student: Client, approved: Request) -> None:
    post(student, approved)
    task = withdraw(approved)
    page = student.get(path(approved, "publications/panel/")).content.decode()
    assert "Please take down" in page
    assert "Anna" not in page
    student.post(path(approved, f"take-downs/{task.pk}/confirmation/"), gone())
    task.refresh_from_db()
    assert task.confirmed_by == approved.requester


def test_what_must_go_stands_first_on_the_students_own_pages(student: Client, approved: Request) -> None:
    post(student, approved)
    factories.request(approved.requester, title="Sent back", status=State.RETURNED)
    assert [row.title for row in student.get("/").context["current"]] == ["Sent back", approved.title]
    withdraw(approved)
    home = student.get("/")
    assert [row.title for row in home.context["current"]] == [approved.title, "Sent back"]
    assert "Waits for you: take down what you published, by" in home.text
    assert "Please take down what you published" in student.get(f"/requests/{approved.number}/").text
    task = TakeDown.objects.get()
    student.post(path(approved, f"take-downs/{task.pk}/confirmation/"), gone())
    assert "take down what you published" not in student.get("/").text
    assert "Please take down what you published" not in student.get(f"/requests/{approved.number}/").text


def test_a_stranger_finds_nothing(client: Client, approved: Request) -> None:
    factories.log_in(client, factories.user("eve@student.example"))
    for rest in ("publications/", "publications/panel/"):
        assert client.get(path(approved, rest)).status_code == 404
    assert post(client, approved).status_code == 404


def test_the_desk_sees_the_panel(client: Client, approved: Request) -> None:
    factories.log_in(client, factories.user("rosa@desk.example", role=Role.REVIEWER))
    assert client.get(path(approved, "publications/panel/")).status_code == 200


def test_a_task_of_another_request_is_not_found(student: Client, approved: Request) -> None:
    post(student, approved)
    task = withdraw(approved)
    other = factories.request(approved.requester, status=State.APPROVED)
    assert student.post(path(other, f"take-downs/{task.pk}/confirmation/")).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"gone": ""}, "gone"), ({"gone_on": ""}, "gone_on"), ({"gone": "not_recalled"}, "gone")],
)
def test_what_is_wrong_in_a_confirmation_stands_beside_its_field(
    student: Client, approved: Request, wrong: dict[str, str], field: str
) -> None:
    post(student, approved)
    task = withdraw(approved)
    response = student.post(path(approved, f"take-downs/{task.pk}/confirmation/"), gone(**wrong))
    assert response.status_code == 422
    (_task, form) = response.context["open_tasks"][0]
    assert list(form.errors) == [field]
    assert f'id="id_{task.pk}_done"' in response.content.decode()


def test_confirming_twice_tells_the_slower_one(student: Client, approved: Request) -> None:
    post(student, approved)
    task = withdraw(approved)
    student.post(path(approved, f"take-downs/{task.pk}/confirmation/"), gone())
    response = student.post(path(approved, f"take-downs/{task.pk}/confirmation/"), gone(), follow=True)
    assert "confirmed already" in response.content.decode()


def test_a_screenshot_is_drawn_anew_and_only_requester_and_desk_open_it(student: Client, approved: Request) -> None:
    post(student, approved, screenshot=SimpleUploadedFile("me & you.png", picture(b"secret place"), "image/png"))
    row = Publication.objects.get()
    address = path(approved, f"publications/{row.pk}/screenshot/")
    given = student.get(address)
    assert (given["Content-Type"], given.content[:3], b"secret place" in given.content) == (
        "image/jpeg",
        b"\xff\xd8\xff",
        False,
    )
    assert given["Content-Disposition"].startswith("attachment")
    assert Access.objects.filter(action=Action.DOWNLOADED, request=approved, user=approved.requester).count() == 1
    stranger = Client()
    factories.log_in(stranger, factories.user("eve@student.example"))
    assert stranger.get(address).status_code == 404


def test_what_is_no_picture_is_refused_beside_its_field(student: Client, approved: Request) -> None:
    response = post(student, approved, screenshot=SimpleUploadedFile("a.png", b"<svg onload=alert(1)>", "image/png"))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["screenshot"]
    assert Publication.objects.count() == 0


def test_a_body_that_is_too_large_is_not_read(student: Client, approved: Request, settings: Any) -> None:
    settings.SCREENSHOT_MAX_BYTES = -20_000
    assert post(student, approved).status_code == 302
    assert Publication.objects.count() == 0


def test_a_forged_registration_is_refused(approved: Request) -> None:
    forger = Client(enforce_csrf_checks=True)
    factories.log_in(forger, approved.requester)
    assert post(forger, approved).status_code == 403
    assert Publication.objects.count() == 0


def test_the_panel_asks_as_many_questions_for_one_publication_as_for_ten(student: Client, approved: Request) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            student.get(path(approved, "publications/panel/"))
        return len(asked)

    post(student, approved)
    before = questions()
    for _ in range(9):
        post(student, approved)
    withdraw_all(approved)
    assert questions() <= before


def withdraw_all(row: Request) -> None:
    Withdrawal.objects.create(signature=Signature.objects.get(), use=row.uses.get(), at=timezone.now())
    operations.ask_take_downs(request_id=row.pk, now=timezone.now())


def picture(hidden: bytes) -> bytes:
    """A PNG with words hidden in it."""
    out, info = BytesIO(), PngInfo()
    info.add_text("Comment", hidden.decode())
    Image.new("RGB", (40, 20), "red").save(out, "PNG", pnginfo=info)
    return out.getvalue()
