"""The product's server over a database whose clock is a file: `python -m e2e.frozen_server <clock file>`.

The organisation of the demo with nothing lived yet. Settings come from the environment as ever; the file holds the time
in epoch milliseconds and is read whenever the database is asked for it, so that whoever writes it moves the time.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces

from followthrough.services.demo.organisation import APPS, found_organisation
from followthrough.services.setting_up import publish_templates
from followthrough.services.wiring import services_over
from followthrough.serving import working
from followthrough.settings import read_settings
from followthrough.store.database import Database
from followthrough.store.migrate import initialise
from followthrough.web.app import app_of
from followthrough.web.headers import App
from followthrough.web.logs import log_to_stderr
from followthrough.workers import loop

CLOCK = "E2E_CLOCK"


def _database() -> Database:
    settings, file = read_settings(), Path(os.environ[CLOCK])
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Database(settings.database_url, clock=lambda: int(file.read_text("ascii")))


def found() -> None:
    """The database with the demo's apps, units and people."""
    settings, db = read_settings(), _database()
    initialise(db)
    services = services_over(db, settings)
    try:
        publish_templates(services, APPS)
        found_organisation(db, settings.templates / "sales" / "demo")
        services.channels.ensure_key()
    finally:
        services.close()


def create_app() -> App:
    """The app as `followthrough.serving` makes it, but for the clock."""
    log_to_stderr()
    # After a leap of a day a worker has not been heard of for a day: here it speaks at every turn.
    loop.BEAT_S = 0.0
    settings = read_settings()
    services = services_over(_database(), settings)
    return app_of(services, settings, [working(services)])


def main(clock: str) -> None:
    """Found it, then serve until told to stop."""
    os.environ[CLOCK] = clock
    found()
    settings = read_settings()
    Granian(
        "e2e.frozen_server:create_app",
        factory=True,
        interface=Interfaces.ASGI,
        address=settings.host,
        port=settings.port,
        workers=1,
        websockets=False,
        log_access=False,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1])
