"""The check: every row judged by the command path, nothing stored, no lock held."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from followthrough.store import imports
from followthrough.store.imports import ImportJob, ImportRow
from followthrough.store.tx import Tx

from .doors import Judging
from .jobs import Desk, kept
from .matching import existing
from .passage import Outcome, Passage
from .plan import Plan
from .wire import ImportQuestion
from .wording import counted, stored


def judged(
    desk: Desk, plan: Plan, rows: Sequence[ImportRow], seen: Callable[[int], None] | None = None
) -> dict[int, Outcome]:
    """What would become of the rows; only `ok` or `error` as state counts."""
    match = plan.mapping.match
    known = existing(desk.tx, desk.app, desk.reader, desk.entity, match) if match else None
    door = Judging(desk.tx, desk.app, desk.actor, desk.zone)
    return Passage(desk.app, plan, door, existing=known, seen=seen).go(rows, plan.read_all(rows))


def note(tx: Tx, job: ImportJob, rows: Sequence[ImportRow], outcomes: dict[int, Outcome]) -> int:
    """Store what the check found and the state `checked`; how many rows are bad."""
    good = [n for n, outcome in outcomes.items() if not outcome.problems]
    bad = [outcome for outcome in outcomes.values() if outcome.problems]
    imports.mark(tx, job.id, good, "ok")
    by_n = {row.n: row for row in rows}
    imports.save_rows(tx, job.id, [_bad(by_n[outcome.n], outcome) for outcome in bad])
    questions = msgspec.convert(job.options.get("questions", []), list[ImportQuestion])
    options = kept(questions, counted(outcome.problems for outcome in bad))
    imports.change(tx, job.id, state="checked", error="", failed=len(bad), done=job.total, options=options)
    return len(bad)


def _bad(row: ImportRow, outcome: Outcome) -> ImportRow:
    return ImportRow(row.n, row.cells, "error", stored(outcome.problems))
