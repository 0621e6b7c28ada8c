"""The run: the rows of a job stored in one transaction, all or the good ones, each once for all time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from followthrough.services.filling import Filling
from followthrough.services.refusal import Abandoned, Refusal
from followthrough.services.registry import Registry
from followthrough.services.who import Who
from followthrough.store import imports
from followthrough.store.imports import ImportJob, ImportRow
from followthrough.store.publish import hold_version
from followthrough.store.tx import Tx

from . import checking
from .doors import Storing
from .jobs import OPEN, Desk, desk, own, rows_of
from .matching import existing
from .passage import Outcome, Passage
from .plan import Plan, Reading
from .wording import stored


class BadRows(Exception):
    """Some rows were refused and nothing may be stored. Raised inside the transaction, which it ends."""

    def __init__(self, outcomes: dict[int, Outcome]) -> None:
        super().__init__()
        self.outcomes = outcomes


class ParentsRefused(Exception):
    """A parent's gate would break by the rows together; which row does it shows only one by one."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A job's open rows, read. Reading thousands of rows takes seconds, which no transaction should stay open for."""

    job: ImportJob
    rows: Sequence[ImportRow]
    plan: Plan
    readings: dict[int, Reading]


class Running:
    """Stores the rows of jobs."""

    def __init__(self, filling: Filling, registry: Registry) -> None:
        self._filling = filling
        self._registry = registry

    def prepare(self, tx: Tx, who: Who, job_id: str) -> Prepared | Refusal:
        """Read the open rows of a job under way: nobody changes them meanwhile."""
        found = own(tx, who, job_id)
        if isinstance(found, Refusal):
            return found
        at = desk(tx, self._registry, who, found.app, found.entity)
        if isinstance(at, Refusal):
            return at
        rows = rows_of(tx, job_id, OPEN)
        plan = at.plan(found, rows)
        return Prepared(found, rows, plan, plan.read_all(rows))

    def store(
        self, tx: Tx, who: Who, given: Prepared, *, atomic: bool, one_by_one: bool, seen: Callable[[int], None]
    ) -> Refusal | None:
        """Store the rows and the job's end. Raises BadRows and ParentsRefused: the caller rolls back."""
        hold_version(tx, given.job.app)
        at = desk(tx, self._registry, who, given.job.app, given.job.entity)
        if isinstance(at, Refusal):
            return at
        outcomes = self._passed(at, who, given, one_by_one, seen)
        if atomic and any(outcome.problems for outcome in outcomes.values()):
            raise BadRows(outcomes)
        _kept(tx, who, given.job, given.rows, outcomes)
        return None

    def _passed(
        self, at: Desk, who: Who, given: Prepared, one_by_one: bool, seen: Callable[[int], None]
    ) -> dict[int, Outcome]:
        match = given.plan.mapping.match
        known = existing(at.tx, at.app, at.reader, at.entity, match) if match else None
        try:
            with self._filling.batch(at.tx, who, at.app, one_by_one=one_by_one) as batch:
                passage = Passage(at.app, given.plan, Storing(batch), existing=known, seen=seen)
                return passage.go(given.rows, given.readings)
        except Abandoned as abandoned:
            raise ParentsRefused from abandoned


def _kept(tx: Tx, who: Who, job: ImportJob, rows: Sequence[ImportRow], outcomes: dict[int, Outcome]) -> None:
    """The rows and the job as they end, in the transaction of the records: a row is stored once or not at all."""
    locked = own(tx, who, job.id, lock=True)
    if isinstance(locked, Refusal) or locked.state != "running":
        # Somebody took this run for dead; he was told that nothing was stored.
        raise Abandoned(None)
    bad = checking.note(tx, job, rows, {n: o for n, o in outcomes.items() if o.record is None})
    done = [row for row in rows if outcomes[row.n].record is not None]
    imports.save_rows(tx, job.id, [_done(row, outcomes[row.n]) for row in done])
    if not bad:
        imports.change(tx, job.id, state="done")


def _done(row: ImportRow, outcome: Outcome) -> ImportRow:
    said: list[Any] = [{"version": outcome.version}, *stored(outcome.problems)]
    return ImportRow(row.n, row.cells, outcome.state, said, outcome.record)
