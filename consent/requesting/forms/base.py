"""What the forms of the wizard share: strict when a step is finished, forgiving while it saves itself."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from consent import private_numbers
from consent.models import Request
from consent.requesting.operations import Details

CHOOSE = _("Make a choice.")
FILL_IN = _("Fill this in.")
YES_NO = (("yes", _("Yes")), ("no", _("No")))


class YesNo(forms.TypedChoiceField):
    """A question with two answers, none of them chosen beforehand; cleaned to True, False or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=YES_NO,
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """Show a stored truth value as its answer."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class ShownWhen(Div):  # type: ignore[misc]  # crispy has no types
    """Fields that matter only under a condition ("field=value value"); without scripts they are always shown."""

    def __init__(self, condition: str, *fields: Any) -> None:
        super().__init__(*fields, data_shown_when=condition)
        self.field, _is, wanted = condition.partition("=")
        self.wanted = wanted.split(" ")


def cards(*, columns: bool = False) -> str:
    """Return the class of a wrapper whose radio buttons or check boxes look like cards."""
    return "choice-cards choice-columns" if columns else "choice-cards"


class StepForm(forms.Form):
    """A step of the wizard.

    ``strict``: the person wants to go on, so the fields in ``needed`` must be filled in. Otherwise an empty field is just
    not filled in yet. Free text is checked for numbers of persons either way (G4).
    """

    needed: Sequence[str] = ()
    sometimes: Sequence[str] = ()
    """Fields that another answer makes necessary; ``clean`` of the form asks for them with ``need``."""
    free_text: Sequence[str] = ()
    editing = ""
    """The key of the row that is being changed, where the form is of a row."""
    key = ""
    """The form's own key, where it adds a row: sent twice, it adds once."""

    def __init__(self, *args: Any, strict: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.strict = strict
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.include_media = False  # a field of ours is named "media", and crispy would print that
        for name, field in self.fields.items():
            field.required = name in self.needed or name in self.sometimes
            field.error_messages["required"] = CHOOSE if isinstance(field, forms.ChoiceField) else FILL_IN
        for name in self.free_text:
            self.fields[name].validators.append(private_numbers.refuse)
        self.use_required_attribute = False

    def full_clean(self) -> None:
        """Clean; while it is not strict nothing is missing. The fields still say on the page which are needed."""
        required = {name: field for name, field in self.fields.items() if field.required}
        for name, field in required.items():
            field.required = self.strict and name in self.needed
        super().full_clean()
        for field in required.values():
            field.required = True
        for name in self._hidden(self.helper.layout) & set(self.errors):
            del self.errors[name]
            self.cleaned_data[name] = self.fields[name].to_python("")

    def _hidden(self, part: Any, *, within: bool = False) -> set[str]:
        """The fields that the answers leave no room for: nobody could find a mistake in one of them, nor mend it."""
        if isinstance(part, str):
            return {part} if within else set()
        if isinstance(part, ShownWhen):
            within = within or str(self[part.field].value()) not in part.wanted
        return {name for inner in getattr(part, "fields", ()) for name in self._hidden(inner, within=within)}

    def need(self, name: str, message: object) -> None:
        """Object to an empty field that another answer makes necessary, once the person wants to go on."""
        if self.strict and self.cleaned_data.get(name) in {None, ""} and name not in self.errors:
            self.add_error(name, str(message))

    def details(self) -> Details:
        """Return the valid fields, to be stored: what is not valid stays as it was."""
        known = Details.__dataclass_fields__
        return Details(**{name: value for name, value in self.cleaned_data.items() if name in known})


def stored(request: Request, names: Sequence[str]) -> dict[str, Any]:
    """Return what a form starts with."""
    return {name: getattr(request, name) for name in names}
