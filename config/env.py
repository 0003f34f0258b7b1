"""Typed readers of the environment that fail loudly.

Every reader also accepts ``NAME_FILE``, the path of a file that holds the value (Docker and Kubernetes secrets).
"""

import os
from collections.abc import Collection
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str | None = None) -> str:
    """Return the value of ``name``; without a default it must be set.

    Raises ImproperlyConfigured.
    """
    file = os.environ.get(f"{name}_FILE")
    if file is not None:
        return Path(file).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """Return a yes or no; anything else than 1/true/yes/on or 0/false/no/off raises ImproperlyConfigured."""
    value = text(name, "1" if default else "0").lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; use 1 or 0.")


def number(name: str, default: int, *, minimum: int = 0) -> int:
    """Return a whole number of at least ``minimum``; otherwise raises ImproperlyConfigured."""
    value = text(name, str(default))
    try:
        result = int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {value!r}; use a whole number.") from error
    if result < minimum:
        raise ImproperlyConfigured(f"{name} is {result}; use at least {minimum}.")
    return result


def one_of(name: str, default: str, known: Collection[str]) -> str:
    """Return one of the known values; any other raises ImproperlyConfigured."""
    value = text(name, default)
    if value not in known:
        raise ImproperlyConfigured(f"{name} is {value!r}; use one of {', '.join(known)}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """Return the comma-separated words of ``name``, without empty ones."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def path(name: str, default: Path) -> Path:
    """Return an absolute path; a relative one counts from the working directory."""
    return Path(text(name, str(default))).expanduser().resolve()
