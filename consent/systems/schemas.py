"""What goes over the line, as the OpenAPI document says it. Fields are only ever added (version 1)."""

import datetime as dt
import re
from typing import Annotated, Literal

from ninja import Field, Query, Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator

from consent.models import Channel, Form, Medium
from consent.states import State
from consent.systems.permission import Why

DAY, MOMENT = r"\d{4}-\d\d-\d\d", r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)"


def _written(form: str) -> BeforeValidator:
    """Take only what is written as RFC 3339 says: the library would read a number as seconds since 1970, unasked."""

    def check(given: object) -> object:
        if not re.fullmatch(form, str(given), re.ASCII):
            raise ValueError(form)
        return given

    return BeforeValidator(check)


FIRST, LAST = dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)


def _in_utc(moment: dt.datetime) -> dt.datetime:
    """Return a moment in UTC, or the nearest that there is: RFC 3339 has zones 16 hours away, PostgreSQL refuses them."""
    try:
        return moment.astimezone(dt.UTC)
    except OverflowError:
        return FIRST if moment.year == FIRST.year else LAST


Day = Annotated[dt.date, _written(DAY)]
Moment = Annotated[AwareDatetime, _written(MOMENT), AfterValidator(_in_utc)]
Number = Annotated[
    str,
    Query(min_length=1, max_length=40, description="The number of a request; small letters and dashes do not matter."),
]


class UseAnswer(Schema):
    """The answer for one use."""

    use: int = Field(description="The key of the use; it never changes.")
    channel: Channel
    allowed: bool
    reasons: list[Why] = Field(description="Why not; empty when it is allowed.")
    until: dt.date | None = Field(description="The last day on which it is allowed.")
    only_shown: bool = Field(
        description="Only the pieces that the persons in it saw and agreed to. Ask the requester which."
    )
    unrecognisable: bool = Field(description="Nobody in it may be recognised.")


class PermissionAnswer(Schema):
    """Whether something may be used: `allowed` is true only when each use that was meant is allowed."""

    number: str
    medium: Medium
    date: dt.date
    allowed: bool
    reasons: list[Why]
    until: dt.date | None
    uses: list[UseAnswer]


class TakeDownAnswer(Schema):
    """A publication that has to go."""

    due_on: dt.date
    done: bool


class PublicationAnswer(Schema):
    """One publication."""

    id: int
    number: str
    use: int
    channel: Channel
    medium: Medium
    form: Form
    place: str
    url: str
    published_on: dt.date
    changed_at: dt.datetime = Field(
        description="When it was registered, asked to be taken down, or confirmed to be gone."
    )
    take_down: TakeDownAnswer | None


class PublicationsAnswer(Schema):
    """One page of publications, the longest unchanged first."""

    publications: list[PublicationAnswer]
    next: str | None = Field(description="The cursor of the next page; null at the end.")


class AskedUse(Schema):
    """A use that the request asks for."""

    use: int
    channel: Channel


class StatusAnswer(Schema):
    """How far a request is."""

    number: str
    status: State
    submitted_at: dt.datetime | None
    media: list[Medium]
    uses: list[AskedUse]


class Problem(Schema):
    """Why there is no answer. `fields` names the parameters that are wrong."""

    problem: Literal["no_token", "not_in_scope", "too_many_requests", "unknown_number", "wrong_parameter"]
    fields: list[str] = []


class Happened(Schema):
    """What a webhook is about: nothing in a trial."""

    number: str = ""
    uses: list[int] = Field(default=[], description="Consent ended for these uses only; without it, all may be meant.")


class Message(Schema):
    """The body of a webhook. A reason to ask again, not the answer."""

    type: Literal["request.approved", "request.withdrawn", "request.expired", "request.changed", "ping"]
    timestamp: dt.datetime = Field(description="When it happened.")
    data: Happened
