"""When consent ends, and when what must be destroyed. The database finds who may be due; the exact day is reckoned here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Case, Combinable, When
from django.db.models.functions import Coalesce

from consent import destroying, facts, house
from consent.conditions import ONCE, last_day, years_later
from consent.models import Answer, Event, Outcome, Question, Request, Review, Rule, Signature, Withdrawal
from consent.sheet import ZONE
from consent.states import SignerStatus, State, SubjectStatus

LEAP, YEAR = timedelta(days=3), timedelta(days=365)
"""The database counts years of 365 days: so much it may be wrong in five of them, and by a day for the zone."""
OVER = (State.REJECTED, State.CANCELLED, State.EXPIRED, State.CLOSED)
AHEAD = timedelta(days=30)
"""How far the desk looks ahead."""


@dataclass(frozen=True, slots=True)
class Due:
    """What has to be destroyed of a request: under which rule, on which day. ``held``: a legal hold stops it."""

    request: Request
    rule: Rule
    on: date
    held: bool = False


def standing_ends(request: Request) -> list[date]:
    """Return the last day of each signature that stands, of people in the recording."""
    standing = [
        one for one in facts.standing_signatures(request) if one.signer.subject.status != SubjectStatus.LEFT_OUT
    ]
    terms = _terms(standing)
    return [last_day(one.at, terms.get(one.pk, "once")) for one in standing]


def consent_ended(request: Request) -> date | None:
    """Return the day on which the last consent to a request ended or will end, by term or withdrawal; None without any."""
    given = list(Signature.objects.filter(signer__subject__request=request, voiding=None).select_related("signer"))
    terms = _terms(given)
    taken_back = dict(Withdrawal.objects.filter(signature__in=given, use=None).values_list("signature", "at"))
    return max(
        (
            taken_back[one.pk].astimezone(ZONE).date()
            if one.pk in taken_back
            else last_day(one.at, terms.get(one.pk, "once"))
            for one in given
        ),
        default=None,
    )


def _terms(signatures: list[Signature]) -> dict[int, str]:
    found = Answer.objects.filter(signature__in=signatures, question=Question.TERM)
    return dict(found.values_list("signature", "value"))


def due(request: Request) -> Due | None:
    """Return what has to be destroyed of a request next, and when; None where nothing is left, or it still lives."""
    done = set(request.destructions.filter(subject=None).values_list("rule", flat=True))
    if done & {Rule.CLAIMS, Rule.UNUSED}:
        return None
    held = destroying.holds(request).exists()
    if not request.reviews.filter(outcome=Outcome.APPROVED).exists():
        unused = request.status in {*OVER, State.DRAFT}
        return Due(request, Rule.UNUSED, _unused_on(request), held) if unused else None
    ended = consent_ended(request) or _last_event(request)
    since = request.submitted_at or request.created_at
    if Rule.TERM not in done:
        contact = timedelta(days=house.term("KEEP_CONTACT_DAYS", at=since))
        return Due(request, Rule.TERM, ended + contact, held)
    promised = facts.kept_until(request)
    claims = years_later(ended, house.term("CLAIMS_PERIOD_YEARS", at=since))
    return Due(request, Rule.CLAIMS, min(claims, promised), held)


def _unused_on(request: Request) -> date:
    since = request.submitted_at or request.created_at
    return _last_event(request) + timedelta(days=house.term("KEEP_UNUSED_DAYS", at=since))


def _last_event(request: Request) -> date:
    last = request.events.exclude(kind__in=destroying.STAYS).order_by("-position").values_list("at", flat=True).first()
    at: datetime = last or request.created_at
    return at.astimezone(ZONE).date()


def upcoming(*, until: date) -> list[Due]:
    """Return what has to be destroyed up to a day, that day included, the longest overdue first."""
    found = (due(request) for request in _may_be_due(until).order_by("pk").iterator(500))
    return sorted((one for one in found if one and one.on <= until), key=lambda one: (one.on, one.request.pk))


def _may_be_due(until: date) -> QuerySet[Request]:
    """Return requests that may be due: too many rather than too few, and few of a million."""
    at = datetime.combine(until, datetime.max.time(), tzinfo=ZONE)
    approved = Exists(Review.objects.filter(request=OuterRef("pk"), outcome=Outcome.APPROVED))
    done = {rule: Exists(_destroyed(rule)) for rule in (Rule.TERM, Rule.CLAIMS, Rule.UNUSED)}
    years = house.least_term("CLAIMS_PERIOD_YEARS")
    contact, claims = timedelta(days=house.least_term("KEEP_CONTACT_DAYS")), YEAR * years
    promised = YEAR * (house.least_term("LONGEST_TERM_YEARS") + years)
    unused = timedelta(days=house.least_term("KEEP_UNUSED_DAYS"))
    minimal = approved & ~done[Rule.TERM] & ~_stands_after(at - contact + LEAP)
    proof = done[Rule.TERM] & (Q(submitted_at__lt=at - promised + LEAP) | ~_stands_after(at - claims + LEAP))
    lately = Exists(
        Event.objects.filter(request=OuterRef("pk"), at__gt=at - unused + LEAP).exclude(kind__in=destroying.STAYS)
    )
    never = ~approved & Q(status__in=[*OVER, State.DRAFT], created_at__lt=at - unused + LEAP) & ~lately
    return Request.objects.filter(minimal | proof | never).exclude(done[Rule.CLAIMS] | done[Rule.UNUSED])


def _destroyed(rule: Rule) -> QuerySet[Request]:
    return Request.objects.filter(pk=OuterRef("pk"), destructions__rule=rule, destructions__subject=None)


def _ends() -> Combinable:
    """Return until when a signature holds, in years of 365 days."""
    years = [
        When(Q(chosen=str(many)), then=F("at") + Value(YEAR * many))
        for many in range(2, max(settings.LONGEST_TERM_YEARS, house.TERMS["LONGEST_TERM_YEARS"][1]) + 1)
    ]
    return Case(*years, default=F("at") + Value(ONCE), output_field=DateTimeField())


def _standing() -> QuerySet[Any]:
    chosen = Answer.objects.filter(signature=OuterRef("pk"), question=Question.TERM).values("value")[:1]
    kept = Signature.objects.filter(voiding=None).exclude(signer__status=SignerStatus.WITHDRAWN)
    return kept.annotate(chosen=Coalesce(Subquery(chosen), Value("once"))).annotate(ends=_ends())


def _stands_after(at: datetime) -> Exists:
    return Exists(_standing().filter(signer__subject__request=OuterRef("pk"), ends__gt=at))


def may_have_ended(*, today: date) -> QuerySet[Request]:
    """Return the approved requests of which no consent may stand any more after a day."""
    at = datetime.combine(today, datetime.min.time(), tzinfo=ZONE)
    approved = Request.objects.filter(status=State.APPROVED)
    return approved.filter(~_stands_after(at + LEAP)).order_by("pk")


def may_end_soon(*, today: date) -> Iterator[Request]:
    """Yield the approved requests of which a term may end within the longest reminder."""
    at = datetime.combine(today, datetime.min.time(), tzinfo=ZONE)
    soon = at + timedelta(days=max(settings.TERM_REMINDER_DAYS, default=0)) + LEAP
    ending = Exists(_standing().filter(signer__subject__request=OuterRef("pk"), ends__gt=at - LEAP, ends__lt=soon))
    yield from Request.objects.filter(ending, status=State.APPROVED).select_related("requester").order_by("pk")
