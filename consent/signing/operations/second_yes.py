"""The second yes: after the recording, each signer is asked once more about uses with high visibility.

TooEarly    the request is not approved, the recording is still to be made, or nobody has to answer
NotYours    only the requester or the desk asks

The answers are given on the signer's own page (``consent.withdrawal``).
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.roles import Capability, may
from consent import audit, facts, lifecycle
from consent.signing.operations.inviting import NotYours
from consent.states import EventKind


class TooEarly(Exception):
    """The request is not approved, the recording is still to be made, or nobody has to answer."""


def ask_second_yes(*, request_id: int, by: User, now: datetime) -> None:
    """Ask everybody who said yes to a use with high visibility once more; the job mails each their own link.

    Raises TooEarly, NotYours, Request.DoesNotExist.
    """
    with transaction.atomic():
        request = lifecycle.lock(request_id)
        if request.requester_id != by.pk and not may(by, Capability.DECIDE):
            raise NotYours
        if not facts.may_ask_second_yes(request, now=now):
            raise TooEarly
        lifecycle.record(request, kind=EventKind.SECOND_YES_ASKED, by=audit.actor(by), at=now)
