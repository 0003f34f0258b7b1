"""Background jobs of the requesting stage: fetch the event, send one mail; and each night, end what has passed."""

from contextlib import suppress
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from accounts.retrying import ForEver
from consent.models import Event, Request, Review
from consent.requesting import following, mails
from consent.requesting.operations import NotPassed, expire, overdue
from consent.states import EventKind, State


def _fetch(event_id: int) -> tuple[Event, Request]:
    event = Event.objects.select_related("facts", "request__requester").get(pk=event_id)
    return event, event.request


@app.task(name="requesting.confirm_submission", queue="mail", retry=ForEver())
def confirm_submission(event_id: int) -> None:
    """Tell the requester that the request arrived."""
    event, request = _fetch(event_id)
    facts = event.facts.data if hasattr(event, "facts") else {}
    mails.confirm_submission(request, at=event.at, intake=facts.get("to") == State.INTAKE)


@app.task(name="requesting.tell_cleared", queue="mail", retry=ForEver())
def tell_cleared(event_id: int) -> None:
    """Tell the requester that people can be asked."""
    _event, request = _fetch(event_id)
    mails.tell_cleared(request)


@app.task(name="requesting.tell_all_answered", queue="mail", retry=ForEver())
def tell_all_answered(event_id: int) -> None:
    """Tell the requester that everybody answered."""
    event, request = _fetch(event_id)
    mails.tell_all_answered(request, at=event.at)


OUTCOMES = {
    EventKind.APPROVED: "approved",
    EventKind.SENT_BACK: "sent_back",
    EventKind.REJECTED: "rejected",
}


@app.task(name="requesting.tell_decision", queue="mail", retry=ForEver())
def tell_decision(event_id: int) -> None:
    """Tell the requester what the desk decided."""
    event, request = _fetch(event_id)
    outcome = OUTCOMES[EventKind(event.kind)]
    review = Review.objects.filter(request=request, outcome=outcome, at__lte=event.at).latest("at", "pk")
    mails.tell_decision(request, review=review)


@app.task(name="requesting.tell_permission_changed", queue="mail", retry=ForEver())
def tell_permission_changed(event_id: int) -> None:
    """Tell the requester to look again. Before approval nothing was allowed yet, so there is nothing to tell."""
    _event, request = _fetch(event_id)
    if request.status in following.WAS_APPROVED:
        mails.tell_permission_changed(request)


@app.task(name="requesting.tell_route_opened", queue="mail", retry=ForEver())
def tell_route_opened(event_id: int) -> None:
    """Tell the requester that a representative can be asked."""
    _event, request = _fetch(event_id)
    mails.tell_route_opened(request)


@app.periodic(cron="17 3 * * *")
@app.task(name="requesting.expire_passed", queue="effects", retry=ForEver())
def expire_passed(timestamp: int) -> None:
    """End the open requests whose dates have passed. ``timestamp`` is the moment of the timer, in Unix seconds."""
    now = datetime.fromtimestamp(timestamp, UTC)
    for request_id in overdue(now=now):
        with suppress(NotPassed):  # somebody acted meanwhile
            expire(request_id=request_id, now=now)
