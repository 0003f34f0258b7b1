"""Two drafts published at one moment: one becomes the next version, the other is told."""

from functools import partial

import pytest

from consent.models import Wording
from consent.wording import operations
from tests.concurrency.races import at_once
from tests.wording import making


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("starting_data")
def test_of_drafts_published_at_once_only_one_wins() -> None:
    drafts = [making.ready().pk for _ in range(6)]
    by = making.rosa()

    def publish(key: int) -> Wording:
        return operations.publish(wording_id=key, summary="Shorter", by=by, now=making.NOW)

    outcomes = at_once([partial(publish, key) for key in drafts])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Overtaken"] * 5 + ["Wording"]
    assert list(Wording.objects.exclude(published_at=None).order_by("version").values_list("version", flat=True)) == [
        1,
        2,
    ]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("starting_data")
def test_what_is_typed_while_a_draft_is_published_is_in_it_or_refused() -> None:
    made = making.ready()
    by = making.rosa()
    texts = [f"Titel {number}" for number in range(5)]

    def write(text: str) -> str:
        stored = Wording.objects.get(pk=made.pk).texts.get(language="nl", key="title").text
        operations.write(wording_id=made.pk, language="nl", key="title", text=text, seen=stored)
        return text

    calls = [lambda text=text: write(text) for text in texts]
    outcomes = at_once([*calls, lambda: operations.publish(wording_id=made.pk, summary="x", by=by, now=making.NOW)])
    published = Wording.objects.get(version=2)
    title = published.texts.get(language="nl", key="title").text
    assert title in {"Toestemming voor opnamen", *(one for one in outcomes if isinstance(one, str))}
    assert {type(one) for one in outcomes} <= {str, Wording, operations.SomebodyWrote, operations.NotADraft}
