"""Time passing in a trial: everything that falls due on the way is dealt with at its own instant, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followthrough.core.rules import date_of, zone_table
from followthrough.core.run.duties.periods import starts
from followthrough.services.recomputing import recompute
from followthrough.store import obligations

from .folder import Clock

if TYPE_CHECKING:
    from followthrough.services.wiring import Services

MOST_STEPS = 2000
"""So many instants are gone through at most: an app that reminds every minute for months is not waited for."""
PAST_MS = 1000
"""How far beyond a deadline "to the next deadline" goes: at the deadline itself nothing is late yet."""


def settle(services: Services) -> None:
    """Do all that is due now, as a worker would, and be seen at it: pages say when none was."""
    services.heartbeat.beat("trial", "trial")
    services.sweeping.sweep()
    recompute(services, "trial")


def next_stop(services: Services) -> int | None:
    """When the next deadline has passed; where nothing has one, when the clock has something to do next. None: never."""
    with services.db.read() as tx:
        found = obligations.next_deadline(tx)
        if found is not None:
            return int(found.obligation.due_ms or 0) + PAST_MS
        return obligations.next_step(tx)


def pass_time(services: Services, clock: Clock, until_ms: int) -> None:
    """Let the time of a trial go on to `until_ms`: stops at every instant at which something is due, and at every midnight
    of the organisation. After MOST_STEPS the clock stands where it has come to."""
    zone = zone_table(services.organisation()["zone"])
    settle(services)
    for _ in range(MOST_STEPS):
        now = clock()
        with services.db.read() as tx:
            step = obligations.next_step(tx)
        midnight = starts(zone, date_of(zone, now // 1000) + 1)
        stop = min(until_ms, midnight, *([] if step is None else [step]))
        if stop > now:
            clock.put(stop)
            settle(services)
        if stop >= until_ms:
            return
