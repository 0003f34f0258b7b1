"""What a form adds, it adds once, however often it arrives: tapped twice, or kept on its way while it was added.

lifecycle.NotPossible
└── AddedAlready            this very form was added before
"""

from accounts.models import User
from consent import lifecycle
from consent.models import AddedRow, Request
from consent.requesting import queries
from consent.requesting.operations.drafting import lock_editable


class AddedAlready(lifecycle.NotPossible):
    """What this form holds was added before."""


def lock_once(request_id: int, by: User, key: str) -> Request:
    """Return the request, locked, once it is certain that a form with this key adds to it for the first time.

    ``key``: given to each form when it is shown; "" for what comes from no form. Raises NotEditable, AddedAlready.
    """
    request = lock_editable(request_id, by)
    if key and queries.was_added(request, key):
        raise AddedAlready(key)
    if key:
        AddedRow.objects.create(request=request, key=key)
    return request
