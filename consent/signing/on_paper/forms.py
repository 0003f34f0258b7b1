"""What the desk types from a paper form that was signed: beside the choices, which are ``signing.forms.ChoicesForm``."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from consent.models import ChildsSay, Identity, ScanType
from consent.sheet import ZONE
from consent.signing.forms import LONGEST_RELATION, LONGEST_VIEW, name_field
from consent.signing.on_paper import scans
from consent.signing.on_paper.operations import CODE_LENGTH
from consent.signing.proving import same_person
from consent.who_signs import CHILD_HEARD, CONFIRMED, RELATION, Who

SEEN = [(kind, kind.label) for kind in (Identity.VOUCHED, Identity.DOCUMENT_SEEN)]
BESIDE = {
    "confirmed_by": CONFIRMED,
    "confirmed_at": CONFIRMED,
    "childs_say": CHILD_HEARD,
    "childs_view": CHILD_HEARD,
    "relation": RELATION,
}
"""Fields that only some papers have, and the rule that says which."""


class PaperForm(forms.Form):
    """The paper's evidence and its scan. What this signer's paper does not have is not asked."""

    scan = forms.FileField(
        label=_("Scan of the whole paper"),
        help_text=_("PDF, JPEG or PNG, all pages."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={"required": _("Choose the scan."), "empty": _("This file is empty. Choose another one.")},
    )
    code = forms.CharField(
        label=_("Form code"),
        max_length=20,
        help_text=_("At the foot of each page, for example 3F9A-02BC. It says which text was signed."),
    )
    signed_on = forms.DateField(label=_("Signed on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    signed_time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    seen_by = forms.CharField(label=_("Who saw this person sign: name and job"), max_length=150)
    identity = forms.ChoiceField(label=_("How was known who this is?"), choices=SEEN, widget=forms.RadioSelect)
    relation = forms.CharField(label=_("Who the signer is to this person"), max_length=LONGEST_RELATION)
    confirmed_by = forms.CharField(
        label=_("Care professional who confirmed that the patient can decide"), max_length=150
    )
    confirmed_at = forms.TimeField(
        label=_("Confirmed at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    childs_say = forms.ChoiceField(
        label=_("Does the child want it?"), choices=ChildsSay.choices, widget=forms.RadioSelect
    )
    childs_view = forms.CharField(label=_("What the child says, in its own words"), max_length=LONGEST_VIEW)
    interpreter = name_field(_("Interpreter, if there was one"))

    def __init__(
        self, *args: Any, asks: Who, requester: str, treats: bool, scan: ScanType | None = None, **kwargs: Any
    ) -> None:
        """Ask what ``asks`` (who signs) needs. ``scan`` is one that was offered before: another is not asked then.

        ``treats`` says that the ``requester`` treats this patient, so that it may not be them who saw it (L4).
        """
        super().__init__(*args, **kwargs)
        self.requester, self.treats = requester, treats
        self.scan_type, self.content = scan, b""
        for name, rule in BESIDE.items():
            if not rule.applies(asks):
                del self.fields[name]
        self.fields["scan"].required = scan is None

    def clean_scan(self) -> "UploadedFile[bytes] | None":
        """Look at the content; refuse plainly what is no scan."""
        file: UploadedFile[bytes] | None = self.cleaned_data.get("scan")
        if not file:
            return None
        if file.size is None or file.size > settings.PAPER_MAX_BYTES:
            raise forms.ValidationError(scans.TooLarge.why)
        content = file.read()
        try:
            self.scan_type = scans.checked(content)
        except scans.BadScan as error:
            raise forms.ValidationError(error.why) from error
        self.content = content
        return file

    def clean_code(self) -> str:
        """Return the code as it is printed, however it was typed."""
        typed = "".join(letter for letter in str(self.cleaned_data["code"]).upper() if letter.isalnum())
        typed = typed.replace("O", "0").replace("I", "1").replace("L", "1")
        if len(typed) != CODE_LENGTH or set(typed) - set("0123456789ABCDEF"):
            raise forms.ValidationError(_("A form code has eight characters: digits and the letters A to F."))
        return f"{typed[:4]}-{typed[4:]}"

    def clean_seen_by(self) -> str:
        """Refuse a student who treats this patient (L4)."""
        return self._not_the_requester("seen_by", refused=self.treats)

    def clean_confirmed_by(self) -> str:
        """Refuse the requester: somebody else confirms (L4)."""
        return self._not_the_requester("confirmed_by", refused=True)

    def _not_the_requester(self, name: str, *, refused: bool) -> str:
        typed = " ".join(str(self.cleaned_data[name]).split())
        if refused and same_person(typed.partition(",")[0], self.requester):
            raise forms.ValidationError(_("Who asks may not also vouch for a patient. Name somebody else."))
        return typed

    def clean_childs_say(self) -> str:
        """Refuse a no: then it is the end of it (L2)."""
        said = str(self.cleaned_data["childs_say"])
        if said == ChildsSay.NO:
            raise forms.ValidationError(_("The child does not want it, so this paper says no. Register it as a no."))
        return said

    def moment(self, time: str) -> str:
        """Return the day of signing at one of the times, in the hospital's zone, as ISO 8601; "" where it is not asked."""
        day, at = self.cleaned_data["signed_on"], self.cleaned_data.get(time)
        return datetime.combine(day, at, tzinfo=ZONE).isoformat() if at else ""
