"""Accounts: who may log in, as what, who asked them in, and what happened to their access."""

from accounts.models.affiliation import Affiliation
from accounts.models.counted import Counted
from accounts.models.invite import Invite
from accounts.models.trace import AccountEvent, AccountEventKind
from accounts.models.user import User
from accounts.roles import Role

__all__ = ["AccountEvent", "AccountEventKind", "Affiliation", "Counted", "Invite", "Role", "User"]
