"""Reminders that the desk sends for many requests at once: one job a request, so that a failing one repeats no other."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.retrying import ForEver
from consent.models import RemindingRequest, Signer, Way, WishKind
from consent.signing.operations import Asked
from consent.signing.tasks import mail_invitation
from consent.states import SignerStatus, State, SubjectStatus


@app.task(name="signing.remind_request", queue="mail", retry=ForEver())
def remind_request(row_id: int) -> None:
    """Have everybody reminded who was invited by mail and did not answer, and write down how many. Runs once a row."""
    with transaction.atomic():
        row = RemindingRequest.objects.select_for_update(of=("self",)).select_related("request").get(pk=row_id)
        if row.done_at:
            return
        people = waiting_by_mail(row.request_id) if row.request.status == State.COLLECTING else []
        for signer_id in people:
            mail_invitation.defer(signer_id=signer_id, user_id=row.request.requester_id, asked=Asked.AS_REMINDER)
        row.done_at, row.people = timezone.now(), len(people)
        row.save(update_fields=["done_at", "people"])


def waiting_by_mail(request_id: int) -> list[int]:
    """Return whose mailed link was not answered; not who wished for paper, nor where the last mail did not arrive."""
    invited = Signer.objects.filter(
        subject__request=request_id,
        status=SignerStatus.WAITING,
        stood_down_at=None,
        invitations__way=Way.MAIL,
        invitations__revoked_at=None,
        invitations__failed_at=None,
    ).exclude(subject__status=SubjectStatus.LEFT_OUT)
    return list(invited.exclude(wishes__kind=WishKind.PAPER).distinct().order_by("pk").values_list("pk", flat=True))
