"""Forms of the archive: a PDF that is offered for verification."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class VerifyForm(forms.Form):
    """A PDF to check. It is read, and not kept."""

    file = forms.FileField(
        label=_("PDF to check"),
        help_text=_("Choose the file, or drop it here. We read it once and do not keep it."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={"required": _("Choose a PDF first."), "empty": _("This file is empty. Choose another one.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Lay the form out with its one button."""
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("check", _("Check this PDF")))

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is too large to be one of our documents."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is None or file.size > settings.VERIFY_MAX_BYTES:
            raise ValidationError(_too_large())
        return file

    @classmethod
    def too_large(cls) -> "VerifyForm":
        """Return a form that says that the file was too large to be read at all."""
        return cls._refused(_too_large())

    @classmethod
    def too_many(cls) -> "VerifyForm":
        """Return a form that says that so many files were offered that this one was not read."""
        return cls._refused(gettext("You offered many files in a short time. Wait a minute and try again."))

    @classmethod
    def _refused(cls, why: str) -> "VerifyForm":
        form = cls({})
        form.errors["file"] = form.error_class([why])
        return form


def _too_large() -> str:
    most = filesizeformat(settings.VERIFY_MAX_BYTES)
    return gettext("This file is too large: at most %(most)s.") % {"most": most}
