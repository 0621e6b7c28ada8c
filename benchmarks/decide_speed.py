"""How long a decision takes, on the sales template: `python benchmarks/decide_speed.py` (no database involved).

A deal of the template (its fields, formulas, flow and rollups) with its customer behind it, in the middle of its
path. Printed: median and worst-tenth microseconds per decision. Budget: an edit or a move well under 300.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from followthrough.core.compile import CompiledApp, compile_app
from followthrough.core.run.acts import (
    Actor,
    Allow,
    Create,
    Edit,
    Milestones,
    Missing,
    Moment,
    Move,
    Perform,
    Record,
    Snapshot,
)
from followthrough.core.run.decide import decide
from followthrough.core.run.next_step import next_step
from followthrough.services.catalogue import check_folder

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3000
MOMENT = Moment(1_772_400_000_000)
ACTOR = Actor("li", "rep", "east", frozenset({"east"}), "李娜")


def template() -> CompiledApp:
    """The sales template."""
    app = check_folder(ROOT / "templates_catalog" / "sales").app
    assert app is not None
    return compile_app(app, 1)


def deal(app: CompiledApp) -> Snapshot:
    """A deal in demo, everything before it done."""
    customer = {
        "name": "市一医院",
        "grade": "standard",
        "level": "a",
        "core_need": ["replace"],
        "decision_role": "technical",
    }
    shop = Record(
        "customer", "c1", 1, customer, None, None, "li", "east", "2026-01-05T01:00:00Z", "li", "2026-01-05T01:00:00Z"
    )
    values: dict[str, Any] = {
        "title": "监护仪更新",
        "customer": "c1",
        "product_line": "monitor",
        "intent": "high",
        "amount": 50_000_000,
        "budget": 60_000_000,
        "need_summary": "三台老机停机频繁",
        "demo_on": "2026-02-20",
        "customisation": 3,
        "expected_on": "2026-04-01",
    }
    values = {name: value for name, value in values.items() if name in app.entities["opportunity"].fields}
    stored = replace(shop, entity="opportunity", id="d1", values=values, stage="demo", path="standard")
    acts = dict.fromkeys(("log_follow_up", "diagnose_need", "send_plan", "give_demo"), 1)
    empty = Snapshot(stored, {("customer", "c1"): shop}, Milestones(acts=acts))
    settled = decide(app, empty, Edit({"title": "监护仪更新二期"}), ACTOR, MOMENT)
    assert isinstance(settled, Allow), settled
    return replace(empty, record=settled.writes[0].after)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Median and ninth decile, microseconds."""
    clock = time.perf_counter_ns
    for _ in range(200):
        work()
    spent: list[float] = []
    for _ in range(ROUNDS):
        start = clock()
        work()
        spent.append((clock() - start) / 1000)
    return median(spent), quantiles(spent, n=10)[8]


def main() -> None:
    """Measure and print."""
    app = template()
    snapshot = deal(app)
    fresh = replace(snapshot, record=None, milestones=Milestones())
    assert snapshot.record is not None
    new = {name: snapshot.record.values[name] for name in ("title", "customer", "product_line", "intent")}
    cases: list[tuple[str, Snapshot, Any, type]] = [
        ("edit one field", snapshot, Edit({"title": "监护仪"}), Allow),
        ("edit that empties what the stage asked for", snapshot, Edit({"budget": None}), Missing),
        ("move one stage, open", snapshot, Move("objection"), Allow),
        ("move three stages, shut", snapshot, Move("sign"), Missing),
        ("create", fresh, Create("opportunity", "d2", new), Allow),
        ("action that creates a record", snapshot, _follow_up(), Allow),
    ]
    print(f"opportunity: {len(app.entities['opportunity'].fields)} fields; microseconds: median, worst tenth")
    for name, given, act, expected in cases:
        found = decide(app, given, act, ACTOR, MOMENT)
        assert isinstance(found, expected), (name, found)
        middle, late = timed(partial(decide, app, given, act, ACTOR, MOMENT))
        print(f"  {name:<45}{middle:8.0f}{late:8.0f}")
    middle, late = timed(lambda: next_step(app, snapshot, ACTOR, MOMENT))
    print(f"  {'what the phone shows (next_step)':<45}{middle:8.0f}{late:8.0f}")


def _follow_up() -> Perform:
    inputs = {"way": "visit", "content": "拜访采购负责人", "next_step": "周四发方案"}
    return Perform("log_follow_up", inputs, new_id="f1")


if __name__ == "__main__":
    main()
