"""A signer's session: one signer, one invitation, and nothing of whoever used this browser before.

It starts by emptying the session and ends so too (``consent.seat``): by leaving, after half an hour without a page, or
after two hours.
"""

from collections.abc import Callable, Hashable
from datetime import UTC, datetime, timedelta
from functools import cached_property, wraps
from typing import Any, NamedTuple, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.gzip import gzip_page

from accounts.sessions import SessionStore
from consent import own_looks, seat
from consent.facts import FilledIn
from consent.models import Invitation, Signer, Way, WordingLanguage
from consent.seat import KEY, LANGUAGES, LONGEST
from consent.signing import operations, queries
from consent.signing.queries import Closed
from consent.states import SignerStatus

IDLE, QUEUE_IDLE = timedelta(minutes=30), timedelta(minutes=10)
"""How long a form may lie open untouched; shorter where the next person is waiting for the tablet."""
SEEN_WITHIN = timedelta(seconds=30)
SIZES = ("", "large", "larger")
PACES = ("all", "one")
LOOKING = frozenset({"GET", "HEAD"})
SHOW_DATA = frozenset({"start", "sheet", "sign", "thanks"})

type Page = Callable[[HttpRequest, "Sitting"], HttpResponse]


class Spoken(NamedTuple):
    """A language that the form can be read in: its code, and its name for itself."""

    code: str
    name: str


class Sitting:
    """The session of one signer."""

    def __init__(
        self, request: HttpRequest, invitation: Invitation, filled_in: FilledIn, *, logged: bool = False
    ) -> None:
        """``logged``: the line of this look is written already."""
        self.session, self.logged = request.session, logged
        self.invitation, self.filled_in = invitation, filled_in
        self.signer: Signer = invitation.signer
        """Who signs."""
        self.data: dict[str, Any] = request.session[KEY]

    @property
    def way(self) -> Way:
        """How the signer came."""
        return Way(self.invitation.way)

    @property
    def language(self) -> str:
        """The language of the form."""
        chosen = str(self.data["language"])
        return chosen if chosen in self._codes else self.around

    @property
    def around(self) -> str:
        """The language of the pages around the form: the site speaks fewer than a form can be written in."""
        return str(self.data.get("around", self.data["language"]))

    @cached_property
    def languages(self) -> tuple[WordingLanguage, ...]:
        """The languages of the request's own version of the form."""
        return queries.languages(self.signer.subject.request)

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset([one.code for one in self.languages])

    @property
    def direction(self) -> str:
        """Which way the form is read: "ltr" or "rtl"."""
        return next((one.direction for one in self.languages if one.code == self.language), "ltr")

    @property
    def one_by_one(self) -> bool:
        """Whether the signer wants one question a screen."""
        return self.data.get("pace") == "one"

    @property
    def draft(self) -> dict[str, str]:
        """What was filled in and not signed yet."""
        return dict(self.data.get("draft", {}))

    def keep(self, filled_in: dict[str, str]) -> None:
        """Remember what was filled in."""
        self.put(draft=self.draft | filled_in)

    def put(self, **values: Any) -> None:
        """Remember something for this signer. What is remembered already is not stored again."""
        if any(name not in self.data or self.data[name] != value for name, value in values.items()):
            self.data.update(values)
            self.session[KEY] = self.data

    def is_there(self, now: datetime) -> None:
        """Remember that the form does not lie untouched; to half a minute, so that looking does not always store."""
        if now - datetime.fromtimestamp(self.data["seen"], UTC) > SEEN_WITHIN:
            self.put(seen=now.timestamp())

    def look(self, wish: str) -> None:
        """Change the language, the letter size or the pace: "language:nl", "size:large", "pace:one". Else change nothing."""
        what, _, value = wish.partition(":")
        if what == "language" and value in self._codes:
            self.put(language=value, around=value if value in LANGUAGES else self.around)
        if what == "size" and value in SIZES:
            self.put(size=value)
        if what == "pace" and value in PACES:
            self.put(pace=value)


def activate(sitting: Sitting) -> None:
    """Speak the signer's language from here on; the middleware starts every request anew."""
    translation.activate(sitting.around)


def current(request: HttpRequest, *, now: datetime | None = None, looking: bool = False) -> Sitting | None:
    """Return the signer's session of this browser; None when there is none or its time is over.

    ``looking`` says that the form is shown next, if it still may be: then the line of the look is written as it is read.
    """
    now = now or timezone.now()
    address = request.META.get("REMOTE_ADDR")
    look = (
        operations.look(cast("SessionStore", request.session), at=now, idle=IDLE, address=address) if looking else None
    )
    data = request.session.get(KEY)
    if not isinstance(data, dict):
        return None
    idle = now - datetime.fromtimestamp(data["seen"], UTC)
    over = idle > _idle(request) or now - datetime.fromtimestamp(data["began"], UTC) > LONGEST
    sitting = None if over else _read(request, data, look)
    if sitting is None:
        seat.leave(request)
    return sitting


def _read(request: HttpRequest, data: dict[str, Any], look: operations.Look | None) -> Sitting | None:
    if look:
        return Sitting(request, look.invitation, look.filled_in, logged=look.logged)
    found = queries.invitation(data["invitation"])
    return Sitting(request, *found) if found else None


def _idle(request: HttpRequest) -> timedelta:
    return QUEUE_IDLE if seat.queue_of(request) else IDLE


def seated(
    *, needs: str, signed: str = "no", form: bool = False
) -> Callable[[Page], Callable[[HttpRequest], HttpResponse]]:
    """Let only a signer's session open a page.

    ``needs`` is how far the signer must be: "code" (just arrived), "identified", "named" (name confirmed).
    ``signed`` says whether the page is for who still has to sign ("no"), for who signed ("only"), or for both ("either").
    ``form``: a GET without a query shows the form itself to whom the page is open.
    """

    def decorate(page: Page) -> Callable[[HttpRequest], HttpResponse]:
        @login_not_required
        @gzip_page  # a form is 40 kB of much the same; what Django adds at random keeps its length from telling secrets
        @wraps(page)
        def guarded(request: HttpRequest) -> HttpResponse:
            now = timezone.now()
            looking = form and request.method in LOOKING and not request.META.get("QUERY_STRING")
            sitting = current(request, now=now, looking=looking)
            if sitting is None:
                if seat.queue_of(request):
                    return redirect("groups:next")
                return over(request) or render(request, "consent/signing/ended.html", status=403)
            activate(sitting)
            sitting.is_there(now)
            return _elsewhere(request, sitting, needs, signed, now) or page(request, sitting)

        return guarded

    return decorate


def over(request: HttpRequest) -> HttpResponse | None:
    """Return a goodbye where the signer just left, else None.

    Who sends the same again, since its answer got lost on the way, gets the same goodbye; whoever looks later is told that
    the form is done, not what was said.
    """
    last = seat.last_page(request)
    if last is None:
        return None
    translation.activate(last.language)
    name = last.name if request.method == "POST" else "finished"
    return seat.forgotten(render(request, f"consent/signing/{name}.html", {"handed_over": last.handed_over}))


def _elsewhere(request: HttpRequest, sitting: Sitting, needs: str, signed: str, now: datetime) -> HttpResponse | None:
    """Return where the signer should be instead, or None when this page is right."""
    if needs != "code" and not sitting.data["identified"]:
        return redirect("signing:code")
    if sitting.data["named"] and sitting.signer.status == SignerStatus.SIGNED:
        return redirect("signing:thanks") if signed == "no" else None
    closed = queries.why_closed(sitting.invitation, now=now)
    if closed not in {None, Closed.EXPIRED}:
        way = sitting.way
        seat.leave(request)
        if seat.queue_of(request):
            return redirect("groups:next")
        return closed_page(request, closed, way=way)
    if needs == "named" and not sitting.data["named"]:
        return redirect("signing:start")
    return redirect("signing:sheet") if signed == "only" else None


def closed_page(request: HttpRequest, closed: Closed | None, *, way: str = "") -> HttpResponse:
    """Say kindly why a link does not open a form, and what to do."""
    status = 404 if closed == Closed.UNKNOWN else 410
    reason = closed.value if closed else ""
    return render(request, "consent/signing/closed.html", {"reason": reason, "way": way}, status=status)


def page(
    request: HttpRequest, sitting: Sitting, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Show a page of the signer's, in their language and letter size. Who saw the form is logged (NEN 7513)."""
    if template in SHOW_DATA:
        seen(request, sitting)
    values = {
        "sitting": sitting,
        "signer": sitting.signer,
        "subject": sitting.signer.subject,
        "handed_over": sitting.way == Way.HANDOVER,
        **looks(request, sitting),
        **(context or {}),
    }
    return render(request, f"consent/signing/{template}.html", values, status=status)


def seen(request: HttpRequest, sitting: Sitting) -> None:
    """Log that the signer saw the form, where that is not done yet."""
    if sitting.logged:
        return
    own_looks.log(
        signer=sitting.signer.pk,
        request=sitting.signer.subject.request,
        at=timezone.now(),
        address=request.META.get("REMOTE_ADDR"),
    )


def looks(request: HttpRequest, sitting: Sitting) -> dict[str, Hashable]:
    """Return how the frame of a page looks; nobody is named in it."""
    return {
        "letter_size": sitting.data["size"],
        "languages": tuple(Spoken(one.code, one.name) for one in sitting.languages),
        "language_now": sitting.language,
        "direction": sitting.direction,
        "pace": sitting.data.get("pace", "all"),
        "in_queue": seat.queue_of(request) is not None,
        "idle_seconds": int(_idle(request).total_seconds()),
    }
