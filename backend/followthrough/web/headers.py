"""Headers every answer carries, and the screening of every JSON body: plain ASGI, before any handler.

The content security policy allows our own files and nothing inline; the page is never framed.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any

from followthrough.core.kit.errors import Problem

from .gate import MAX_BODY, clean_address, screen
from .problems import encoded

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
)
FIXED = (
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), geolocation=(), microphone=(), payment=(), usb=()"),
)
HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
RAW_BODIES = re.compile(r"/api/(?:files|apps/[^/]+/[^/]+/imports|design/(?:guess|[^/]+/import))/?")
"""The paths that take a file as the raw body; everything else takes JSON or nothing."""
BODY_S = 30.0
"""Seconds a client has to send a JSON body."""


def with_headers(app: App, *, https: bool) -> App:
    """Add the fixed headers; answers of the API are never stored by anyone between."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                named = {name.lower() for name, _ in headers}
                headers += [pair for pair in FIXED if pair[0] not in named]
                if https:
                    headers.append(HSTS)
                if scope["path"].startswith("/api") and b"cache-control" not in named:
                    headers.append((b"cache-control", b"no-store"))
                message = {**message, "headers": headers}
            await send(message)

        await app(scope, receive, adding)

    return wrapped


def for_hosts(app: App, hosts: Collection[str]) -> App:
    """Answer only to our own names: a page under another name that resolves to us gets nothing."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _host(scope) not in hosts:
            await _refuse(send, Problem("bad_request", {"reason": "host"}))
            return
        await app(scope, receive, send)

    return wrapped


def _host(scope: Scope) -> str:
    given = [value for name, value in scope["headers"] if name == b"host"]
    if len(given) != 1:
        return ""
    text: str = given[0].decode("latin-1").lower()
    name, _, port = text.rpartition(":")
    return name if name and port.isdigit() else text


def with_json_gate(app: App) -> App:
    """Refuse bodies the JSON gate refuses; replay the others to the app."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not clean_address(scope["path"], scope.get("query_string", b"")):
            await _refuse(send, Problem("bad_text"))
            return
        if scope["type"] != "http" or scope["method"] not in UNSAFE or _is_raw(scope):
            await app(scope, receive, send)
            return
        body, problem = await _read(receive)
        if problem is None and body:
            problem = None if _says_json(scope) else Problem("unsupported_media_type")
            problem = problem or screen(body)
        if problem is not None:
            await _refuse(send, problem)
            return
        await app(scope, _replay(body, receive), send)

    return wrapped


def _is_raw(scope: Scope) -> bool:
    return scope["method"] == "POST" and RAW_BODIES.fullmatch(scope["path"]) is not None


def _says_json(scope: Scope) -> bool:
    values = [value for name, value in scope["headers"] if name == b"content-type"]
    return len(values) == 1 and values[0].split(b";")[0].strip().lower() == b"application/json"


async def _read(receive: Receive) -> tuple[bytes, Problem | None]:
    try:
        async with asyncio.timeout(BODY_S):
            return await _whole(receive)
    except TimeoutError:
        return b"", Problem("body_too_slow")


async def _whole(receive: Receive) -> tuple[bytes, Problem | None]:
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"", Problem("bad_request", {"reason": "disconnected"})
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > MAX_BODY:
            return b"", Problem("body_too_large", {"limit": MAX_BODY})
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks), None


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _refuse(send: Send, problem: Problem) -> None:
    body = encoded(problem)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
