"""Logs as JSON lines: constant text and ids, never names, answers, tokens or mail addresses."""

import json
import logging
from datetime import UTC, datetime

OF_CONSTANT_TEXT = ("consent", "config", "accounts", "demo", "django")
"""Loggers of which only the text is written, without what is filled in: Django fills in addresses, so tokens."""

FIELDS = (
    "method",
    "route",
    "status",
    "milliseconds",
    "request_id",
    "task",
    "event",
    "document",
    "signature",
    "number",
    "reason",
)


class JsonFormatter(logging.Formatter):
    """One JSON object a line. Of an exception it writes the type and the place, not the message, which may hold data."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.msg if record.name.startswith(OF_CONSTANT_TEXT) else record.getMessage(),
        }
        line.update({field: getattr(record, field) for field in FIELDS if hasattr(record, field)})
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["where"] = _where(record)
        return json.dumps(line, default=str)


def _where(record: logging.LogRecord) -> list[str]:
    traceback = record.exc_info[2] if record.exc_info else None
    frames = []
    while traceback:
        code = traceback.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/site-packages/', 1)[-1]}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return frames[-8:]
