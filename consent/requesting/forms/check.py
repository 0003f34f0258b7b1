"""Step 5: what the requester acknowledges before submitting (G2, G3, G4)."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from consent.models import Request
from consent.requesting import rules
from consent.requesting.forms.base import StepForm


class CheckForm(StepForm):
    """One box for each statement; all of them are needed, none is ticked beforehand."""

    def __init__(self, *args: Any, patients: bool = False, **kwargs: Any) -> None:
        asked = rules.statements(patients=patients)
        self.needed = tuple(statement.key for statement in asked)
        super().__init__(*args, **kwargs)
        for statement in asked:
            self.fields[statement.key] = forms.BooleanField(
                label=str(statement.text), error_messages={"required": _("Read this and tick it.")}
            )
        self.helper.layout = Layout(*self.needed)

    def ticked(self) -> list[str]:
        """Return the keys of the statements that are ticked."""
        return [name for name, value in self.cleaned_data.items() if value]

    @staticmethod
    def initial_of(request: Request) -> dict[str, Any]:
        """Return what was ticked before."""
        return dict.fromkeys(request.acknowledgements.values_list("item", flat=True), True)
