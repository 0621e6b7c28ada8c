"""A replay of a million transitions: `python -m benchmarks.replaying [--transitions 1000000] [--engine sqlite]`.

The log is written straight into its table: opportunities of the sales template that are created, put on hold,
taken up and put on hold again, four transitions each, with values as people fill them. Replayed are drafts that differ
more and more; beside it the raw scan of the same events by the driver alone.
"""

from __future__ import annotations

import argparse
import copy
import json
import resource
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import psycopg

from followthrough.core.compile import CompiledApp, compile_app
from followthrough.core.design.replay import History, Replay, Shape
from followthrough.core.design.replay.events import acts_of
from followthrough.core.design.replay.side import Surroundings
from followthrough.core.model.decode import decode_app, to_json
from followthrough.services.calendars import calendars_of
from followthrough.services.catalogue import check_folder
from followthrough.services.registry import Registry
from followthrough.services.replaying.colleagues import Colleagues
from followthrough.services.wiring import prepare_database, services_over
from followthrough.settings import Settings
from followthrough.store import history
from followthrough.store.database import Database
from followthrough.store.engines import Limits
from followthrough.store.platform import event
from tests.support.postgres import running

from .place import ENGINES, SALES
from .report import Report, machine

Json = dict[str, Any]
WAY = (("contact", ""), ("hold", "to_hold"), ("contact", "resume"), ("hold", "to_hold"))
STEP_MS = 3_600_000
START_MS = 1_767_225_600_000
COLUMNS = "seq, at_ms, actor, entity, record, kind, name, from_stage, to_stage, changes, data, version"


@contextmanager
def opened(engine: str) -> Iterator[tuple[Database, str]]:
    """An empty database with the sales template published, and how the driver alone opens it."""
    with tempfile.TemporaryDirectory() as folder:
        if engine == "sqlite":
            file = Path(folder) / "replay.db"
            yield _published(f"sqlite:///{file}", Path(folder)), str(file)
        else:
            with running() as cluster:
                yield _published(cluster.url("postgres"), Path(folder)), cluster.dsn()


def _published(url: str, folder: Path) -> Database:
    settings = replace(Settings(), data_dir=folder, database_url=url, templates=SALES.parent, workers=1)
    prepare_database(settings).close()
    db = Database(url, limits=Limits(wait_s=30, statement_ms=600_000))
    template = check_folder(SALES).app
    assert template is not None
    services_over(db, settings).publishing.documents(template)
    return db


def write(db: Database, transitions: int) -> None:
    """The log of so many transitions."""
    deals = transitions // len(WAY)
    for start in range(0, deals, 5000):
        rows = [
            row for step in range(len(WAY)) for n in range(start, min(start + 5000, deals)) for row in _events(n, step)
        ]
        with db.write() as tx:
            tx.execute(event.insert(), rows)


def _events(n: int, step: int) -> Iterator[Json]:
    amount = (n * 7919) % 90_000_000 + 100_000
    values: Json = {
        "title": f"监护仪采购 {n}", "customer": "c1", "product_line": "monitor", "resume_on": "2026-06-01",
        "amount": amount, "budget": amount + 1, "need_summary": "更新", "intent": "high",
        "follow_up_count": 0.0, "quote_count": 0.0,
    }  # fmt: skip
    changes = {name: [None, value] for name, value in values.items()} | {"_path": [None, "standard"]}
    base: Json = {"app": "sales", "entity": "opportunity", "record": f"r{n:09d}", "actor": None, "version": 1}
    base |= {
        "prev": b"",
        "hash": b"",
        "n": step + 1,
        "at_ms": START_MS + (n % 5000) * 1000 + (n // 5000 * 4 + step) * STEP_MS,
    }
    data = json.dumps({"record_version": step + 1})
    if step == 0:
        told = {
            "kind": "created",
            "name": None,
            "from_stage": None,
            "to_stage": WAY[0][0],
            "changes": json.dumps(changes),
        }
    else:
        (before, _), (stage, name) = WAY[step - 1], WAY[step]
        told = {"kind": "moved", "name": name, "from_stage": before, "to_stage": stage, "changes": "{}"}
    yield {**base, **told, "data": data}


def nothing(doc: Json) -> Json:
    """A draft that says the same."""
    return doc


def hold_gate(doc: Json) -> Json:
    """What is on hold has to be big: half of all is judged."""
    return _asking(doc, "hold")


def every_gate(doc: Json) -> Json:
    """The first stage asks for it: all are judged."""
    return _asking(doc, "contact")


def _asking(doc: Json, stage: str) -> Json:
    made = copy.deepcopy(doc)
    rule = {"op": "gt", "a": [{"f": "amount"}, {"v": 30_000_000}]}
    entry = made["flows"]["opportunity"]["stages"][stage].setdefault("entry", {})
    entry.setdefault("statements", {})["big"] = {"rule": rule}
    return made


def duty(doc: Json) -> Json:
    """A limit of two days on the next step: an obligation per record, under both versions."""
    made = copy.deepcopy(doc)
    made["duties"]["first_follow_up"]["due"] = {"after": "P2D"}
    return made


def replayed(db: Database, old: CompiledApp, change: Any) -> tuple[float, float, int, int]:
    """How long it takes by the clock, in seconds of a processor, how many acts were judged, how many newly blocked."""
    new = compile_app(decode_app(change(to_json(old.doc))), 2)
    with db.read() as tx:
        calendars, last = dict(calendars_of(tx)), history.last_seq(tx, "sales")
    people = Colleagues(db, "sales")
    around = Surroundings("Asia/Shanghai", calendars, people)
    began, worked = perf_counter(), process_time()
    replay = Replay(old, new, History({1: Shape.of(old.doc)}, around, people.role, (0, 2**52)))
    for act in acts_of(history.stream(db, "sales", last)):
        replay.take(act)
    report = replay.report()
    return perf_counter() - began, process_time() - worked, report.checked, sum(group.count for group in report.blocked)


def scanned(engine: str, bare: str) -> float:
    """The same events read by the driver alone, to the last byte."""
    query = f"SELECT {COLUMNS} FROM event WHERE app = 'sales' ORDER BY seq"
    began = perf_counter()
    if engine == "sqlite":
        with sqlite3.connect(bare) as connection:
            found = sum(len(row[9]) for row in connection.execute(query))
    else:
        with psycopg.connect(bare) as server, psycopg.ServerCursor(server, "scan") as cursor:
            cursor.itersize = 5000
            found = sum(len(row[9]) for row in cursor.execute(query.encode()))
    assert found
    return perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replaying")
    parser.add_argument("--transitions", type=int, default=1_000_000)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    asked = parser.parse_args()
    report = Report()
    print(machine(), flush=True)
    for engine in asked.engine or ENGINES:
        with opened(engine) as (db, bare):
            write(db, asked.transitions)
            scan = scanned(engine, bare)
            with db.read() as tx:
                old = Registry().app(tx, "sales")
            assert old is not None
            for change in (nothing, hold_gate, every_gate, duty):
                spent, worked, judged, blocked = replayed(db, old, change)
                rate = asked.transitions / spent
                what = f"{engine}: {asked.transitions:,} transitions, {change.__name__}: {judged:,} judged, {blocked:,} blocked"
                report.add(
                    what,
                    f"{spent:.1f} s ({worked:.1f} s of a processor), {rate:,.0f}/s",
                    f"raw scan {scan:.1f} s",
                    "seconds",
                )
                print(what, f"{spent:.1f} s, {worked:.1f} s of a processor", f"raw scan {scan:.1f} s", flush=True)
            db.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\n{machine()}\n\n{report.markdown()}\n\npeak memory {peak:,} MB\n")


if __name__ == "__main__":
    main()
