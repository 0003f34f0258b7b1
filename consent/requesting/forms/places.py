"""Step 2: where it will appear."""

from collections.abc import Collection, Iterator
from typing import Any

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from consent import house
from consent.models import SOCIAL, AccountType, Channel, Request
from consent.requesting import accounts
from consent.requesting.accounts import Place
from consent.requesting.forms.base import ShownWhen, StepForm, YesNo, cards, stored

NOT_NOW = _("Not possible at present:")
CHANNELS = (
    ("", _("Choose …")),
    (Channel.OWN_ACCOUNT, _("My own account (social media, blog)")),
    (Channel.HOSPITAL_SOCIAL, _("A social account of the hospital")),
    (Channel.TEACHING, _("Teaching")),
    (Channel.INTRANET, _("Intranet and screens in the hospital")),
    (Channel.HOSPITAL_WEBSITE, _("The hospital's website")),
    (Channel.PRINT, _("Print: poster, folder, magazine")),
    (Channel.CONFERENCE, _("Conference or journal")),
    (Channel.PRESS_TV, _("Press or television")),
    (Channel.ADVERTISING, _("Paid advertising")),
    (Channel.PARTNER, _("Website or account of a partner")),
)
LABELS = dict(CHANNELS)
SOCIAL_CONDITION = "channel=" + " ".join(sorted(SOCIAL))


class UseForm(StepForm):
    """One use: a channel with its exact account, page or programme (G9)."""

    needed = ("channel", "name")
    sometimes = ("account_type",)
    free_text = ("name",)

    channel = forms.ChoiceField(label=_("Where?"), choices=CHANNELS)
    name = forms.CharField(
        label=_("Which account, page or programme exactly?"),
        max_length=160,
        help_text=_("For example: Instagram @sam.studies, course Anatomy 2, poster in the hall of ward C4."),
    )
    url = forms.URLField(label=_("Web address"), max_length=200)
    account_type = forms.ChoiceField(
        label=_("What kind of account?"),
        choices=[
            (AccountType.PERSONAL, _("Personal")),
            (AccountType.BUSINESS, _("Of a department or division")),
            (AccountType.AMBASSADOR, _("Of an ambassador, appointed by the hospital")),
        ],
        widget=forms.RadioSelect,
    )
    brand_in_title = forms.BooleanField(
        label=_("The hospital's name is in the title of this account"),
        help_text=_("The social media team then has to agree; the desk asks them."),
    )

    def __init__(self, *args: Any, ambassador_of: Collection[str] = (), asked: str = "", **kwargs: Any) -> None:
        """``asked``: the channel of the use that is changed, which it may keep."""
        super().__init__(*args, **kwargs)
        self.ambassador_of, self.asked = ambassador_of, asked
        self.fields["channel"].choices = [_choice(value, asked) for value, _label in CHANNELS]  # type: ignore[attr-defined]
        self.helper.layout = Layout(
            Div("channel", "name", css_class="row-fields"),
            *_said_of_channels(asked),
            "url",
            ShownWhen(SOCIAL_CONDITION, Field("account_type", wrapper_class=cards(columns=True)), "brand_in_title"),
        )

    def clean_channel(self) -> str:
        """Refuse a channel that the desk closed for new places, and say why."""
        channel = str(self.cleaned_data["channel"])
        closed = house.of_channel(channel)
        if channel and channel != self.asked and not closed.offered:
            raise forms.ValidationError(f"{NOT_NOW} {closed.reason}")
        return channel

    def clean(self) -> None:
        """Hold the use against the rules for accounts."""
        if self.strict and not {"channel", "name"} & set(self.errors):
            for objection in accounts.objections(self.place(), ambassador_of=self.ambassador_of):
                self.add_error(objection.field, str(objection.message))

    def place(self) -> Place:
        """Return the use that was typed."""
        values = self.cleaned_data
        social = values["channel"] in SOCIAL
        return Place(
            channel=values["channel"],
            name=values["name"],
            url=values.get("url", ""),
            account_type=values.get("account_type", "") if social else "",
            brand_in_title=social and values.get("brand_in_title", False),
        )


class _Said:
    """What the desk wrote, as text: crispy's own HTML would read it as a template."""

    def __init__(self, **context: Any) -> None:
        self.context = context

    def render(self, *_args: Any, **_kwargs: Any) -> SafeString:
        """Return it as HTML."""
        return render_to_string("consent/requesting/_channel.html", self.context)


def _choice(value: str, asked: str) -> tuple[str, str]:
    label = str(LABELS[value])
    closed = value and value != asked and not house.of_channel(value).offered
    return value, f"{label} ({_('not at present')})" if closed else label


def _said_of_channels(asked: str) -> Iterator[Div]:
    """Yield what the desk says about channels, each shown once its channel is chosen."""
    for channel in Channel:
        said = house.of_channel(channel)
        off = not said.offered and channel != asked
        if off or said.note:
            yield ShownWhen(
                f"channel={channel}", _Said(label=LABELS[channel], off=off, reason=said.reason, note=said.note)
            )


class WhereForm(StepForm):
    """What concerns all uses together (G2, G9)."""

    needed = ("uses_brand",)
    free_text = ("reactions_watcher",)

    uses_brand = YesNo(
        label=_("Do you use the hospital's name, logo or identity?"),
        help_text=_(
            "In the title of an account, in the picture, or in the design. Tagging the hospital is always fine."
        ),
    )
    reactions_watcher = forms.CharField(
        label=_("Who watches the reactions?"),
        max_length=160,
        help_text=_("For social media: who reads them, and answers?"),
    )

    def __init__(self, *args: Any, places: Collection[Place] = (), **kwargs: Any) -> None:
        self.sometimes = ("reactions_watcher",) if any(place.social for place in places) else ()
        super().__init__(*args, **kwargs)
        self.places = places
        self.helper.layout = Layout(
            Field("uses_brand", wrapper_class=cards(columns=True)),
            Div("reactions_watcher"),
        )

    def clean(self) -> None:
        """Hold the brand against the accounts, and ask who watches the reactions."""
        brand = accounts.brand_objection(self.places, uses_brand=bool(self.cleaned_data.get("uses_brand")))
        if self.strict and brand:
            self.add_error(brand.field, str(brand.message))
        if any(place.social for place in self.places):
            self.need("reactions_watcher", _("Say who watches the reactions."))

    @staticmethod
    def initial_of(request: Request) -> dict[str, Any]:
        """Return what is stored."""
        return stored(request, ["uses_brand", "reactions_watcher"])
