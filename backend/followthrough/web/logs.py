"""One JSON line per request and per fault, on standard error: nothing a client sends can break out of its line.

A line holds who, what, how it went and how long it took; never a query (filters quote
data), a body, a cookie or a token.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

from followthrough.services.clock import passed_s

from .headers import App, Message, Receive, Scope, Send

access = logging.getLogger("followthrough.access")
LONGEST_PATH = 200


class JsonLine(logging.Formatter):
    """A record as one line of ASCII JSON: line ends and terminal escapes in it are escaped."""

    def format(self, record: logging.LogRecord) -> str:
        """The line: at (UTC), level, logger, message, the members given as `extra={"line": {…}}`, trace of an exception."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "logger": record.name, "message": record.getMessage()}
        line |= getattr(record, "line", {})
        if record.exc_info and record.exc_info[0] is not None:
            line["trace"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(line, ensure_ascii=True, default=str)


def log_to_stderr() -> None:
    """Send our loggers to standard error as JSON lines. Called once by the server process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLine())
    ours = logging.getLogger("followthrough")
    ours.handlers = [handler]
    ours.setLevel(logging.INFO)
    ours.propagate = False


def with_log(app: App) -> App:
    """Log every request when it is answered (or was given up: status 0)."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        began, status, sent = passed_s(), 0, 0

        async def counting(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await app(scope, receive, counting)
        finally:
            access.info("request", extra={"line": _line(scope, status, sent, passed_s() - began)})

    return wrapped


def _line(scope: Scope, status: int, sent: int, took_s: float) -> dict[str, object]:
    who = scope.get("user")
    client = scope.get("client")
    return {
        "method": scope["method"],
        "path": scope["path"][:LONGEST_PATH],
        "status": status,
        "bytes": sent,
        "ms": round(took_s * 1000, 1),
        "person": getattr(who, "person", None),
        "address": client[0] if client else None,
    }
