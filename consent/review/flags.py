"""What makes a request special to the desk: one table for the queue's filters, the words and the icons."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from consent.models import AccountType, AgeGroup, Channel, Medium, Origin, Request, RequestedMedium, Subject, Use
from consent.models.choices import SubjectKind

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_subjects = Subject.objects.filter(request=OuterRef("pk"))
_uses = Use.objects.filter(request=OuterRef("pk"), dropped_at=None)
_media = RequestedMedium.objects.filter(request=OuterRef("pk"))
_brand = Q(brand_in_title=True) | Q(account_type__in=[AccountType.BUSINESS, AccountType.AMBASSADOR])


@dataclass(frozen=True, slots=True, eq=False)
class Flag:
    """One flag: its key in an address, word, icon, and which requests carry it."""

    key: str
    label: "StrPromise"
    icon: str
    condition: Q


FLAGS: tuple[Flag, ...] = (
    Flag(
        "patients",
        _("patient"),
        "bed-single",
        Q(Exists(_subjects.filter(Q(kind=SubjectKind.PATIENT) | Q(is_patient_here=True)))),
    ),
    Flag("minors", _("under 18"), "baby", Q(Exists(_subjects.exclude(age_group=AgeGroup.ADULT)))),
    Flag(
        "press",
        _("television or press"),
        "newspaper",
        Q(Exists(_media.filter(medium=Medium.TELEVISION))) | Q(Exists(_uses.filter(channel=Channel.PRESS_TV))),
    ),
    Flag("clinical_area", _("clinical area"), "stethoscope", Q(clinical_area=True)),
    Flag("brand", _("hospital's name or logo"), "badge-check", Q(uses_brand=True) | Q(Exists(_uses.filter(_brand)))),
    Flag("existing", _("already recorded"), "history", Q(origin=Origin.EXISTING)),
)
"""In the order in which they are shown. The keys are those of the intake rules (``requesting``)."""

BY_KEY: dict[str, Flag] = {flag.key: flag for flag in FLAGS}


def of(request: Request) -> tuple[Flag, ...]:
    """Return the flags of a request that was read with ``annotations``."""
    return tuple(flag for flag in FLAGS if getattr(request, f"flag_{flag.key}"))


def annotations() -> dict[str, Q]:
    """Return what a queryset must be annotated with for ``of``."""
    return {f"flag_{flag.key}": flag.condition for flag in FLAGS}


def named(keys: Iterable[str]) -> tuple[Flag, ...]:
    """Return the flags with these keys; unknown keys are left out."""
    return tuple(BY_KEY[key] for key in keys if key in BY_KEY)
