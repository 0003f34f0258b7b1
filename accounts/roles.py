"""Who may do what: one table. Every predicate and every guarded page asks it, and nothing else."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User


class Role(models.TextChoices):
    """What an account is (product.md, "Who uses it")."""

    REQUESTER = "requester", _("requester")
    REVIEWER = "reviewer", _("reviewer")
    ADMINISTRATOR = "administrator", _("administrator")


class Capability(models.TextChoices):
    """What a role may do with what is not its own. Own requests and the own account need none but FILE."""

    FILE = "file", _("file requests")
    READ_ALL = "read_all", _("read every request, search and look up")
    DECIDE = "decide", _("decide on requests of others, and ask for the second yes")
    FREEZE = "freeze", _("freeze the uses of somebody")
    READ_DOCUMENTS = "read_documents", _("read signed forms and dossiers")
    INVITE_REQUESTERS = "invite_requesters", _("invite requesters")
    MANAGE_AMBASSADORS = "manage_ambassadors", _("keep the list of ambassadors")
    MANAGE_PEOPLE = "manage_people", _("invite anybody, change roles, disable accounts, reset second factors")
    WRITE_WORDINGS = "write_wordings", _("write and publish consent forms")
    CHANGE_HOUSE_RULES = "change_house_rules", _("change contacts, days and the texts of mails")
    READ_ACCESS_LOG = "read_access_log", _("read who looked at what")
    SEE_HEALTH = "see_health", _("see how the site is doing, and let its jobs be tried again")
    MANAGE_SYSTEMS = "manage_systems", _("give tokens to systems, and take them back")


EVERYBODY = frozenset(Role)
DESK = frozenset({Role.REVIEWER, Role.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

MAY: dict[Capability, frozenset[Role]] = {
    Capability.FILE: EVERYBODY,
    Capability.READ_ALL: DESK,
    Capability.DECIDE: DESK,
    Capability.FREEZE: DESK,
    Capability.READ_DOCUMENTS: DESK,
    Capability.INVITE_REQUESTERS: DESK,
    Capability.MANAGE_AMBASSADORS: DESK,
    Capability.MANAGE_PEOPLE: ADMINISTRATORS,
    Capability.WRITE_WORDINGS: DESK,
    Capability.CHANGE_HOUSE_RULES: DESK,
    Capability.READ_ACCESS_LOG: ADMINISTRATORS,
    Capability.SEE_HEALTH: ADMINISTRATORS,
    Capability.MANAGE_SYSTEMS: ADMINISTRATORS,
}
"""The table."""

INVITES: dict[Role, frozenset[Role]] = {
    Role.REQUESTER: frozenset(),
    Role.REVIEWER: frozenset({Role.REQUESTER}),
    Role.ADMINISTRATOR: EVERYBODY,
}
"""Whom each role may invite, as what."""


def may(user: "User", capability: Capability) -> bool:
    """Return whether an account may do something. A closed account may do nothing. Asks no database."""
    return user.is_active and user.role in MAY[capability]
