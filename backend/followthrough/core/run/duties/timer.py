"""When the clock has something to do with an obligation: its steps, the next period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from followthrough.core.run.owed import RESTS_MS, Obligation

from .clock import reach
from .marks import EARLY, IDLE
from .periods import PERIODS, begun, first_of, next_day, starts

if TYPE_CHECKING:
    from followthrough.core.compile.duty import CompiledDuty, Step
    from followthrough.core.rules import ZoneTable

BREACH = "breach"


def steps_of(duty: CompiledDuty, one: Obligation, zone: ZoneTable) -> Iterator[tuple[int, str, Step | None]]:
    """The steps of an open obligation that are still to come for its deadline, as (instant, key, its document).

    A reminder comes before the deadline or not at all; an escalation after the breach.
    """
    if not one.open or one.due_ms is None:
        return
    steps: list[tuple[int, str, Step | None]] = [(one.due_ms + 1, BREACH, None)]
    for step in (*duty.remind, *duty.escalate):
        at = reach(zone, None, one.due_ms, step.offset)[0]
        steps.append((at if step in duty.remind else max(at, one.due_ms + 1), step.key, step))
    yield from (step for step in steps if not done(one, step[1]))


def done(one: Obligation, key: str) -> bool:
    """Whether a step was done for this deadline, or for a later one."""
    at = one.fired.get(key)
    return at is not None and one.due_ms is not None and at >= one.due_ms


def reminders_past(duty: CompiledDuty, one: Obligation, zone: ZoneTable, now_ms: int) -> dict[str, int]:
    """The reminders whose time has passed already when it opens: they are not sent."""
    found = steps_of(duty, one, zone)
    return {
        key: one.due_ms or 0 for at, key, step in found if step is not None and step in duty.remind and at <= now_ms
    }


def last_period(duty: CompiledDuty, known: Sequence[Obligation]) -> tuple[int, Obligation] | None:
    """The latest period of the duty that has been opened, as (first day, obligation)."""
    period = str(duty.period) if duty.period in PERIODS else None
    dated = [(first, one) for one in known if period is not None and (first := first_of(period, one.cycle)) is not None]
    return max(dated, key=lambda pair: pair[0], default=None)


def waiting(
    duty: CompiledDuty, known: Sequence[Obligation], zone: ZoneTable, now_ms: int, most: int | None = None
) -> list[int]:
    """The first days of the periods that have begun by now, while the duty was owed, and are not open yet."""
    last = last_period(duty, known)
    if last is None or IDLE in last[1].data:
        return []
    first, one = last
    if EARLY in one.data and one.anchor_ms > now_ms:
        return []
    return [*([first] if EARLY in one.data else []), *begun(str(duty.period), zone, first, now_ms, most)][:most]


def period_ms(duty: CompiledDuty, last: Obligation, zone: ZoneTable) -> int | None:
    """When the next period begins after the last one opened (RESTS_MS: none while the duty is not owed); None: it has no
    periods."""
    first = first_of(str(duty.period), last.cycle) if duty.period in PERIODS else None
    if first is None:
        return None
    if IDLE in last.data:
        return RESTS_MS
    return last.anchor_ms if EARLY in last.data else starts(zone, next_day(str(duty.period), first))


def next_ms(duty: CompiledDuty, one: Obligation, last: bool, zone: ZoneTable) -> int | None:
    """When the sweep has to look at it next; `last`: it is the latest period of its series."""
    times = [at for at, _, _ in steps_of(duty, one, zone)]
    period = period_ms(duty, one, zone) if last else None
    return min([*times, *([] if period is None else [period])], default=None)
