"""Step 3: who is in it, and who signs for them."""

from typing import Any

from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from consent.models import AgeGroup, Capacity, Request, Subject, SubjectKind
from consent.requesting.completeness import TREATS
from consent.requesting.forms.base import ShownWhen, StepForm, YesNo, cards, stored
from consent.requesting.operations import Guardian, Person
from consent.who_signs import AGES as AGE_RULES
from consent.who_signs import Age, age_group_on, needs_guardians

MOST_GUARDIANS = 3
KINDS = [("", _("Choose …")), *SubjectKind.choices]
AGES = [("", _("Choose …")), *reversed(AgeGroup.choices)]
UNDER_16 = f"age_group={AgeGroup.UNDER_12} {AgeGroup.FROM_12}"
UNDER_18 = f"{UNDER_16} {AgeGroup.FROM_16}"
NOT_UNDER_12 = f"age_group={AgeGroup.FROM_12} {AgeGroup.FROM_16} {AgeGroup.ADULT}"


def _who_signs(age: Age) -> Any:
    """Return a line that says who signs at an age: with scripts only the chosen age's is shown."""
    return format_lazy('<p class="small muted">{age}: {says}</p>', age=age.group.label, says=age.sentence)


class PersonForm(StepForm):
    """One person who is seen or heard (consent-form.md, B; L2, L5). Never a patient number, BSN or diagnosis."""

    needed = ("name", "kind", "age_group", "language")
    sometimes = ("guardians", "birth_date")
    free_text = ("name",)

    name = forms.CharField(label=_("First and last name"), max_length=150)
    kind = forms.ChoiceField(label=_("This person is a"), choices=KINDS)
    age_group = forms.ChoiceField(label=_("Age"), choices=AGES)
    is_patient_here = forms.BooleanField(
        label=_("It is about this person's own treatment"), help_text=_("Then the rules for patients apply.")
    )
    mail = forms.EmailField(
        label=_("This person's email"),
        max_length=254,
        help_text=_("To invite by mail. Without it: a QR code or your own device."),
    )
    language = forms.ChoiceField(label=_("Language of the form"), choices=settings.LANGUAGES, initial="nl")
    birth_date = forms.DateField(
        label=_("Date of birth"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Only under 18: it decides who signs, and when this person is asked anew."),
    )
    guardians = forms.ChoiceField(
        label=_("How many people have parental authority?"),
        choices=[("", _("Choose …")), *((str(number), str(number)) for number in range(1, MOST_GUARDIANS + 1))],
        help_text=_("Only under 16: all of them sign. From 12 years the child signs too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = []
        for number in range(1, MOST_GUARDIANS + 1):
            name, mail = f"guardian_{number}", f"guardian_{number}_mail"
            self.fields[name] = forms.CharField(label=_("Name of parent or guardian"), max_length=150)
            self.fields[mail] = forms.EmailField(
                label=_("Email of this parent or guardian"), max_length=254, required=False
            )
            counts = " ".join(str(count) for count in range(number, MOST_GUARDIANS + 1))
            rows.append(ShownWhen(f"guardians={counts}", Div(name, mail, css_class="row-fields")))
        self.helper.layout = Layout(
            "name",
            Div("kind", "age_group", css_class="row-fields"),
            *(ShownWhen(f"age_group={age.group}", HTML(_who_signs(age))) for age in AGE_RULES),
            ShownWhen(f"kind={' '.join(kind for kind in SubjectKind if kind != 'patient')}", "is_patient_here"),
            Div(ShownWhen(NOT_UNDER_12, "mail"), "language", css_class="row-fields"),
            ShownWhen(UNDER_18, Div("birth_date", css_class="field-short")),
            ShownWhen(UNDER_16, Div("guardians", css_class="field-short"), *rows),
        )

    def clean(self) -> None:
        """Ask who has parental authority over a child under 16, and hold the date of birth against today and the age."""
        age = self.cleaned_data.get("age_group")
        self._check_birth_date(age)
        if not (self.strict and age and needs_guardians(age)):
            return
        self.need("guardians", _("Say how many people have parental authority."))
        for number in range(1, int(self.cleaned_data.get("guardians") or 0) + 1):
            self.need(f"guardian_{number}", _("Give the name of this parent or guardian."))

    def _check_birth_date(self, age: str | None) -> None:
        born = self.cleaned_data.get("birth_date")
        if born and born > timezone.localdate():
            self.add_error("birth_date", str(_("This day is still to come.")))
        elif self.strict and age and age != AgeGroup.ADULT:
            self.need("birth_date", _("Give the date of birth: it decides who signs."))
            if born and (really := age_group_on(born, timezone.localdate())) != age:
                words = _("Somebody born on this day is %(age)s. Look at the date, or choose that age.")
                self.add_error("birth_date", str(words % {"age": really.label}))

    def person(self) -> Person:
        """Return the person that was typed, of a valid form."""
        values = self.cleaned_data
        age = values["age_group"]
        return Person(
            name=values["name"],
            kind=values["kind"],
            age_group=age,
            is_patient_here=values["is_patient_here"] and values["kind"] != SubjectKind.PATIENT,
            birth_date=values["birth_date"] if age != AgeGroup.ADULT else None,
            mail=values["mail"],
            language=values["language"],
            guardians=self._guardians(values["language"]) if needs_guardians(age) else (),
        )

    def _guardians(self, language: str) -> tuple[Guardian, ...]:
        count = int(self.cleaned_data["guardians"])
        return tuple(
            Guardian(
                name=self.cleaned_data[f"guardian_{number}"],
                mail=self.cleaned_data[f"guardian_{number}_mail"],
                language=language,
            )
            for number in range(1, count + 1)
        )

    @staticmethod
    def initial_of(subject: Subject) -> dict[str, Any]:
        """Return a stored person as typed."""
        names = ["name", "kind", "is_patient_here", "age_group", "birth_date"]
        values: dict[str, Any] = {name: getattr(subject, name) for name in names}
        guardians = [signer for signer in subject.signers.all() if signer.capacity == Capacity.GUARDIAN]
        for signer in subject.signers.all():
            values["language"] = signer.language
            if signer.capacity == Capacity.SELF:
                values["mail"] = signer.mail
        for number, signer in enumerate(guardians, start=1):
            values |= {f"guardian_{number}": signer.name, f"guardian_{number}_mail": signer.mail}
        return {**values, "guardians": str(len(guardians) or "")}


class GroupForm(StepForm):
    """Many people of one kind at once, all adults: of who is younger the date of birth is asked (L2)."""

    needed = ("names", "kind", "age_group", "language")
    free_text = ("names",)

    names = forms.CharField(
        label=_("Names, one on each line"), max_length=8000, widget=forms.Textarea(attrs={"rows": 8})
    )
    kind = forms.ChoiceField(label=_("They are"), choices=KINDS)
    age_group = forms.ChoiceField(
        label=_("Age"),
        choices=[("", _("Choose …")), (AgeGroup.ADULT.value, AgeGroup.ADULT.label)],
        help_text=_("Add who is under 18 one by one: the date of birth decides who signs."),
    )
    language = forms.ChoiceField(label=_("Language of the form"), choices=settings.LANGUAGES, initial="nl")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("names", Div("kind", "age_group", "language", css_class="row-fields"))

    def clean_names(self) -> str:
        """Object to a name that is too long to be one."""
        names = str(self.cleaned_data["names"])
        if any(len(line.strip()) > 150 for line in names.splitlines()):
            raise forms.ValidationError(
                str(_("One of these lines is too long for a name. Put each name on its own line."))
            )
        return names

    def people(self) -> list[Person]:
        """Return the people, of a valid form; a name that stands there twice counts once."""
        values = self.cleaned_data
        lines = dict.fromkeys(" ".join(line.split()) for line in values["names"].splitlines())
        return [
            Person(name=line, kind=values["kind"], age_group=values["age_group"], language=values["language"])
            for line in lines
            if line
        ]


class WhoForm(StepForm):
    """Whether the requester treats a patient who takes part (L4). Asked only where a patient does."""

    needed = ("treats_patients",)

    treats_patients = YesNo(label=_("Do you treat a patient who takes part?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Field("treats_patients", wrapper_class=cards(columns=True)),
        )

    def clean_treats_patients(self) -> bool | None:
        """Keep who treats the patient from asking for the signature."""
        treats: bool | None = self.cleaned_data["treats_patients"]
        if self.strict and treats:
            raise forms.ValidationError(str(TREATS))
        return treats

    @staticmethod
    def initial_of(request: Request) -> dict[str, Any]:
        """Return what is stored."""
        return stored(request, ["treats_patients"])
