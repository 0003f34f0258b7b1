"""The trial: so many people sign while everything goes wrong, and afterwards the database is asked what is the case."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import psycopg
from playwright.sync_api import Browser, Page

from bench.chaos import people
from bench.chaos.proxy import Proxy
from bench.chaos.site import Site

LINES = 4
"""People who sign at the same time."""
SEALING_SECONDS = 600
"""What the worker gets afterwards: what a killed one was doing is taken up after a minute or two."""
SIGNATURES = "SELECT count(*) FROM consent_signature WHERE signer_id = ANY(%s)"
SIGNED = (
    "SELECT count(*) FROM consent_event AS event JOIN consent_eventfacts AS facts ON facts.event_id = event.id"
    " JOIN consent_signature AS signature ON signature.id = (facts.data->>'signature')::bigint"
    " WHERE event.kind = 'signed' AND signature.signer_id = ANY(%s)"
)
DOCUMENTS = (
    "SELECT count(*), count(DISTINCT document.signature_id) FROM consent_document AS document"
    " JOIN consent_signature AS signature ON signature.id = document.signature_id WHERE signature.signer_id = ANY(%s)"
)
type Person = tuple[int, str]
"""A signer's key and the token of their link."""


@dataclass
class Outcome:
    """What happened, and what is stored."""

    asked: int
    signatures: int = 0
    most: int = 0
    events: int = 0
    documents: int = 0
    documents_of: int = 0
    requests: int = 0
    seconds: float = 0
    untrue: list[str] = field(default_factory=list)
    said: Counter[str] = field(default_factory=Counter)

    @property
    def holds(self) -> bool:
        """Whether each signature is there once, sealed once, and everybody was told the truth."""
        counts = {self.signatures, self.events, self.documents, self.documents_of}
        return counts == {self.asked} and self.most == 1 and not self.untrue


class Trial:
    """One run, on a site that is up. ``url`` leads to the database itself, past the bad connection."""

    def __init__(self, site: Site, *, url: str, seed: int) -> None:
        self.site, self.url, self.seed = site, url, seed
        self.happened: Counter[str] = Counter()

    def stored(self, signer: int) -> int:
        """Return how many signatures of a signer are stored; waits for a database that crashed."""
        return int(self._ask(SIGNATURES, [signer])[0])

    def _ask(self, question: str, signers: Sequence[int]) -> tuple[int, ...]:
        for _ in range(200):
            try:
                with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection:
                    found = connection.execute(question, [list(signers)]).fetchone()
                    return tuple(found or ())
            except psycopg.OperationalError:
                time.sleep(0.3)
        raise TimeoutError("the database did not come back")

    def run(
        self, everybody: list[Person], *, chromium: Browser | None, pages: int, pause: tuple[float, float]
    ) -> Outcome:
        """Let everybody sign, the first ``pages`` of them in a real browser, and look at what is stored."""
        outcome, started = Outcome(len(everybody)), time.monotonic()
        with ExitStack() as open_pages, Proxy(self.site.port, seed=self.seed) as proxy:
            ready = [
                open_pages.enter_context(self._ready(chromium, person)) for person in everybody[:pages] if chromium
            ]
            with self.site.in_trouble(seed=self.seed, pause=pause), ThreadPoolExecutor(LINES) as lines:
                waiting = [lines.submit(self._sign, proxy, person) for person in everybody[pages:]]
                for page, _, its_proxy in ready:
                    its_proxy.wild = True
                    page.locator("[data-sign]").click(no_wait_after=True)
                for page, signer, _ in ready:
                    self._told(page, signer, outcome)
                for one in waiting:
                    try:
                        outcome.requests += one.result()
                    except (AssertionError, TimeoutError) as error:
                        outcome.untrue.append(str(error))
        self.happened += proxy.happened
        self._count(outcome, [signer for signer, _ in everybody])
        outcome.seconds = time.monotonic() - started
        return outcome

    def _sign(self, proxy: Proxy, person: Person) -> int:
        return people.by_protocol(proxy.port, signer=person[0], token=person[1], stored=self.stored)

    @contextmanager
    def _ready(self, chromium: Browser, person: Person) -> Iterator[tuple[Page, int, Proxy]]:
        """A page in a browser before the last button, on a connection of its own that is calm until then."""
        with Proxy(self.site.port, seed=self.seed + person[0], wild=False) as proxy:
            context = chromium.new_context()
            page = context.new_page()
            people.in_a_browser(page, f"http://localhost:{proxy.port}", token=person[1])
            yield page, person[0], proxy
            context.close()
        self.happened += proxy.happened

    def _told(self, page: Page, signer: int, outcome: Outcome) -> None:
        try:
            outcome.said.update(people.told(page, signer=signer, stored=self.stored))
        except people.Untrue as error:
            outcome.untrue.append(str(error))

    def _count(self, outcome: Outcome, signers: list[int]) -> None:
        """Count what is stored, once the worker had its time."""
        deadline = time.monotonic() + SEALING_SECONDS
        while self._ask(DOCUMENTS, signers)[1] < len(signers) and time.monotonic() < deadline:
            time.sleep(0.5)
        outcome.documents, outcome.documents_of = self._ask(DOCUMENTS, signers)
        outcome.signatures, outcome.events = self._ask(SIGNATURES, signers)[0], self._ask(SIGNED, signers)[0]
        outcome.most = max(self.stored(signer) for signer in signers)
