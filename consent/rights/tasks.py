"""Background jobs of persons' requests: each morning who must be answered soon, and who asked long ago."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from accounts.retrying import ForEver
from consent.conditions import years_later
from consent.models import PersonRequest
from consent.rights import mails, operations, queries
from consent.sheet import ZONE

SOON = timedelta(days=7)


@app.periodic(cron="31 5 * * *")
@app.task(name="rights.every_morning", queue="mail", retry=ForEver())
def every_morning(timestamp: int) -> None:
    """Remind of what is due within a week: once then, and on each day from the last on. Forget who asked long ago."""
    now = datetime.fromtimestamp(timestamp, UTC)
    today = now.astimezone(ZONE).date()
    for row in queries.due(by=today + SOON):
        if row.reminded_on != today and (row.reminded_on is None or row.due_on <= today):
            mails.remind(row)
            PersonRequest.objects.filter(pk=row.pk).update(reminded_on=today)
    for row in queries.answered().filter(erased_at=None):
        answered_on = row.answered_at.astimezone(ZONE).date() if row.answered_at else today
        if years_later(answered_on, settings.KEEP_RIGHTS_YEARS) <= today:
            operations.forget(pk=row.pk, now=now)
