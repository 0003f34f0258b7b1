"""Who signs: each row of the tables of rules (L2 to L5), read as a sentence."""

from datetime import date

import pytest

from consent import who_signs
from consent.who_signs import Who


@pytest.mark.parametrize(
    ("age_group", "capacity", "opened", "may"),
    [
        ("under_12", "self", False, False),
        ("under_12", "guardian", False, True),
        ("under_12", "representative", True, False),
        ("from_12", "self", False, True),
        ("from_12", "guardian", False, True),
        ("from_12", "representative", True, False),
        ("from_16", "self", False, True),
        ("from_16", "guardian", False, False),
        ("from_16", "representative", False, False),
        ("from_16", "representative", True, True),
        ("adult", "self", False, True),
        ("adult", "guardian", False, False),
        ("adult", "representative", False, False),
        ("adult", "representative", True, True),
    ],
)
def test_who_may_sign(age_group: str, capacity: str, opened: bool, may: bool) -> None:
    assert who_signs.may_sign(Who(age_group, capacity, opened=opened)) is may


@pytest.mark.parametrize(
    ("patient", "capacity", "confirmed"),
    [(True, "self", True), (True, "guardian", False), (True, "representative", False), (False, "self", False)],
)
def test_a_patient_who_signs_for_themself_is_confirmed_and_can_be_postponed(
    patient: bool, capacity: str, confirmed: bool
) -> None:
    who = Who("adult", capacity, patient=patient)
    assert (who_signs.CONFIRMED.applies(who), who_signs.POSTPONABLE.applies(who)) == (confirmed, confirmed)


@pytest.mark.parametrize(("age_group", "heard"), [("under_12", True), ("from_12", False), ("adult", False)])
def test_a_child_under_12_is_heard(age_group: str, heard: bool) -> None:
    assert who_signs.CHILD_HEARD.applies(Who(age_group, "guardian")) is heard


@pytest.mark.parametrize(("capacity", "says"), [("self", False), ("guardian", True), ("representative", True)])
def test_who_signs_for_another_says_who_they_are(capacity: str, says: bool) -> None:
    assert who_signs.RELATION.applies(Who("adult", capacity)) is says


@pytest.mark.parametrize(
    ("day", "group"),
    [
        (date(2026, 3, 14), "under_12"),
        (date(2026, 3, 15), "from_12"),
        (date(2030, 3, 14), "from_12"),
        (date(2030, 3, 15), "from_16"),
        (date(2032, 3, 14), "from_16"),
        (date(2032, 3, 15), "adult"),
        (date(2013, 1, 1), "under_12"),
    ],
)
def test_an_age_group_begins_on_the_birthday(day: date, group: str) -> None:
    assert who_signs.age_group_on(date(2014, 3, 15), day) == group


def test_who_was_born_on_29_february_turns_12_on_the_day_itself_or_on_1_march() -> None:
    assert who_signs.age_group_on(date(2012, 2, 29), date(2024, 2, 29)) == "from_12"
    assert who_signs.age_group_on(date(2012, 2, 29), date(2028, 2, 28)) == "from_12"
    assert who_signs.age_group_on(date(2012, 2, 29), date(2028, 2, 29)) == "from_16"
    assert who_signs.age_group_on(date(2012, 2, 29), date(2030, 2, 28)) == "from_16"
    assert who_signs.age_group_on(date(2012, 2, 29), date(2030, 3, 1)) == "adult"


def test_the_latest_day_of_birth_is_that_of_who_has_their_birthday_today() -> None:
    assert who_signs.born_by(12, date(2026, 11, 22)) == date(2014, 11, 22)
    assert who_signs.born_by(18, date(2028, 2, 29)) == date(2010, 2, 28)


@pytest.mark.parametrize(
    ("before", "after", "years", "ends"),
    [
        ("under_12", "from_12", 12, ()),
        ("from_12", "from_16", 16, ("guardian",)),
        ("from_16", "adult", 18, ()),
        ("under_12", "from_16", 16, ("guardian",)),
        ("from_12", "adult", 18, ("guardian",)),
    ],
)
def test_a_birthday_asks_the_person_and_from_16_nobody_else(
    before: str, after: str, years: int, ends: tuple[str, ...]
) -> None:
    change = who_signs.turned(before, after)
    assert change is not None
    assert (change.years, change.ends) == (years, ends)


@pytest.mark.parametrize(("before", "after"), [("adult", "adult"), ("from_16", "from_12")])
def test_nothing_changes_for_who_did_not_get_older(before: str, after: str) -> None:
    assert who_signs.turned(before, after) is None
