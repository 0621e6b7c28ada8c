"""Importing: upload, map, check, run, mend. Everything a person may do with a file of rows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from collections.abc import Mapping as ReadOnly
from dataclasses import replace
from typing import TypeVar

import msgspec

from followthrough.core.kit.errors import Problem
from followthrough.services.filling import Filling
from followthrough.services.ids import new_id
from followthrough.services.refusal import NOT_FOUND, Abandoned, Refusal, refuse
from followthrough.services.registry import Registry
from followthrough.services.sheets.reading import Table, read_table
from followthrough.services.who import Who, who_is
from followthrough.store import imports
from followthrough.store.database import Database
from followthrough.store.errors import StoreError
from followthrough.store.imports import ImportJob, ImportRow
from followthrough.store.tx import Tx

from . import checking, columns, mapping, sheets_out, suggesting
from .jobs import (
    AT_WORK,
    OPEN,
    Desk,
    columns_of,
    desk,
    error_text,
    kept,
    own,
    rows_of,
    state_after,
    summary,
    view,
)
from .passage import Outcome
from .running import BadRows, ParentsRefused, Running
from .sheets_out import Sheet
from .wire import ImportJobView, ImportRows, ImportRowView, ImportSummary, Mapping
from .wording import stored, told
from .work import Work

T = TypeVar("T")
MAX_NAME = 200
PATIENCE_S = 10.0
"""A file waits so long for the one before it; requests that wait hold a thread each."""
MAX_CELL = 20_000
MAX_ROWS_SHOWN = 200


class Importing:
    """Imports of one organisation. Refusals besides the named ones: no_role, not_found, not_permitted, try_again."""

    def __init__(self, db: Database, registry: Registry, filling: Filling) -> None:
        self._db = db
        self._registry = registry
        self._running = Running(filling, registry)
        self.work = Work(db)
        self._reading = threading.Lock()

    # -- the file -----------------------------------------------------------------------------------------------------

    def upload(self, who: Who, app: str, entity: str, name: str, data: bytes) -> ImportJobView | Refusal:
        """Read a file and suggest where its columns go. Codes: import_too_large, import_unreadable, import_empty."""
        with self._db.read() as tx:
            allowed = desk(tx, self._registry, who, app, entity)
        if isinstance(allowed, Refusal):
            return allowed
        if not self._reading.acquire(timeout=PATIENCE_S):  # one child at a time: each may take much memory
            return refuse("try_again")
        try:
            table = read_table(data)
        finally:
            self._reading.release()
        if isinstance(table, Refusal):
            return table
        rows = [ImportRow(n, cells) for n, cells in enumerate(table.rows, 1)]
        # Looking at the columns takes a while: it waits for nobody and nobody waits for it.
        with self._db.read() as tx:
            at = desk(tx, self._registry, who, app, entity)
            if isinstance(at, Refusal):
                return at
            job = _first_look(at, who, name, table, rows)

        def work(at: Desk) -> ImportJobView:
            imports.create(at.tx, job, rows)
            return self._view(at, own(at.tx, who, job.id))

        return self._at(who, app, entity, work)

    def template(self, who: Who, app: str, entity: str) -> Sheet | Refusal:
        """A sheet to fill in, with the fields the person may write."""
        with self._db.read() as tx:
            at = desk(tx, self._registry, who, app, entity)
            return at if isinstance(at, Refusal) else sheets_out.template(at, who.lang)

    # -- the job ------------------------------------------------------------------------------------------------------

    def mine(self, who: Who) -> list[ImportSummary]:
        """His jobs, newest first."""
        with self._db.read() as tx:
            return [summary(tx, job, self.work.done(job.id)) for job in imports.of_owner(tx, who.person)]

    def get(self, who: Who, job_id: str) -> ImportJobView | Refusal:
        """A job of his. One whose process ended is told as failed (import_interrupted)."""
        self._bury(who, job_id)
        return self._on(who, job_id, self._view, write=False)

    def map(self, who: Who, job_id: str, given: Mapping) -> ImportJobView | Refusal:
        """Put a mapping in place. Codes: import_mapping, import_state."""

        def work(at: Desk, job: ImportJob) -> ImportJobView | Refusal:
            if job.state in AT_WORK:
                return refuse("import_state", state=job.state)
            refused = mapping.refusal_of(given, columns_of(job), at.targets, at.app, at.actor.role)
            if refused is not None:
                return refused
            rows = rows_of(at.tx, job.id, OPEN)
            mapped = replace(job, mapping=msgspec.to_builtins(given))
            questions = at.asked(at.plan(mapped, rows), mapped, rows)
            state = state_after(questions)
            imports.reopen(at.tx, job.id)
            imports.change(
                at.tx, job.id, mapping=mapped.mapping, state=state, options=kept(questions), error="", failed=0
            )
            return self._view(at, own(at.tx, who, job.id))

        return self._on(who, job_id, work)

    def check(self, who: Who, job_id: str) -> ImportJobView | Refusal:
        """Begin to judge every open row. Code: import_state."""
        return self._begin(who, job_id, "checking", ("mapped", "checked", "failed"), lambda: self._check(who, job_id))

    def run(self, who: Who, job_id: str, *, atomic: bool = True) -> ImportJobView | Refusal:
        """Begin to store the rows. Codes: import_state, import_rows_failed (atomic, and the check found bad rows)."""
        return self._begin(
            who, job_id, "running", ("checked",), lambda: self._run(who, job_id, atomic), all_good=atomic, atomic=atomic
        )

    # -- the rows -----------------------------------------------------------------------------------------------------

    def rows(self, who: Who, job_id: str, state: str | None, after: int, limit: int) -> ImportRows | Refusal:
        """A page of rows."""

        def work(at: Desk, job: ImportJob) -> ImportRows:
            wanted = max(1, min(limit, MAX_ROWS_SHOWN))
            found = imports.rows(at.tx, job.id, after=after, state=state, limit=wanted + 1)
            shown = [_row_view(row) for row in found[:wanted]]
            return ImportRows(rows=shown, next=shown[-1].n if len(found) > wanted else None)

        return self._on(who, job_id, work, write=False)

    def mend(
        self, who: Who, job_id: str, n: int, cells: ReadOnly[int, str], *, skip: bool | None = None
    ) -> ImportRowView | Refusal:
        """Correct cells of a row that is not stored, or leave it out; it is judged again by itself. Code: import_state."""

        def work(at: Desk, job: ImportJob) -> ImportRowView | Refusal:
            found = imports.rows(at.tx, job.id, after=n - 1, limit=1)
            if not found or found[0].n != n or any(not 0 <= c < len(job.columns) for c in cells):
                return NOT_FOUND
            row = found[0]
            if job.state in AT_WORK or row.state not in (*OPEN, "skipped"):
                return refuse("import_state", state=job.state if job.state in AT_WORK else row.state)
            mended = list(row.cells)
            for column, text in cells.items():
                mended[column] = text[:MAX_CELL]
            left_out = skip if skip is not None else row.state == "skipped"
            row = ImportRow(n, mended, "skipped" if left_out else "waiting")
            if not left_out and job.state == "checked":
                plan = at.plan(job, [*_others(at.tx, job, n), row])
                outcome = checking.judged(at, plan, [row])[n]
                row = replace(row, state="error" if outcome.problems else "ok", problems=stored(outcome.problems))
            imports.save_rows(at.tx, job.id, [row])
            imports.change(at.tx, job.id, failed=imports.counts(at.tx, job.id).get("error", 0))
            return _row_view(row)

        return self._on(who, job_id, work)

    def errors(self, who: Who, job_id: str) -> Sheet | Refusal:
        """The bad rows as a sheet: mended in a spreadsheet, it can be uploaded again."""

        def work(at: Desk, job: ImportJob) -> Sheet:
            bad = rows_of(at.tx, job.id, ("error",))
            return sheets_out.errors(job.name, columns_of(job), bad, who.lang)

        return self._on(who, job_id, work, write=False)

    def close(self) -> None:
        """Let work under way end."""
        self.work.close()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _at(self, who: Who, app: str, entity: str, work: Callable[[Desk], T]) -> T | Refusal:
        def inside(tx: Tx) -> T | Refusal:
            at = desk(tx, self._registry, who, app, entity)
            return at if isinstance(at, Refusal) else work(at)

        try:
            return self._db.transact(inside)
        except StoreError as error:
            return refuse(error.code)

    def _on(
        self, who: Who, job_id: str, work: Callable[[Desk, ImportJob], T | Refusal], *, write: bool = True
    ) -> T | Refusal:
        """`work(desk, job)` on a job of his, as long as he may import there."""

        def inside(tx: Tx) -> T | Refusal:
            job = own(tx, who, job_id, lock=write)
            if isinstance(job, Refusal):
                return job
            at = desk(tx, self._registry, who, job.app, job.entity)
            return at if isinstance(at, Refusal) else work(at, job)

        try:
            if write:
                return self._db.transact(inside)
            with self._db.read() as tx:
                return inside(tx)
        except StoreError as error:
            return refuse(error.code)

    def _view(self, at: Desk, job: ImportJob | Refusal) -> ImportJobView:
        assert not isinstance(job, Refusal)
        return view(at, job, self.work.done(job.id))

    def _begin(
        self,
        who: Who,
        job_id: str,
        step: str,
        states: tuple[str, ...],
        do: Callable[[], None],
        *,
        all_good: bool = False,
        atomic: bool = True,
    ) -> ImportJobView | Refusal:
        self._bury(who, job_id)

        def work(at: Desk, job: ImportJob) -> ImportJobView | Refusal:
            if job.state not in states or (job.state == "failed" and job.options.get("questions") is None):
                return refuse("import_state", state=job.state)
            bad = imports.counts(at.tx, job.id).get("error", 0)
            if all_good and bad:
                return refuse("import_rows_failed", count=bad)
            imports.change(at.tx, job.id, state=step, atomic=atomic, done=0, error="")
            return self._view(at, own(at.tx, who, job.id))

        begun = self._on(who, job_id, work)
        if not isinstance(begun, Refusal):
            self.work.start(job_id, do)
        return begun

    def _bury(self, who: Who, job_id: str) -> None:
        """Say of a job whose process ended that nothing was stored."""
        with self._db.read() as tx:
            job = own(tx, who, job_id)
            if isinstance(job, Refusal) or job.state not in AT_WORK or not self.work.dead(job, tx.now_ms()):
                return
        self._failed(who, job_id, Problem("import_interrupted"))

    def _failed(self, who: Who, job_id: str, problem: Problem, outcomes: dict[int, Outcome] | None = None) -> None:
        """The step stored nothing. With `outcomes` the rows say why, and the job is as after a check."""

        def work(tx: Tx) -> None:
            job = own(tx, who, job_id, lock=True)
            if isinstance(job, Refusal) or job.state not in AT_WORK:
                return
            if outcomes is not None:
                checking.note(tx, job, rows_of(tx, job_id, OPEN), outcomes)
                imports.change(tx, job_id, error=error_text(problem))
            else:
                imports.change(tx, job_id, state="failed", error=error_text(problem))

        self._db.transact(work)

    def _check(self, who: Who, job_id: str) -> None:
        """In a thread: judge without a lock, then note what was found."""
        try:
            # No snapshot: a transaction would stand idle for as long as the rows take to be read.
            with self._db.read() as tx:
                job = own(tx, who, job_id)
                at = (
                    job
                    if isinstance(job, Refusal)
                    else desk(tx, self._registry, self._now(tx, who), job.app, job.entity)
                )
                if isinstance(at, Refusal) or isinstance(job, Refusal):
                    raise Abandoned(at)
                rows = rows_of(tx, job_id, OPEN)
                outcomes = checking.judged(at, at.plan(job, rows), rows, lambda n: self.work.seen(job_id, n))

            def work(tx: Tx) -> None:
                locked = own(tx, who, job_id, lock=True)
                if not isinstance(locked, Refusal) and locked.state == "checking":
                    checking.note(tx, locked, rows, outcomes)

            self._db.transact(work)
        except Abandoned as abandoned:
            self._failed(who, job_id, abandoned.result.problem)
        except Exception as error:
            self._failed(who, job_id, Problem(error.code if isinstance(error, StoreError) else "import_interrupted"))
            raise

    def _run(self, who: Who, job_id: str, atomic: bool) -> None:
        """In a thread: store; when parents refuse the whole, once more row by row to learn which rows it is."""
        try:
            try:
                self._store(who, job_id, atomic, one_by_one=False)
            except ParentsRefused:
                self._store(who, job_id, atomic, one_by_one=True)
        except BadRows as bad:
            count = sum(1 for outcome in bad.outcomes.values() if outcome.problems)
            self._failed(who, job_id, Problem("import_rows_failed", {"count": count}), bad.outcomes)
        except Abandoned as abandoned:
            if abandoned.result is not None:
                self._failed(who, job_id, abandoned.result.problem)
        except Exception as error:
            self._failed(who, job_id, Problem(error.code if isinstance(error, StoreError) else "import_interrupted"))
            raise

    def _store(self, who: Who, job_id: str, atomic: bool, *, one_by_one: bool) -> None:
        with self._db.read() as tx:
            prepared = self._running.prepare(tx, self._now(tx, who), job_id)
        if isinstance(prepared, Refusal):
            raise Abandoned(prepared)
        used = False

        def work(tx: Tx) -> None:
            nonlocal used
            given = prepared
            if used:  # tried again: what the first try made of the readings is gone with it
                given = replace(given, readings=given.plan.read_all(given.rows))
            used = True
            refused = self._running.store(
                tx,
                self._now(tx, who),
                given,
                atomic=atomic,
                one_by_one=one_by_one,
                seen=lambda n: self.work.seen(job_id, n),
            )
            if refused is not None:
                raise Abandoned(refused)

        self._db.transact(work)

    def _now(self, tx: Tx, who: Who) -> Who:
        """The person with the rights he has now; whoever is disabled has none."""
        return who_is(tx, who.person) or replace(who, roles={}, subtree=frozenset())


def _first_look(at: Desk, who: Who, name: str, table: Table, rows: list[ImportRow]) -> ImportJob:
    """A new job: what the columns are likely to be, and what that leaves open."""
    names = at.names()
    found = suggesting.suggest(columns.describe(table), table.rows, at.targets, names, at.today, at.own)
    job = ImportJob(
        new_id(),
        at.app.key,
        at.entity,
        who.person,
        "read",
        name[:MAX_NAME],
        columns=msgspec.to_builtins(found),
        mapping=msgspec.to_builtins(mapping.suggested(found)),
    )
    questions = at.asked(at.plan(job, rows, names), job, rows)
    return replace(job, state=state_after(questions), options=kept(questions))


def _others(tx: Tx, job: ImportJob, n: int) -> list[ImportRow]:
    return [row for row in rows_of(tx, job.id, OPEN) if row.n != n]


def _row_view(row: ImportRow) -> ImportRowView:
    version = next((one["version"] for one in row.problems if "version" in one), None)
    return ImportRowView(
        n=row.n,
        state=row.state,
        cells=[columns.text_of_cell(cell) for cell in row.cells],
        problems=told(row.problems),
        record=row.record,
        version=version,
    )
