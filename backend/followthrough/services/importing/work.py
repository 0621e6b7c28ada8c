"""Work on jobs behind the request: in threads of this process, with how far it is."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

from followthrough.services import clock
from followthrough.store import imports
from followthrough.store.database import Database
from followthrough.store.errors import StoreError

log = logging.getLogger("followthrough.importing")
THREADS = 2
SILENT_MS = 60_000
"""PostgreSQL: a job under way that nobody has said anything of for so long has lost its process."""
_SAY_EVERY_S = 2.0


class Work:
    """What this process is doing."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="import")
        self._lock = threading.Lock()
        self._done: dict[str, int] = {}
        self._said: dict[str, float] = {}
        self._futures: dict[str, Future[None]] = {}

    def start(self, job: str, do: Callable[[], None]) -> None:
        """Do it in a thread. Whatever it raises is logged: `do` itself tells the job."""
        with self._lock:
            self._done[job] = 0
            self._futures[job] = self._pool.submit(self._run, job, do)

    def done(self, job: str) -> int | None:
        """How many rows of the job are done; None when this process does not work on it."""
        return self._done.get(job)

    def seen(self, job: str, done: int) -> None:
        """Note progress. Other processes see it on PostgreSQL; on SQLite there are none, and its one writer is busy."""
        self._done[job] = done
        now = clock.passed_s()
        if self._db.dialect != "postgresql" or now - self._said.get(job, 0.0) < _SAY_EVERY_S:
            return
        self._said[job] = now
        try:
            with self._db.write() as tx:
                imports.change(tx, job, done=done)
        except StoreError as error:
            log.warning("progress of import %s not told: %s", job, error)

    def wait(self, job: str, timeout_s: float | None = None) -> None:
        """Until the job's step has ended, for tests and the command line."""
        future = self._futures.get(job)
        if future is not None:
            wait([future], timeout_s)

    def dead(self, job: imports.ImportJob, now_ms: int) -> bool:
        """Whether a job under way has lost whoever worked on it."""
        if job.id in self._done:
            return False
        return self._db.dialect == "sqlite" or now_ms - job.updated_ms > SILENT_MS

    def close(self) -> None:
        """Wait for what is under way."""
        self._pool.shutdown(wait=True)

    def _run(self, job: str, do: Callable[[], None]) -> None:
        try:
            do()
        except Exception:
            log.exception("import %s", job)
        finally:
            with self._lock:
                self._done.pop(job, None)
                self._said.pop(job, None)
                if self._futures.get(job) is not None and len(self._futures) > 100:
                    self._futures.pop(job)
