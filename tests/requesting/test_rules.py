"""The tables of filing say what product.md says."""

import pytest

from consent import private_numbers
from consent.models import AgeGroup
from consent.requesting import accounts
from consent.requesting.rules import IntakeFacts, intake_reasons, statements
from consent.who_signs import Guardian, signers_of


@pytest.mark.parametrize("fact", ["patients", "minors", "press", "clinical_area", "brand", "existing"])
def test_each_fact_alone_needs_intake_and_names_itself(fact):
    assert [rule.key for rule in intake_reasons(IntakeFacts(**{fact: True}))] == [fact]


def test_nothing_special_needs_no_intake():
    assert intake_reasons(IntakeFacts()) == ()


@pytest.mark.parametrize(
    ("age_group", "expected"),
    [
        (AgeGroup.UNDER_12, ["Mother", "Father"]),
        (AgeGroup.FROM_12, ["Noor", "Mother", "Father"]),
        (AgeGroup.FROM_16, ["Noor"]),
        (AgeGroup.ADULT, ["Noor"]),
    ],
)
def test_who_signs_depends_on_age(age_group, expected):
    guardians = (Guardian("Mother"), Guardian("Father"))
    signers = signers_of(name="Noor", age_group=age_group, mail="", language="nl", guardians=guardians)
    assert [signer.name for signer in signers] == expected


def test_confidentiality_is_asked_only_with_patients():
    assert {one.key for one in statements(patients=True)} - {one.key for one in statements(patients=False)} == {
        "confidentiality"
    }


@pytest.mark.parametrize("text", ["BSN 111222333", "nr 123 456 782 of him", "1234.56.782"])
def test_a_citizen_service_number_is_found(text):
    assert private_numbers.objection(text) == private_numbers.BSN


@pytest.mark.parametrize("text", ["patient 1234567", "(7654321)"])
def test_a_patient_number_is_found(text):
    assert private_numbers.objection(text) == private_numbers.PATIENT_NUMBER


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Room HB 4.69, call 088 755 34 55",
        "088-7553455",
        "088 7553455",
        "06 12345678",
        "On 2026-12-01 at 10:00",
        "123456789",
    ],
)
def test_phone_numbers_and_dates_are_let_through(text):
    assert private_numbers.objection(text) is None


def test_a_social_account_says_of_which_kind_it_is():
    place = accounts.Place("own_account", "Instagram @sam")
    assert [one.field for one in accounts.objections(place, ambassador_of=())] == ["account_type"]


def test_an_ambassador_stands_on_the_desks_list():
    place = accounts.Place("own_account", "X @sam", "", "ambassador")
    assert [one.field for one in accounts.objections(place, ambassador_of=("X @other",))] == ["account_type"]
    assert accounts.objections(place, ambassador_of=("x @SAM",)) == ()


def test_the_brand_is_not_for_a_personal_account():
    personal = accounts.Place("own_account", "X @sam", "", "personal")
    business = accounts.Place("hospital_social", "X @ward", "", "business")
    assert accounts.brand_objection([personal], uses_brand=True) is not None
    assert accounts.brand_objection([personal], uses_brand=False) is None
    assert accounts.brand_objection([business], uses_brand=True) is None
