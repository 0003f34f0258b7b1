"""Walks past what few signers meet: a piece that was shown before publication, a form that is read from right to left."""

from collections.abc import Callable

from django.utils import timezone

from consent.models import Way
from consent.wording import operations as wordings
from tests.browser.signer_walks import MAIN, Walk
from tests.preview import making as previews
from tests.signing import browsing
from tests.signing import making as people
from tests.wording import making as drafts


def seen_first(walk: Walk) -> None:
    """What somebody asked to see before it is published: a yes, a no, and when nobody is asked any more."""
    row = previews.approved("Jan", requester=f"eline.{walk.language}@student.example")
    own = previews.token(row, "Jan")
    walk.page.context.clear_cookies()
    for answer in ("yes", "no"):
        piece = previews.show(row, title=f"A post, {answer}", link="https://example.org/post", now=timezone.now())
        walk.go(f"/mine/{own}/previews/{piece.pk}/?language={walk.language}", f"seen first, {answer}")
        walk.press(f"form.question [value={answer}]", f"seen first, {answer} said")
    late = previews.show(row, title="An older post")
    walk.go(f"/mine/{own}/previews/{late.pk}/?language={walk.language}")
    with browsing.later(days=60):
        walk.go(f"/mine/{own}/previews/{late.pk}/?language={walk.language}", "seen first, too late")


def right_to_left(walk: Walk) -> None:
    """A form in Arabic letters, with pages around it in the site's own language."""
    made = drafts.draft()
    wordings.add_language(wording_id=made.pk, code="ar", name="العربية", direction="rtl")
    for key, text in drafts.first().texts.filter(language="nl").values_list("key", "text"):
        drafts.write(made, key, f"سؤال {text}", language="ar")
    row = walk.request(wording=drafts.publish(made))
    who = people.signer(row, language=walk.language, mail="")
    walk.page.context.clear_cookies()
    walk.go(browsing.link(who, Way.QR))
    walk.press("main form .button-main")
    walk.press("[value='language:ar']", "start, from right to left")
    walk.press("[name=me][value=yes]", "sheet, from right to left")
    walk.press(MAIN, "sheet, from right to left, nothing chosen")
    for question in walk.page.locator("main fieldset.question").all():
        question.locator("input[type=radio]").first.check(force=True)
    walk.press(MAIN, "sign, from right to left")
    walk.page.locator("[name=mark][value=typed]").check(force=True)
    walk.page.fill("[name=typed_name]", "Jan de Wit")
    walk.press("[data-sign]", "thanks, from right to left")


RARE: list[Callable[[Walk], None]] = [seen_first, right_to_left]
