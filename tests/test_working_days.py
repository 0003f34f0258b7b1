"""Terms in working days."""

from datetime import date

from consent import working_days


def test_ten_working_days_skip_two_weekends() -> None:
    assert working_days.later(date(2026, 11, 23), 10) == date(2026, 12, 7)


def test_from_a_friday_or_a_weekend_the_first_is_monday() -> None:
    assert {working_days.later(date(2026, 11, day), 1) for day in (20, 21, 22)} == {date(2026, 11, 23)}


def test_no_working_days_later_is_the_day_itself() -> None:
    assert working_days.later(date(2026, 11, 21), 0) == date(2026, 11, 21)
