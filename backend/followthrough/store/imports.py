"""Imports under way: the job, its rows as they were read, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from .columns import from_json, json_text
from .platform import import_job, import_row
from .tx import Tx

_j, _r = import_job.c, import_row.c
_JSON = ("columns", "mapping", "options")


@dataclass(frozen=True, slots=True)
class ImportJob:
    """An import. `state`: read, mapped, checking, checked, running, done, failed. `failed` counts rows that could not be
    done; `done` those gone through so far."""

    id: str
    app: str
    entity: str
    owner: str
    state: str
    name: str = ""
    columns: list[Any] = field(default_factory=list)
    mapping: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    atomic: bool = True
    total: int = 0
    done: int = 0
    failed: int = 0
    error: str = ""
    created_ms: int = 0
    updated_ms: int = 0


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row: `n` from 1 as in the sheet. `state`: waiting, ok, error, created, updated, unchanged, skipped. `record`: what
    it made or changed. `problems`: what is wrong with it; of a stored row what was stored."""

    n: int
    cells: list[Any]
    state: str = "waiting"
    problems: list[Any] = field(default_factory=list)
    record: str | None = None


_COLUMNS = tuple(import_job.c[name] for name in ImportJob.__slots__)


def create(tx: Tx, job: ImportJob, rows: Iterable[ImportRow]) -> None:
    """Store a job and its rows; `total`, `created_ms` and `updated_ms` are set here."""
    listed = list(rows)
    now = tx.now_ms()
    values = {name: getattr(job, name) for name in ImportJob.__slots__}
    values |= {name: json_text(values[name]) for name in _JSON}
    tx.execute(import_job.insert(), {**values, "total": len(listed), "created_ms": now, "updated_ms": now})
    for start in range(0, len(listed), 1000):
        part = listed[start : start + 1000]
        tx.execute(import_row.insert(), [{"job": job.id, "n": row.n, **_row_values(row)} for row in part])


def get(tx: Tx, job_id: str, *, lock: bool = False) -> ImportJob | None:
    """The job, None when there is none. `lock`: nobody else may change it until the end."""
    statement = sa.select(*_COLUMNS).where(_j.id == job_id)
    found = tx.rows(statement.with_for_update() if lock else statement)
    return _job(found[0]) if found else None


def of_owner(tx: Tx, owner: str, limit: int = 20) -> list[ImportJob]:
    """A person's jobs, newest first."""
    rows = tx.rows(
        sa.select(*_COLUMNS).where(_j.owner == owner).order_by(_j.created_ms.desc(), _j.id.desc()).limit(limit)
    )
    return [_job(row) for row in rows]


def change(tx: Tx, job_id: str, **values: Any) -> None:
    """Set members of the job by name; `updated_ms` becomes now."""
    stored = {name: json_text(value) if name in _JSON else value for name, value in values.items()}
    tx.execute(import_job.update().where(_j.id == job_id).values({**stored, "updated_ms": tx.now_ms()}))


def rows(tx: Tx, job_id: str, *, after: int = 0, state: str | None = None, limit: int = 200) -> list[ImportRow]:
    """Rows in order, from the one after `after`; `state` narrows."""
    statement = sa.select(_r.n, _r.cells, _r.state, _r.problems, _r.record).where(_r.job == job_id, _r.n > after)
    if state is not None:
        statement = statement.where(_r.state == state)
    found = tx.rows(statement.order_by(_r.n).limit(limit))
    return [
        ImportRow(n, from_json(cells), state, from_json(problems), made) for n, cells, state, problems, made in found
    ]


def save_rows(tx: Tx, job_id: str, changed: Sequence[ImportRow]) -> None:
    """Store what became of rows (cells too: they may have been mended)."""
    if not changed:
        return
    key = (_r.job == sa.bindparam("of_job"), _r.n == sa.bindparam("of_n"))
    names = ("cells", "state", "problems", "record")
    statement = import_row.update().where(*key).values({name: sa.bindparam(f"new_{name}") for name in names})
    many: list[Mapping[str, Any]] = [
        {"of_job": job_id, "of_n": row.n, **{f"new_{name}": value for name, value in _row_values(row).items()}}
        for row in changed
    ]
    tx.execute(statement, many)


def mark(tx: Tx, job_id: str, ns: Sequence[int], state: str) -> None:
    """Give many rows the same state, without problems."""
    for start in range(0, len(ns), 500):
        some = _r.n.in_(ns[start : start + 500])
        tx.execute(import_row.update().where(_r.job == job_id, some).values(state=state, problems="[]"))


def reopen(tx: Tx, job_id: str) -> None:
    """The mapping changed: every row that is neither stored nor skipped waits again."""
    open_ = _r.state.in_(("ok", "error"))
    tx.execute(import_row.update().where(_r.job == job_id, open_).values(state="waiting", problems="[]"))


def counts(tx: Tx, job_id: str) -> dict[str, int]:
    """How many rows are in each state."""
    found = tx.rows(sa.select(_r.state, sa.func.count()).where(_r.job == job_id).group_by(_r.state))
    return {state: int(n) for state, n in found}


def _row_values(row: ImportRow) -> dict[str, Any]:
    return {
        "cells": json_text(row.cells),
        "state": row.state,
        "problems": json_text(row.problems),
        "record": row.record,
    }


def _job(row: Sequence[Any]) -> ImportJob:
    values = dict(zip(ImportJob.__slots__, row, strict=True))
    return ImportJob(**{**values, **{name: from_json(values[name]) for name in _JSON}})
