"""Starting a request and saving what is asked, field by field, while it is a draft or was sent back.

    lifecycle.NotPossible
    └── NotEditable             the request is not yours, or not yours to change at this moment

What is raised is raised before anything is written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from consent import access, audit, lifecycle
from consent.models import Acknowledgement, Medium, Origin, PermittedParty, Request, RequestedMedium
from consent.numbering import next_number
from consent.requesting.queries import programme_of
from consent.requesting.rules import STATEMENTS
from consent.states import EventKind


class NotEditable(lifecycle.NotPossible):
    """The request is not this person's, or cannot be changed at this moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """Stands for "leave this field as it is"."""


KEEP: Any = Unchanged()


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """The plain fields of a request (consent-form.md, A). What is not given stays as it is stored.

    ``programme_id`` is the key of a Programme; ``starts_at`` and ``ends_at`` carry a time zone.
    """

    title: str = KEEP
    purpose: str = KEEP
    programme_id: int | None = KEEP
    affiliation: str = KEEP
    supervisor_name: str = KEEP
    supervisor_mail: str = KEEP
    permitted_party: str = KEEP
    permitted_party_name: str = KEEP
    origin: str = KEEP
    existing_date: date | None = KEEP
    existing_source: str = KEEP
    existing_owner: str = KEEP
    place: str = KEEP
    clinical_area: bool | None = KEEP
    ward_contact: str = KEEP
    recorder: str = KEEP
    starts_at: datetime | None = KEEP
    ends_at: datetime | None = KEEP
    uses_brand: bool | None = KEEP
    reactions_watcher: str = KEEP
    treats_patients: bool | None = KEEP

    def given(self) -> Mapping[str, Any]:
        """Return the fields that are to be written."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not KEEP}


COPIED = ("programme_id", "affiliation", "supervisor_name", "supervisor_mail")
"""What a next request starts with: it seldom differs."""


@transaction.atomic
def start_draft(*, requester: User, now: datetime) -> Request:
    """Make an empty request with a number.

    The programme and supervisor come from the requester's last request; without one, the programme from what their
    institution said at their last login there.
    """
    last = Request.objects.filter(requester=requester).order_by("-created_at", "-pk").first()
    copied = {name: getattr(last, name) for name in COPIED} if last else {"programme": programme_of(requester)}
    if last and last.programme and not last.programme.active:
        del copied["programme_id"]
    request = Request.objects.create(
        number=next_number(),
        requester=requester,
        recorder=requester.name,
        reactions_watcher=requester.name,
        **copied,
    )
    lifecycle.record(request, kind=EventKind.DRAFTED, by=audit.actor(requester), at=now)
    return request


def lock_editable(request_id: int, by: User) -> Request:
    """Return the request, locked, once it is certain that this person may change what it asks. Raises NotEditable."""
    request = lifecycle.lock(request_id)
    if not access.may_edit(by, request):
        raise NotEditable(request.number)
    return request


@transaction.atomic
def save_details(*, request_id: int, by: User, details: Details) -> Request:
    """Store the given fields and return the request. Raises NotEditable.

    Fields that the choice of another field makes meaningless are emptied, so that the form never shows a leftover.
    """
    request = lock_editable(request_id, by)
    given = details.given()
    for name, value in given.items():
        setattr(request, name, value)
    leftovers = _empty_leftovers(request)
    request.save(update_fields=[*given, *leftovers, "updated_at"])
    return request


def _empty_leftovers(request: Request) -> list[str]:
    emptied: list[str] = []
    if request.origin == Origin.NEW:
        emptied += ["existing_source", "existing_owner"]
        request.existing_date, request.existing_source, request.existing_owner = None, "", ""
        emptied.append("existing_date")
    if request.origin == Origin.EXISTING:
        emptied += ["starts_at", "ends_at"]
        request.starts_at = request.ends_at = None
    if request.permitted_party != PermittedParty.OTHER:
        emptied.append("permitted_party_name")
        request.permitted_party_name = ""
    if request.starts_at and request.ends_at and request.ends_at < request.starts_at:
        emptied.append("ends_at")
        request.ends_at = None
    return emptied


@transaction.atomic
def set_media(*, request_id: int, by: User, media: Iterable[str]) -> None:
    """Store which media are asked for, in the order of ``Medium``. Raises NotEditable."""
    request = lock_editable(request_id, by)
    wanted = set(media)
    if wanted == set(request.media.values_list("medium", flat=True)):
        return
    request.media.all().delete()
    RequestedMedium.objects.bulk_create(
        RequestedMedium(request=request, medium=medium) for medium in Medium if medium in wanted
    )


@transaction.atomic
def acknowledge(*, request_id: int, by: User, items: Iterable[str], now: datetime) -> None:
    """Store which statements are ticked, with the guideline version (G2, G3, G4), and take back the others.

    Raises NotEditable, and ValueError for a statement that does not exist.
    """
    request = lock_editable(request_id, by)
    wanted = set(items)
    if unknown := wanted - {statement.key for statement in STATEMENTS}:
        raise ValueError(unknown)
    request.acknowledgements.exclude(item__in=wanted).delete()
    Acknowledgement.objects.bulk_create(
        (
            Acknowledgement(request=request, item=item, version=settings.GUIDELINE_VERSION, at=now)
            for item in sorted(wanted)
        ),
        ignore_conflicts=True,
    )
