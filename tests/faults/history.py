"""Was anything lost, doubled or half written? What was acknowledged, beside what is stored."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from followthrough.core.compile import CompiledApp
from followthrough.store import verify
from followthrough.store.entities import tables_of
from followthrough.store.platform import event, idempotency
from followthrough.store.tx import Tx

from .clients import Told


@dataclass
class Verdict:
    """Empty lists all: nothing is wrong."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)

    def total(self) -> int:
        return len(self.lost) + len(self.doubled) + len(self.half)


@dataclass(frozen=True)
class Stored:
    """Everything there is: records by id with version, events by record in order, answers by key."""

    records: dict[str, tuple[str, int]]
    milestones: dict[str, tuple[str, dict[str, Any]]]
    rows: dict[str, str]
    events: dict[str, list[Any]]
    answers: dict[str, Any]


def stored(tx: Tx, app: CompiledApp) -> Stored:
    """Read it all."""
    records: dict[str, tuple[str, int]] = {}
    milestones: dict[str, tuple[str, dict[str, Any]]] = {}
    rows: dict[str, str] = {}
    for name, table in tables_of(app).items():
        c = table.record.c
        if table.is_rows:
            rows |= {row[0]: row[1] for row in tx.rows(sa.select(c["_id"], c["_parent"]))}
            continue
        records |= {row[0]: (name, row[1]) for row in tx.rows(sa.select(c["_id"], c["_version"]))}
        columns = list(table.milestone.c)
        for row in tx.rows(sa.select(*columns)):
            milestones[row[0]] = (name, {column.name: value for column, value in zip(columns, row, strict=True)})
    events: dict[str, list[Any]] = {}
    shown = (event.c.record, event.c.n, event.c.kind, event.c.name, event.c.changes, event.c.data)
    for row in tx.rows(sa.select(*shown).order_by(event.c.record, event.c.n)):
        events.setdefault(row[0], []).append(row)
    answers = {
        key: json.loads(bytes(body)) for key, body in tx.rows(sa.select(idempotency.c.key, idempotency.c.answer))
    }
    return Stored(records, milestones, rows, events, answers)


def judged(tx: Tx, app: CompiledApp, told: Iterable[Told]) -> Verdict:
    """The verdict over all acknowledged writes and all stored rows."""
    found, verdict = stored(tx, app), Verdict()
    _acknowledged(found, list(told), verdict)
    _whole(found, verdict)
    verdict.half += [f"audit: {fault}" for fault in verify.verify_all(tx)]
    return verdict


def _acknowledged(found: Stored, told: list[Told], verdict: Verdict) -> None:
    marks = Counter[str]()
    for rows in found.events.values():
        for *_, changes, data in rows:
            marks.update(
                {one for one in _texts(json.loads(changes)) | _texts(json.loads(data)) if one.endswith("-mark")}
            )
    for one in told:
        if one.record not in found.records or one.record not in found.events:
            verdict.lost.append(f"{one.key}: {one.entity} {one.record} is not there")
        elif found.records[one.record][1] < one.version:
            verdict.lost.append(f"{one.key}: {one.record} fell behind what was acknowledged")
        if found.answers.get(one.key) is None:
            verdict.half.append(f"{one.key}: no answer is kept")
        elif one.kind != "signed" and found.answers[one.key] != one.answer:
            verdict.half.append(f"{one.key}: another answer is kept than was given")
        if one.mark and marks[one.mark] != 1:
            (verdict.lost if not marks[one.mark] else verdict.doubled).append(
                f"{one.mark} stands {marks[one.mark]} times"
            )
    known = {one.key for one in told}
    verdict.half += [
        f"{key}: kept, and never answered" for key in found.answers.keys() - known if key.startswith("key-")
    ]
    acknowledged = {one.mark for one in told}
    verdict.doubled += [f"{mark}: stored, and never answered" for mark in marks.keys() - acknowledged]


def _texts(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {text for part in parts for text in _texts(part)}


def _whole(found: Stored, verdict: Verdict) -> None:
    """Record, events, milestones, rows and answer came together."""
    for record, (entity, version) in found.records.items():
        log = found.events.get(record, [])
        if not log or log[0][2] != "created":
            verdict.half.append(f"{entity} {record}: no event says that it was created")
            continue
        last = max(json.loads(row[5]).get("record_version", 0) for row in log)
        if last != version:
            verdict.half.append(f"{entity} {record}: version {version}, its events say {last}")
        verdict.half += [f"{entity} {record}: {what}" for what in _milestones(found, record, log)]
    verdict.half += [f"events of {record}, which is not there" for record in found.events.keys() - found.records.keys()]
    verdict.half += [
        f"milestones of {record}, which is not there" for record in found.milestones.keys() - found.records.keys()
    ]
    verdict.half += [
        f"row {row} of {of}, which is not there" for row, of in found.rows.items() if of not in found.records
    ]
    for key, answer in found.answers.items():
        if answer["record"]["id"] not in found.records:
            verdict.half.append(f"{key}: answered with a record that is not there")


def _milestones(found: Stored, record: str, log: list[Any]) -> Iterable[str]:
    if record not in found.milestones:
        yield "no milestones"
        return
    said = found.milestones[record][1]
    if said["_events"] != len(log):
        yield f"milestones count {said['_events']} events, there are {len(log)}"
    acted = Counter(row[3] for row in log if row[2] == "acted")
    for name, value in said.items():
        if name.startswith("act_n_") and (value or 0) != acted[name.removeprefix("act_n_")]:
            yield f"{name} is {value}, there are {acted[name.removeprefix('act_n_')]}"
