"""What the requester fills in to show something."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent import private_numbers
from consent.models import Medium
from consent.preview import files
from consent.preview.operations import Piece
from consent.preview.queries import Place

SEPARATOR = "-"


class PreviewForm(forms.Form):
    """A piece to show. Only where somebody wants to see it first, and nothing else is in the way."""

    what = forms.ChoiceField(label=_("What do you want to publish, and where?"))
    title = forms.CharField(
        label=_("A short name for it"),
        help_text=_("For example: post with the stethoscope. Do not name people."),
        max_length=120,
        validators=[private_numbers.refuse],
    )
    file = forms.FileField(label=_("The picture, film, sound or PDF"), required=False)
    link = forms.URLField(
        label=_("Or its address on the internet"),
        help_text=_("One that only those who have it can open, such as an unlisted film."),
        required=False,
        max_length=300,
        assume_scheme="https",
    )
    words = forms.CharField(
        label=_("The words that go with it"),
        required=False,
        max_length=3000,
        validators=[private_numbers.refuse],
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any) -> None:
        """Offer these places."""
        super().__init__(*args, **kwargs)
        what, file = self.fields["what"], self.fields["file"]
        if not isinstance(what, forms.ChoiceField):
            raise TypeError(type(what).__name__)
        what.choices = [
            (
                f"{place.use.pk}{SEPARATOR}{place.medium}",
                f"{capfirst(str(Medium(place.medium).label))}: {place.use.name}",
            )
            for place in places
        ]
        file.help_text = gettext("At most %(most)s. It is removed as soon as everybody has answered.") % {
            "most": filesizeformat(settings.PREVIEW_MAX_BYTES)
        }
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout("what", "title", "file", "link", "words")

    def clean_link(self) -> str:
        """Refuse an address that everybody on the way can read."""
        link: str = self.cleaned_data["link"]
        if link and not link.startswith("https://"):
            raise ValidationError(_("Give an address that begins with https://."))
        return link

    def clean_file(self) -> "UploadedFile[bytes] | None":
        """Refuse at once what cannot be shown."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file:
            try:
                files.type_of(file.read(files.HEAD))
            except files.Unknown as error:
                raise ValidationError(unknown()) from error
            if (file.size or 0) > settings.PREVIEW_MAX_BYTES:
                raise ValidationError(too_large())
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for something to show."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in ("file", "link", "words")):
            raise ValidationError(_("There is nothing to see yet: choose a file, or give an address or the words."))
        return cleaned

    def piece(self, kept: files.Kept | None) -> Piece:
        """Return what was filled in, with its file as it is kept."""
        use, _separator, medium = self.cleaned_data["what"].partition(SEPARATOR)
        words = {name: self.cleaned_data[name] for name in ("title", "link", "words")}
        return Piece(use=int(use), medium=medium, file=kept, **words)


def too_large() -> str:
    """Say how large a file may be."""
    most = filesizeformat(settings.PREVIEW_MAX_BYTES)
    return gettext("This file is too large: at most %(most)s.") % {"most": most}


def unknown() -> str:
    """Say what can be shown."""
    return gettext("This cannot be shown on every device. Choose a JPEG, PNG, MP4, WebM, MP3, M4A, WAV or PDF.")
