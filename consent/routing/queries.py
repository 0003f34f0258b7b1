"""Reads of the routing stage: whose link this is, and the step of a request."""

from datetime import datetime

from accounts import tokens
from consent.models import Request, Step, StepLink


def link_of(token: str, *, now: datetime) -> StepLink | None:
    """Return the link with this token while it works, with its step and request; once answered it shows the answer."""
    found = StepLink.objects.filter(token_hash=tokens.hash_of(token), expires_at__gt=now)
    link = found.select_related("step__request__requester", "step__request__programme").first()
    if link is None or (link.revoked_at and link.revoked_at != link.step.answered_at):
        return None
    return link


def step_of(request: Request, step_id: int) -> Step | None:
    """Return a step that counts, with its links."""
    return request.steps.filter(pk=step_id, closed_at=None).prefetch_related("links").first()
