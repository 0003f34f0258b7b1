"""A sign-up that waits for the code in its mail.

Nothing is stored but in the session of whoever signs up: the account comes to be when the code is right. So nobody can lay
an account ready with somebody else's address, and an address that has an account already meets exactly the same steps.
"""

import time
from typing import Any, override

from allauth.account import app_settings
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from django.utils import timezone

from accounts import codes, letters, signing_up
from accounts.models import User
from accounts.signing_up import Newcomer

KEY = "sign_up"


class Pending(AbstractCodeVerificationProcess):
    """One sign-up. ``state`` is what the session holds: address, name, language, the encoded password, the code's hash."""

    def __init__(self, session: Any, state: dict[str, Any]) -> None:
        self.session = session
        super().__init__(
            state=state,
            timeout=app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT,
            max_attempts=app_settings.EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS,
        )

    @classmethod
    def begin(cls, session: Any, newcomer: Newcomer, *, email: str, go_on: str | None) -> "Pending":
        """Keep what somebody said, and mail a code; to the owner of an account, mail that there is one."""
        state = cls.initial_state(None, email)
        state |= {"name": newcomer.name, "language": newcomer.language, "password": newcomer.password, "next": go_on}
        pending = cls(session, state)
        pending.send()
        pending.persist()
        return pending

    @classmethod
    def resume(cls, session: Any) -> "Pending | None":
        """Return the sign-up of this session, if its code has not ended."""
        state = session.get(KEY)
        pending = cls(session, state) if state else None
        return pending.abort_if_invalid() if pending else None

    @property
    def email(self) -> str:
        """The address that signs up."""
        return str(self.state["email"])

    @property
    @override
    def can_resend(self) -> bool:
        return not self.is_resend_quota_reached(app_settings.EMAIL_VERIFICATION_MAX_RESEND_COUNT)

    @override
    def persist(self) -> None:
        self.session[KEY] = self.state

    @override
    def abort(self) -> None:
        self.session.pop(KEY, None)

    @override
    def send(self) -> None:
        """Mail a new code, which ends the one before."""
        digits, hashed = codes.new()
        owner = User.objects.with_mail(self.email)
        self.state["at"] = time.time()
        self.state["code"] = "" if owner else hashed
        letters.send(
            kind="already" if owner else "verify_code",
            to=self.email,
            language=owner.language if owner else self.state["language"],
            context={"code": codes.spoken(digits), "minutes": self.timeout // 60} if not owner else {},
            until=self.state["at"] + self.timeout,
        )

    def resend(self) -> None:
        """Mail another code, at most as often as ``can_resend`` says."""
        self.record_resend()
        self.send()
        self.persist()

    def finish(self, *, address: str | None) -> User:
        """Make the account. Raises AddressTaken."""
        self.abort()
        newcomer = Newcomer(
            name=self.state["name"], language=self.state["language"], password=self.state["password"], address=address
        )
        return signing_up.sign_up(newcomer, email=self.email, now=timezone.now())
