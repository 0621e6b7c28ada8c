"""The HTTP app: routes by user job under one guard, one error shape, our headers around everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any

from litestar import Litestar, Request, Router, get
from litestar.concurrency import set_asyncio_executor
from litestar.datastructures import State
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from followthrough.services.wiring import Services, open_services
from followthrough.settings import Settings, read_settings

from . import (
    approvals,
    design,
    design_files,
    evidence,
    files,
    fill,
    foresee,
    health,
    imports,
    manage,
    messages,
    owed,
    replay,
    session,
    spa,
    stream,
    talk,
    time,
    trying,
    watch,
)
from .gate import MAX_BODY
from .guards import admit
from .headers import App, for_hosts, with_headers, with_json_gate
from .logs import log_to_stderr, with_log
from .openapi import document
from .problems import HANDLERS

if TYPE_CHECKING:
    from litestar.types import ControllerRouterHandler

THREADS = 16
# Handlers are synchronous and wait for the database: they run here, never on the event loop.
set_asyncio_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="handler"))

ROUTES: list[ControllerRouterHandler] = [
    *session.ROUTES,
    *approvals.ROUTES,
    *watch.ROUTES,
    *owed.ROUTES,
    *fill.ROUTES,
    *files.ROUTES,
    *evidence.ROUTES,
    *imports.ROUTES,
    *manage.ROUTES,
    *messages.ROUTES,
    *stream.ROUTES,
    *time.ROUTES,
    *design.ROUTES,
    *replay.ROUTES,
    *foresee.ROUTES,
    *design_files.ROUTES,
    *trying.ROUTES,
    *talk.ROUTES,
    *health.ROUTES,
]


# The framework's own pages about the document stay behind the guard; `schema` below serves it.
OPENAPI = OpenAPIConfig(
    title="Followthrough", version="1", path="/api/.openapi", render_plugins=[JsonRenderPlugin(path="/openapi.json")]
)


@get("/api/openapi.json", opt={"public": True}, include_in_schema=False, sync_to_thread=False)
def schema(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """The one OpenAPI document; the front end's types are generated from it."""
    found: dict[str, Any] | None = request.app.state.get("document")
    if found is None:
        found = request.app.state["document"] = document(request.app)
    return found


Beside = Callable[[Litestar], AbstractAsyncContextManager[None]]
"""What runs as long as the server does."""


def create_litestar(services: Services, settings: Settings, beside: Sequence[Beside] = ()) -> Litestar:
    """The framework's app alone: tests walk its routes."""
    return _litestar(
        lifespan=[stream.ending, *beside],
        route_handlers=[Router("/", route_handlers=[*ROUTES, schema]), *spa.routes(settings.pages)],
        guards=[admit],
        exception_handlers=HANDLERS,
        state=State({"services": services, "settings": settings}),
        request_max_body_size=MAX_BODY,
        debug=False,
    )


def _litestar(**given: Any) -> Litestar:
    """Without the framework's logging: that takes the root logger over, and writes by a thread of its own to what is stderr at
    that moment. Ours is set once by the process, in logs.py."""
    return Litestar(openapi_config=OPENAPI, logging_config=None, **given)


def wrap(app: Any, settings: Settings) -> App:
    """Headers, the check of the host name and the JSON gate around the framework's app."""
    return with_log(with_headers(for_hosts(with_json_gate(app), settings.hosts), https=settings.https))


def openapi_document() -> dict[str, Any]:
    """The OpenAPI document without a database: what `followthrough openapi` prints."""
    return document(_litestar(route_handlers=[Router("/", route_handlers=ROUTES)]))


def create_app() -> App:
    """What the server runs: settings from the environment, services opened. `followthrough.serving` adds the worker."""
    log_to_stderr()
    settings = read_settings()
    return app_of(open_services(settings), settings)


def app_of(services: Services, settings: Settings, beside: Sequence[Beside] = ()) -> App:
    """The whole app over open services."""
    return wrap(create_litestar(services, settings, beside), settings)
