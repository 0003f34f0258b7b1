"""Read a page of our templates, which are well-formed XML, with the reader in C that Python has.

WeasyPrint's own reader understands all HTML that was ever written, in Python: forty times as slow, a twenty-fifth of the
work of a sheet.
"""

from typing import Any
from xml.etree import ElementTree as ET

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import HTML
from weasyprint.urls import URLFetcher


class WellFormed(HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """A page that is read as XML. Raises ET.ParseError."""

    base_url = None
    media_type = "print"

    def __init__(self, page: str, fetcher: URLFetcher) -> None:
        """Read what our templates made: they escape what people typed, so that it declares nothing."""
        self.etree_element = ET.fromstring(page)  # noqa: S314 -- ours, see above
        self.wrapper_element: Any = ElementWrapper.from_html_root(self.etree_element, content_language=None)
        self.url_fetcher = fetcher


def read(page: str, fetcher: URLFetcher) -> HTML:
    """Return a page to be printed; one with characters that XML does not know, or not well-formed, is read as HTML."""
    try:
        return WellFormed(page, fetcher)
    except ET.ParseError:
        return HTML(string=page, url_fetcher=fetcher)
