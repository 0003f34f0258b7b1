"""A signer's browser, as far as a form needs one: cookies, redirects and the token against forged requests."""

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

HOST = "127.0.0.1"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
HIDDEN = re.compile(r'name="sheet_sha256" value="([^"]+)"')
CHOICE = re.compile(r'type="radio"[^>]*name="([^"]+)"[^>]*value="([^"]+)"')


class Unexpected(AssertionError):
    """The server answered with another status."""

    def __init__(self, status: int, told: str) -> None:
        super().__init__(told)
        self.status = status


class Browser:
    """Keeps one connection and its cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=30)
        self.host = f"localhost:{port}"
        self.cookies: dict[str, str] = {}
        self.page = ""

    def ask(self, method: str, path: str, body: str = "") -> str:
        """Send a request, follow where it leads, and return the path of the page that is shown."""
        headers = {"Host": self.host, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self.host}"}
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        self.page = response.read().decode()
        for header in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        if response.status == http.client.FOUND:
            return self.ask("GET", str(response.headers["Location"]))
        if response.status != http.client.OK:
            raise Unexpected(response.status, f"{method} {path}: {response.status} {self.page[:2000]}")
        return path

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Send a form of the page that is shown."""
        return self.ask("POST", path, self.body(fields))

    def body(self, fields: dict[str, str]) -> str:
        """Return a form's fields with the page's token."""
        token = TOKEN.search(self.page)
        return urlencode({"csrfmiddlewaretoken": token[1] if token else "", **fields})

    def choices(self) -> dict[str, str]:
        """Return the first option of every choice on the page."""
        return dict(reversed(CHOICE.findall(self.page)))
