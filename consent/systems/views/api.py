"""The read-only API for systems: who asks is a token, every look is in the access log, nothing is told of a subject."""

from typing import Annotated, override

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI, Query
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer

from consent import audit
from consent.models import Action, Channel, Form, Medium, Publication, Request, Scope, System
from consent.sheet import ZONE
from consent.states import State
from consent.systems import operations, permission, queries
from consent.systems.schemas import (
    AskedUse,
    Day,
    Moment,
    Number,
    PermissionAnswer,
    Problem,
    PublicationAnswer,
    PublicationsAnswer,
    StatusAnswer,
    TakeDownAnswer,
    UseAnswer,
)

LONGEST_KEY = 2**63 - 1
CURSOR = r"^[0-9]{1,16}-[0-9]{1,18}$"
PROBLEMS: dict[int, type[Problem]] = dict.fromkeys((401, 403, 422, 429), Problem)
DESCRIPTION = (
    "Read-only. Send the token that an administrator gave you as `Authorization: Bearer …`. "
    "Answers hold no data of the persons in a recording."
)


class Refused(Exception):
    """There is no answer, and why."""

    def __init__(self, status: int, problem: str) -> None:
        super().__init__(problem)
        self.status, self.problem = status, problem


class Bearer(HttpBearer):
    """The token of a system."""

    @override
    def authenticate(self, request: HttpRequest, token: str) -> System | None:
        """Return who asks; too many wrong tokens from one place are not looked at any more. Raises Refused."""
        now = timezone.now()
        system = queries.by_token(token, now=now)
        key = f"system:{system.pk}" if system else None
        rate = settings.SYSTEMS_RATE if system else settings.SYSTEMS_WRONG_RATE
        action = "systems" if system else "systems_wrong"
        if not ratelimit.consume(request, app="systems", action=action, key=key, config={action: rate}, limit_get=True):
            raise Refused(429, "too_many_requests")
        if system:
            operations.used(system, now=now)
        return system


api = NinjaAPI(
    title="Akkoord",
    version="1",
    description=DESCRIPTION,
    urls_namespace="systems_api",
    openapi_url=None,
    docs_url=None,
    auth=Bearer(),
)


@api.get("/permission", response={200: PermissionAnswer, **PROBLEMS}, summary="May this be used there, on this day?")
def may_be_used(
    request: HttpRequest,
    *,
    number: Number,
    medium: Medium,
    channel: Channel | None = None,
    use: Annotated[int | None, Query(ge=1, le=LONGEST_KEY)] = None,
    date: Day | None = None,
) -> PermissionAnswer:
    """Answer as things stand now. Without `use` and `channel` every use of the request is meant; without `date`, today.

    Ask again on the day itself: who is in it can take their consent back at any time.
    """
    now = timezone.now()
    found = _looked(request, Scope.PERMISSION, number, Action.LOOKED_UP)
    day = date or now.astimezone(ZONE).date()
    said = permission.of(found, medium=medium, day=day, use=use, channel=channel, now=now)
    return PermissionAnswer(
        number=number,
        medium=medium,
        date=day,
        allowed=said.allowed,
        reasons=list(said.reasons),
        until=said.until,
        uses=[UseAnswer.from_orm(one) for one in said.uses],
    )


@api.get("/publications", response={200: PublicationsAnswer, **PROBLEMS}, summary="What was published where?")
def publications(
    request: HttpRequest,
    *,
    number: Number | None = None,
    since: Moment | None = None,
    cursor: Annotated[str | None, Query(pattern=CURSOR)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> PublicationsAnswer:
    """Of one request or of all, changed at or after `since`, the longest unchanged first."""
    found = _looked(request, Scope.PUBLICATIONS, number, Action.VIEWED if number else Action.SEARCHED)
    if number and found is None:
        return PublicationsAnswer(publications=[], next=None)
    page = queries.publications(request=found, since=since, cursor=cursor or "", limit=limit)
    return PublicationsAnswer(publications=[_told(row) for row in page.rows], next=page.cursor or None)


@api.get("/status", response={200: StatusAnswer, 404: Problem, **PROBLEMS}, summary="How far is a request?")
def status(request: HttpRequest, number: Number) -> StatusAnswer:
    """A draft does not exist for anybody but its writer."""
    found = _looked(request, Scope.STATUS, number, Action.VIEWED)
    if found is None:
        raise Refused(404, "unknown_number")
    return StatusAnswer(
        number=found.number,
        status=State(found.status),
        submitted_at=found.submitted_at,
        media=[Medium(medium) for medium in found.media.values_list("medium", flat=True)],
        uses=[AskedUse(use=use.pk, channel=Channel(use.channel)) for use in found.uses.filter(dropped_at=None)],
    )


def _looked(request: HttpRequest, scope: Scope, number: str | None, action: Action) -> Request | None:
    """Return the request that is meant and write the look down. Raises Refused."""
    system: System = request.auth  # type: ignore[attr-defined]
    if scope not in system.scopes:
        raise Refused(403, "not_in_scope")
    found = queries.request_with(number) if number else None
    hidden = queries.hidden_with(number) if number and found is None else None
    audit.log_access(
        action=Action.DENIED if hidden else action if found else Action.SEARCHED,
        at=timezone.now(),
        address=request.META.get("REMOTE_ADDR"),
        actor_name=f"system:{system.pk}",
        request=found or hidden,
    )
    return found


def _told(row: Publication) -> PublicationAnswer:
    task = getattr(row, "take_down", None)
    return PublicationAnswer(
        id=row.pk,
        number=row.use.request.number,
        use=row.use_id,
        channel=Channel(row.use.channel),
        medium=Medium(row.medium),
        form=Form(row.form),
        place=row.place,
        url=row.url,
        published_on=row.published_on,
        changed_at=row.changed_at,  # type: ignore[attr-defined]
        take_down=TakeDownAnswer(due_on=task.due_on, done=not task.open) if task else None,
    )


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """Say why there is no answer."""
    return api.create_response(request, {"problem": error.problem, "fields": []}, status=error.status)


@api.exception_handler(AuthenticationError)
def no_token(request: HttpRequest, _: AuthenticationError) -> HttpResponse:
    """Say that a token is needed, whatever was wrong with it."""
    response = api.create_response(request, {"problem": "no_token", "fields": []}, status=401)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def wrong_parameter(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name the parameters that are wrong; what was sent is not said back."""
    fields = sorted({str(one["loc"][1]) for one in error.errors if len(one["loc"]) > 1})
    return api.create_response(request, {"problem": "wrong_parameter", "fields": fields}, status=422)
