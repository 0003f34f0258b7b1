"""Pages are read as XML: each of ours can be, and means the same as when it is read as HTML."""

from collections.abc import Callable
from io import BytesIO
from xml.etree.ElementTree import ParseError

import pikepdf
import pytest
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from consent import facts
from consent.printing import paper, reading
from consent.signing.on_paper import blank
from tests.archive import making
from tests.archive.making import NOW
from tests.archive.test_kinds import KINDS, LONG
from tests.archive.test_paper import NASTY

XMLNS = "{http://www.w3.org/2000/xmlns/}xmlns"


def on_paper() -> bytes:
    who = making.signature(LONG).signer
    return blank.render(signer=who, sheet=facts.sheet_for(who, language="nl"))


MAKERS: dict[str, Callable[[], object]] = {
    **{kind: make for kind, (make, _) in KINDS.items()},
    "form of somebody nasty": lambda: making.sealed(NASTY),
    "form for paper": on_paper,
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", MAKERS)
def test_a_page_means_the_same_as_xml_and_as_html(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[str] = []
    real = reading.read

    def noted(page: str, fetcher: URLFetcher) -> HTML:
        pages.append(page)
        return real(page, fetcher)

    monkeypatch.setattr(reading, "read", noted)
    MAKERS[kind]()
    assert pages
    for page in pages:
        assert elements(reading.WellFormed(page, URLFetcher())) == elements(HTML(string=page))


def elements(page: HTML) -> list[tuple[str, dict[str, str], str, str]]:
    return [
        (one.tag, {name: value for name, value in one.items() if name != XMLNS}, words(one.text), words(one.tail))
        for one in page.etree_element.iter()
    ]


def words(text: str | None) -> str:
    return " ".join((text or "").split())


def test_a_character_that_xml_does_not_know_is_printed_all_the_same() -> None:
    context = {"number": "K7M\x0b4XWD", "made_at": NOW}
    with pytest.raises(ParseError):
        reading.WellFormed("<p>K7M\x0b4XWD</p>", URLFetcher())
    with pikepdf.open(BytesIO(paper.print_pdf(template="pdf/dossier.html", context=context, language="en"))) as opened:
        assert len(opened.pages) > 0


@pytest.mark.parametrize("page", ['<!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>&a;</p>', "<p>&a;</p>"])
def test_an_entity_is_not_looked_up(page: str) -> None:
    with pytest.raises(ParseError):
        reading.WellFormed(page, URLFetcher())
