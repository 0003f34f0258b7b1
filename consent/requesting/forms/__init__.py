"""Forms of the requesting stage: input to clean values. One file a step of the wizard."""

from consent.requesting.forms.base import StepForm
from consent.requesting.forms.check import CheckForm
from consent.requesting.forms.people import GroupForm, PersonForm, WhoForm
from consent.requesting.forms.places import UseForm, WhereForm
from consent.requesting.forms.what import WhatForm
from consent.requesting.forms.when import WhenForm

__all__ = [
    "CheckForm",
    "GroupForm",
    "PersonForm",
    "StepForm",
    "UseForm",
    "WhatForm",
    "WhenForm",
    "WhereForm",
    "WhoForm",
]
