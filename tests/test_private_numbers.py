"""Nobody leaves a citizen service number or a patient number in a text that others keep reading (G4)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.forms import Form

from consent import private_numbers
from consent.conversation.forms import MessageForm
from consent.groups.forms import EnrolForm
from consent.preview.forms import PreviewForm
from consent.publication.forms import PublicationForm
from consent.review.forms import DecisionForm, FreezeForm
from consent.routing.forms import AnswerForm
from consent.states import State
from consent.withdrawal.forms import OnBehalfForm

TODAY = date(2026, 11, 23)
BSN, PATIENT = "Jan, 123456782", "Jan, 1234567"
FORMS: dict[str, tuple[str, Callable[[dict[str, str]], Form]]] = {
    "a message": ("text", MessageForm),
    "a publication": ("place", lambda data: PublicationForm(data, allowed=[], today=TODAY)),
    "a piece to see first": ("title", lambda data: PreviewForm(data, places=[])),
    "the words of a piece": ("words", lambda data: PreviewForm(data, places=[])),
    "who enrols": ("name", lambda data: EnrolForm(data, minors=True, day=TODAY, language="nl")),
    "whose child enrols": ("child", lambda data: EnrolForm(data, minors=True, day=TODAY, language="nl")),
    "a note of the desk": ("note", lambda data: DecisionForm(data, state=State.REVIEW)),
    "a condition of the desk": ("conditions", lambda data: DecisionForm(data, state=State.REVIEW)),
    "why somebody is frozen": ("note", FreezeForm),
    "what another office notes": ("note", AnswerForm),
    "who asked to take back": ("who", lambda data: OnBehalfForm(data, uses=[])),
}


@pytest.mark.parametrize("where", FORMS)
@pytest.mark.parametrize(
    ("text", "said"), [(BSN, private_numbers.BSN), (PATIENT, private_numbers.PATIENT_NUMBER), ("Jan, ward C4", None)]
)
def test_a_number_of_a_person_is_refused_beside_its_field(where: str, text: str, said: object) -> None:
    field, make = FORMS[where]
    form = make({field: text})
    assert (str(said) in form.errors.get(field, [])) is (said is not None)
