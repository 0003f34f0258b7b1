"""A signer's place at a browser: taking it empties the session of whoever was there, leaving it empties it again.

Below the stages, since a signer comes to it by a link or a device that was handed over (signing), or by enrolling (groups).
A queue is a device that goes from person to person: its mark outlives each of its signers, and nothing else does.
"""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.contrib.auth import logout
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.utils import timezone

from consent.models import Invitation

KEY, QUEUE, OVER = "signing", "queue", "over"
LONGEST = timedelta(hours=2)
QUEUE_LASTS = timedelta(hours=12)
OVER_LASTS = timedelta(minutes=15)
LANGUAGES = ("nl", "en")
FORGET = '"cache", "storage"'
"""Clear-Site-Data: what a browser may still know of the one before."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What a device in queue mode knows: which enrolment it is for, and whether the last person's answer was just saved."""

    enrolment: int
    saved: bool = False


@dataclass(frozen=True, slots=True)
class LastPage:
    """Which goodbye a signer got, and nothing of the signer."""

    name: str
    language: str
    handed_over: bool


def take(
    request: HttpRequest, invitation: Invitation, *, language: str, identified: bool, queue: Queue | None = None
) -> None:
    """Empty the session, log out whoever was logged in, and start a signer's.

    Messages that were still to be shown go too: they may name another subject.
    """
    _empty(request)
    now = timezone.now().timestamp()
    request.session[KEY] = {
        "invitation": invitation.pk,
        "way": invitation.way,
        "language": language if language in LANGUAGES else "nl",
        "size": "",
        "began": now,
        "seen": now,
        "identified": identified,
        "named": False,
    }
    request.session.set_expiry(LONGEST)
    if queue:
        _mark(request, Queue(queue.enrolment))
    rotate_token(request)


def leave(request: HttpRequest, *, saved: bool = False) -> None:
    """Empty the session; a device in queue mode stays in it. ``saved`` says that an answer was stored, never which."""
    queue = queue_of(request)
    if queue is None:
        request.session.flush()
        return
    request.session.clear()  # the key stays: what is sent again, since its answer got lost, finds the queue
    _mark(request, Queue(queue.enrolment, saved=saved))


def close(request: HttpRequest, last: LastPage) -> None:
    """Empty the session as ``leave`` does, but under the same key.

    So who sends the same again, since the answer got lost on the way, sees the same goodbye and not that no form is open.
    """
    request.session.clear()
    request.session[OVER] = asdict(last)
    request.session.set_expiry(OVER_LASTS)


def last_page(request: HttpRequest) -> LastPage | None:
    """Return the goodbye of the signer who just left this browser; None after a quarter of an hour, or where nobody did."""
    last = request.session.get(OVER)
    return LastPage(**last) if isinstance(last, dict) else None


def begin_queue(request: HttpRequest, *, enrolment: int) -> None:
    """Empty the session, log out whoever was logged in, and let this device go from person to person."""
    _empty(request)
    _mark(request, Queue(enrolment))
    rotate_token(request)


def queue_of(request: HttpRequest) -> Queue | None:
    """Return the queue that this device is in. Who is logged in is in none: that is how the requester ends it."""
    mark = request.session.get(QUEUE)
    if not isinstance(mark, dict) or request.user.is_authenticated:
        return None
    return Queue(int(mark["enrolment"]), saved=bool(mark["saved"]))


def forgotten[Response: HttpResponse](response: Response) -> Response:
    """Tell the browser to forget the pages that it showed."""
    response["Clear-Site-Data"] = FORGET
    return response


def _empty(request: HttpRequest) -> None:
    list(get_messages(request))
    logout(request)
    request.session.flush()


def _mark(request: HttpRequest, queue: Queue) -> None:
    request.session[QUEUE] = {"enrolment": queue.enrolment, "saved": queue.saved}
    request.session.set_expiry(QUEUE_LASTS)
