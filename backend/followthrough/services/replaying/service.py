"""Replays: begun, looked at, stopped, by those who design the app."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial

import msgspec

from followthrough.core.compile import compile_app
from followthrough.core.compile.build import CompileError
from followthrough.core.kit.errors import Problem
from followthrough.core.kit.ids import digest
from followthrough.core.model.decode import decode_app
from followthrough.services import clock
from followthrough.services.designing.desk import Desk, answered, open_desk
from followthrough.services.ids import new_id
from followthrough.services.refusal import NOT_FOUND, Abandoned, Refusal, refuse
from followthrough.services.registry import Registry
from followthrough.services.showing_replay import shown, window_of
from followthrough.services.views_replay import ReplayError, ReplayJobView, ReplayProgress, ReplayReport
from followthrough.services.who import Who
from followthrough.store import history, replays
from followthrough.store.database import Database
from followthrough.store.errors import StoreError
from followthrough.store.replays import ReplayJob
from followthrough.store.tx import Tx

from .running import MOST_EVENTS, Question, Stopped, TooLarge, run

log = logging.getLogger("followthrough.replaying")
SILENT_MS = 120_000
"""PostgreSQL: a replay under way that nobody has said anything of for so long has lost its process."""
BEAT_S = 20.0
"""Between saying of all replays here, those that wait for their turn too, that they have not lost it."""
SAY_EVERY_S = 2.0
FORM = 4
"""Of the reports that are kept: one of an earlier form is not handed out for a question asked anew."""


class Replaying:
    """One replay at a time in this process; others wait for their turn."""

    def __init__(self, db: Database, registry: Registry) -> None:
        self._db = db
        self._registry = registry
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="replay")
        self._lock = threading.Lock()
        self._done: dict[str, int] = {}
        self._stopped: set[str] = set()
        self._futures: dict[str, Future[None]] = {}
        self._closed = threading.Event()
        self._beating: threading.Thread | None = None

    # -- what people ask ------------------------------------------------------------------------------------------------

    def start(self, who: Who, key: str, from_ms: int, to_ms: int) -> ReplayJobView | Refusal:
        """Begin a replay of the draft; or the same one, when he asked for it before and nothing has happened since.

        Codes: not_found, not_published (there is no history yet), findings_forbid, replay_window, replay_too_large.
        """
        if from_ms >= to_ms:
            return refuse("replay_window")

        def look(tx: Tx) -> tuple[Question, int, str, int]:
            desk = open_desk(tx, self._registry, who, key)
            question = self._question(tx, desk, from_ms, to_ms)
            total = history.count(tx, key, MOST_EVENTS)
            if total > MOST_EVENTS:
                raise Abandoned(refuse("replay_too_large", what="events", most=MOST_EVENTS))
            return question, desk.draft.revision, _same(question, who), total

        found = answered(self._db, look)
        if isinstance(found, Refusal):
            return found
        question, revision, same, total = found

        def begin(tx: Tx) -> tuple[ReplayJob, bool]:
            known = replays.alike(tx, key, same)
            if known is not None and not self._dead(known, tx.now_ms()):
                return known, False
            job = ReplayJob(
                new_id(),
                key,
                who.person,
                "running",
                same,
                question.old.version,
                revision,
                from_ms,
                to_ms,
                question.last_seq,
                total,
            )
            replays.create(tx, job)
            return job, True

        begun = answered(self._db, begin, write=True)
        if isinstance(begun, Refusal):
            return begun
        job, fresh = begun
        if fresh:
            self._begin(job.id, lambda: self._run(who, job, question))
        return self._view(job)

    def get(self, who: Who, key: str, job_id: str) -> ReplayJobView | Refusal:
        """How far a replay is, and in the end its report. One whose process ended is told as failed."""
        job = self._own(who, key, job_id)
        return job if isinstance(job, Refusal) else self._view(job)

    def stop(self, who: Who, key: str, job_id: str) -> ReplayJobView | Refusal:
        """Stop a replay that is under way; one that has ended stays as it is."""
        job = self._own(who, key, job_id)
        if isinstance(job, Refusal):
            return job
        self._stopped.add(job_id)
        answered(self._db, lambda tx: replays.change(tx, job_id, state="stopped"), write=True)
        return self.get(who, key, job_id)

    def wait(self, job_id: str, timeout_s: float | None = None) -> None:
        """Until a replay has ended, for tests and measurements."""
        future = self._futures.get(job_id)
        if future is not None:
            wait([future], timeout_s)

    def close(self) -> None:
        """Stop what is under way."""
        self._closed.set()
        self._stopped |= set(self._done)
        self._pool.shutdown(wait=True, cancel_futures=True)

    # -- inside ---------------------------------------------------------------------------------------------------------

    def _question(self, tx: Tx, desk: Desk, from_ms: int, to_ms: int) -> Question:
        if desk.live is None:
            raise Abandoned(refuse("not_published"))
        try:
            new = compile_app(decode_app(desk.documents), desk.live.version + 1)
        except CompileError as error:
            raise Abandoned(refuse("findings_forbid", count=len(error.findings))) from error
        zone = self._registry.organisation(tx)["zone"]
        return Question(desk.live, new, (from_ms, to_ms), history.last_seq(tx, desk.draft.app), zone)

    def _own(self, who: Who, key: str, job_id: str) -> ReplayJob | Refusal:
        """The replay he began; nobody else's, since a report names what its asker sees. Codes: not_found."""

        def work(tx: Tx) -> ReplayJob | Refusal:
            open_desk(tx, self._registry, who, key)
            job = replays.get(tx, key, job_id)
            return job if job is not None and job.owner == who.person else NOT_FOUND

        job = answered(self._db, work)
        if not isinstance(job, Refusal) and job.state == "running":
            with self._db.read() as tx:
                dead = self._dead(job, tx.now_ms())
            if dead:
                self._failed(job.id, Problem("replay_interrupted"))
                job = answered(self._db, work)
        return job

    def _dead(self, job: ReplayJob, now_ms: int) -> bool:
        """Whether a replay under way has lost whoever worked on it."""
        if job.state != "running" or job.id in self._done:
            return False
        return self._db.dialect == "sqlite" or now_ms - job.updated_ms > SILENT_MS

    def _begin(self, job_id: str, do: Callable[[], None]) -> None:
        with self._lock:
            self._done[job_id] = 0
            for old in [one for one, future in self._futures.items() if future.done()][:-20]:
                del self._futures[old]
            self._futures[job_id] = self._pool.submit(do)
            if self._beating is None:
                self._beating = threading.Thread(target=self._beat, name="replay-beat", daemon=True)
                self._beating.start()

    def _beat(self) -> None:
        """In a thread, as long as there are replays here."""
        while not self._closed.wait(BEAT_S):
            with self._lock:
                held = list(self._done)
                if not held:
                    self._beating = None
                    return
            try:
                self._db.transact(partial(replays.beat, ids=held))
            except StoreError as error:
                log.warning("replays: %s", error)

    def _run(self, who: Who, job: ReplayJob, question: Question) -> None:
        """In a thread: replay, then keep the report."""
        last = clock.passed_s()

        def seen(done: int) -> None:
            nonlocal last
            self._done[job.id] = done
            if job.id in self._stopped:
                raise Stopped
            if clock.passed_s() - last >= SAY_EVERY_S:
                last = clock.passed_s()
                if not self._db.transact(lambda tx: replays.change(tx, job.id, done=done)):
                    raise Stopped

        try:
            seen(0)
            report, check = run(self._db, question, seen, who.roles.get(job.app, ""))
            with self._db.read() as tx:
                actor, moment = who.actor(job.app), self._registry.moment(tx)
                apps = (question.old, question.new)
                told = shown(tx, apps, actor, moment, report, revision=job.revision, check=check, lang=who.lang)
            text = msgspec.json.encode(told).decode()
            self._db.transact(lambda tx: replays.change(tx, job.id, state="done", done=job.total, report=text))
        except Stopped:
            self._db.transact(lambda tx: replays.change(tx, job.id, state="stopped"))
        except TooLarge as large:
            self._failed(job.id, large.problem)
        except Exception as error:
            log.exception("replay %s", job.id)
            self._failed(job.id, Problem(error.code if isinstance(error, StoreError) else "replay_interrupted"))
        finally:
            with self._lock:
                self._done.pop(job.id, None)
                self._stopped.discard(job.id)

    def _failed(self, job_id: str, problem: Problem) -> None:
        said = json.dumps({"code": problem.code, "params": dict(problem.params)}, ensure_ascii=False)
        self._db.transact(lambda tx: replays.change(tx, job_id, state="failed", error=said))

    def _view(self, job: ReplayJob) -> ReplayJobView:
        done = self._done.get(job.id, job.done)
        report = None if job.report is None else msgspec.json.decode(job.report, type=ReplayReport)
        return ReplayJobView(
            id=job.id,
            state=job.state,
            window=window_of(job.from_ms, job.to_ms),
            version=job.version,
            revision=job.revision,
            progress=ReplayProgress(done=min(done, job.total), total=job.total),
            report=report,
            error=_error(job.error),
        )


def _error(text: str) -> ReplayError | None:
    if not text:
        return None
    said = json.loads(text)
    problem = Problem(said["code"], said["params"])
    return ReplayError(
        code=problem.code, message=problem.message(), remedy=problem.remedy(), params=dict(problem.params)
    )


def _same(question: Question, who: Who) -> str:
    """Names everything that a report is made of: the question, and for whom and with which rights it is worded."""
    parts = (
        FORM,
        question.old.digest,
        question.old.version,
        question.new.digest,
        *question.window,
        question.last_seq,
        question.zone,
        who.person,
        who.stamp,
        who.lang,
    )
    return digest(json.dumps(parts).encode())
