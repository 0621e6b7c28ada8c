"""What the clock does with a decision that is owed: breach, escalation, time-out (docs/approvals.md, section 3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from followthrough.core.run.duties.clock import reach
from followthrough.core.run.duties.timer import BREACH, done
from followthrough.core.run.owed import Obligation

if TYPE_CHECKING:
    from followthrough.core.compile.approval import CompiledStep
    from followthrough.core.compile.duty import Step
    from followthrough.core.rules import ZoneTable


def steps_of(step: CompiledStep | None, one: Obligation, zone: ZoneTable) -> Iterator[tuple[int, str, Step | None]]:
    """What is still to be done for the deadline of a decision, as (instant, key, its document): the breach, which is the
    time-out where the step says so, then the escalations."""
    if not one.open or one.due_ms is None:
        return
    found: list[tuple[int, str, Step | None]] = [(one.due_ms + 1, BREACH, None)]
    if step is not None and step.doc.on_timeout == "remind":
        first = one.due_ms + 1
        found += [(max(reach(zone, None, one.due_ms, part.offset)[0], first), part.key, part) for part in step.escalate]
    yield from (part for part in found if not done(one, part[1]))


def next_ms(step: CompiledStep | None, one: Obligation, zone: ZoneTable) -> int | None:
    """When the sweep has to look at it next."""
    return min((at for at, _, _ in steps_of(step, one, zone)), default=None)


def timed_out(step: CompiledStep | None, one: Obligation | None, now_ms: int) -> bool:
    """Whether the time limit of a decision ends its approval: it has passed, whether or not a sweep has seen it."""
    if step is None or step.doc.on_timeout != "refuse" or one is None or not one.open or one.due_ms is None:
        return False
    return now_ms > one.due_ms
