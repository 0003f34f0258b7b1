"""Five years in one go: every night's work, held against a calendar that a person can read."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from consent import lifecycle
from consent.models import Event, LegalHold, Question, Request, Withdrawal
from consent.retention import operations, renewing, tasks
from consent.states import EventKind, SignerStatus, State, SubjectStatus
from tests import answered, factories
from tests.retention import making
from tests.retention.making import checked, person

pytestmark = pytest.mark.django_db

CALENDAR = """
2027-08-25  ward      told: 90 days left
2027-08-25  held      told: 90 days left
2027-10-24  ward      told: 30 days left
2027-10-24  held      told: 30 days left
2027-10-25  ward      asked anew in another request
2027-11-10  renewed   signed and approved, for two years
2027-11-16  ward      told: 7 days left
2027-11-16  held      told: 7 days left
2027-11-23  cancelled destroyed: unused
2027-11-23  draft     destroyed: unused
2027-11-24  ward      expired
2027-11-24  held      expired
2027-12-01  held      legal hold
2027-12-23  ward      destroyed: term
2028-02-01  nurse     withdrew
2028-02-02  nurse     expired
2028-03-02  nurse     destroyed: term
2029-08-12  renewed   told: 90 days left
2029-10-11  renewed   told: 30 days left
2029-11-03  renewed   told: 7 days left
2029-11-11  renewed   expired
2029-11-23  ward      destroyed: claims
2029-12-10  renewed   destroyed: term
2030-01-15  held      hold ended
2030-01-16  held      destroyed: term
2030-01-16  held      destroyed: claims
2030-02-01  nurse     destroyed: claims
2031-11-10  renewed   destroyed: claims
"""
"""Terms of one year (ward, held), two (renewed) and five (nurse); claims for two; contact for 30 days; unused for 365."""

FIRST, LAST = date(2026, 11, 23), date(2031, 11, 23)


def nights() -> list[date]:
    """Each Monday of five years, each day of the calendar, and the day before it, on which nothing may happen yet."""
    mondays = {FIRST + timedelta(days=many) for many in range(0, (LAST - FIRST).days + 1, 7)}
    written = {date.fromisoformat(line[:10]) for line in CALENDAR.strip().splitlines()}
    return sorted(mondays | written | {day - timedelta(days=1) for day in written} | {LAST})


def night(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, 11, tzinfo=UTC)


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


class Life:
    """Five requests, what people do to them on certain days, and what was written down."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch, self.sam, self.rosa = patch, factories.user(), making.rosa()
        self.rows = {name: making.approved(requester=self.sam, title=name) for name in ("ward", "held", "nurse")}
        for name, years in (("ward", "1"), ("held", "1"), ("nurse", "5")):
            self.says_yes(self.rows[name], years, at=making.NOW)
        with patch.context() as then:
            then.setattr(timezone, "now", lambda: making.NOW)  # no row may be of the day on which this test runs
            self.rows["cancelled"] = factories.request(self.sam, status=State.CANCELLED, title="cancelled")
            self.rows["draft"] = factories.request(self.sam, title="draft")
        for name in ("cancelled", "draft"):
            answered.record(self.rows[name], EventKind.DRAFTED)
        self.days = {
            date(2027, 10, 25): self.renew,
            date(2027, 11, 10): self.approve,
            date(2027, 12, 1): self.hold,
            date(2028, 2, 1): self.withdraw,
            date(2030, 1, 15): self.release,
        }
        self.lines: list[str] = []

    def says_yes(self, row: Request, years: str, *, at: datetime) -> None:
        self.patch.setitem(answered.SINGLE, Question.TERM, years)
        person(row, at=at)

    def renew(self) -> None:
        row = renewing.renew(request_id=self.rows["ward"].pk, by=self.sam, now=noon(2027, 10, 25))
        self.rows["renewed"] = row

    def approve(self) -> None:
        row, at = self.rows["renewed"], noon(2027, 11, 10)
        row.subjects.all().delete()
        wording = self.rows["ward"].wording
        Request.objects.filter(pk=row.pk).update(wording=wording, submitted_at=at)
        for state in (State.COLLECTING, State.REVIEW, State.APPROVED):
            Request.objects.filter(pk=row.pk).update(status=state)
        row.refresh_from_db()
        making.review(row)
        self.says_yes(row, "2", at=at)
        self.lines.append("2027-11-10  renewed   signed and approved, for two years")

    def hold(self) -> None:
        at = noon(2027, 12, 1)
        operations.hold(request_id=self.rows["held"].pk, by=self.rosa, reason="A claim.", now=at)

    def release(self) -> None:
        found = LegalHold.objects.get()
        operations.release(hold_id=found.pk, by=self.rosa, reason="Settled.", now=noon(2030, 1, 15))

    def withdraw(self) -> None:
        at = noon(2028, 2, 1)
        signer = self.rows["nurse"].subjects.get().signers.get()
        Withdrawal.objects.create(signature=signer.signatures.get(), at=at)
        lifecycle.move_signer(signer, to=SignerStatus.WITHDRAWN)
        lifecycle.move_subject(signer.subject, to=SubjectStatus.WITHDRAWN)
        answered.record(self.rows["nurse"], EventKind.WITHDRAWN, at=at)


WORDS = {
    EventKind.TERM_ENDING: lambda facts: f"told: {facts['days']} days left",
    EventKind.EXPIRED: lambda _: "expired",
    EventKind.ERASED: lambda facts: f"destroyed: {facts['rule']}",
    EventKind.RENEWED: lambda _: "asked anew in another request",
    EventKind.HELD: lambda _: "legal hold",
    EventKind.RELEASED: lambda _: "hold ended",
    EventKind.WITHDRAWN: lambda _: "withdrew",
}


def said(event: Event, life: Life) -> str:
    name = next(name for name, row in life.rows.items() if row.pk == event.request_id)
    return f"{event.at:%Y-%m-%d}  {name:9} {WORDS[EventKind(event.kind)](event.facts.data)}"


def test_five_years_match_the_calendar_and_the_history_is_true_at_the_end(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CLAIMS_PERIOD_YEARS = 2
    life = Life(monkeypatch)
    seen = Event.objects.latest("position").position
    for day in nights():
        tasks.every_night(timestamp=int(night(day).timestamp()))
        if day in life.days:
            life.days[day]()
        new = Event.objects.filter(position__gt=seen, kind__in=WORDS).order_by("position").select_related("facts")
        life.lines += [said(event, life) for event in new]
        seen = Event.objects.latest("position").position
    assert sorted(life.lines, key=lambda line: line[:10]) == CALENDAR.strip().splitlines()
    assert "files destroyed, none missing" in checked()
    assert "Willem" not in making.everything()
