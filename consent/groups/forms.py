"""Input of enrolments: what the requester sets, and what somebody says of themself (consent-form.md, B)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from consent import private_numbers
from consent.models import AgeGroup, Capacity, SubjectKind
from consent.models.enrolment import MOST
from consent.people import Person
from consent.who_signs import Guardian, age_group_on, needs_guardians

MOST_GUARDIANS = 3
KEY_LENGTH = 43
"""Characters of a page's own key: 256 bits in base64."""

LASTS = [(30, _("half an hour")), (60, _("an hour")), (120, _("two hours")), (480, _("eight hours"))]
"""How long an enrolment can be open, in minutes."""

KINDS = [
    (SubjectKind.STUDENT, _("student")),
    (SubjectKind.STAFF, _("staff member")),
    (SubjectKind.LECTURER, _("lecturer")),
    (SubjectKind.RELATIVE, _("relative or visitor")),
    (SubjectKind.PATIENT, _("patient")),
]
AGES = list(reversed(AgeGroup.choices))


class OpenForm(forms.Form):
    """How many people, for how long; and that the requester is there (they vouch for who scans)."""

    places = forms.IntegerField(
        label=_("How many people at most?"),
        min_value=1,
        max_value=MOST,
        help_text=_("After this number, nobody can enrol."),
        error_messages={"required": _("Say how many people.")},
    )
    minutes = forms.TypedChoiceField(label=_("How long can they enrol?"), choices=LASTS, coerce=int, initial=60)
    there = forms.BooleanField(
        label=_("I am with the group. I see to it that everybody enrols in their own name and that nobody is pressed."),
        error_messages={"required": _("Tick this. Are you not with the group? Then invite people by mail.")},
    )

    def ends_at(self, now: datetime) -> datetime:
        """Return when it closes by itself, of a valid form."""
        return now + timedelta(minutes=self.cleaned_data["minutes"])


class CodeForm(forms.Form):
    """The code below the QR code."""

    code = forms.CharField(label=_("The code on the screen"), max_length=20)


@dataclass(frozen=True, slots=True)
class Parent:
    """The two fields of one with parental authority."""

    name: BoundField
    mail: BoundField


class EnrolForm(forms.Form):
    """Who somebody is. What only children need is asked on the second showing, once the age is known.

    ``minors`` says whether children can enrol at all, and so whether a parent can enrol their child. ``day`` is today.
    """

    key = forms.CharField(min_length=KEY_LENGTH, max_length=KEY_LENGTH, widget=forms.HiddenInput)
    holder = forms.ChoiceField(
        label=_("Whom do you enrol?"), choices=[(Capacity.SELF, _("myself")), (Capacity.GUARDIAN, _("my child"))]
    )
    name = forms.CharField(
        label=_("Your first and last name"),
        max_length=150,
        error_messages={"required": _("Type your name.")},
        validators=[private_numbers.refuse],
    )
    kind = forms.ChoiceField(
        label=_("I am a"), choices=KINDS, error_messages={"required": _("Choose what you are here.")}
    )
    age_group = forms.ChoiceField(label=_("My age"), choices=AGES, error_messages={"required": _("Choose an age.")})
    more = forms.BooleanField(required=False, widget=forms.HiddenInput)
    child = forms.CharField(
        label=_("First and last name of your child"),
        max_length=150,
        required=False,
        validators=[private_numbers.refuse],
    )
    birth_date = forms.DateField(
        label=_("Date of birth"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    guardians = forms.ChoiceField(
        label=_("How many people have parental authority?"),
        choices=[(str(number), str(number)) for number in range(1, MOST_GUARDIANS + 1)],
        required=False,
    )

    def __init__(self, data: Any = None, *, minors: bool, day: date, language: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.minors, self.day, self.language = minors, day, language
        if minors:
            self.fields["kind"].label = _("Who will be in the recording is a")
            self.fields["age_group"].label = _("Age of who will be in the recording")
        else:
            self.fields["holder"].required = False
        for number in range(1, MOST_GUARDIANS + 1):
            self.fields[f"guardian_{number}"] = forms.CharField(max_length=150, required=False)
            self.fields[f"guardian_{number}_mail"] = forms.EmailField(max_length=254, required=False)

    @property
    def of_child(self) -> bool:
        """Whether a parent enrols their child."""
        return bool(self.data.get("holder") == Capacity.GUARDIAN)

    @property
    def asks_more(self) -> bool:
        """Whether the second showing is needed: under 18."""
        return self.data.get("age_group") in set(AgeGroup) - {AgeGroup.ADULT}

    @property
    def asks_guardians(self) -> bool:
        """Whether those with parental authority sign (L2)."""
        return self.asks_more and needs_guardians(str(self.data["age_group"]))

    @property
    def asks_now(self) -> bool:
        """Whether what was sent is the first showing's, so that the second is to be shown and nothing is missing yet."""
        return self.asks_more and not self.cleaned_data.get("more")

    def parents(self) -> Iterator[Parent]:
        """Yield the fields of those with parental authority beside who holds the device."""
        for number in range(2 if self.of_child else 1, MOST_GUARDIANS + 1):
            yield Parent(self[f"guardian_{number}"], self[f"guardian_{number}_mail"])

    def clean_name(self) -> str:
        """Return a name as typed; a number is none (G4)."""
        return self._a_name("name")

    def clean_child(self) -> str:
        """Return the child's name, likewise."""
        return self._a_name("child")

    def _a_name(self, field: str) -> str:
        name = " ".join(str(self.cleaned_data[field]).split())
        if any(character.isdigit() for character in name):
            raise forms.ValidationError(_("A name only, please: never type a number of a person here."))
        return name

    def clean(self) -> None:
        """Ask what children need (L2), and hold the date of birth against the age that was chosen."""
        if self.minors and (age := self.cleaned_data.get("age_group")):
            self._check_holder(str(age))
        if not self.asks_more or not self.cleaned_data.get("more"):
            return
        if self.of_child:
            self._need("child", _("Type your child's name."))
        self._need("birth_date", _("Give the date of birth."))
        born = self.cleaned_data.get("birth_date")
        if born and (born > self.day or age_group_on(born, self.day) != self.cleaned_data.get("age_group")):
            self.add_error("birth_date", str(_("This date does not go with the age that was chosen.")))
        if self.asks_guardians:
            self._need("guardians", _("Say how many people have parental authority."))
            for number in self._numbers():
                self._need(f"guardian_{number}", _("Give the name of this parent or guardian."))

    def _check_holder(self, age: str) -> None:
        if self.of_child and not needs_guardians(age):
            self.add_error("age_group", str(_("From 16 years on, people enrol themselves.")))
        elif not self.of_child and age == AgeGroup.UNDER_12:
            self.add_error("holder", str(_("For a child under 12, a parent enrols the child.")))

    def _need(self, field: str, message: Any) -> None:
        if not self.cleaned_data.get(field) and field not in self.errors:
            self.add_error(field, str(message))

    def _numbers(self) -> Iterable[int]:
        return range(2 if self.of_child else 1, int(self.cleaned_data.get("guardians") or 0) + 1)

    def person(self) -> Person:
        """Return who enrols, of a valid form."""
        values = self.cleaned_data
        return Person(
            name=values["child"] if self.of_child else values["name"],
            kind=values["kind"],
            age_group=values["age_group"],
            birth_date=values["birth_date"] if self.asks_more else None,
            language=self.language,
            guardians=tuple(self._guardians()) if self.asks_guardians else (),
        )

    def _guardians(self) -> Iterator[Guardian]:
        if self.of_child:
            yield Guardian(name=self.cleaned_data["name"], language=self.language)
        for number in self._numbers():
            yield Guardian(
                name=self.cleaned_data[f"guardian_{number}"],
                mail=self.cleaned_data[f"guardian_{number}_mail"],
                language=self.language,
            )
