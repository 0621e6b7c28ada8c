"""A page of a list as its reader sees it, with names behind references; beside its SQL alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

import msgspec

from followthrough.services.refusal import Refusal
from followthrough.services.watching import ListAsked
from followthrough.services.who import Who

from .bare import bare
from .place import Place
from .recorded import Said, recorded
from .report import Report
from .timing import Rate, measured, middle

LEAST = 0.25
GROWTH = 2.0
COLUMNS = ("title", "customer", "amount", "intent", "close_on", "follow_up_count", "customer.level", "customer.grade")
HIGH: dict[str, Any] = {"op": "eq", "a": [{"f": "intent"}, {"v": "high"}]}
LEVEL: dict[str, Any] = {"op": "eq", "a": [{"f": "customer.level"}, {"v": "a"}]}
BIG: dict[str, Any] = {"op": "ge", "a": [{"f": "amount"}, {"v": 50_000_000}]}

Asked = tuple[str, ListAsked]
"""Name, what is asked."""


def asked(role: str) -> list[Asked]:
    """The pages of a role that are measured: the list as it opens, and filtered and sorted as its views are."""
    opened = ListAsked(sort="-_updated_at", fields=COLUMNS)
    high = ListAsked(filter=HIGH, sort="-amount", fields=COLUMNS)
    if role != "rep":
        return [("newest changes", opened), ("high intent, by amount", high)]
    return [
        ("newest changes", opened),
        ("high intent, by amount", high),
        ("over 500k, by close date", ListAsked(filter=BIG, sort="close_on", fields=COLUMNS)),
        ("level of the customer, newest", ListAsked(filter=LEVEL, sort="-_created_at", fields=COLUMNS)),
    ]


def readers(place: Place, reps: Sequence[Who], role: str) -> list[Who]:
    """Who reads: 16 reps with their own rows, or whoever of the demo has the role."""
    return list(reps[:16]) if role == "rep" else place.cast.of(role)


def ours(place: Place, who: Sequence[Who], page: ListAsked, seconds: float, threads: int) -> Rate:
    """Through `services.watching.page`, encoded as the answer is."""
    numbers = [count(number) for number in range(64)]

    def once(thread: int) -> None:
        found = place.services.watching.page(who[next(numbers[thread]) % len(who)], "sales", "opportunity", page)
        assert not isinstance(found, Refusal), found.code
        msgspec.json.encode(found)

    return measured(once, seconds, threads)


def script(place: Place, who: Who, page: ListAsked) -> list[Said]:
    """The statements of a page."""
    for _ in range(2):
        place.services.watching.page(who, "sales", "opportunity", page)
    with recorded(place.db) as heard:
        found = place.services.watching.page(who, "sales", "opportunity", page)
    assert not isinstance(found, Refusal), found.code
    return list(heard)


def run(
    place: Place, report: Report, reps: Sequence[Who], rows: int, seconds: float, repeat: int, small: dict[str, float]
) -> dict[str, float]:
    """All pages of rep, manager and supervisor; p95 of one reader at a time, by page, to compare with a larger table
    (`small`: that of the smaller)."""
    latencies: dict[str, float] = {}
    for role in ("rep", "manager", "supervisor"):
        who = readers(place, reps, role)
        for name, page in asked(role):
            scripts = [script(place, one, page) for one in who]
            with_us, alone, single = [], [], []
            for _ in range(repeat):
                with_us.append(ours(place, who, page, seconds, 16))
                alone.append(bare(place.engine, place.bare, scripts, seconds, writes=False))
                single.append(ours(place, who, page, seconds / 2, 1))
            title = f"{place.engine}, {rows:,} rows: {role}, {name}"
            report.ratio(title, middle(with_us), middle(alone), least=LEAST)
            latencies[f"{role}, {name}"] = late = middle(single).p95
            _grown(report, title, late, small.get(f"{role}, {name}"))
    return latencies


def _grown(report: Report, title: str, late: float, before: float | None) -> None:
    if before is None:
        report.add(f"{title}, one at a time", f"p95 {late:.1f} ms")
        return
    report.add(
        f"{title}, one at a time", f"p95 {late:.1f} ms, {late / before:.1f}x", f"{before:.1f} ms in the small table",
        f"<= {GROWTH:g}x", late <= GROWTH * before,
    )  # fmt: skip


def plans(place: Place, who: Who, page: ListAsked) -> list[str]:
    """How the database reads a page: the plan of its longest statement."""
    said = max(script(place, who, page), key=lambda one: len(one.text))
    with place.db.read() as tx:
        if place.engine == "sqlite":
            cursor = tx._driver_cursor()
            cursor.execute("EXPLAIN QUERY PLAN " + said.text, said.values)
            return [str(row[3]) for row in cursor.fetchall()]
        cursor = tx.connection.connection.cursor()
        cursor.execute("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + said.text, said.values)
        return [str(row[0]) for row in cursor.fetchall()]


__all__ = ["asked", "plans", "readers", "run"]
