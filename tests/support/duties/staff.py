"""Who there is, as the naive reading knows them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Staff:
    """`holders` by role and unit in order; `above` each unit; `shifts` (roster, unit or None, person, from, to)."""

    holders: dict[tuple[str, str], list[str]]
    above: dict[str, str]
    shifts: list[tuple[str, str | None, str, int, int]]
    active: frozenset[str]

    def nearest(self, role: str, unit: str | None, but: str | None = None) -> str | None:
        while unit:
            found = [one for one in self.holders.get((role, unit), []) if one != but and one in self.active]
            if found:
                return found[0]
            unit = self.above.get(unit)
        return None

    def on_duty(self, roster: str, unit: str | None, ms: int) -> str | None:
        now = {
            place: who for name, place, who, start, end in reversed(self.shifts) if name == roster and start <= ms < end
        }
        while unit:
            if unit in now:
                return now[unit]
            unit = self.above.get(unit)
        return now.get(None)
