"""What `followthrough serve` runs: the web app, and beside it the worker where the server is the only process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.concurrency import sync_to_thread

from followthrough.services.wiring import Services, open_services
from followthrough.settings import read_settings
from followthrough.web.app import Beside, app_of
from followthrough.web.headers import App
from followthrough.web.logs import log_to_stderr
from followthrough.workers.loop import WorkerThread


def create_app() -> App:
    """The app over the database of the settings, with its worker."""
    log_to_stderr()
    settings = read_settings()
    services = open_services(settings)
    return app_of(services, settings, [working(services)] if settings.worker_inside else [])


def working(services: Services) -> Beside:
    """A worker as long as the server runs; it ends what it is at when the server ends."""

    @asynccontextmanager
    async def beside(_: Litestar) -> AsyncIterator[None]:
        thread = WorkerThread(services)
        thread.start()
        try:
            yield
        finally:
            await sync_to_thread(thread.close)

    return beside
