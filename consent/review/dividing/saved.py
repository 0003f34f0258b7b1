"""Views of the queue that somebody of the desk keeps under a name. Their own only.

NotKept                 the name is empty or too long, or MOST are kept already
"""

from collections.abc import Sequence
from typing import NamedTuple

from accounts import statements
from accounts.models import User
from consent.models import SavedView

MOST = 12
LONGEST_NAME, LONGEST_QUERY = 60, 300


class NotKept(Exception):
    """The view was not kept."""


class Kept(NamedTuple):
    """A view as it is shown."""

    pk: int
    name: str
    query: str


def of(user: User) -> Sequence[Kept]:
    """Return the views that somebody kept, by name."""
    found = statements.rows("SELECT id, name, query FROM consent_savedview WHERE user_id = %s ORDER BY name", [user.pk])
    return [Kept(*row) for row in found]


def keep(*, user: User, name: str, query: str) -> SavedView:
    """Keep a filter under a name; one of that name is replaced. Raises NotKept."""
    name = " ".join(name.split())
    others = user.saved_views.exclude(name=name)
    if not name or len(name) > LONGEST_NAME or len(query) > LONGEST_QUERY or others.count() >= MOST:
        raise NotKept
    view, _made = SavedView.objects.update_or_create(user=user, name=name, defaults={"query": query})
    return view


def forget(*, user: User, view_id: int) -> None:
    """Throw a view away. Raises SavedView.DoesNotExist for one of somebody else too."""
    user.saved_views.get(pk=view_id).delete()
