"""Background jobs of people: the mail of an invitation. Its token is made here, so that no job holds one."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.models import Invite
from accounts.people import inviting, mails
from accounts.retrying import ForEver


@app.task(name=inviting.MAIL, queue="mail", retry=ForEver())
def mail_invite(invite_id: int) -> None:
    """Make a link and mail it, both or neither. Does nothing when the invitation was used or taken back meanwhile."""
    with transaction.atomic():
        try:
            token = inviting.new_token(invite_id=invite_id, now=timezone.now())
        except inviting.NotOpen:
            return
        mails.invitation(invite=Invite.objects.select_related("made_by").get(pk=invite_id), token=token)
