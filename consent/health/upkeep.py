"""When backups and checks last ran: the commands write it down, the health page reads it."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from consent.health.report import Level, Line, by_age, in_words, moment
from consent.models import Upkeep


class Kind(StrEnum):
    """The commands that look after the site."""

    BACKUP = "backup"
    ARCHIVE = "check_archive"
    HISTORY = "check_history"


EXPECTED = {
    Kind.BACKUP: (timedelta(hours=26), timedelta(days=3)),
    Kind.ARCHIVE: (timedelta(days=8), timedelta(days=15)),
    Kind.HISTORY: (timedelta(days=8), timedelta(days=15)),
}
"""After how long without a run to look, and to act: a night's backup, a week's checks (deploy/timers)."""


def note(kind: Kind, *, wrong: int, now: datetime) -> None:
    """Write down that a command ran to its end, and how many things it found wrong."""
    seen = {"at": now, "wrong": wrong} | ({} if wrong else {"good_at": now})
    Upkeep.objects.update_or_create(kind=kind, defaults=seen)


def lines(*, now: datetime) -> list[Line]:
    """Return a line for each command. One query."""
    ran = {row.kind: row for row in Upkeep.objects.all()}
    return [_line(kind, ran.get(kind), now=now) for kind in Kind]


def _line(kind: Kind, ran: Upkeep | None, *, now: datetime) -> Line:
    title, todo = _words(kind)
    if ran is None:
        return Line(kind, Level.BAD, title, _("This has never run."), todo, {"at": None, "wrong": None})
    warn, bad = EXPECTED[kind]
    level, age = by_age(now - ran.at, warn=warn, bad=bad), in_words(now - ran.at)
    facts = {"at": moment(ran.at), "wrong": ran.wrong, "good_at": moment(ran.good_at)}
    if ran.wrong:
        said = _("Last ran %(age)s ago, and found %(wrong)s wrong.") % {"age": age, "wrong": ran.wrong}
        return Line(kind, Level.BAD, title, said, todo, facts)
    said = _("Last ran %(age)s ago, and all was well.") % {"age": age}
    return Line(kind, level, title, said, todo if level != Level.GOOD else "", facts)


def _words(kind: Kind) -> tuple[str, str]:
    """Return what a command is called here, and what to do when it did not run or found something."""
    if kind == Kind.BACKUP:
        return _("Last backup"), _("Look at the backup's timer and its folder, then run: manage.py backup FOLDER")
    if kind == Kind.ARCHIVE:
        return _("Last check of the archive"), _(
            "Run manage.py check_archive: it names each file. With --repair the other copy takes the place of a bad file."
        )
    return _("Last check of the history"), _(
        "Run manage.py check_history: it names the first line that is not true. Tell the data protection officer at once."
    )
