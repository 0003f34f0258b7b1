"""Accounts: who may log in, as what, who asked them in, and what happened to their access."""

from accounts.models.affiliation import Affiliation
from accounts.models.invite import Invite
from accounts.models.trace import AccountEvent, AccountEventKind
from accounts.models.user import Role, User

__all__ = ["AccountEvent", "AccountEventKind", "Affiliation", "Invite", "Role", "User"]
