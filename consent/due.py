"""When the desk should have decided: two weeks, four where much must be weighed, at once for the press (settings).

The day is set when a request comes to the desk and says nothing about what is allowed: it orders the desk's work, and is
what the requester is told to wait for.
"""

from datetime import date, datetime, timedelta

from django.db.models import Q

from consent import house, working_days
from consent.models import AgeGroup, Channel, Medium, Origin, Request, SubjectKind
from consent.sheet import ZONE
from consent.states import SubjectStatus


def on(request: Request, *, at: datetime) -> date:
    """Return the day on which the desk should have decided what reached it at ``at``, in the hospital's zone.

    A term that ends in a weekend ends on Monday; for the press there is no weekend.
    """
    today, term = at.astimezone(ZONE).date(), days(request)
    return after(today, days=term)


def after(today: date, *, days: int) -> date:
    """Return the day so many days on, or the Monday after it; of no days today itself, in a weekend too."""
    return working_days.later(today + timedelta(days=days - 1), 1) if days else today


def days(request: Request) -> int:
    """Return how many days the desk takes for a request, as it is stored now."""
    if is_for_press(request):
        return house.days("DECIDE_PRESS_DAYS")
    return house.days("DECIDE_COMPLEX_DAYS" if is_complex(request) else "DECIDE_DAYS")


def is_for_press(request: Request) -> bool:
    """Whether television or the press is asked for (G12)."""
    television = request.media.filter(medium=Medium.TELEVISION).exists()
    return television or request.uses.filter(channel=Channel.PRESS_TV, dropped_at=None).exists()


def is_complex(request: Request) -> bool:
    """Whether patients, minors, a clinical area, the hospital's brand or existing material are involved."""
    if request.clinical_area or has_brand(request) or request.origin == Origin.EXISTING:
        return True
    delicate = Q(kind=SubjectKind.PATIENT) | Q(is_patient_here=True) | ~Q(age_group=AgeGroup.ADULT)
    return request.subjects.exclude(status=SubjectStatus.LEFT_OUT).filter(delicate).exists()


def has_brand(request: Request) -> bool:
    """Whether the hospital's name, logo or identity is used, or stands in an account's title (G9)."""
    return bool(request.uses_brand) or request.uses.filter(brand_in_title=True, dropped_at=None).exists()
