"""What the desk fills in: days and addresses, a contact, the text of a mail in one language."""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent import house, mail_texts
from consent.house_rules.operations import CONTACT_FIELDS
from consent.mail_slots import Mail
from consent.mail_texts import PLACEHOLDER
from consent.models import Contact

LONGEST_DAYS = 365
MOST_DAYS = {"OWN_POST_WORKING_DAYS": 10, "CARD_DAYS": 90}
LEAST_DAYS = {"CARD_DAYS": 0, "DECIDE_PRESS_DAYS": 0, "DECIDE_DAYS": 1, "DECIDE_COMPLEX_DAYS": 1}
LABELS = {
    "DECIDE_DAYS": gettext_lazy("Days in which the desk decides"),
    "DECIDE_COMPLEX_DAYS": gettext_lazy(
        "Days when there are patients or minors, a clinical area, the brand or existing material"
    ),
    "DECIDE_PRESS_DAYS": gettext_lazy("Days when television or the press is involved (0: the same day)"),
    "STEP_DAYS": gettext_lazy("Days that another office's link works"),
    "PREVIEW_DAYS": gettext_lazy("Days in which somebody can look before it is published"),
    "OWN_POST_WORKING_DAYS": gettext_lazy("Working days in which the student takes down an own post"),
    "TAKE_DOWN_DAYS": gettext_lazy("Days in which something else must be taken down"),
    "CARD_DAYS": gettext_lazy("Days after the recording in which a permission card still answers"),
    "PRESS_MAIL": gettext_lazy("Email address of the press office"),
    "SOCIAL_MEDIA_MAIL": gettext_lazy("Email address of the social media team"),
}


if TYPE_CHECKING:
    ContactModelForm = forms.ModelForm[Contact]
else:
    ContactModelForm = forms.ModelForm


class SettingsForm(forms.Form):
    """Days and addresses; an empty field is the default."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_now = house.now_set()
        for name in house.DAYS:
            self.fields[name] = forms.IntegerField(
                label=LABELS[name],
                min_value=LEAST_DAYS.get(name, 1),
                max_value=MOST_DAYS.get(name, LONGEST_DAYS),
                required=False,
                initial=set_now.get(f"site.days.{name}", ""),
                help_text=_("Leave it empty for %(default)s.") % {"default": getattr(settings, name)},
            )
        for name in house.OFFICES:
            self.fields[name] = forms.EmailField(
                label=LABELS[name],
                required=False,
                initial=set_now.get(f"site.mail.{name}", ""),
                help_text=_("Leave it empty for %(default)s.") % {"default": getattr(settings, name)},
            )

    def values(self) -> dict[str, str]:
        """Return the rules by their keys, once valid."""
        cleaned = self.cleaned_data
        days = {f"site.days.{name}": "" if cleaned[name] is None else str(cleaned[name]) for name in house.DAYS}
        return days | {f"site.mail.{name}": cleaned[name] for name in house.OFFICES}


class ContactForm(ContactModelForm):
    """One place to turn to, in both languages. At least one way to reach it."""

    class Meta:
        model = Contact
        fields = CONTACT_FIELDS
        labels = {
            "name_nl": gettext_lazy("Name in Dutch"),
            "name_en": gettext_lazy("Name in English"),
            "purpose_nl": gettext_lazy("What for, in Dutch"),
            "purpose_en": gettext_lazy("What for, in English"),
            "address": gettext_lazy("Address"),
            "mail": gettext_lazy("Email address"),
            "phone": gettext_lazy("Phone"),
        }
        widgets = {"address": forms.Textarea({"rows": 3})}

    def clean(self) -> dict[str, Any]:
        """A contact that nobody can reach helps nobody."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(name) for name in ("mail", "phone", "address")):
            self.add_error("mail", _("Fill in an email address, a phone number or an address."))
        return cleaned


class TextForm(forms.Form):
    """Subject and text of one mail in one language."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=150)
    body = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=5000,
        widget=forms.Textarea({"rows": 16}),
        help_text=gettext_lazy("An empty line begins a new paragraph."),
    )

    def __init__(self, *args: Any, mail: Mail, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mail = mail

    def clean_subject(self) -> str:
        """One line; in a subject only the number may be filled in, since everybody who sees a mailbox can read it."""
        text = " ".join(str(self.cleaned_data["subject"]).split())
        known = {slot.name for slot in self.mail.slots} & {"number"}
        _refuse_unknown(text, known)
        return text

    def clean_body(self) -> str:
        """Every placeholder is known, and what the mail is for is in it."""
        text = re.sub(r"\n{3,}", "\n\n", self.cleaned_data["body"].replace("\r\n", "\n").strip())
        text = "\n".join(line.rstrip() for line in text.split("\n"))
        _refuse_unknown(text, {slot.name for slot in self.mail.slots})
        missing = [slot.name for slot in self.mail.slots if slot.needed and f"{{{slot.name}}}" not in text]
        if missing:
            names = ", ".join(f"{{{name}}}" for name in missing)
            told = _("Without %(names)s the reader cannot use this mail. Put it back.")
            raise forms.ValidationError(told % {"names": names})
        _refuse_hidden(text, self.mail)
        return text


def _refuse_unknown(text: str, known: set[str]) -> None:
    """Refuse placeholders that mean nothing here, and lone braces."""
    unknown = sorted({name for name in PLACEHOLDER.findall(text) if name not in known})
    if unknown:
        names = ", ".join(f"{{{name}}}" for name in unknown)
        raise forms.ValidationError(_("%(names)s cannot be filled in here. Choose from the list.") % {"names": names})
    if re.search(r"[{}]", PLACEHOLDER.sub("", text)):
        raise forms.ValidationError(_("There is a { or } that belongs to no placeholder. Write it like {name}."))


def _refuse_hidden(text: str, mail: Mail) -> None:
    """Refuse a link with something stuck to it, and a needed placeholder in a paragraph that may be left out."""
    if re.search(r"\{link\}(?!\s|$)|(?<!\s)(?<!^)\{link\}", text):
        raise forms.ValidationError(_("Put {link} on a line of its own, so that nothing sticks to it."))
    optional = mail_texts.may_be_empty(mail)
    needed = {slot.name for slot in mail.slots if slot.needed}
    for paragraph in re.split(r"\n{2,}", text):
        used = set(PLACEHOLDER.findall(paragraph))
        for name in used & optional:
            if used & needed - {name}:
                said = _("The paragraph with {%(name)s} is left out when it is empty. Give it a paragraph of its own.")
                raise forms.ValidationError(said % {"name": name})
