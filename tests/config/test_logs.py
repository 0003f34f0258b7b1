"""What is written into the logs: constant text and ids. Addresses hold tokens and numbers, so they stay out."""

import json
import logging
from typing import Any

import pytest
from django.conf import settings

from config.logs import JsonFormatter


@pytest.mark.parametrize("name", ["django.security.csrf", "django.request", "consent.archive", "accounts"])
def test_what_is_filled_into_a_text_is_not_written(name: str) -> None:
    record = logging.LogRecord(name, logging.WARNING, "", 1, "Forbidden (%s): %s", ("why", "/mine/the-token/"), None)
    assert json.loads(JsonFormatter().format(record))["message"] == "Forbidden (%s): %s"


def test_of_an_exception_the_message_is_not_written() -> None:
    trouble = (ValueError, ValueError("Noor de Wit"), None)
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "Internal Server Error: %s", ("/x/",), trouble)
    line = JsonFormatter().format(record)
    assert json.loads(line)["exception"] == "ValueError"
    assert "Noor" not in line


def test_no_logger_is_left_without_a_handler() -> None:
    """Python itself writes what nobody handles, addresses and all, to the standard error."""
    loggers: dict[str, dict[str, Any]] = dict(settings.LOGGING)["loggers"]  # type: ignore[assignment]
    unhandled = [
        name for name, logger in loggers.items() if not logger.get("propagate", True) and not logger.get("handlers")
    ]
    assert unhandled == []


def test_a_broken_page_is_logged() -> None:
    logger = logging.getLogger("django.request")
    assert (logger.propagate, logger.isEnabledFor(logging.ERROR)) == (True, True)
