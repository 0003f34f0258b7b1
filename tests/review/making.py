"""What stands in the queue."""

from datetime import date

from django.utils import timezone

from consent.models import Form, Publication, Request, TakeDown


def ask_take_down(row: Request, *, due_on: date) -> None:
    """Have a photo published at a request's use, and ask to take it down."""
    publication = Publication.objects.create(
        use=row.uses.get(),
        medium="photo",
        form=Form.ONLINE,
        place="A post",
        published_on=timezone.localdate(),
        registered_by=row.requester,
        registered_at=timezone.now(),
    )
    TakeDown.objects.create(publication=publication, asked_at=timezone.now(), due_on=due_on)
