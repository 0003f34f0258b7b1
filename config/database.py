"""Where the database is: ``DATABASE_URL``, or the embedded PostgreSQL that ``make run`` started under ``VAR_DIR``."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"
"""Stands in while no database runs, for the commands that need none; connecting fails at once."""

WHO = ("USER", "PASSWORD", "HOST", "PORT")
PREPARE = 5
"""Any number lets statements be prepared at all; ``accounts.statements`` says which, Django's own never are."""
POOL = {"min_size": 1, "max_size": env.number("DATABASE_POOL", 10, minimum=1), "timeout": 10}


def databases(var_dir: Path) -> dict[str, Any]:
    """Return Django's DATABASES: as the application's role. Raises ImproperlyConfigured when the URL is not PostgreSQL's."""
    folder = var_dir / "postgres"
    url = env.text("DATABASE_URL", _noted(folder / "application-url") or _noted(folder / "url") or NOWHERE)
    options = {} if url == NOWHERE else {"pool": POOL, "prepare_threshold": PREPARE}
    return {"default": _settings(url) | {"OPTIONS": {**options, **_query(url)}}}


def owner(var_dir: Path) -> dict[str, Any]:
    """Return who owns the database, as far as that differs from DATABASES; empty where there is one role only."""
    trial = "" if env.text("DATABASE_URL", "") else _noted(var_dir / "postgres" / "url")
    url = env.text("DATABASE_OWNER_URL", trial)
    if not url:
        return {}
    who, application = _settings(url), databases(var_dir)["default"]
    return {name: who[name] for name in WHO} if who["USER"] != application["USER"] else {}


def _noted(file: Path) -> str:
    """Return the URL that a running embedded PostgreSQL wrote down."""
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""


def _query(url: str) -> dict[str, str]:
    query = dict(parse_qsl(urlsplit(url).query))
    query.pop("host", None)
    return query


def _settings(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    return {
        "ENGINE": "config.pooled",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": dict(parse_qsl(parts.query)).get("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
    }
