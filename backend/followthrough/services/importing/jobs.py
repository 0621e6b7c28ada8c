"""A job with all that belongs to it, loaded for its owner, and the job as he sees it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from followthrough.core.compile import CompiledApp
from followthrough.core.kit.errors import Problem
from followthrough.core.rules import date_of, date_text, instant_text, zone_table
from followthrough.core.run.acts import Actor
from followthrough.services.refusal import NOT_FOUND, Refusal, refuse
from followthrough.services.registry import Registry
from followthrough.services.who import Who
from followthrough.store import imports, people
from followthrough.store.imports import ImportJob, ImportRow
from followthrough.store.query import Reader, reader_of
from followthrough.store.tx import Tx

from .mapping import can_create
from .matching import Named, names_for
from .plan import Plan
from .questions import open_count, questions_of
from .targets import Target, may_import, targets_of
from .wire import (
    ImportColumn,
    ImportError,
    ImportJobView,
    ImportProgress,
    ImportQuestion,
    ImportSummary,
    ProblemCount,
)
from .wire import (
    Mapping as ColumnsMapping,
)

STATES = ("waiting", "ok", "error", "created", "updated", "unchanged", "skipped")
OPEN = ("waiting", "ok", "error")
"""States of rows that are not stored yet and are meant to be."""
AT_WORK: Mapping[str, str] = {"checking": "mapped", "running": "checked"}
"""States of a job somebody works on, and as what they show besides."""
PAGE = 1000


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at one entity in one transaction: what he may import, and how he reads."""

    tx: Tx
    app: CompiledApp
    entity: str
    actor: Actor
    reader: Reader
    zone: str
    today: str
    targets: Mapping[str, Target]

    @property
    def own(self) -> tuple[str, str]:
        """The entity and its title field."""
        return self.entity, self.app.entities[self.entity].info.title

    def names(self) -> dict[str, Named]:
        """What the texts of all columns may name."""
        return names_for(self.tx, self.app, self.reader, self.targets.values())

    def plan(self, job: ImportJob, rows: Sequence[ImportRow], names: Mapping[str, Named] | None = None) -> Plan:
        """The job's mapping, ready to read `rows`."""
        mapping = msgspec.convert(job.mapping, ColumnsMapping)
        used = [self.targets[part.to] for part in mapping.columns if part.to in self.targets]
        known = names_for(self.tx, self.app, self.reader, used) if names is None else names
        made = Plan(
            self.app, self.entity, mapping, columns_of(job), self.targets, known, today=self.today, zone=self.zone
        )
        if any(target.id == "_owner" for target in used):
            made.at_home({person.id: person.unit for person in people.search(self.tx, limit=200_000)})
        made.index([(row.n, row.cells) for row in rows])
        return made

    def asked(self, plan: Plan, job: ImportJob, rows: Sequence[ImportRow]) -> list[ImportQuestion]:
        """What the mapping leaves open."""
        cells = [row.cells for row in rows]
        return questions_of(
            plan, columns_of(job), self.targets, cells, lambda target: can_create(target, self.app, self.actor.role)
        )


def desk(tx: Tx, registry: Registry, who: Who, app: str, entity: str) -> Desk | Refusal:
    """Codes: no_role, not_found, not_permitted {right: imports}."""
    found = registry.app(tx, app)
    if found is None:
        return NOT_FOUND
    actor = who.actor(app)
    if actor.role not in found.roles:
        return refuse("no_role")
    moment = registry.moment(tx)
    reader = reader_of(found, actor, moment)
    if entity not in reader.scopes or found.entities[entity].rows_of is not None:
        return NOT_FOUND
    if may_import(found, actor.role, entity) is None:
        return refuse("not_permitted", right="imports")
    today = date_text(date_of(zone_table(moment.zone), moment.now_ms // 1000))
    return Desk(tx, found, entity, actor, reader, moment.zone, today, targets_of(found, actor.role, entity))


def own(tx: Tx, who: Who, job_id: str, *, lock: bool = False) -> ImportJob | Refusal:
    """The job, not_found unless it is his."""
    job = imports.get(tx, job_id, lock=lock)
    return job if job is not None and job.owner == who.person else NOT_FOUND


def rows_of(tx: Tx, job_id: str, states: Sequence[str] | None = None) -> list[ImportRow]:
    """All rows of a job, or those in some states."""
    return [row for row in _rows(tx, job_id) if states is None or row.state in states]


def _rows(tx: Tx, job_id: str) -> Iterator[ImportRow]:
    after = 0
    while True:
        some = imports.rows(tx, job_id, after=after, limit=PAGE)
        yield from some
        if len(some) < PAGE:
            return
        after = some[-1].n


def columns_of(job: ImportJob) -> list[ImportColumn]:
    """The columns as they were found when the file came."""
    return msgspec.convert(job.columns, list[ImportColumn])


def state_after(questions: Sequence[ImportQuestion]) -> str:
    """The state of a job whose mapping leaves these questions."""
    return "read" if open_count(questions) else "mapped"


def kept(questions: Sequence[ImportQuestion], problems: Sequence[ProblemCount] = ()) -> dict[str, Any]:
    """What a job keeps besides its mapping."""
    said: dict[str, Any] = msgspec.to_builtins({"questions": questions, "problems": problems})
    return said


def error_text(problem: Problem) -> str:
    """A problem as a job keeps it."""
    return json.dumps({"code": problem.code, "params": dict(problem.params)}, ensure_ascii=False)


def summary(tx: Tx, job: ImportJob, done: int | None = None) -> ImportSummary:
    """The job in a list; `done`: how far the step under way has come."""
    return ImportSummary(**_summary(tx, job, done))


def view(desk: Desk, job: ImportJob, done: int | None = None) -> ImportJobView:
    """The whole job."""
    questions = msgspec.convert(job.options.get("questions", []), list[ImportQuestion])
    return ImportJobView(
        **_summary(desk.tx, job, done),
        columns=columns_of(job),
        targets=[target.view() for target in desk.targets.values()],
        mapping=msgspec.convert(job.mapping, ColumnsMapping),
        questions=questions,
        open=open_count(questions),
        problems=msgspec.convert(job.options.get("problems", []), list[ProblemCount]),
    )


def _summary(tx: Tx, job: ImportJob, done: int | None) -> dict[str, Any]:
    counts = imports.counts(tx, job.id)
    step = job.state if job.state in AT_WORK else None
    return {
        "id": job.id,
        "app": job.app,
        "entity": job.entity,
        "name": job.name,
        "state": AT_WORK.get(job.state, job.state),
        "step": step,
        "progress": ImportProgress(done=job.done if done is None else done, total=job.total),
        "rows": job.total,
        "counts": {state: counts.get(state, 0) for state in STATES},
        "error": _error(job.error),
        "created_at": instant_text(job.created_ms // 1000),
        "updated_at": instant_text(job.updated_ms // 1000),
    }


def _error(text: str) -> ImportError | None:
    if not text:
        return None
    said = json.loads(text)
    problem = Problem(said["code"], said["params"])
    return ImportError(
        code=problem.code, message=problem.message(), remedy=problem.remedy(), params=dict(problem.params)
    )
