"""The accounts of the demo. Their password is printed by ``make run`` and shown on the login page."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.models import Role, User
from consent.sheet import ZONE
from demo import clock, codes

PASSWORD = "akkoord-demo-2026"  # noqa: S105 -- printed on purpose; production refuses to start with the demo

REQUESTERS = (
    ("sam@student.example", "Sam de Boer", "nl"),
    ("lucia@student.example", "Lucía García", "en"),
    ("eline@student.example", "Eline Visser", "nl"),
    ("mila@student.example", "Mila Novák", "nl"),
    ("thomas@student.example", "Thomas Okafor", "nl"),
    ("hannah@student.example", "Hannah Müller", "nl"),
)
DESK = (
    ("rosa@desk.example", "Rosa Vermeer", Role.REVIEWER),
    ("ada@desk.example", "Ada Mertens", Role.ADMINISTRATOR),
)


def make(*, now: datetime) -> dict[str, User]:
    """Make the accounts and return them by the first part of their mail address."""
    people = [(email, name, language, Role.REQUESTER) for email, name, language in REQUESTERS]
    people += [(email, name, "nl", role) for email, name, role in DESK]
    hashed = make_password(PASSWORD)  # once: it takes time on purpose
    with clock.at(clock.moment(-90, 9, since=now.astimezone(ZONE))):
        made = {
            email.split("@", maxsplit=1)[0]: User.objects.create(
                email=email, password=hashed, name=name, language=language, role=role
            )
            for email, name, language, role in people
        }
    for user in made.values():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        if user.at_desk:
            codes.set_up(user)
    return made
