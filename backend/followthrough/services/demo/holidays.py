"""Who is on duty over the holidays of the demo's months: in each region its reps in turn, a day each."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from followthrough.core.rules import date_of, zone_table
from followthrough.services.calendars import calendars_of
from followthrough.services.ids import new_id
from followthrough.store import rosters
from followthrough.store.rosters import Roster, Shift
from followthrough.store.tx import Tx

from .town import Town
from .working_hours import DAY_MS

ROSTER = "holidays"
REGIONS = {"east": ("shanghai", "hangzhou"), "south": ("shenzhen",)}
LONG = 3
"""Days off in a row that make a holiday."""


def plan(town: Town, from_ms: int, to_ms: int) -> int:
    """Fill the roster between two moments; how many days are covered."""

    def work(tx: Tx) -> int:
        days = _days_off(tx, town.zone, from_ms, to_ms)
        rosters.put(tx, Roster(ROSTER, {"zh": "节假日值班", "en": "Holiday duty"}))
        shifts = [shift for region in REGIONS for shift in _turns(town, region, days)]
        rosters.replace(tx, ROSTER, from_ms, to_ms + DAY_MS, shifts)
        return len(days)

    return town.services.db.transact(work)


def _days_off(tx: Tx, zone: str, from_ms: int, to_ms: int) -> list[int]:
    """The days of holidays, as the epoch milliseconds at which they begin."""
    calendar, table = calendars_of(tx)["organisation"], zone_table(zone)
    found: list[int] = []
    run: list[int] = []
    start_ms = from_ms - from_ms % DAY_MS - _offset_ms(zone, from_ms)
    for at_ms in range(start_ms + DAY_MS, to_ms - DAY_MS, DAY_MS):
        if calendar.workday(date_of(table, at_ms // 1000 + 43_200)) is False:
            run.append(at_ms)
            continue
        found += run if len(run) >= LONG else []
        run = []
    return found


def _offset_ms(zone: str, at_ms: int) -> int:
    """By how much the zone is ahead of UTC then."""
    ahead = datetime.fromtimestamp(at_ms / 1000, ZoneInfo(zone)).utcoffset()
    return int(ahead.total_seconds() * 1000) if ahead is not None else 0


def _turns(town: Town, region: str, days: list[int]) -> list[Shift]:
    units = {town.cast.units[name] for name in REGIONS[region]}
    reps = [who.person for who in town.cast.of("rep") if who.unit in units]
    return [
        Shift(new_id(), reps[number % len(reps)], town.cast.units[region], at_ms, at_ms + DAY_MS)
        for number, at_ms in enumerate(days)
    ]
