"""A walk along links: every screen that somebody can reach from the first page, two of each kind."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page, Response

LEFT_OUT = {"account_logout", "demo:mail", "demo:mailbox"}
OF_EACH = 2


def walk(page: Page, site: str, *, first: str = "/") -> Iterator[str]:
    """Yield the path of each page that links lead to, when it stands there: no more than two of an address's kind."""
    waiting, met, shown = [first], {first}, Counter[str]()
    while waiting:
        path = waiting.pop(0)
        kind = _kind(path)
        if kind is None or shown[kind] >= OF_EACH or not _is_page(opened(page, site + path)):
            continue
        shown[kind] += 1
        yield path
        for one in _links(page, site):
            if one not in met:
                met.add(one)
                waiting.append(one)


def opened(page: Page, address: str) -> Response | None:
    """Go there; None where nothing is shown: what is to be kept as a file starts no navigation."""
    try:
        return page.goto(address)
    except Error as error:
        if "Download is starting" not in str(error):
            raise
        return None


def _is_page(response: Response | None) -> bool:
    return response is not None and response.headers.get("content-type", "").startswith("text/html")


def _kind(path: str) -> str | None:
    """The name of the address, where it is one to look at."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return None
    return None if name in LEFT_OUT else name


def _links(page: Page, site: str) -> list[str]:
    hrefs = page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
    found = (urljoin(page.url, href) for href in hrefs)
    return [urlsplit(one).path for one in found if one.startswith(f"{site}/")]
