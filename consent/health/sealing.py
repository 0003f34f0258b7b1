"""Seals, timestamps, the certificate and the checkpoint, as the health page says them."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent import timestamps
from consent.archive import certificate, queries
from consent.health.report import DAY, Level, Line, by_age, in_words, moment
from consent.models import Checkpoint, Event

LONGEST_SEALING = timedelta(hours=1)
CHECKPOINT_OLD, CHECKPOINT_TOO_OLD = timedelta(hours=26), timedelta(days=3)
LAST_DAYS = 30
LONGEST_DATING = timedelta(days=2)


def lines(*, now: datetime) -> list[Line]:
    """Return the lines. Four queries, and one for timestamps where authorities are set."""
    return [_seals(now), _timestamps(now), _certificate(now), _checkpoint(now)]


def _seals(now: datetime) -> Line:
    """Signatures and decisions whose PDF is not in the archive after an hour, when it takes seconds."""
    before = now - LONGEST_SEALING
    forms = queries.unsealed(before=before).order_by().aggregate(count=Count("pk"), oldest=Min("at"))
    decisions = queries.undocumented_reviews(before=before).order_by().aggregate(count=Count("pk"), oldest=Min("at"))
    count = forms["count"] + decisions["count"]
    facts = {"forms": forms["count"], "decisions": decisions["count"]}
    if not count:
        return Line("seals", Level.GOOD, _("Seals"), _("Everything that was signed or decided is sealed."), facts=facts)
    oldest = min(at for at in (forms["oldest"], decisions["oldest"]) if at)
    said = ngettext(
        "%(n)s signature or decision has no sealed PDF yet; the oldest waits for %(age)s.",
        "%(n)s signatures and decisions have no sealed PDF yet; the oldest waits for %(age)s.",
        count,
    ) % {"n": count, "age": in_words(now - oldest)}
    todo = _("Nothing is lost: it is sealed as soon as the worker, the certificate and the archive's disk are well.")
    return Line("seals", Level.BAD, _("Seals"), said, todo, facts | {"oldest": moment(oldest)})


def _timestamps(now: datetime) -> Line:
    title = _("Timestamps")
    if not settings.TIMESTAMP_AUTHORITIES:
        level = Level.GOOD if settings.DEMO else Level.WARN
        todo = (
            "" if settings.DEMO else _("Set TIMESTAMP_AUTHORITIES, so that others believe when something was signed.")
        )
        return Line("timestamps", level, title, _("No timestamp authority is set."), todo, {"missing": None})
    missing = timestamps.missing().order_by().aggregate(count=Count("pk"), oldest=Min("sealed_at"))
    facts = {"missing": missing["count"], "oldest": moment(missing["oldest"])}
    if not missing["count"]:
        return Line("timestamps", Level.GOOD, title, _("Every document has a timestamp."), facts=facts)
    age = now - missing["oldest"]
    said = ngettext(
        "%(n)s document has no timestamp; the oldest waits for %(age)s.",
        "%(n)s documents have no timestamp; the oldest waits for %(age)s.",
        missing["count"],
    ) % {"n": missing["count"], "age": in_words(age)}
    todo = _(
        "The worker asks again by itself. If it lasts, see whether the authorities can be reached from this machine."
    )
    level = Level.BAD if age > LONGEST_DATING else Level.WARN
    return Line("timestamps", level, title, said, todo, facts)


def _certificate(now: datetime) -> Line:
    title = _("The seal's certificate")
    todo = _("Get a new certificate and set it (docs/operations.md, “The seal”). Earlier seals stay valid.")
    try:
        end = certificate.ending(now=now)
    except certificate.NoSeal:
        said = _("There is no usable certificate: nothing can be sealed.")
        return Line("certificate", Level.BAD, title, said, todo, {"days": None})
    facts = {"days": end.days, "until": moment(end.at)}
    if end.at <= now:
        return Line("certificate", Level.BAD, title, _("The certificate has ended."), todo, facts)
    said = ngettext("Valid for %(n)s more day, until %(day)s.", "Valid for %(n)s more days, until %(day)s.", end.days)
    said %= {"n": end.days, "day": date_format(end.at, "j F Y")}
    level = Level.BAD if end.days <= LAST_DAYS else Level.WARN if end.soon else Level.GOOD
    return Line("certificate", level, title, said, todo if level != Level.GOOD else "", facts)


def _checkpoint(now: datetime) -> Line:
    """The last checkpoint of the history; where there is no history, there is nothing to seal."""
    title = _("Last checkpoint of the history")
    last = Checkpoint.objects.order_by("-pk").values_list("at", flat=True).first()
    todo = _("The worker makes one each night: see whether it runs, and what its log says.")
    if last is None:
        began = Event.objects.order_by("position").values_list("at", flat=True).first()
        fresh = began is None or (now - began).total_seconds() < DAY
        said = _("There is none yet.")
        return Line("checkpoint", Level.GOOD if fresh else Level.BAD, title, said, "" if fresh else todo, {"at": None})
    level = by_age(now - last, warn=CHECKPOINT_OLD, bad=CHECKPOINT_TOO_OLD)
    said = _("Sealed %(age)s ago.") % {"age": in_words(now - last)}
    return Line("checkpoint", level, title, said, todo if level != Level.GOOD else "", {"at": moment(last)})
