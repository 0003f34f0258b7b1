"""Who signs for a subject, what is needed beside a yes, and what a birthday changes: one table for each.

Pure: no database, no clock. The rules are L2 to L5 of product.md; the ages stand in one place only, here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consent.models.choices import AgeGroup, Capacity

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SELF, GUARDIAN, REPRESENTATIVE = Capacity.SELF, Capacity.GUARDIAN, Capacity.REPRESENTATIVE


@dataclass(frozen=True, slots=True)
class Age:
    """Who must sign at an age (L2). "Guardian" stands for everybody with parental authority: all of them sign."""

    group: AgeGroup
    from_year: int
    signs: tuple[Capacity, ...]
    sentence: "StrPromise"


AGES: tuple[Age, ...] = (
    Age(
        AgeGroup.UNDER_12,
        0,
        (GUARDIAN,),
        _("Everybody with parental authority signs, and asks the child. If the child says no, it is no."),
    ),
    Age(AgeGroup.FROM_12, 12, (SELF, GUARDIAN), _("The child signs, and everybody with parental authority too.")),
    Age(AgeGroup.FROM_16, 16, (SELF,), _("This person signs alone.")),
    Age(AgeGroup.ADULT, 18, (SELF,), _("This person signs alone.")),
)

OF_AGE: dict[AgeGroup, Age] = {age.group: age for age in AGES}


@dataclass(frozen=True, slots=True)
class Turning:
    """What a birthday changes (L2): the person is asked themself, and new publication waits for their answer.

    ``ends`` are the capacities in which nobody else is asked from then on.
    """

    years: int
    ends: tuple[Capacity, ...]


BIRTHDAYS: tuple[Turning, ...] = (
    Turning(12, ends=()),
    Turning(16, ends=(GUARDIAN,)),
    Turning(18, ends=()),
)


@dataclass(frozen=True, slots=True)
class Who:
    """One who wants to sign: the subject's age group, in which capacity, and whether the subject counts as patient (L5).

    ``opened`` says whether the desk and the data protection officer opened the representative's route (L3).
    """

    age_group: str
    capacity: str
    patient: bool = False
    opened: bool = False

    @property
    def alone(self) -> bool:
        """Whether the subject is of an age to sign without others."""
        return signs_alone(self.age_group)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its source, and whom it is about."""

    source: str
    applies: Callable[[Who], bool]


MAY_SIGN: dict[Capacity, Rule] = {
    SELF: Rule("L2: from 12 years", lambda who: SELF in OF_AGE[AgeGroup(who.age_group)].signs),
    GUARDIAN: Rule("L2: under 16 years", lambda who: GUARDIAN in OF_AGE[AgeGroup(who.age_group)].signs),
    REPRESENTATIVE: Rule("L3: only once the desk opened it", lambda who: who.alone and who.opened),
}
"""In which capacity somebody may sign at all."""

CONFIRMED = Rule(
    "L4: a care professional confirms today that the patient can decide now",
    lambda who: who.patient and who.capacity == SELF,
)
POSTPONABLE = Rule("L3: who cannot decide now is asked another day", CONFIRMED.applies)
CHILD_HEARD = Rule("L2: under 12 the child is asked; a no is a no", lambda who: who.age_group == AgeGroup.UNDER_12)
RELATION = Rule("consent-form.md, B: who signs for another says who they are", lambda who: who.capacity != SELF)


def may_sign(who: Who) -> bool:
    """Whether this person may sign in this capacity."""
    return MAY_SIGN[Capacity(who.capacity)].applies(who)


def signs_alone(age_group: str) -> bool:
    """Whether a subject of this age signs without anybody else (L2)."""
    return OF_AGE[AgeGroup(age_group)].signs == (SELF,)


def needs_guardians(age_group: str) -> bool:
    """Whether those with parental authority sign (L2)."""
    return GUARDIAN in OF_AGE[AgeGroup(age_group)].signs


def years_on(born: date, day: date) -> int:
    """Return the age in years. Who was born on 29 February has a birthday on 1 March of other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_group_on(born: date, day: date) -> AgeGroup:
    """Return the age group of somebody born on ``born``."""
    years = max(years_on(born, day), 0)
    return next(age.group for age in reversed(AGES) if years >= age.from_year)


def born_by(years: int, day: date) -> date:
    """Return the latest day of birth of who has turned ``years`` on ``day``."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def turned(before: str, now: str) -> Turning | None:
    """Return what changes for who was in one age group and is in another now; None where they did not get older."""
    years = OF_AGE[AgeGroup(now)].from_year
    if years <= OF_AGE[AgeGroup(before)].from_year:
        return None
    passed = [one for one in BIRTHDAYS if OF_AGE[AgeGroup(before)].from_year < one.years <= years]
    return Turning(years, ends=tuple(dict.fromkeys(capacity for one in passed for capacity in one.ends)))


@dataclass(frozen=True, slots=True)
class Guardian:
    """Somebody with parental authority. ``mail`` may be empty; ``language`` is of their form and mails."""

    name: str
    mail: str = ""
    relation: str = ""
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class PlannedSigner:
    """Who will sign, in which capacity."""

    capacity: Capacity
    name: str
    mail: str
    language: str
    relation: str = ""


def signers_of(
    *, name: str, age_group: str, mail: str, language: str, guardians: Sequence[Guardian]
) -> tuple[PlannedSigner, ...]:
    """Return who must sign for a subject, in the order in which they are asked (L2).

    A child under 12 does not sign, so ``mail`` of the child is not used then.
    """
    planned: list[PlannedSigner] = []
    for capacity in OF_AGE[AgeGroup(age_group)].signs:
        if capacity == SELF:
            planned.append(PlannedSigner(capacity, name, mail, language))
        else:
            planned += [PlannedSigner(capacity, one.name, one.mail, one.language, one.relation) for one in guardians]
    return tuple(planned)
