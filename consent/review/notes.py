"""Notes that the desk often writes. A template is a start: it is put into the field and can be changed there."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class Template:
    """A short name for the button, and what it writes."""

    name: "StrPromise"
    text: "StrPromise"


TEMPLATES: tuple[Template, ...] = (
    Template(
        _("Account missing"),
        _("Please name the exact account or page on which this will appear, so that people know what they agree to."),
    ),
    Template(
        _("Purpose unclear"),
        _("Please say in one or two plain sentences what you make and why, so that a patient would understand it."),
    ),
    Template(
        _("Ask the ward first"),
        _("Please agree the place and time with the ward manager first, and name them as contact on the ward."),
    ),
    Template(
        _("Someone is missing"),
        _("Somebody who will be seen or heard does not stand in the request. Please add everybody who takes part."),
    ),
    Template(
        _("Signed too late"),
        _(
            "Not everybody signed before the start of the recording, so that recording is not allowed. "
            "Please give a new moment, or choose “already made” if it was recorded: "
            "we then look at it as material that already exists."
        ),
    ),
    Template(
        _("Logo or name"),
        _("The hospital's logo and name are for corporate accounts and appointed ambassadors. Please leave them out."),
    ),
)
