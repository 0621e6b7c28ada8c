"""The simulated clock, and the hours in which people of the demo work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
OPENS, CLOSES = 9, 18


@dataclass(slots=True)
class SimulatedClock:
    """Epoch milliseconds, moved by the simulation and by nobody else."""

    now_ms: int

    def __call__(self) -> int:
        """The time, as the database tells it."""
        return self.now_ms


def working_ms(at_ms: int, zone: str, spread_ms: int = 0) -> int:
    """The first moment at or after `at_ms` that lies in working hours (Monday to Friday, 9 to 18), and when it had to
    be moved, up to `spread_ms` into them, so that not everything happens at nine."""
    local = datetime.fromtimestamp(at_ms / 1000, ZoneInfo(zone))
    moved = local
    if local.hour >= CLOSES:
        moved = _opening(local + timedelta(days=1))
    elif local.hour < OPENS:
        moved = _opening(local)
    while moved.weekday() >= 5:
        moved = _opening(moved + timedelta(days=1))
    if moved is local:
        return at_ms
    return int(moved.timestamp() * 1000) + spread_ms


def _opening(day: datetime) -> datetime:
    return day.replace(hour=OPENS, minute=0, second=0, microsecond=0)


def date_at(at_ms: int, zone: str, days: int = 0) -> str:
    """The local date `days` after a moment, "YYYY-MM-DD"."""
    return (datetime.fromtimestamp(at_ms / 1000, ZoneInfo(zone)) + timedelta(days=days)).date().isoformat()
