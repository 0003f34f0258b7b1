"""Where the database is: ``DATABASE_URL``, or the embedded PostgreSQL that ``make run`` started under ``VAR_DIR``."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"
"""Stands in while no database runs, for the commands that need none; connecting fails at once."""


POOL = {"min_size": 1, "max_size": env.number("DATABASE_POOL", 10, minimum=1), "timeout": 10}


def databases(var_dir: Path) -> dict[str, Any]:
    """Return Django's DATABASES. Raises ImproperlyConfigured when the URL is not one of PostgreSQL."""
    running = var_dir / "postgres" / "url"
    url = env.text("DATABASE_URL", running.read_text(encoding="utf-8").strip() if running.is_file() else NOWHERE)
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    query = dict(parse_qsl(parts.query))
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", unquote(parts.hostname or "")),
            "PORT": str(parts.port or ""),
            "OPTIONS": {
                **({} if url == NOWHERE else {"pool": POOL}),
                **query,
            },
        }
    }
