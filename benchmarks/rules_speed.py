"""Rule evaluations per second on one core, in Python: `python -m benchmarks.rules_speed`.

Budget (design.md section 8): a rule of four operators on a bound record >= 500,000 evaluations a second.
Binding a record is measured apart: it happens once per record, however many rules look at it.
"""

from __future__ import annotations

import gc
import platform
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import Any

from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.rules import Binder, Env, FieldScope, Node, check_rule, compile_rule, explain, second_of

BUDGET = 500_000
TYPES: dict[str, FieldType] = {
    "amount": FieldType("number", unit="money"),
    "score": FieldType("number"),
    "visits": FieldType("number"),
    "note": FieldType("text"),
    "signed": FieldType("boolean"),
    "ordered": FieldType("date"),
    "touched": FieldType("instant"),
    "level": FieldType("choice", options=frozenset("abc")),
    "country": FieldType("text"),
    "tags": FieldType("set", options=frozenset("abcd")),
    "customer.level": FieldType("choice", options=frozenset("abc")),
    "_owner": FieldType("ref", target="_person"),
    **{f"extra_{number}": FieldType("text") for number in range(4)},
}
RECORD: dict[str, Any] = {
    **{"amount": 12_000_000, "score": 7.5, "visits": 3, "note": "设备科主任评估", "signed": False, "level": "a"},
    **{"ordered": "2025-01-31", "touched": "2025-02-27T07:00:00Z", "country": "VN", "tags": ["a", "c"]},
    **{"customer.level": "a", "_owner": "p1", "extra_0": "x", "extra_1": "y", "extra_2": "", "extra_3": None},
}


def op(name: str, *args: Node) -> Node:
    return {"op": name, "a": list(args)}


def f(path: str) -> Node:
    return {"f": path}


def v(value: Any) -> Node:
    return {"v": value}


RULES: dict[str, Node] = {
    "gate, 4 operators": op(
        "and",
        op("gt", f("amount"), v(10_000_000)),
        op("eq", f("customer.level"), v("a")),
        op("not_empty", f("note")),
    ),
    "score, 4 operators": op("gt", op("add", op("mul", f("score"), v(0.4)), op("mul", f("visits"), v(0.6))), v(3)),
    "silent for 24 h, 3 operators": op("gt", op("hours_between", f("touched"), op("now")), v(24)),
    "payment risk, 6 operators": op(
        "case",
        op("and", op("in", f("country"), v(["VN", "TH"])), op("gt", f("score"), v(60))),
        v("red"),
        op("or", op("gt", f("score"), v(90)), f("signed")),
        v("yellow"),
        v("green"),
    ),
    "90 days, 5 operators": op(
        "and", op("gt", op("days_between", f("ordered"), op("today")), v(90)), op("has", f("tags"), v("a"))
    ),
}


def per_second(work: Callable[[], object], seconds: float = 1.0) -> float:
    """Calls per second, the best of five runs."""
    count = 1000
    while (spent := _time(work, count)) < seconds / 20:
        count *= 2
    count = max(int(count * seconds / 5 / spent), 1)
    return max(count / _time(work, count) for _ in range(5))


def _time(work: Callable[[], object], count: int) -> float:
    gc.disable()
    start = perf_counter()
    for _ in range(count):
        work()
    spent = perf_counter() - start
    gc.enable()
    return spent


def main() -> None:
    scope, binder = FieldScope(TYPES), Binder(TYPES)
    env = Env(binder.bind(RECORD), now=second_of("2025-03-01T08:00:00Z"), today=20148)
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, one core")
    for name, rule in RULES.items():
        assert check_rule(rule, scope) == []
        run = compile_rule(rule)
        rate = per_second(partial(run, env))
        mark = "ok" if rate >= BUDGET else "BELOW"
        print(f"{name:32} {rate:12,.0f} /s   budget {BUDGET:,} {mark}")
    gate = RULES["gate, 4 operators"]
    print(f"{'bind a record of 16 fields':32} {per_second(lambda: binder.bind(RECORD)):12,.0f} /s")
    print(f"{'compile the gate':32} {per_second(lambda: compile_rule(gate)):12,.0f} /s")
    print(f"{'check the gate':32} {per_second(lambda: check_rule(gate, scope)):12,.0f} /s")
    print(f"{'explain the gate':32} {per_second(lambda: explain(gate, scope, env)):12,.0f} /s")


if __name__ == "__main__":
    main()
