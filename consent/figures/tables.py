"""The tables of the figures: what the page, the CSV and the workbook all show, with small counts already left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consent.figures import queries
from consent.figures.hiding import LEFT_OUT, SMALL, Count, column, share
from consent.figures.queries import Figures
from consent.models import Programme
from consent.models.choices import Channel

QUARTERS = 8
"""How many can be chosen. Quarters do not overlap, so that nobody subtracts one from another that differs by a day."""
COUNTS = ("requests", "yes", "no", "withdrawn", "on_time", "late")


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn of a table: the cells ``first`` up to ``last``, on top of each other where they make one whole."""

    title: str
    first: int
    last: int
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` are a name and its cells, the total last; ``key`` names it in addresses and scripts."""

    key: str
    title: str
    of: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    plots: tuple[Plot, ...] = ()


def quarters(*, today: date) -> tuple[tuple[str, str], ...]:
    """Return the keys and names of the quarters that can be chosen, that of the last Sunday first."""
    year, number = _quarter(_monday(today) - timedelta(days=1))
    found = []
    for _back in range(QUARTERS):
        found.append((f"{year}-{number}", _("quarter %(number)s of %(year)s") % {"number": number, "year": year}))
        year, number = (year, number - 1) if number > 1 else (year - 1, 4)
    return tuple(found)


def bounds(quarter: str, *, today: date) -> tuple[datetime, datetime]:
    """Return the first moment of a quarter in Utrecht, and the first after it or after last Sunday."""
    year, number = map(int, quarter.split("-"))
    first = date(year, 3 * number - 2, 1)
    following = date(year + number // 4, 3 * number % 12 + 1, 1)
    return _midnight(first), _midnight(min(following, _monday(today)))


def of_quarter(quarter: str, *, today: date) -> tuple[Table, ...]:
    """Return the tables of a quarter. Three queries."""
    since, until = bounds(quarter, today=today)
    found = queries.counted(since=since, until=until)
    names = {str(one.pk): one.name_nl if get_language() == "nl" else one.name_en for one in Programme.objects.all()}
    programmes = [(names.get(key, _("not known")), figures) for key, figures in sorted(found.programmes.items())]
    channels = [(str(one.label), found.channels.get(one.value, Figures())) for one in Channel]
    return (
        _weeks(found),
        _whole("programmes", _("By programme"), _("Programme"), programmes, found.total),
        _whole("channels", _("By channel"), _("Channel"), channels, found.total),
    )


def _weeks(found: queries.Counted) -> Table:
    """Return the requests of each week. Every count is shown: how many were handed in says nothing of anybody in them."""
    rows = [(date_format(monday, "j F"), (str(one.requests),)) for monday, one in found.weeks.items()]
    rows.append((_("All together"), (str(found.total.requests),)))
    plot = Plot(_("Requests per week"), 1, 1)
    return Table("weeks", _("Requests per week"), _("Week from"), (_("Requests"),), tuple(rows), (plot,))


def _whole(key: str, title: str, of: str, lines: Sequence[tuple[str, Figures]], total: Figures) -> Table:
    columns = {name: column([getattr(one, name) for _name, one in lines], getattr(total, name)) for name in COUNTS}
    rows = [
        (name, _cells({count: cells[at] for count, (cells, _total) in columns.items()}, one))
        for at, (name, one) in enumerate(lines)
    ]
    rows.append((_("All together"), _cells({count: last for count, (_cells_, last) in columns.items()}, total)))
    return Table(key, title, of, heads(), tuple(rows), plots())


def heads() -> tuple[str, ...]:
    """Return the names of the columns by programme and by channel."""
    return (
        _("Requests"),
        _("Half decided within (days)"),
        _("Nine in ten decided within (days)"),
        _("People who said yes"),
        _("People who said no"),
        _("People who withdrew"),
        _("Share that answered"),
        _("Taken down on time"),
        _("Taken down late or overdue"),
    )


def plots() -> tuple[Plot, ...]:
    """Return what is drawn by programme and by channel, each of columns of ``heads``."""
    return (
        Plot(_("Requests"), 1, 1),
        Plot(_("Days until the decision"), 2, 3),
        Plot(_("What people answered"), 4, 6, stacked=True),
        Plot(_("Take-downs"), 8, 9, stacked=True),
    )


def _cells(counts: dict[str, Count], one: Figures) -> tuple[str, ...]:
    people = tuple(str(counts[name]) for name in ("yes", "no", "withdrawn"))
    gone = tuple(str(counts[name]) for name in ("on_time", "late"))
    days = (_days(one, one.half), _days(one, one.most))
    return (str(counts["requests"]), *days, *people, _share(one), *gone)


def _share(one: Figures) -> str:
    answered = share(one.answered, one.asked)
    return str(LEFT_OUT) if answered is None else f"{answered}%"


def _days(one: Figures, days: float | None) -> str:
    """Return days with one decimal; of few decisions they would say how long one of them took."""
    return str(LEFT_OUT) if days is None or one.decided < SMALL else f"{days:.1f}"


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3
