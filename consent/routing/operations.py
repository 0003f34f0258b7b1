"""Ask an office: a link to its own mailbox, valid for one step, until it is answered, renewed, or STEP_DAYS have passed.

NotPossible                 (lifecycle)
└── NotAskedNow             the step is answered or closed, or nobody could use the answer
"""

from datetime import datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from accounts import tokens
from consent import house, lifecycle
from consent.lifecycle import NotPossible
from consent.models import Step, StepLink, StepStatus
from consent.states import EventKind
from consent.steps import ANSWERABLE


class NotAskedNow(NotPossible):
    """Nobody waits for this office now."""


@transaction.atomic
def ask(*, step_id: int, mail: str, by: str, now: datetime) -> StepLink:
    """Have a link mailed to an office; earlier ones stop working. The job makes the token, so that none stands in a job.

    Raises Step.DoesNotExist, NotAskedNow.
    """
    request = lifecycle.lock(Step.objects.only("request_id").get(pk=step_id).request_id)
    step = Step.objects.get(pk=step_id)
    if step.status != StepStatus.WAITING or step.closed_at or request.status not in ANSWERABLE:
        raise NotAskedNow(str(step_id))
    step.links.filter(revoked_at=None).update(revoked_at=now)
    _nobodys, token_hash = tokens.new()
    expires_at = now + timedelta(days=house.days("STEP_DAYS"))
    link = StepLink.objects.create(step=step, mail=mail, token_hash=token_hash, made_at=now, expires_at=expires_at)
    told = {"step": step.pk, "office": step.office, "mail": mail}
    lifecycle.record(request, kind=EventKind.STEP_ASKED, by=by, at=now, facts=told)
    app.configure_task("routing.mail_link", queue="mail").defer(link_id=link.pk)
    return link


def new_token(link: StepLink) -> str:
    """Give a link that was not mailed yet its token. Raises NotAskedNow when it was renewed or answered meanwhile."""
    token, token_hash = tokens.new()
    if not StepLink.objects.filter(pk=link.pk, revoked_at=None).update(token_hash=token_hash):
        raise NotAskedNow(str(link.pk))
    return token
