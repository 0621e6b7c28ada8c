"""Lines of figures: what was measured, beside what, and whether the budget is kept."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from .timing import Rate


@dataclass(frozen=True)
class Line:
    """One figure. `kept` None: it has no budget."""

    what: str
    figure: str
    beside: str = ""
    budget: str = ""
    kept: bool | None = None


class Report:
    """Prints lines as they come and keeps them for the table at the end."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def add(self, what: str, figure: str, beside: str = "", budget: str = "", kept: bool | None = None) -> None:
        line = Line(what, figure, beside, budget, kept)
        self.lines.append(line)
        print(f"{what:<62} {figure:<34} {beside:<34} {budget:<22} {_verdict(kept)}", flush=True)

    def ratio(
        self, what: str, ours: Rate, bare: Rate, *, least: float | None = None, p95_ms: float | None = None
    ) -> None:
        """Ours as a share of the bare SQL's rate; `least` and `p95_ms` are the budget."""
        share = ours.per_s / bare.per_s if bare.per_s else 0.0
        kept, budget = None, []
        if least is not None:
            kept, budget = share >= least, [f">= {least:.0%}"]
        if p95_ms is not None:
            kept, budget = (kept is not False) and ours.p95 < p95_ms, [*budget, f"p95 < {p95_ms:g} ms"]
        told = f"{share:.0%}: {ours.per_s:,.0f}/s, p95 {ours.p95:,.1f} ms"
        self.add(what, told, f"{bare.per_s:,.0f}/s, p95 {bare.p95:,.1f} ms", ", ".join(budget), kept)

    def markdown(self) -> str:
        """The table, as benchmarks/README.md keeps it."""
        rows = ["| what | followthrough | the same SQL alone | budget | |", "|---|---|---|---|---|"]
        rows += [f"| {x.what} | {x.figure} | {x.beside} | {x.budget} | {_verdict(x.kept)} |" for x in self.lines]
        return "\n".join(rows)


def machine() -> str:
    """Where and when."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    today = datetime.now(UTC).date().isoformat()
    return f"{today}, {os.cpu_count()} cores of {model}, Python {platform.python_version()}, load average {load}"


def _verdict(kept: bool | None) -> str:
    return "" if kept is None else "kept" if kept else "MISSED"
