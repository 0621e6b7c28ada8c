"""The trials that are open in this process: a few at a time, the one longest unused gives way."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followthrough.settings import Settings
from followthrough.store.database import Database
from followthrough.store.engines import Limits
from followthrough.store.migrate import initialise

from .folder import Folders, Kept

if TYPE_CHECKING:
    from followthrough.services.wiring import Services

OPEN = 8
"""So many stay open."""
Over = Callable[[Database, Settings], "Services"]
"""Puts services together over a database, as for the real house: a trial has no others."""


@dataclass(frozen=True, slots=True)
class Trial:
    """An open trial."""

    kept: Kept
    services: Services
    moving: threading.Lock
    """Held by who moves its clock."""


class Opened:
    """Opens trials from disk and closes them."""

    def __init__(self, folders: Folders, settings: Settings, over: Over) -> None:
        self._folders, self._settings, self._over = folders, settings, over
        self._open: OrderedDict[str, Trial] = OrderedDict()
        self._lock = threading.Lock()

    def make(self, trial: str) -> Services:
        """Services over a new database in the trial's folder. The caller closes them."""
        services = self._services(trial)
        try:
            initialise(services.db)
        except BaseException:
            services.close()
            raise
        return services

    def get(self, trial: str) -> Trial | None:
        """An open trial; None when there is none of that id (any more)."""
        kept = self._folders.get(trial)
        if kept is None:
            self.forget(trial)
            return None
        with self._lock:
            found = self._open.get(trial)
            if found is None:
                found = self._open[trial] = Trial(kept, self._services(trial), threading.Lock())
            self._open.move_to_end(trial)
            last = self._open.popitem(last=False)[1] if len(self._open) > OPEN else None
        if last is not None:
            last.services.close()
        return found

    def forget(self, trial: str) -> None:
        """Close one."""
        with self._lock:
            found = self._open.pop(trial, None)
        if found is not None:
            found.services.close()

    def close(self) -> None:
        """Close all."""
        for trial in list(self._open):
            self.forget(trial)

    def _services(self, trial: str) -> Services:
        said = self._folders.settings(trial, self._settings)
        db = Database(said.database_url, limits=Limits(pool=4), clock=self._folders.clock(trial))
        return self._over(db, said)
