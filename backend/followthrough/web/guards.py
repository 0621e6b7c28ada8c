"""Who may come in: one guard at the root of all routes. Everything is refused unless it says otherwise.

A route opts out with `opt={"public": True}` (the test lists them all); a write opts out of
the Idempotency-Key with `opt={"unkeyed": True}`. The session is looked up off the event
loop, on every request, so that a right taken away is gone at once.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection, Request
from litestar.handlers.base import BaseRouteHandler

from followthrough.services.signing_in import Held
from followthrough.services.wiring import Services
from followthrough.settings import Settings

from .headers import UNSAFE
from .problems import refuse

AnyRequest = Request[Any, Any, Any]
Connection = ASGIConnection[Any, Any, Any, Any]
CSRF_HEADER = "x-csrf-token"
KEY_HEADER = "idempotency-key"
MAX_KEY = 100
TRIAL_HEADER, AS_HEADER = "x-trial", "x-trial-as"
IN_TRIAL = re.compile(
    r"(?:GET|POST|PATCH|PUT|DELETE) /api/(?:apps|files|imports|notices|preferences)(?:/.*)?|GET /api/(?:session|people|units)/?"
)
"""What a trial answers: the work with an app, and who one is there. All else there is only in the real house."""


def cookie_name(settings: Settings) -> str:
    """`__Host-` binds the cookie to this host and to https; plain http (a trial on one machine) cannot use it."""
    return "__Host-followthrough" if settings.https else "followthrough"


async def admit(connection: Connection, handler: BaseRouteHandler) -> None:
    """Let a request through or refuse it.

    Codes: bad_origin, not_logged_in, csrf_failed, password_must_change, idempotency_key_missing.
    """
    settings: Settings = connection.app.state.settings
    unsafe = connection.scope.get("method") in UNSAFE
    if unsafe:
        _check_origin(connection, settings)
    if handler.opt.get("public"):
        return
    token = connection.cookies.get(cookie_name(settings), "")
    held: Held | None = None
    if 20 <= len(token) <= 100:
        held = await sync_to_thread(connection.app.state.services.signing_in.held, token)
    if held is None:
        raise refuse("not_logged_in")
    if unsafe and not held.allows(connection.headers.get(CSRF_HEADER, "")):
        raise refuse("csrf_failed")
    if held.who.must_change and not handler.opt.get("before_password_change"):
        raise refuse("password_must_change")
    if unsafe and not handler.opt.get("unkeyed"):
        _check_key(connection)
    entering = _trial_of(connection)
    if entering is not None:
        held = await _into_trial(connection, held, *entering)
    connection.scope["auth"] = held
    connection.scope["user"] = held.who


def _trial_of(connection: Connection) -> tuple[str, str] | None:
    """The trial a request was made in and the person it names: two headers, or, for what a browser fetches without any
    (pictures, downloads), the same two in the address of a GET. None: it was made in the real house."""
    trial = connection.headers.get(TRIAL_HEADER)
    if trial is not None:
        return trial, connection.headers.get(AS_HEADER, "")
    if connection.scope.get("method") != "GET" or TRIAL_HEADER not in connection.query_params:
        return None
    return connection.query_params[TRIAL_HEADER], connection.query_params.get(AS_HEADER, "")


async def _into_trial(connection: Connection, held: Held, trial: str, acting: str) -> Held:
    """Everything that answers this request is the trial's from here on, and he is the person of it whom he names.

    Codes: not_found for what no trial answers, trial_gone.
    """
    if IN_TRIAL.fullmatch(f"{connection.scope.get('method')} {connection.scope['path']}") is None:
        raise refuse("not_found")
    entered = await sync_to_thread(connection.app.state.services.trying.enter, held.who, trial, acting)
    if entered is None:
        raise refuse("trial_gone")
    ours: Any = connection.scope
    ours["trial"] = entered.services
    return replace(held, who=entered.who)


def _check_origin(connection: Connection, settings: Settings) -> None:
    """A browser says where a write comes from; only our own pages may. Other clients say nothing and need the csrf token."""
    origin = connection.headers.get("origin")
    if origin is not None and not _same(origin, settings.base_url, connection):
        raise refuse("bad_origin")
    if connection.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise refuse("bad_origin")


def _same(origin: str, base_url: str, connection: Connection) -> bool:
    if origin == base_url:
        return True
    # On plain http for one machine, localhost and 127.0.0.1 mean the same server.
    given, own = urlsplit(origin), urlsplit(base_url)
    return (
        own.scheme == given.scheme == "http"
        and given.hostname in ("localhost", "127.0.0.1")
        and own.hostname in ("localhost", "127.0.0.1")
        and given.netloc == connection.headers.get("host")
    )


def _check_key(connection: Connection) -> None:
    key = connection.headers.get(KEY_HEADER, "")
    if not 8 <= len(key) <= MAX_KEY or not key.isascii() or not key.isprintable():
        raise refuse("idempotency_key_missing")


def services_of(request: AnyRequest) -> Services:
    """The services behind the routes: those of the trial in which the request was made, else those of the house."""
    entered: Any = request.scope.get("trial")
    services: Services = request.app.state.services if entered is None else entered
    return services


def held_of(request: AnyRequest) -> Held:
    """The session of an admitted request."""
    held: Held = request.scope["auth"]
    return held
