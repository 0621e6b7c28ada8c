"""Milestones: one narrow row per record saying how often and when things happened to it.

Written in the transaction of the events they sum up, so cohort and median queries need no scan of the log. The row
also holds the head of the record's chain of events.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from followthrough.core.run.acts import EventDraft, Milestones

from . import bulk
from .hot import Hot
from .tables import EntityTable, milestone_columns
from .tx import Tx


def to_milestones(table: EntityTable, row: Sequence[Any]) -> Milestones:
    """The milestones of a row of the milestone columns, in the table's order."""
    made = Milestones()
    parts = {
        "act_n_": made.acts, "act_f_": made.act_first_ms, "act_l_": made.act_last_ms,
        "stage_f_": made.stage_first_ms, "stage_l_": made.stage_last_ms,
    }  # fmt: skip
    for name, value in zip(milestone_columns(table.actions, table.stages), row, strict=True):
        if value:
            head = 8 if name[0] == "s" else 6
            parts[name[:head]][name[head:]] = value
    return made


@dataclass(slots=True)
class Passage:
    """What a batch of events of one record adds to its milestones. `first`: it had none."""

    table: EntityTable
    first: bool
    acts: dict[str, int] = field(default_factory=dict)
    stages: set[str] = field(default_factory=set)

    def note(self, event: EventDraft) -> None:
        """Count an act, remember a stage entered."""
        if event.kind == "acted" and event.name:
            self.acts[event.name] = self.acts.get(event.name, 0) + 1
        if event.to_stage:
            self.stages.add(event.to_stage)

    @property
    def told(self) -> bool:
        """Whether it adds nothing but events."""
        return not (self.first or self.acts.keys() & set(self.table.actions) or self.stages & set(self.table.stages))


def store(tx: Tx, passages: Mapping[str, Passage], at_ms: int) -> None:
    """Write the milestones of records whose events were just appended, with the heads of their chains. On PostgreSQL those of
    records of which something was told (a deadline passed) are one statement."""
    told: dict[EntityTable, list[str]] = {}
    for record, passage in passages.items():
        if tx.dialect == "postgresql" and passage.told:
            told.setdefault(passage.table, []).append(record)
        else:
            _store(tx, record, passage, at_ms)
    for table, records in told.items():
        heads = [tx.heads[record] for record in records]
        values = {"_id": records, "_events": [number for number, _ in heads], "_head": [hash_ for _, hash_ in heads]}
        tx.change(_told(table), values)


def _store(tx: Tx, record: str, passage: Passage, at_ms: int) -> None:
    table, head = passage.table, tx.heads[record]
    acts = {action: n for action, n in passage.acts.items() if action in table.actions}
    stages = passage.stages.intersection(table.stages)
    values: dict[str, Any] = {"_key": record, "_n": head[0], "_hash": head[1], "_at": at_ms}
    values |= {f"_by_{action}": n for action, n in acts.items()}
    shape = (table, frozenset(acts), frozenset(stages))
    tx.change(_insert(*shape) if passage.first else _update(*shape), values)


@lru_cache(maxsize=512)
def _told(table: EntityTable) -> Hot:
    return bulk.updating(table.milestone, "_id", ("_events", "_head"))


@lru_cache(maxsize=4096)
def _insert(table: EntityTable, acts: frozenset[str], stages: frozenset[str]) -> Hot:
    return Hot(sa.insert(table.milestone).values(_settings(table, acts, stages, fresh=True)))


@lru_cache(maxsize=4096)
def _update(table: EntityTable, acts: frozenset[str], stages: frozenset[str]) -> Hot:
    milestone = table.milestone
    statement = sa.update(milestone).where(milestone.c["_id"] == sa.bindparam("_key", type_=milestone.c["_id"].type))
    return Hot(statement.values(_settings(table, acts, stages, fresh=False)))


def _settings(table: EntityTable, acts: frozenset[str], stages: frozenset[str], *, fresh: bool) -> Mapping[str, Any]:
    c = table.milestone.c
    number = c["_events"].type

    def bound(name: str) -> sa.BindParameter[Any]:
        return sa.bindparam(name, type_=number)

    def kept(column: sa.Column[Any], value: Any) -> Any:
        return value if fresh else sa.func.coalesce(column, value)

    settings: dict[str, Any] = {"_events": bound("_n"), "_head": sa.bindparam("_hash", type_=c["_head"].type)}
    if fresh:
        settings["_id"] = sa.bindparam("_key", type_=c["_id"].type)
    at = bound("_at")
    for action in sorted(acts):
        by = bound(f"_by_{action}")
        settings[f"act_n_{action}"] = by if fresh else sa.func.coalesce(c[f"act_n_{action}"], 0) + by
        settings[f"act_f_{action}"] = kept(c[f"act_f_{action}"], at)
        settings[f"act_l_{action}"] = at
    for stage in sorted(stages):
        settings[f"stage_f_{stage}"] = kept(c[f"stage_f_{stage}"], at)
        settings[f"stage_l_{stage}"] = at
    return settings
