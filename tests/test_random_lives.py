"""Random lives of one request, step by step beside a model of a few lines: no wrong path is open, no right one closed.

What is tried is tried in any state; the model says whether it may succeed and what follows. The history is verified after
each life (quality.md, "no wrong path" and "history is true").
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import hypothesis
import pytest
from django.db import connection, transaction
from hypothesis import stateful
from hypothesis import strategies as st

from accounts.models import Role
from consent import audit, lifecycle, steps
from consent.models import Outcome, Request, Signer, Way
from consent.publication.operations import allowed_now
from consent.requesting import operations as requesting
from consent.review import operations as reviewing
from consent.signing import operations as signing
from consent.states import State
from consent.withdrawal import operations as withdrawing
from tests import factories
from tests.factories import NOW
from tests.requesting import cast
from tests.signing import making

pytestmark = pytest.mark.django_db

REFUSED = (
    lifecycle.NotPossible,
    signing.CannotSign,
    signing.AlreadyAnswered,
    withdrawing.NothingToWithdraw,
    LookupError,  # a draft has no form yet
)
ANSWERED = {"signed", "refused", "withdrawn"}
DECISIONS = {
    ("intake", Outcome.CLEARED): "collecting",
    ("intake", Outcome.SENT_BACK): "returned",
    ("intake", Outcome.REJECTED): "rejected",
    ("collecting", Outcome.SENT_BACK): "returned",
    ("review", Outcome.APPROVED): "approved",
    ("review", Outcome.SENT_BACK): "returned",
    ("review", Outcome.REJECTED): "rejected",
}
people = st.integers(0, 2)
UNSHRUNK = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
"""A life of thirty steps is short enough to read; making it shorter takes minutes."""


class Life(stateful.RuleBasedStateMachine):
    """One request of Sam with three fellow students in it, and what the model knows of them."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.sam, self.rosa = factories.user(), factories.user("rosa@desk.example", role=Role.REVIEWER)
        self.row = cast.draft(self.sam)
        for name in ("Kim", "Piet", "Lucía"):
            requesting.add_subject(
                request_id=self.row.pk, by=self.sam, person=requesting.Person(name=name, kind="student")
            )
        self.signers = list(Signer.objects.filter(subject__request=self.row).order_by("pk"))
        self.state, self.asks, self.clinical = "draft", 0, False
        self.ward, self.ward_was_asked = "nothing", (0, False)
        self.did = ["waiting"] * 3
        self.said = [False] * 3
        self.answered_to = [(0, False)] * 3
        self.left = [False] * 3

    def teardown(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what the database checks at the end of a transaction
        assert audit.verify_chain() is None
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def attempt(self, act: Callable[[], Any], *, may: bool) -> bool:
        """Try something; it succeeds exactly when the model allows it."""
        try:
            with transaction.atomic():
                act()
        except REFUSED:
            assert not may, "refused what the model allows"
            return False
        assert may, "did what the model forbids"
        return True

    def settle(self) -> None:
        """What follows once nobody is waited for."""
        there = [did for did, left in zip(self.did, self.left, strict=True) if not left]
        if self.state == "collecting" and "waiting" not in there:
            self.state = "review"

    @stateful.rule(to=st.booleans(), clinical=st.booleans())
    def change(self, to: bool, clinical: bool) -> None:
        details = requesting.Details(
            purpose=f"Photos for blog number {self.asks + to}.",
            clinical_area=clinical,
            ward_contact="Joke, head of ward" if clinical else "",
        )

        def save() -> None:
            requesting.save_details(request_id=self.row.pk, by=self.sam, details=details)

        if self.attempt(save, may=self.state in {"draft", "returned"}):
            self.asks, self.clinical = self.asks + to, clinical

    @stateful.rule()
    def submit(self) -> None:
        may = self.state in {"draft", "returned"}
        if self.attempt(lambda: requesting.submit(request_id=self.row.pk, by=self.sam, now=NOW), may=may):
            for one in range(3):
                if self.did[one] in ANSWERED and not self.left[one] and self.answered_to[one] != self.asked:
                    self.did[one] = "waiting"
            self.state = "intake" if self.clinical else "collecting"
            self.ask_the_ward()
            self.settle()

    def ask_the_ward(self) -> None:
        """A ward's yes to exactly this stays; else it is asked, where patients are treated."""
        if not self.clinical:
            self.ward = "nothing"
        elif (self.ward, self.ward_was_asked) != ("yes", self.asked):
            self.ward, self.ward_was_asked = "waiting", self.asked

    @stateful.rule(yes=st.booleans())
    def the_ward_answers(self, yes: bool) -> None:
        step = steps.standing(self.row)[0] if self.ward != "nothing" else None
        if step is None:
            return
        said = steps.Said(agrees=yes, name="Joke", note="Because.")

        def answered() -> None:
            steps.answer(step_id=step.pk, said=said, by="office:ward", seen=step.asked_sha256, now=NOW)

        may = self.ward == "waiting" and self.state in {"intake", "collecting", "review"}
        if self.attempt(answered, may=may):
            self.ward = "yes" if yes else "no"

    @property
    def asked(self) -> tuple[int, bool]:
        """What an answer would be to."""
        return (self.asks, self.clinical)

    @stateful.rule(outcome=st.sampled_from(Outcome))
    def decide(self, outcome: Outcome) -> None:
        target = DECISIONS.get((self.state, outcome))
        waits = outcome == Outcome.APPROVED and self.ward in {"waiting", "no"}

        def decided() -> None:
            reviewing.decide(
                request_id=self.row.pk,
                outcome=outcome,
                by=self.rosa,
                note="Because.",
                conditions="",
                seen=State(self.state),
                now=NOW,
            )

        if self.attempt(decided, may=target is not None and not waits):
            self.state = str(target)
            self.settle()

    @stateful.rule(one=people, yes=st.booleans())
    def sign(self, one: int, yes: bool) -> None:
        def signed() -> None:
            who = Signer.objects.select_related("subject__request").get(pk=self.signers[one].pk)
            making.sign(who, answers=making.answers(who, "yes" if yes else "no"))

        if self.attempt(signed, may=self.may_answer(one)):
            self.did[one], self.said[one], self.answered_to[one] = "signed", yes, self.asked
            self.settle()

    @stateful.rule(one=people)
    def refuse(self, one: int) -> None:
        def refused() -> None:
            signing.refuse(signer_id=self.signers[one].pk, way=Way.HANDOVER, now=NOW)

        if self.attempt(refused, may=self.may_answer(one)):
            self.did[one], self.answered_to[one] = "refused", self.asked
            self.settle()

    def may_answer(self, one: int) -> bool:
        """Whether this person is asked now."""
        return self.state == "collecting" and self.did[one] == "waiting" and not self.left[one]

    @stateful.rule(one=people)
    def withdraw(self, one: int) -> None:
        may = self.did[one] in {"signed", "withdrawn"}
        if self.attempt(lambda: withdrawing.withdraw(signer_id=self.signers[one].pk, now=NOW), may=may):
            self.did[one] = "withdrawn"
            self.settle()

    @stateful.rule(one=people)
    def leave_out(self, one: int) -> None:
        subject = self.signers[one].subject_id
        others = any(not left for other, left in enumerate(self.left) if other != one)
        may = self.state in {"intake", "collecting", "review", "returned"} and not self.left[one] and others
        if self.attempt(lambda: requesting.leave_out(subject_id=subject, by=self.sam, now=NOW), may=may):
            self.left[one] = True
            self.settle()

    @stateful.rule()
    def cancel(self) -> None:
        may = self.state in {"draft", "intake", "collecting", "review", "returned"}
        if self.attempt(lambda: requesting.cancel(request_id=self.row.pk, by=self.sam, now=NOW), may=may):
            self.state = "cancelled"

    @stateful.rule()
    def close(self) -> None:
        if self.attempt(
            lambda: requesting.close(request_id=self.row.pk, by=self.sam, now=NOW), may=self.state == "approved"
        ):
            self.state = "closed"

    @stateful.invariant()
    def it_is_where_the_model_is(self) -> None:
        stored = Request.objects.get(pk=self.row.pk)
        assert stored.status == self.state
        done = Signer.objects.filter(subject__request=self.row).order_by("pk").values_list("status", flat=True)
        assert list(done) == self.did

    @stateful.invariant()
    def it_is_allowed_exactly_when_everybody_in_it_agreed(self) -> None:
        there = [one for one in range(3) if not self.left[one]]
        agreed = all(self.did[one] == "signed" and self.said[one] for one in there)
        cells = allowed_now(Request.objects.get(pk=self.row.pk), now=NOW + timedelta(days=8))
        assert bool(cells) == (agreed and self.state == "approved")


def test_a_request_lives_like_its_model() -> None:
    settings = hypothesis.settings(max_examples=25, stateful_step_count=30, deadline=None, phases=UNSHRUNK)
    stateful.run_state_machine_as_test(Life, settings=settings)
