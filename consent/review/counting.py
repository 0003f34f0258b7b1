"""How many requests each chip of the queue shows, in two statements."""

from dataclasses import replace

from django.db.models import Count, IntegerField, QuerySet, Subquery

from accounts.models import User
from consent.models import Request
from consent.review import flags
from consent.review.queries import FILTERS, MOST_COUNTED, Filter, Number, indexed, rest_of

LOOKED_AT = 100
"""Where no index says who carries a flag, or is nobody's, so many requests of the list are looked at: more would take longer
with every request that there is."""

WHOSE = ("me", "nobody")
GONE = ("open", "late")


class CountOf(Subquery):
    """Counts the rows of a query, which may be cut off: as a value, so that one statement counts many things."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def numbers(user: User, wanted: Filter) -> dict[str, Number]:
    """Return what each chip of a filter without words shows: by keys of FILTERS, "due", WHOSE, GONE and keys of flags."""
    states = {key: replace(wanted, state=key, due=False) for key in FILTERS}
    due = replace(wanted, state="needs", due=True)
    gone = {key: replace(wanted, state="all", due=False, gone=key) for key in GONE}
    whose = {key: replace(wanted, who=key) for key in WHOSE}
    return _listed(user, states | gone | whose | {"due": due}) | _flagged(user, wanted)


def _listed(user: User, lists: dict[str, Filter]) -> dict[str, Number]:
    """Return how many each of these lists has, in one statement."""
    whole = {key: CountOf(indexed(user, one)[: MOST_COUNTED + 1]) for key, one in lists.items()}
    rests = {key: rest for key, one in lists.items() if (rest := rest_of(user, one))}
    part = {key: CountOf(_looked_at(user, lists[key]).filter(rest)) for key, rest in rests.items()}
    (found,) = User.objects.filter(pk=user.pk).values_list(*whole.values(), *part.values())
    parts = dict(zip(part, found[len(whole) :], strict=True))
    return {key: _number(all_there_are, parts.get(key)) for key, all_there_are in zip(whole, found, strict=False)}


def _flagged(user: User, wanted: Filter) -> dict[str, Number]:
    """Return how many of the list carry each flag too, in one statement."""
    asked = {key: rest_of(user, replace(wanted, flags=(*wanted.flags, key))) for key in flags.BY_KEY}
    counts = {f"with_{key}": Count("pk", filter=one) for key, one in asked.items()}
    found = _looked_at(user, wanted).aggregate(whole=Count("pk"), **counts)
    return {key: _number(found["whole"], found[f"with_{key}"]) for key in asked}


def _number(whole: int, part: int | None) -> Number:
    if part is None:
        return Number(whole)
    return Number(part, more=whole >= LOOKED_AT)


def _looked_at(user: User, wanted: Filter) -> QuerySet[Request]:
    return Request.objects.filter(pk__in=indexed(user, wanted)[:LOOKED_AT]).order_by()
