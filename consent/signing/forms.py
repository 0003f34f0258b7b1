"""Input of the signer's pages: the code, the choices, the mark. Labels of choices come from the sheet itself (L6)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from consent import frames
from consent.models import ON_SCREEN, ChildsSay, MarkKind, Question
from consent.sheet import ZONE, Choice, Sheet
from consent.signing import marks
from consent.signing.marks import Mark
from consent.signing.operations.signing import CLOCKS_DIFFER, LONGEST_SENTENCE
from consent.signing.proving import same_person
from consent.who_signs import CHILD_HEARD, CONFIRMED, RELATION, Who

LONGEST_VIEW, LONGEST_RELATION = 500, 80


class CodeForm(forms.Form):
    """The one-time code: six digits, however they are grouped."""

    digits = forms.CharField(
        label=_("Your code"), max_length=20, error_messages={"required": _("Type the six digits from the mail.")}
    )

    def clean_digits(self) -> str:
        """Return six digits."""
        digits = "".join(str(self.cleaned_data["digits"]).split()).replace("-", "")
        if len(digits) != 6 or not digits.isascii() or not digits.isdecimal():
            raise forms.ValidationError(_("A code has six digits. Look in the newest mail from us."))
        return digits


class MailForm(forms.Form):
    """Where the copy goes."""

    mail = forms.EmailField(label=_("Your mail address"), max_length=254)


LATER = frames.MARK
"""Stands for an answer in a frame, which has a gap for it."""


CHECKED, OPEN = SafeString(" checked"), SafeString()
"""What stands after an option that was chosen, and after another."""


def option(choice_id: str, value: str) -> str:
    """Return the name of the gap after an option, in a frame."""
    return f"{choice_id}={value}"


@dataclass(frozen=True, slots=True)
class Asked:
    """One choice as the template shows it. ``pictogram`` is a medium or channel, or nothing."""

    choice: Choice
    chosen: str
    pictogram: str
    error: str
    writes: bool

    def checked(self, value: str) -> SafeString:
        """Return what stands after an option: that it was chosen, or nothing, or the gap for it."""
        if self.chosen == LATER:
            return frames.gap(option(self.choice.id, value), may_be_empty=True)
        return CHECKED if self.chosen == value else OPEN

    @property
    def html_id(self) -> str:
        """The id of its first input, where the summary of errors leads."""
        return f"id_{self.choice.id}"

    @property
    def is_list(self) -> bool:
        """Whether its options stand below each other; beside each other there is room for a yes and a no."""
        return {value for value, _ in self.choice.options} != {"yes", "no"}


def asked(choice: Choice, channels: Mapping[int, str], *, chosen: str, error: str = "") -> Asked:
    """Return a choice as the template shows it."""
    pictogram = choice.medium or channels.get(choice.use or 0, "")
    return Asked(choice, chosen, pictogram, error, writes=choice.question == Question.HEALTH)


class ChoicesForm(forms.Form):
    """Every choice of a sheet, with nothing filled in beforehand (L1)."""

    health_sentence = forms.CharField(max_length=LONGEST_SENTENCE, required=False)

    def __init__(
        self,
        *args: Any,
        sheet: Sheet,
        channels: Mapping[int, str],
        only: Collection[str] | None = None,
        **kwargs: Any,
    ) -> None:
        """Ask the choices of a sheet, or ``only`` those with these ids."""
        super().__init__(*args, **kwargs)
        self.channels = channels
        self.choices = [choice for choice in sheet.choices if only is None or choice.id in only]
        for choice in self.choices if self.is_bound else ():  # what is only shown needs no check
            self.fields[choice.id] = forms.ChoiceField(
                choices=choice.options,
                label=choice.text,
                error_messages={"required": _("Choose an answer."), "invalid_choice": _("Choose an answer.")},
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the sentence where one was chosen."""
        cleaned = super().clean() or {}
        if Question.HEALTH not in self.fields:
            return cleaned
        sentence = " ".join(str(cleaned.get("health_sentence", "")).split())
        if cleaned.get(Question.HEALTH) == "sentence" and not sentence and "health_sentence" not in self.errors:
            self.add_error(Question.HEALTH, _("Write the sentence, or choose the other answer."))
        if "health_sentence" in self.errors:
            self.add_error(Question.HEALTH, _("Use at most 300 characters."))
        return cleaned

    def questions(self) -> Iterator[Asked]:
        """Return the choices as the template shows them."""
        for choice in self.choices:
            chosen = str((self.data if self.is_bound else self.initial).get(choice.id) or "")
            error = " ".join(str(error) for error in self.errors.get(choice.id, ()))
            yield asked(choice, self.channels, chosen=chosen, error=error)

    def answers(self) -> dict[str, str]:
        """Return the valid answers, by the ids of the choices."""
        return {choice.id: str(self.cleaned_data[choice.id]) for choice in self.choices}


def name_field(label: Any) -> forms.CharField:
    """Return a field for a person's name."""
    return forms.CharField(
        label=label,
        max_length=marks.LONGEST_NAME,
        required=False,
        error_messages={"max_length": _("Use at most 150 characters.")},
    )


class SignForm(forms.Form):
    """The mark, in one of three ways, and what patients and children need beside it (L2, L4)."""

    sheet_sha256 = forms.CharField(max_length=64)
    confirmed_by = name_field(_("Name and job of the care professional"))
    confirmed_at = forms.TimeField(
        label=_("Time"), required=False, error_messages={"invalid": _("Type a time like 14:30.")}
    )
    childs_say = forms.ChoiceField(
        label=_("Does the child want it?"),
        choices=ChildsSay.choices,
        required=False,
        error_messages={"invalid_choice": _("Choose an answer.")},
    )
    childs_view = forms.CharField(label=_("What does the child think of it?"), max_length=LONGEST_VIEW, required=False)
    relation = forms.CharField(
        label=_("Who are you to this person?"),
        max_length=LONGEST_RELATION,
        required=False,
        error_messages={"max_length": _("Use at most 80 characters.")},
    )
    interpreter = name_field(_("Name of the interpreter"))
    mark = forms.ChoiceField(
        label=_("How do you want to sign?"),
        choices=[(kind, kind.label) for kind in ON_SCREEN],
        error_messages={
            "required": _("Choose how you want to sign."),
            "invalid_choice": _("Choose how you want to sign."),
        },
    )
    strokes = forms.CharField(label=_("Your signature"), required=False)
    typed_name = name_field(_("Your first and last name"))
    assisted_name = name_field(_("Name of the person who signs"))
    helper = name_field(_("Name of the helper"))
    witness = name_field(_("Name of the witness"))

    def __init__(self, *args: Any, asks: Who, requester: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.patient, self.child = CONFIRMED.applies(asks), CHILD_HEARD.applies(asks)
        self.for_another = RELATION.applies(asks)
        self.requester, self.now = requester, now
        self.confirmed: datetime | None = None
        self.chosen: Mark | None = None

    def clean(self) -> dict[str, Any]:
        """Check the mark in the way that was chosen, and what belongs to patients and children."""
        cleaned = super().clean() or {}
        if self.patient:
            self._check_confirmation(cleaned)
        if self.child:
            self._check_child(cleaned)
        if self.for_another and not cleaned.get("relation") and "relation" not in self.errors:
            self.add_error("relation", _("Write who you are, for example mother, father or guardian."))
        if cleaned.get("mark"):
            self._check_mark(cleaned)
        return cleaned

    def _check_child(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("childs_say") == ChildsSay.NO:
            self.add_error("childs_say", _("Then it is no: nobody can say yes for a child who does not want it."))
        elif not cleaned.get("childs_say") and "childs_say" not in self.errors:
            self.add_error("childs_say", _("Ask the child, and choose an answer."))
        if not cleaned.get("childs_view") and "childs_view" not in self.errors:
            self.add_error("childs_view", _("Ask the child, and write down in a few words what the child says."))

    def _check_confirmation(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("confirmed_by") and "confirmed_by" not in self.errors:
            self.add_error("confirmed_by", _("Ask a care professional who knows you, and type their name here."))
        elif same_person(cleaned.get("confirmed_by", ""), self.requester):
            self.add_error("confirmed_by", _("Who asks you for the recording cannot confirm this. Ask somebody else."))
        at = cleaned.get("confirmed_at")
        if at is None:
            if "confirmed_at" not in self.errors:
                self.add_error("confirmed_at", _("Type the time at which this was confirmed, today."))
            return
        self.confirmed = datetime.combine(self.now.astimezone(ZONE).date(), at, tzinfo=ZONE)
        if self.confirmed > self.now + CLOCKS_DIFFER:
            self.add_error("confirmed_at", _("This time is still to come. When was it confirmed?"))

    def _check_mark(self, cleaned: dict[str, Any]) -> None:
        kind = MarkKind(cleaned["mark"])
        if kind == MarkKind.ASSISTED and not all(cleaned.get(name) for name in ("assisted_name", "helper", "witness")):
            for name in ("assisted_name", "helper", "witness"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Type this name."))
            return
        name = cleaned.get("typed_name" if kind == MarkKind.TYPED else "assisted_name", "")
        drawn = kind == MarkKind.DRAWN
        try:
            strokes = marks.read_strokes(cleaned.get("strokes", "")) if drawn else []
            self.chosen = Mark(
                kind=kind,
                strokes=strokes,
                typed_name=name,
                helper=cleaned.get("helper", ""),
                witness=cleaned.get("witness", ""),
            )
            marks.checked(self.chosen)
        except marks.EmptyMark:
            if drawn:
                self.add_error("strokes", _("There is nothing in the box yet. A short mark is enough."))
            elif "typed_name" not in self.errors:
                self.add_error("typed_name", _("Type your first and last name."))
        except marks.BadMark:
            self.add_error("strokes", _("The drawing did not come through. Please draw it again, or type your name."))
