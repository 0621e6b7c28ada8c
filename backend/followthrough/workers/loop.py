"""What happens when nobody does anything, in turn and again: publish, sweep, compose, deliver, recompute, prints, tidy.

Nothing is decided here: it calls the services. Any number of workers may run beside each other on PostgreSQL; on
SQLite the one server process runs one in a thread of its own.
"""

from __future__ import annotations

import logging
import os
import platform
import threading
from collections.abc import Callable
from dataclasses import dataclass

from followthrough.services.clock import passed_s
from followthrough.services.ids import new_id
from followthrough.services.recomputing import recompute
from followthrough.services.tidying import tidy
from followthrough.services.wiring import Services, StoreError
from followthrough.store import failpoints

from .deliver import Delivery
from .outbound import Outbound

log = logging.getLogger("followthrough.worker")
PAUSE_S = 1.0
"""Between looks when nothing was left to do."""
BEAT_S = 10.0
TIDY_S = 3600.0
PRINTS_S = 600.0
"""Between looks for pictures without a print: those from before there were prints."""
REST_S = 5.0
"""After a part failed: it is tried again, the others go on meanwhile."""


@dataclass(slots=True)
class _Part:
    """A part of the work: what it does (how much was done), how often at most, and when it may run again."""

    name: str
    run: Callable[[], int]
    every_s: float = 0.0
    again_s: float = 0.0


class Worker:
    """One worker. `run` goes on until `stop` is set, ends what it is at, and says good-bye."""

    def __init__(
        self, services: Services, stop: threading.Event, outbound: Outbound | None = None, pause_s: float = PAUSE_S
    ) -> None:
        self.id = new_id()
        self.services = services
        self.stop = stop
        self.pause_s = pause_s
        self.delivery = Delivery(services.delivering, outbound or Outbound(services.settings.outbound_allow))
        self._beaten_s: float | None = None
        self._parts = (
            _Part("publish", services.planning.due),
            _Part("sweep", lambda: services.sweeping.sweep(self._ending)),
            _Part("compose", services.composing.compose),
            _Part("deliver", self.delivery.deliver),
            _Part("recompute", lambda: recompute(services, self.id)),
            _Part("prints", self._prints, every_s=PRINTS_S),
            _Part("tidy", self._tidy, every_s=TIDY_S, again_s=passed_s() + TIDY_S),
        )

    def run(self) -> None:
        """Work until told to stop."""
        log.info("worker %s begins", self.id)
        try:
            while not self.stop.is_set():
                self.beat()
                if not self.turn():
                    self.stop.wait(self.pause_s)
        finally:
            self.delivery.close()
            self._safely("leave", lambda: self.services.heartbeat.leave(self.id))
            log.info("worker %s ends", self.id)

    def turn(self) -> int:
        """Every part once that may run now; how much was done."""
        done = 0
        for part in self._parts:
            if self.stop.is_set():
                break
            if part.again_s <= passed_s():
                failpoints.hit(f"worker_{part.name}")
                done += self._run(part)
        return done

    def beat(self) -> None:
        """Say that this worker is alive, every BEAT_S."""
        if self._beaten_s is None or passed_s() - self._beaten_s >= BEAT_S:
            self._beaten_s = passed_s()
            self._safely("heartbeat", lambda: self.services.heartbeat.beat(self.id, _host()))

    def _ending(self) -> bool:
        """Asked between two batches."""
        self.beat()
        return self.stop.is_set()

    def _run(self, part: _Part) -> int:
        found = self._safely(part.name, part.run)
        part.again_s = passed_s() + (REST_S if found is None else part.every_s)
        return found or 0

    def _prints(self) -> int:
        done = 0
        while not self._ending() and (made := self.services.attaching.printing.catch_up(20)):
            done += made
        return done

    def _tidy(self) -> int:
        tidy(self.services.db, self.services.attaching, self.services.settings)
        return 0

    def _safely(self, name: str, work: Callable[[], int | None]) -> int | None:
        """None when it failed: a fault of one part, or a database that is away, ends no worker."""
        try:
            return work() or 0
        except StoreError as error:
            log.warning("%s: %s", name, error)
        except Exception:
            log.exception("%s", name)
        return None


class WorkerThread:
    """A worker beside the server, in the same process."""

    def __init__(self, services: Services) -> None:
        self.stop = threading.Event()
        self.worker = Worker(services, self.stop)
        self._thread = threading.Thread(target=self.worker.run, name="worker", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def close(self, within_s: float = 30.0) -> None:
        """End what it is at, then stop."""
        self.stop.set()
        self._thread.join(within_s)


def work(services: Services, stop: threading.Event) -> None:
    """Run one worker in this thread until `stop` is set."""
    Worker(services, stop).run()


def _host() -> str:
    return f"{platform.node()}:{os.getpid()}"[:200]
