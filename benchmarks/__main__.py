"""`python -m benchmarks`: figures beside raw sqlite3 and pgbench, in one run. `--full` measures lists at a million rows.

Only ratios mean anything on a shared machine, so ours and the bare SQL are measured in turn, `--repeat` times, and the
median of each is shown.
"""

from __future__ import annotations

import argparse

from . import decide_speed, http_submit, listing, rules_speed, starting, submitting
from .fill import FIRST, fill
from .place import ENGINES, place
from .report import Report, machine

PARTS = ("pure", "start", "submit", "list")
DEALS = 40


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--full", action="store_true", help="1,000,000 rows")
    parser.add_argument("--rows", type=int, default=100_000, help="opportunities in the large table (default 100,000)")
    parser.add_argument("--small", type=int, default=10_000, help="and in the small one it is compared with")
    parser.add_argument("--seconds", type=float, default=2.0, help="length of one measurement")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", choices=(*PARTS, "duties", "publish"), action="append")
    parser.add_argument("--engine", choices=ENGINES, action="append")
    asked = parser.parse_args()
    if asked.small >= FIRST or asked.rows < FIRST:
        parser.error(f"--small is below {FIRST}, --rows is not")
    rows = 1_000_000 if asked.full else asked.rows
    parts = asked.only or PARTS
    report = Report()
    print(machine(), flush=True)
    if "start" in parts:
        starting.compiling(report)
        starting.starting(report, asked.repeat)
        starting.script_size(report)
    for engine in asked.engine or ENGINES:
        _on(engine, report, rows, asked, parts)
    print(f"\n{machine()}\n\n{report.markdown()}\n")
    if "pure" in parts:
        rules_speed.main()
        decide_speed.main()


def _on(engine: str, report: Report, rows: int, asked: argparse.Namespace, parts: tuple[str, ...]) -> None:
    if "duties" in parts:
        submitting.duties(engine, report, asked.seconds, asked.repeat, DEALS)
    if not {"submit", "list", "publish"} & set(parts):
        return
    with place(engine, DEALS) as there:
        if "submit" in parts:
            submitting.run(there, report, asked.seconds, asked.repeat)
            http_submit.run(there, report, asked.seconds, asked.repeat)
        if "list" in parts:
            some = fill(there, asked.small)
            before = listing.run(there, report, some, asked.small, asked.seconds / 2, asked.repeat, {})
            some = fill(there, rows)
            listing.run(there, report, some, rows, asked.seconds / 2, asked.repeat, before)
        elif "publish" in parts:
            fill(there, rows)
        if {"list", "publish"} & set(parts):
            starting.publishing(there, report, rows, asked.repeat)


if __name__ == "__main__":
    main()
