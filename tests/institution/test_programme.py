"""A first request starts with the programme that the institution named (G1); what stands for what is data."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Affiliation, User
from consent.models import Programme
from consent.requesting import operations
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam() -> User:
    return factories.user()


def says(user: User, **claims: Any) -> None:
    Affiliation.objects.create(user=user, organisation="uni.example", at=factories.NOW, **claims)


def started(user: User) -> str:
    row = operations.start_draft(requester=user, now=factories.NOW)
    return row.programme.name_en if row.programme else ""


@pytest.fixture(autouse=True)
def _known() -> None:
    Programme.objects.filter(name_en="Biomedical Sciences").update(claims=["BMW-BSC", "BMW-MSC"])
    Programme.objects.filter(name_en="SUMMA").update(claims=["SUMMA"])
    Programme.objects.filter(name_en="Another Dutch university").update(claims=["student"])


@pytest.mark.parametrize(
    ("claims", "programme"),
    [
        ({"programmes": ["bmw-msc"]}, "Biomedical Sciences"),
        ({"programmes": ["unknown", "SUMMA", "BMW-MSC"]}, "SUMMA"),
        ({"programmes": ["SUMMA"], "kinds": ["student"]}, "SUMMA"),
        ({"kinds": ["member", "student"]}, "Another Dutch university"),
        ({"programmes": ["BMW"]}, ""),
        ({"programmes": [5, None], "kinds": [{}]}, ""),
    ],
)
def test_the_institutions_words_name_the_programme(sam: User, claims: dict[str, Any], programme: str) -> None:
    says(sam, **claims)
    assert started(sam) == programme


def test_who_did_not_come_from_an_institution_chooses(sam: User) -> None:
    assert started(sam) == ""


def test_a_programme_that_is_no_longer_offered_is_not_filled_in(sam: User) -> None:
    Programme.objects.filter(name_en="SUMMA").update(active=False)
    says(sam, programmes=["SUMMA"])
    assert started(sam) == ""


def test_what_somebody_chose_last_time_counts_more(sam: User) -> None:
    says(sam, programmes=["SUMMA"])
    first = operations.start_draft(requester=sam, now=factories.NOW)
    medicine = Programme.objects.get(name_en="Medicine")
    operations.save_details(request_id=first.pk, by=sam, details=operations.Details(programme_id=medicine.pk))
    assert started(sam) == "Medicine"


def test_the_command_says_and_sets_what_stands_for_a_programme(capsys: pytest.CaptureFixture[str]) -> None:
    summa = Programme.objects.get(name_en="SUMMA")
    call_command("programme_claims", str(summa.pk), "summa", "SUMMA-UU")
    assert Programme.objects.get(pk=summa.pk).claims == ["summa", "SUMMA-UU"]
    capsys.readouterr()
    call_command("programme_claims")
    assert f"{summa.pk}\tSUMMA\tsumma, SUMMA-UU\n" in capsys.readouterr().out


def test_the_command_refuses_what_is_no_programme() -> None:
    with pytest.raises(CommandError, match="999999"):
        call_command("programme_claims", "999999", "x")
