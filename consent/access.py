"""Who may see what: the only place that knows. What a role may do stands in accounts/roles.py."""

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import Capability, may
from consent import numbers
from consent.models import Document, Request
from consent.states import EDITABLE, OPEN, State


def requests_visible_to(user: User) -> QuerySet[Request]:
    """Return the requests that an account may know of: its own; the desk's are all, except drafts of others."""
    if not user.is_active:
        return Request.objects.none()
    if may(user, Capability.READ_ALL):
        return Request.objects.filter(~Q(status=State.DRAFT) | Q(requester=user))
    return Request.objects.filter(requester=user)


def submitted_visible_to(user: User) -> QuerySet[Request]:
    """Return the same without drafts: for the desk all that were ever submitted, which an index by state finds alone."""
    if user.is_active and may(user, Capability.READ_ALL):
        return Request.objects.exclude(status=State.DRAFT)
    return requests_visible_to(user).exclude(status=State.DRAFT)


def visible_plainly(user: User) -> tuple[str, list[int]]:
    """Return the same for a plain statement about ``consent_request``: a condition and its values."""
    if not user.is_active:
        return "false", []
    if may(user, Capability.READ_ALL):
        return "(status <> 'draft' OR requester_id = %s)", [user.pk]
    return "requester_id = %s", [user.pk]


def own_requests(user: User) -> QuerySet[Request]:
    """Return the requests that an account filed."""
    return Request.objects.filter(requester=user)


def numbered(requests: QuerySet[Request], typed: str) -> QuerySet[Request]:
    """Return the one of these requests with a number, however it was typed; none when such a number cannot exist."""
    try:
        return requests.filter(number=numbers.parse(typed))
    except numbers.TypingError:
        return requests.none()


def documents_visible_to(user: User) -> QuerySet[Document]:
    """Return the documents that an account may read: only the desk, since a form names who said no to what."""
    if may(user, Capability.READ_DOCUMENTS):
        return Document.objects.all()
    return Document.objects.none()


def may_edit(user: User, request: Request) -> bool:
    """Whether the account may change what is asked."""
    return request.requester_id == user.pk and request.status in EDITABLE


def may_cancel(user: User, request: Request) -> bool:
    """Whether the account may cancel the request."""
    return request.requester_id == user.pk and request.status in OPEN


def may_ask(user: User, request: Request) -> bool:
    """Whether the account may invite signers or hand over the device."""
    return request.requester_id == user.pk and request.status == State.COLLECTING


def may_decide(user: User, request: Request) -> bool:
    """Whether the account may decide: the desk, never on a request of one's own."""
    return may(user, Capability.DECIDE) and request.requester_id != user.pk
