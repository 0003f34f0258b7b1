"""The signer's pages, from the first to the last."""

import pytest
from django.test import Client
from django.urls import reverse

from consent.models import Event, LastingLink, Postponement, Refusal, Signature, Signer
from consent.signing.forms import SignForm
from consent.states import EventKind, SignerStatus
from tests.signing import browsing, making

pytestmark = pytest.mark.django_db


def test_a_whole_signing_on_a_device_that_was_handed_over() -> None:
    who = making.signer()
    client = browsing.chosen(who)
    response = client.post(reverse("signing:sign"), browsing.mark(who), headers={"user-agent": "Tablet"})
    signature = Signature.objects.get()
    assert "opgeslagen" in response.text
    assert (signature.way, signature.identity, signature.device) == ("handover", "vouched", "tablet")
    assert signature.vouched_by == browsing.fresh(who).subject.request.requester.name
    assert "/mine/" in response.text
    response = client.post(reverse("signing:finish"))
    assert "Geef de tablet" in response.text
    assert set(client.session.keys()) == {"over", "_session_expiry"}


def test_the_language_and_letters_that_were_chosen_stay() -> None:
    client = browsing.named(making.signer())
    client.post(reverse("signing:sheet"), {"look": "size:larger"})
    client.post(reverse("signing:sheet"), {"look": "language:en"})
    response = client.get(reverse("signing:sheet"))
    assert '<html lang="en"' in response.text
    assert 'data-size="larger"' in response.text
    assert "Consent to recordings" in response.text


def test_changing_the_letters_keeps_what_was_chosen() -> None:
    client = browsing.named(making.signer())
    client.post(reverse("signing:sheet"), {"look": "size:large", "medium.photo": "no"})
    page = client.get(reverse("signing:sheet")).text
    assert page.count("checked") == 1
    assert 'value="no" required checked' in " ".join(page.split())


@pytest.mark.parametrize("look", ["language:xx", "size:huge", "nonsense", "language:"])
def test_an_unknown_wish_changes_nothing(look: str) -> None:
    client = browsing.named(making.signer())
    client.post(reverse("signing:sheet"), {"look": look})
    assert (client.session["signing"]["language"], client.session["signing"]["size"]) == ("nl", "")


def test_nothing_is_filled_in_beforehand() -> None:
    client = browsing.named(making.patient())
    page = client.get(reverse("signing:sheet")).text
    assert page.count('type="radio"') > 10
    assert "checked" not in page


def test_only_yes_and_no_stand_beside_each_other() -> None:
    page = browsing.named(making.patient()).get(reverse("signing:sheet")).text
    lists = [block for block in page.split("<fieldset")[1:] if "choices-list" in block]
    assert [block.split('name="')[1].split('"')[0] for block in lists] == ["recognisable", "name", "health", "term"]


def test_a_missing_answer_is_named_and_the_others_are_kept() -> None:
    who = making.signer()
    client = browsing.named(who)
    given = making.answers(browsing.fresh(who))
    del given["term"]
    response = client.post(reverse("signing:sheet"), given)
    assert response.status_code == 422
    assert 'href="#id_term"' in response.text
    assert 'id="error_term"' in response.text
    assert response.text.count(" checked>") == len(given)


def test_a_sentence_is_asked_where_it_was_chosen_and_markup_in_it_is_shown_as_text() -> None:
    who = making.patient()
    client = browsing.named(who)
    given = making.answers(browsing.fresh(who)) | {"health": "sentence"}
    assert client.post(reverse("signing:sheet"), given).status_code == 422
    client.post(reverse("signing:sheet"), given | {"health_sentence": "<script>alert(1)</script>"})
    page = client.get(reverse("signing:sign")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_markup_in_names_is_shown_as_text() -> None:
    client = browsing.handed_over(making.signer(name="<b>Jan</b>"))
    page = client.get(reverse("signing:start")).text
    assert "<b>Jan</b>" not in page
    assert "&lt;b&gt;Jan&lt;/b&gt;" in page


@pytest.mark.parametrize(
    "strokes",
    ["", "[]", "[[]]", "{", "null", '[[{"x": NaN, "y": 1}]]', '[[{"x": 9999, "y": 1}]]', "[" * 5000, "x" * 500_000],
)
def test_a_drawing_that_is_none_is_an_error_at_the_box(strokes: str) -> None:
    who = making.signer()
    client = browsing.chosen(who)
    response = client.post(reverse("signing:sign"), browsing.mark(who, strokes=strokes))
    assert response.status_code == 422
    assert 'id="strokes_error"' in response.text
    assert not Signature.objects.exists()


def test_what_was_drawn_and_typed_is_kept_on_an_error() -> None:
    who = making.patient()
    client = browsing.chosen(who)
    response = client.post(reverse("signing:sign"), browsing.mark(who, confirmed_by="", helper="Anna"))
    assert response.status_code == 422
    assert "&quot;x&quot;: 10" in response.text
    assert 'id="id_confirmed_by_error"' in response.text
    assert 'value="Anna"' in response.text
    assert 'value="drawn" id="id_mark_drawn" required checked' in response.text


def test_a_patient_signs_with_a_care_professionals_word() -> None:
    who = making.patient()
    client = browsing.chosen(who)
    posted = browsing.mark(who, confirmed_by="Anna Smit", confirmed_at="00:00")
    assert client.post(reverse("signing:sign"), posted).status_code == 200
    assert Signature.objects.get().capacity_confirmed_by == "Anna Smit"


@pytest.mark.parametrize(
    ("field", "value"), [("confirmed_at", "25:00"), ("confirmed_at", ""), ("mark", ""), ("mark", "x")]
)
def test_wrong_input_is_an_error_beside_its_field(field: str, value: str) -> None:
    who = making.patient()
    client = browsing.chosen(who)
    posted = browsing.mark(who, confirmed_by="Anna Smit", confirmed_at="00:00") | {field: value}
    response = client.post(reverse("signing:sign"), posted)
    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_help_names_all_three() -> None:
    who = making.signer()
    client = browsing.chosen(who)
    response = client.post(reverse("signing:sign"), browsing.mark(who, mark="assisted", helper="Anna"))
    assert set(response.context["form"].errors) == {"assisted_name", "witness"}
    names = {"assisted_name": "Jan de Wit", "helper": "Anna", "witness": "Els"}
    client.post(reverse("signing:sign"), browsing.mark(who, mark="assisted", **names))
    signature = Signature.objects.get()
    assert (signature.typed_name, signature.helper, signature.witness) == ("Jan de Wit", "Anna", "Els")


def test_a_parent_is_asked_what_the_child_thinks() -> None:
    mother, _ = making.parents(making.collecting())
    client = browsing.chosen(mother)
    response = client.post(reverse("signing:sign"), browsing.mark(mother))
    assert set(response.context["form"].errors) == {"childs_say", "childs_view", "relation"}
    told = {"childs_say": "yes", "childs_view": "Leuk!", "relation": "moeder"}
    client.post(reverse("signing:sign"), browsing.mark(mother, **told))
    stored = Signature.objects.get()
    assert (stored.childs_say, stored.childs_view, stored.relation) == ("yes", "Leuk!", "moeder")


def test_a_childs_no_is_told_beside_the_question() -> None:
    mother, _ = making.parents(making.collecting())
    told = {"childs_say": "no", "childs_view": "Wil niet", "relation": "moeder"}
    response = browsing.chosen(mother).post(reverse("signing:sign"), browsing.mark(mother, **told))
    assert set(response.context["form"].errors) == {"childs_say"}
    assert not Signature.objects.exists()


def test_a_double_post_is_told_kindly_that_it_was_saved() -> None:
    who = making.signer()
    client = browsing.chosen(who)
    posted = browsing.mark(who)
    client.post(reverse("signing:sign"), posted)
    response = client.post(reverse("signing:sign"), posted)
    assert response.status_code == 200
    assert "Het was al opgeslagen" in response.text
    assert Signature.objects.count() == 1


def test_a_sheet_that_changed_is_shown_again_with_the_choices_kept() -> None:
    who = making.signer()
    client = browsing.chosen(who)
    posted = browsing.mark(who)
    row = browsing.fresh(who).subject.request
    row.purpose = "Something else"
    row.save()
    response = client.post(reverse("signing:sign"), posted, follow=True)
    assert response.redirect_chain == [(reverse("signing:sheet"), 302)]
    assert "Something else" in response.text
    assert "is er iets veranderd" in response.text
    assert response.text.count(" checked>") == len(making.answers(browsing.fresh(who)))


def test_the_signature_page_wants_the_choices_first() -> None:
    client = browsing.named(making.signer())
    assert client.get(reverse("signing:sign"))["Location"] == reverse("signing:sheet")


def test_no_is_one_tap_and_ends_the_session() -> None:
    who = making.signer()
    client = browsing.named(who)
    response = client.post(reverse("signing:refuse"))
    assert "Dat is prima" in response.text
    assert Refusal.objects.get().signer_id == who.pk
    assert set(client.session.keys()) == {"over", "_session_expiry"}


def test_not_now_ends_the_session_and_decides_nothing() -> None:
    who = making.patient()
    client = browsing.handed_over(who)
    response = client.post(reverse("signing:postpone"))
    assert "Een andere keer" in response.text
    assert Postponement.objects.get().signer_id == who.pk
    assert browsing.fresh(who).status == SignerStatus.WAITING
    assert set(client.session.keys()) == {"over", "_session_expiry"}


def test_not_me_stores_nothing_and_ends_the_session() -> None:
    client = browsing.handed_over(making.signer())
    response = client.post(reverse("signing:start"), {"me": "no"})
    assert "niet voor u" in response.text
    assert set(client.session.keys()) == {"over", "_session_expiry"}
    assert not Event.objects.filter(kind=EventKind.SHEET_OPENED).exists()


def test_the_thanks_page_makes_a_link_only_when_asked_by_post() -> None:
    who = making.signer()
    client = browsing.chosen(who)
    client.post(reverse("signing:sign"), browsing.mark(who))
    before = LastingLink.objects.count()
    assert "/mine/" not in client.get(reverse("signing:thanks")).text
    assert LastingLink.objects.count() == before == 1
    assert "/mine/" in client.post(reverse("signing:thanks"), {"show": "link"}).text


def test_an_address_for_the_copy_can_be_given_afterwards() -> None:
    who = making.signer(mail="")
    client = browsing.chosen(who)
    client.post(reverse("signing:sign"), browsing.mark(who))
    response = client.post(reverse("signing:thanks"), {"mail": "not an address"})
    assert response.status_code == 422
    assert "not an address" in response.text
    client.post(reverse("signing:thanks"), {"mail": "jan@home.example"})
    assert Signer.objects.get(pk=who.pk).mail == "jan@home.example"


def test_a_known_address_is_not_replaced() -> None:
    who = making.signer()
    client = browsing.chosen(who)
    client.post(reverse("signing:sign"), browsing.mark(who))
    client.post(reverse("signing:thanks"), {"mail": "eve@else.example"})
    assert Signer.objects.get(pk=who.pk).mail == "jan@home.example"


@pytest.mark.parametrize("name", ["start", "sheet", "sign", "thanks", "code"])
def test_without_a_session_there_is_a_kind_page_and_nothing_else(name: str) -> None:
    response = Client().get(reverse(f"signing:{name}"))
    assert response.status_code == 403
    assert "lang=" in response.text
    assert response["Cache-Control"] == "no-store"


def test_what_is_missing_is_named_in_the_words_of_the_page_not_in_djangos() -> None:
    unnamed = {name for name, field in SignForm.base_fields.items() if not field.label}
    assert unnamed == {"sheet_sha256"}  # hidden, and filled in by the page itself
