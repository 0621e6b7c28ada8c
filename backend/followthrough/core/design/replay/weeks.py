"""In which week of the organisation something was."""

from __future__ import annotations

from followthrough.core.rules import zone_table
from followthrough.core.run.duties.clock import local
from followthrough.core.run.duties.periods import cycle_of, first_day

QUARTER_MS = 900_000
"""Every zone's day begins on a quarter of an hour."""


class Weeks:
    """ISO weeks on the clock of a zone."""

    def __init__(self, zone: str) -> None:
        self._zone = zone_table(zone)
        self._known: dict[int, str] = {}

    def of(self, ms: int) -> str:
        """The week of an instant in epoch ms: "2026-W10"."""
        quarter = ms // QUARTER_MS
        known = self._known.get(quarter)
        if known is None:
            day, _ = local(self._zone, ms)
            known = self._known[quarter] = cycle_of("week", first_day("week", day))
        return known
