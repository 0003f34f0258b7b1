"""Background jobs of the signing stage: all of them mail. Tokens and codes are made here, so that no job holds one."""

from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from accounts.models import User
from accounts.retrying import ForEver
from consent import facts, lasting
from consent.models import Event, Invitation, Request, Signer, Way
from consent.sheet import ZONE
from consent.signing import mails, operations, queries
from consent.signing.on_paper.operations import forget_drafts
from consent.signing.operations import Asked

WHILE_IT_MATTERS = RetryStrategy(max_attempts=12, exponential_wait=2)
"""About an hour. Who waits for a code asks for another by then."""


@app.task(name="signing.mail_invitation", queue="mail", retry=ForEver())
def mail_invitation(signer_id: int, user_id: int, asked: str = Asked.BY_REQUESTER) -> None:
    """Make an invitation and mail it, both or neither. Does nothing when the signer answered meanwhile."""
    user, now = User.objects.get(pk=user_id), timezone.now()
    with transaction.atomic():
        try:
            token = operations.invite(signer_id=signer_id, way=Way.MAIL, by=user, now=now, asked=Asked(asked))
        except operations.CannotAsk:
            return
        mail = partial(
            mails.invitation,
            signer=queries.signer(signer_id),
            token=token,
            reminder=asked == Asked.AS_REMINDER,
        )
        operations.deliver(token=token, send=lambda message_id: mail(message_id=message_id), now=now)


@app.task(name="signing.mail_code", queue="mail", retry=WHILE_IT_MATTERS)
def mail_code(invitation_id: int) -> None:
    """Make a one-time code and mail it, both or neither."""
    with transaction.atomic():
        try:
            digits = operations.make_code(invitation_id=invitation_id, now=timezone.now())
        except operations.TooManyCodes:
            return
        signer_id = Invitation.objects.values_list("signer_id", flat=True).get(pk=invitation_id)
        mails.code(signer=queries.signer(signer_id), digits=digits)


@app.task(name="signing.ask_again", queue="mail", retry=ForEver())
def ask_again(event_id: int) -> None:
    """Tell a signer that their answer no longer counts, with a new link when the request collects signatures again."""
    event = Event.objects.select_related("facts", "request__requester").get(pk=event_id)
    signer = queries.signer(event.facts.data["signer"])
    if not signer.mail:
        return
    with transaction.atomic():
        token, changed = _new_token(signer, event.request.requester), partial(mails.changed, signer=signer)
        if token:
            mail = partial(changed, token=token)
            operations.deliver(token=token, send=lambda message_id: mail(message_id=message_id), now=timezone.now())
        else:
            changed(token="")


def _new_token(signer: Signer, requester: User) -> str:
    try:
        return operations.invite(signer_id=signer.pk, way=Way.MAIL, by=requester, now=timezone.now())
    except operations.CannotAsk:
        return ""


@app.task(name="signing.invite_voided", queue="mail", retry=ForEver())
def invite_voided(event_id: int) -> None:
    """Invite those whose answer stopped counting, once the desk cleared the request to ask again."""
    event = Event.objects.select_related("request").get(pk=event_id)
    with transaction.atomic():
        for signer_id in queries.voided_and_waiting(event.request):
            mail_invitation.defer(signer_id=signer_id, user_id=event.request.requester_id)


@app.periodic(cron="12 23 * * *")
@app.task(name="signing.note_birthdays", queue="effects", retry=ForEver())
def note_birthdays(timestamp: int) -> None:
    """Ask those themselves who turned 12, 16 or 18 (L2), soon after midnight in the hospital's zone.

    ``timestamp`` is the moment of the timer, in Unix seconds.
    """
    now = datetime.fromtimestamp(timestamp, UTC)
    for subject_id in operations.birthdays(today=now.astimezone(ZONE).date()):
        with suppress(operations.NoBirthday):  # noted meanwhile
            operations.come_of_age(subject_id=subject_id, now=now)


@app.task(name="signing.ask_of_age", queue="mail", retry=ForEver())
def ask_of_age(event_id: int) -> None:
    """Mail who came of age a link; where nobody knows their address, tell those who signed for them."""
    event = Event.objects.select_related("facts", "request__requester").get(pk=event_id)
    signer, years = queries.signer(event.facts.data["signer"]), event.facts.data["years"]
    if not queries.still_asked(signer):
        return
    with transaction.atomic():
        if signer.mail:
            mails.came_of_age(signer=signer, token=_new_token(signer, event.request.requester), years=years)
            return
        for parent in queries.who_signed_for(signer.subject):
            mails.child_came_of_age(parent=parent, child=signer, years=years)


@app.task(name="signing.mail_second_yes", queue="mail", retry=ForEver())
def mail_second_yes(event_id: int) -> None:
    """Start one job for each signer who is asked for a second yes, so that one failing mail never repeats the others."""
    event = Event.objects.select_related("request").get(pk=event_id)
    with transaction.atomic():
        waits = facts.second_yes_waits_for(event.request).exclude(signer__mail="")
        for signer_id in waits.values_list("signer", flat=True):
            mail_one_second_yes.defer(signer_id=signer_id)


@app.task(name="signing.mail_one_second_yes", queue="mail", retry=ForEver())
def mail_one_second_yes(signer_id: int) -> None:
    """Mail one signer their own link, to answer on."""
    signer = queries.signer(signer_id)
    with transaction.atomic():
        mails.second_yes(signer=signer, link=lasting.new_link(signer=signer, now=timezone.now()))


@app.periodic(cron="5 * * * *")
@app.task(name="signing.remind", queue="mail", retry=ForEver())
def remind(timestamp: int) -> None:
    """Remind signers and requesters, each hour by day. ``timestamp`` is the moment of the timer, in Unix seconds."""
    now = datetime.fromtimestamp(timestamp, UTC)
    if not operations.by_day(now):
        return
    for signer_id in operations.signers_to_remind(now=now):
        requester_id = queries.signer(signer_id).subject.request.requester_id
        job = mail_invitation.configure(queueing_lock=f"remind {signer_id}")
        with suppress(AlreadyEnqueued), transaction.atomic():
            job.defer(signer_id=signer_id, user_id=requester_id, asked=Asked.AS_REMINDER.value)
    for request_id in operations.requests_to_remind(now=now):
        with suppress(operations.NotDue):  # answered meanwhile
            operations.remind_requester(request_id=request_id, now=now)


@app.task(name="signing.tell_still_waiting", queue="mail", retry=ForEver())
def tell_still_waiting(event_id: int) -> None:
    """Remind the requester that people are waited for; a signer's reminder tells the requester nothing."""
    event = Event.objects.select_related("facts", "request__requester").get(pk=event_id)
    waiting = queries.waited_for(event.request)
    if event.facts.data.get("requester") and waiting:
        mails.still_waiting(event.request, waiting=waiting)


@app.periodic(cron="40 2 * * *")
@app.task(name="signing.forget_paper_drafts", queue="effects", retry=ForEver())
def forget_paper_drafts(timestamp: int) -> None:
    """Throw away what was typed from paper forms and never registered."""
    forget_drafts(now=datetime.fromtimestamp(timestamp, UTC))


@app.task(name="signing.tell_undelivered", queue="mail", retry=ForEver())
def tell_undelivered(event_id: int) -> None:
    """Tell the requester that an invitation did not arrive."""
    mails.undelivered(_request_of(event_id))


@app.task(name="signing.tell_wished", queue="mail", retry=ForEver())
def tell_wished(event_id: int) -> None:
    """Tell the requester that somebody asked for paper or another language."""
    mails.wished(_request_of(event_id))


def _request_of(event_id: int) -> Request:
    return Event.objects.select_related("request__requester").get(pk=event_id).request
