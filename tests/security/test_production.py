"""What an https address adds: strict transport, cookies that no other site can set. Started as production is, then asked."""

import json
import os
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

SCRIPT = """
import json, warnings
warnings.simplefilter("ignore")
import django
django.setup()
from django.test import Client
from django.conf import settings
client = Client(SERVER_NAME="akkoord.example")
answers = {}
for address in ("/healthz", "/contact/", "/login/", "/nothing/", "/sign/", "/demo/"):
    response = client.get(address, secure=True)
    answers[address] = [response.status_code, dict(response.headers)]
client.post("/language/", {"language": "en"}, secure=True)
flags = ("SECURE", "HTTPONLY", "PATH", "SAMESITE", "DOMAIN")
session = [getattr(settings, f"SESSION_COOKIE_{flag}") for flag in flags]
cookies = {name: {k: v for k, v in one.items() if v} for name, one in client.cookies.items()}
forged = client.get("/login/", secure=True, headers={"host": "evil.example"}).status_code
names = [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME]
told = {"answers": answers, "cookies": cookies, "forged": forged, "session": session, "names": names}
print(json.dumps(told | {"debug": settings.DEBUG}))
"""


@pytest.fixture(scope="module")
def told(django_db_setup: None) -> dict[str, Any]:
    """What a production start says to a visitor who comes by https."""
    database = connection.settings_dict["NAME"]
    environment = {name: value for name, value in os.environ.items() if name not in {"AKKOORD_DEMO", "PORT"}}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "AKKOORD_DEMO": "0",
        "DATABASE_URL": urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}")),
        "BASE_URL": "https://akkoord.example",
        "ALLOWED_HOSTS": "akkoord.example",
        "SECRET_KEY": "k" * 60,
        "STATIC_ROOT": str(settings.STATIC_ROOT),
        "VAR_DIR": str(settings.VAR_DIR),
    }
    program = SCRIPT.replace("django.setup()", STATIC, 1)
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


STATIC = """from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
django.setup()"""
"""Files as they lie: the tests collect none."""


def test_every_answer_demands_https_for_a_year(told: dict[str, Any]) -> None:
    for address, (_, headers) in told["answers"].items():
        assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload", address


def test_cookies_belong_to_this_machine_alone(told: dict[str, Any]) -> None:
    assert told["names"] == ["__Host-session", "__Host-csrf", "__Host-language"]
    assert set(told["cookies"]) >= {"__Host-csrf", "__Host-language"}
    assert told["session"] == [True, True, "/", "Lax", None]
    for name, cookie in told["cookies"].items():
        assert cookie.get("secure") is True, name
        assert cookie.get("httponly") is True, name
        assert (cookie["path"], cookie["samesite"]) == ("/", "Lax"), name
        assert "domain" not in cookie, name


def test_there_is_no_demo_no_debug_and_no_other_name(told: dict[str, Any]) -> None:
    assert told["answers"]["/demo/"][0] == 404
    assert (told["debug"], told["forged"]) == (False, 400)


def test_no_policy_has_a_hole(told: dict[str, Any]) -> None:
    for _, headers in told["answers"].values():
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert not any(hole in policy for hole in ("unsafe", "*", "http:", "https:", "blob:"))
