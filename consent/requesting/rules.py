"""The rules of filing as tables: when the desk looks first, what is acknowledged. Who signs stands in ``consent.who_signs``.

Pure: no database, no clock. Source of each rule: product.md, "Rules" (G and L) and "Intake".
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class IntakeFacts:
    """What the intake rules look at."""

    patients: bool = False
    minors: bool = False
    press: bool = False
    clinical_area: bool = False
    brand: bool = False
    existing: bool = False


@dataclass(frozen=True, slots=True)
class IntakeRule:
    """One reason why the desk looks before anyone is asked, and what the student reads about it."""

    key: str
    sentence: "str | Promise"
    applies: Callable[[IntakeFacts], bool]


INTAKE_RULES: tuple[IntakeRule, ...] = (
    IntakeRule("patients", _("A patient takes part."), lambda facts: facts.patients),
    IntakeRule("minors", _("Somebody under 18 takes part."), lambda facts: facts.minors),
    IntakeRule(
        "press", _("It is for television or the press; the press office takes part."), lambda facts: facts.press
    ),
    IntakeRule("clinical_area", _("It is recorded where patients are treated."), lambda facts: facts.clinical_area),
    IntakeRule("brand", _("It uses the hospital's name, logo or identity."), lambda facts: facts.brand),
    IntakeRule("existing", _("The material already exists."), lambda facts: facts.existing),
)
"""When the desk takes a first look (product.md, "Intake"). One rule that applies is enough."""


def intake_reasons(facts: IntakeFacts) -> tuple[IntakeRule, ...]:
    """Return the rules that apply; empty means that people can be asked at once."""
    return tuple(rule for rule in INTAKE_RULES if rule.applies(facts))


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait of social media (G2)."""

    name: "str | Promise"
    text: "str | Promise"


TRAITS: tuple[Trait, ...] = (
    Trait(_("Direct"), _("What you post can be read by the outside world at once.")),
    Trait(
        _("Transparent"),
        _("Anyone can read, follow and save it. “Friends only” counts as public: friends can pass it on."),
    ),
    Trait(_("Permanent"), _("What is posted is hard to remove, and you do not know what a platform does with it.")),
    Trait(_("Interactive"), _("People will react. Be prepared for that, and say who watches the reactions.")),
)


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that the requester ticks before submitting. ``patients_only``: asked only where patients take part."""

    key: str
    text: "str | Promise"
    patients_only: bool = False


STATEMENTS: tuple[Statement, ...] = (
    Statement("traits", _("I have read the four traits of social media, and I treat “friends only” as public.")),
    Statement("conduct", _("I keep to the code of conduct, the integrity policy and the rules for students.")),
    Statement("no_personal_data", _("No personal data will be in view: no screens, labels, wristbands or lists.")),
    Statement("no_internal_documents", _("No internal documents will be in view.")),
    Statement("no_third_parties", _("No people or images of others will be in view who are not in this request.")),
    Statement("confidentiality", _("I keep medical confidentiality."), patients_only=True),
)
"""Acknowledgements (G2, G3) and the blocking checklist (G4). Stored with the guideline version (settings)."""


def statements(*, patients: bool) -> tuple[Statement, ...]:
    """Return what must be ticked for a request."""
    return tuple(statement for statement in STATEMENTS if patients or not statement.patients_only)


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the hospital or the university."""

    url: str
    name: "str | Promise"


CONDUCT_LINKS: tuple[Link, ...] = (
    Link("https://ditzijnwij.umcutrecht.nl", _("Code of conduct and integrity policy")),
    Link(
        "https://students.uu.nl/praktische-zaken/regelingen-en-procedures/oer-en-studentenstatuut",
        _("Education and Examination Regulations and Student Charter"),
    ),
)
"""Guidelines of 2026, section 2 (G3)."""

BIO_LINE = "My posts are personal / Views are my own"
BIO_LINE_NL = "Ik schrijf hier op persoonlijke titel / Mijn mening is van mijzelf"

TIPS: "tuple[str | Promise, ...]" = (
    _("Speak for yourself, not for the hospital."),
    _("You may say in your bio that you study or work here."),
    _("You may always tag the hospital in posts about studying or working here."),
    _("Show it to the people in it before you post, also where nobody asked for that."),
)
"""Guidelines of 2026, section 6 (G10). Never blocking."""
