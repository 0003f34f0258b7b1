"""What the desk fills in: texts, conditions, a further language, the summary of a new version."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from consent.models import Channel, SubjectKind, WordingLanguage
from consent.wording import keys
from consent.wording.queries import Content

LONGEST_TEXT = 2000
CODE = re.compile(r"[a-z]{2,3}(-[a-z]{2})?")


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it was typed, and as it stood there before."""

    language: str
    key: str
    text: str
    seen: str

    @property
    def name(self) -> str:
        """Its name in the form."""
        return f"{self.language}:{self.key}"

    @property
    def too_long(self) -> bool:
        """Whether it cannot be stored."""
        return len(self.text) > LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class Limits:
    """The conditions that were ticked for a part."""

    key: str
    kinds: frozenset[str]
    channels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Posted:
    """What was posted of a draft: texts that were touched, and conditions."""

    names: frozenset[str]
    texts: tuple[Text, ...]
    limits: tuple[Limits, ...]


def read(data: MultiValueDict[str, str], draft: Content) -> Posted:
    """Return what was posted for the texts and parts that the draft has; anything else is passed over."""
    texts = [
        Text(language.code, key, tidy(data[f"text:{name}"]), tidy(data.get(f"seen:{name}", "")))
        for language in draft.languages
        for key in keys.needed(draft.parts)
        if f"text:{(name := f'{language.code}:{key}')}" in data
    ]
    return Posted(
        names=frozenset(one.name for one in texts),
        texts=tuple(one for one in texts if one.text != one.seen),
        limits=tuple(
            Limits(
                part.key,
                frozenset(data.getlist(f"kind:{part.key}")) & frozenset(SubjectKind.values),
                frozenset(data.getlist(f"channel:{part.key}")) & frozenset(Channel.values),
            )
            for part in draft.parts
            if f"limits:{part.key}" in data and part.question not in keys.ALWAYS_ASKED
        ),
    )


def tidy(text: object) -> str:
    """Return a text on one line, without what a database cannot store."""
    return " ".join(str(text).replace("\x00", "").split())


class LanguageForm(forms.Form):
    """A further language: any, as data."""

    code = forms.CharField(
        label=_("Code"),
        max_length=5,
        help_text=_("Two or three letters, for example “ar” for Arabic, “tr” for Turkish, “pl” for Polish."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("Name of the language, in that language"),
        max_length=40,
        required=False,
        help_text=_("Leave it empty where we know it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    direction = forms.ChoiceField(
        label=_("How it is read"),
        choices=[("", _("As we know it")), *WordingLanguage.Direction.choices],
        required=False,
    )

    def clean_code(self) -> str:
        """Return a code in lower case."""
        code = str(self.cleaned_data["code"]).strip().lower()
        if not CODE.fullmatch(code):
            raise forms.ValidationError(_("Use two or three letters, for example “ar”."))
        return code

    def clean(self) -> dict[str, Any]:
        """Fill in name and direction where we know them."""
        cleaned = super().clean() or {}
        known: Mapping[str, Any] = LANG_INFO.get(cleaned.get("code", ""), {})
        cleaned["name"] = tidy(cleaned.get("name", "")) or known.get("name_local", "")
        cleaned["direction"] = cleaned.get("direction") or ("rtl" if known.get("bidi") else "ltr")
        if "code" in cleaned and not cleaned["name"] and "name" not in self.errors:
            self.add_error("name", _("We do not know this language: type its name."))
        return cleaned


class PublishForm(forms.Form):
    """What changed, in a sentence or two: whoever looks back reads it."""

    summary = forms.CharField(
        label=_("What is different from the version before?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
        error_messages={"required": _("Say in a sentence what changed.")},
    )
