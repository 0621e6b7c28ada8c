"""The HTTP app: routes by user job under one guard, one error shape, our headers around everything."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from litestar import Litestar, Router
from litestar.concurrency import set_asyncio_executor
from litestar.datastructures import State
from litestar.openapi import OpenAPIConfig

from followthrough.services.wiring import Services, open_services
from followthrough.settings import Settings, read_settings

from . import files, fill, health, manage, session, spa, watch
from .gate import MAX_BODY
from .guards import admit
from .headers import App, for_hosts, with_headers, with_json_gate
from .problems import HANDLERS

if TYPE_CHECKING:
    from litestar.types import ControllerRouterHandler

THREADS = 16
# Handlers are synchronous and wait for the database: they run here, never on the event loop.
set_asyncio_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="handler"))

ROUTES: list[ControllerRouterHandler] = [
    *session.ROUTES,
    *watch.ROUTES,
    *fill.ROUTES,
    *files.ROUTES,
    *manage.ROUTES,
    *health.ROUTES,
]


def create_litestar(services: Services, settings: Settings) -> Litestar:
    """The framework's app alone: tests walk its routes."""
    return Litestar(
        route_handlers=[Router("/", route_handlers=ROUTES, guards=[admit]), *spa.routes(settings.pages)],
        exception_handlers=HANDLERS,
        state=State({"services": services, "settings": settings}),
        request_max_body_size=MAX_BODY,
        openapi_config=OpenAPIConfig(title="Followthrough", version="1", path="/api", render_plugins=[]),
        debug=False,
    )


def wrap(app: Any, settings: Settings) -> App:
    """Headers, the check of the host name and the JSON gate around the framework's app."""
    return with_headers(for_hosts(with_json_gate(app), settings.hosts), https=settings.https)


def create_app() -> App:
    """What the server runs: settings from the environment, services opened."""
    settings = read_settings()
    return wrap(create_litestar(open_services(settings), settings), settings)
