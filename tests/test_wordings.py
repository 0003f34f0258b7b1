"""A process keeps the wordings that were published, and those only."""

from datetime import timedelta

import pytest
from django.apps import apps

from consent import wordings
from consent.models import Wording
from consent.wording import seed
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def published() -> Wording:
    seed.load(apps, now=factories.NOW)
    return Wording.objects.get(version=1)


def test_a_published_wording_is_read_once(published: Wording, django_assert_num_queries) -> None:
    first = wordings.written(published, language="nl"), wordings.languages(published)
    with django_assert_num_queries(0):
        assert (wordings.written(published, language="nl"), wordings.languages(published)) == first


def test_a_draft_is_read_anew_each_time(published: Wording) -> None:
    draft = Wording.objects.create(follows=published)
    draft.languages.create(code="nl", name="Nederlands")
    draft.texts.create(language="nl", key="title", text="before")
    assert wordings.written(draft, language="nl").texts == {"title": "before"}
    draft.texts.update(text="after")
    assert wordings.written(draft, language="nl").texts == {"title": "after"}
    draft.languages.create(code="en", name="English")
    assert [one.code for one in wordings.languages(draft)] == ["nl", "en"]


def test_what_was_published_at_another_moment_is_another_wording(published: Wording) -> None:
    wordings.written(published, language="nl")
    published.published_at = factories.NOW + timedelta(seconds=1)
    with pytest.raises(Wording.DoesNotExist):
        wordings.written(published, language="nl")


def test_a_language_that_it_is_not_written_in_is_no_language(published: Wording) -> None:
    for _ in range(2):
        with pytest.raises(LookupError):
            wordings.written(published, language="xx")
