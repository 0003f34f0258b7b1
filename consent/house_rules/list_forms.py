"""What the desk fills in about programmes, channels and terms."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent import house
from consent.house_rules.programmes import Typed
from consent.models import OPTIONS, Programme, Question

LONGEST_TEXT = 300
TERM_LABELS = {
    "LONGEST_TERM_YEARS": gettext_lazy("The longest term that people can choose, in years"),
    "CLAIMS_PERIOD_YEARS": gettext_lazy("Years that the proof is kept after consent has ended"),
    "KEEP_CONTACT_DAYS": gettext_lazy("Days that mail addresses and links are kept after consent has ended"),
    "KEEP_UNUSED_DAYS": gettext_lazy("Days that a request is kept that was never approved"),
}
TERM_HELP = {
    "LONGEST_TERM_YEARS": gettext_lazy("Consent lasts five years at most. Longer terms are then not on the form."),
    "CLAIMS_PERIOD_YEARS": gettext_lazy(
        "In that time somebody can still dispute a publication. The form says until when it is kept: the longest term "
        "and this period together."
    ),
    "KEEP_CONTACT_DAYS": gettext_lazy("In that time people can still be told that something was taken down."),
    "KEEP_UNUSED_DAYS": gettext_lazy("Drafts too, counted from the last thing that happened."),
}


class ProgrammeForm(forms.Form):
    """One programme, in both languages."""

    name_nl = forms.CharField(label=gettext_lazy("Name in Dutch"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    elsewhere = forms.BooleanField(
        label=gettext_lazy("The student also names a faculty or university"),
        required=False,
        help_text=gettext_lazy("For those who study somewhere else."),
    )
    position = forms.IntegerField(
        label=gettext_lazy("Place in the list"),
        min_value=0,
        max_value=999,
        help_text=gettext_lazy("The lowest number comes first."),
    )

    @staticmethod
    def initial_of(programme: Programme | None) -> dict[str, Any]:
        """Return what is stored; a new one comes last."""
        if programme:
            return {name: getattr(programme, name) for name in Typed.__dataclass_fields__}
        last = Programme.objects.order_by("-position").values_list("position", flat=True).first()
        return {"position": 0 if last is None else min(last + 1, 999)}

    def typed(self) -> Typed:
        """Return what was typed, once valid; spaces in a row are one."""
        data = self.cleaned_data
        names = {name: " ".join(data[name].split()) for name in ("name_nl", "name_en")}
        return Typed(**names, elsewhere=data["elsewhere"], position=data["position"])


class ChannelForm(forms.Form):
    """Whether students can ask for a channel now, and what they read about it."""

    off = forms.BooleanField(
        label=gettext_lazy("Not for new places at present"),
        required=False,
        help_text=gettext_lazy("What a request asks already stays, and what was allowed stays allowed."),
    )
    reason_nl = forms.CharField(label=gettext_lazy("Why not, in Dutch"), max_length=LONGEST_TEXT, required=False)
    reason_en = forms.CharField(label=gettext_lazy("Why not, in English"), max_length=LONGEST_TEXT, required=False)
    note_nl = forms.CharField(
        label=gettext_lazy("Advice for who chooses it, in Dutch"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    note_en = forms.CharField(
        label=gettext_lazy("Advice for who chooses it, in English"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    @staticmethod
    def initial_of(channel: str) -> dict[str, Any]:
        """Return what counts now."""
        now = house.now_set()
        return {name: now.get(f"channel.{channel}.{name}", "") for name in ChannelForm.base_fields}

    def clean(self) -> None:
        """A student is told why, and each text is there in both languages."""
        data = self.cleaned_data
        for code, other in (("nl", "en"), ("en", "nl")):
            if data.get("off") and not data.get(f"reason_{code}") and not self.has_error(f"reason_{code}"):
                self.add_error(f"reason_{code}", _("Say why: the student reads it."))
            if data.get(f"note_{other}") and not data.get(f"note_{code}") and not self.has_error(f"note_{code}"):
                self.add_error(f"note_{code}", _("Write it in both languages."))

    def values(self, channel: str) -> dict[str, str]:
        """Return the rules by their keys, once valid. A reason for nothing is not kept."""
        typed = {name: " ".join(str(self.cleaned_data[name]).split()) for name in self.fields if name != "off"}
        off = self.cleaned_data["off"]
        kept = {name: value if off or not name.startswith("reason") else "" for name, value in typed.items()}
        return {f"channel.{channel}.{name}": value for name, value in ({"off": "yes" if off else ""} | kept).items()}


class TermsForm(forms.Form):
    """The terms of L8; an empty field is the default."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_now = house.now_set()
        for name, (least, most) in house.TERMS.items():
            default = {"default": getattr(settings, name)}
            about: dict[str, Any] = {
                "label": TERM_LABELS[name],
                "required": False,
                "initial": set_now.get(f"{house.TERM}{name}", ""),
                "help_text": TERM_HELP[name],
            }
            if name == "LONGEST_TERM_YEARS":
                usual = ("", _("%(default)s (the default)") % default)
                years = [(one, one) for one in OPTIONS[Question.TERM] if one.isdecimal()]
                self.fields[name] = forms.ChoiceField(choices=[usual, *years], **about)
            else:
                empty = _("Leave it empty for %(default)s.") % default
                about["help_text"] = f"{TERM_HELP[name]} {empty}"
                self.fields[name] = forms.IntegerField(min_value=least, max_value=most, **about)

    def values(self) -> dict[str, str]:
        """Return the rules by their keys, once valid."""
        data = self.cleaned_data
        return {f"{house.TERM}{name}": "" if data[name] in (None, "") else str(data[name]) for name in house.TERMS}
