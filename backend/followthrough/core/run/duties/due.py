"""By when an obligation is due (docs/duties.md, section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from followthrough.core.kit.durations import Span
from followthrough.core.run.world import State

from .clock import LAST_MOMENT, instant, local, reach

if TYPE_CHECKING:
    from followthrough.core.compile.duty import CompiledDuty, Limit
    from followthrough.core.rules import Calendar
    from followthrough.core.run.world import World

ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline (epoch ms), whether holidays on the way are not published yet, and what it was counted from and with."""

    ms: int
    provisional: bool
    basis: Mapping[str, Any]


def due_of(duty: CompiledDuty, state: State, anchor_ms: int, chained: bool = False) -> Deadline | None:
    """The deadline counted from `anchor_ms` on the record; None while the date it depends on is empty.

    `chained`: the obligation follows an act ("since_last") and is due `every` so long after it. `basis` holds `base`
    (epoch ms), `variant` ("" for the duty's own limit), `after` ([days, seconds]), `calendar`, `field` and `at`.
    """
    due, world = duty.due, state.world
    if chained and duty.every is not None:
        return _counted(world, anchor_ms, duty.every, due.limits[-1].calendar, due.at, {"variant": "every"})
    base: int | None = anchor_ms
    if due.field is not None:
        base = date_at(state, due.field, due.dated)
        if base is None:
            return None
    assert base is not None
    limit = limit_of(duty, state)
    more = {"variant": limit.id, "field": due.field}
    if due.dated and due.at is None and not limit.after.seconds:
        calendar = calendar_at(world, limit.calendar)
        first, provisional = reach(world.zone, calendar, base, limit.after)
        end = instant(world.zone, local(world.zone, first)[0], LAST_MOMENT)
        return Deadline(end, provisional, _basis(base, limit.after, limit.calendar, more))
    return _counted(world, base, limit.after, limit.calendar, due.at, more)


def _counted(
    world: World, base: int, after: Span, calendar: str | None, at: int | None, more: Mapping[str, Any]
) -> Deadline:
    ms, provisional = reach(world.zone, calendar_at(world, calendar), base, after, at)
    return Deadline(ms, provisional, _basis(base, after, calendar, {**more, "at": at}))


def _basis(base: int, after: Span, calendar: str | None, more: Mapping[str, Any]) -> dict[str, Any]:
    found = {"base": base, "after": list(after), "calendar": calendar, **more}
    return {name: value for name, value in found.items() if value not in (None, "")}


def limit_of(duty: CompiledDuty, state: State) -> Limit:
    """The first variant whose condition is true, else the duty's own limit."""
    limits = duty.due.limits
    return next((limit for limit in limits if limit.when is None or limit.when.holds(state.env)), limits[-1])


def date_at(state: State, path: str, dated: bool) -> int | None:
    """What stands in a date field, as an instant (epoch ms): a day begins at 00:00 in the zone. None: empty."""
    value = state.lens[path]
    if value is None:
        return None
    return instant(state.world.zone, int(value), 0) if dated else int(value) * 1000


def calendar_at(world: World, name: str | None) -> Calendar | None:
    """The calendar of this name; the organisation's when there is none; None without a name."""
    if name is None:
        return None
    return world.moment.calendars.get(name) or world.moment.calendars.get(ORGANISATION)
