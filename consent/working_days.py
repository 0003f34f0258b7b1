"""Working days, Monday to Friday: what terms are counted in."""

from datetime import date, timedelta

SATURDAY = 5


def later(day: date, count: int) -> date:
    """Return the day that is ``count`` working days after ``day``."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day
