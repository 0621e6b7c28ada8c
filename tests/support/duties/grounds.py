"""What the naive reading stands on at a moment: the record, the duties, the days, the people; and what follows from these
alone: whether something is owed, by when, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .clock import Days, count, guessed, local, ms_of
from .log import Debt, Happening, Json, Standing
from .staff import Staff


@dataclass
class Grounds:
    """`duties` and `calendar` are those in force."""

    staff: Staff
    duties: Json
    calendar: Days
    zone: str
    offered: dict[str, list[str] | None]
    """By action: the stages in which it is offered; None: all."""
    record: Standing

    # rules

    def value(self, path: str, event: Happening | None) -> Any:
        if path == "act._effective":
            return event.effective if event else None
        if path.startswith("act."):
            return event.inputs.get(path[4:]) if event else None
        return {"_stage": self.record.stage, "_owner": self.record.owner}.get(path, self.record.values.get(path))

    def holds(self, rule: Json | None, event: Happening | None = None) -> bool:
        if rule is None:
            return True
        assert rule["op"] == "eq", "only these are drawn"
        value = self.value(rule["a"][0]["f"], event)
        return value is not None and value == rule["a"][1]["v"]

    def owed(self, duty: Json) -> bool:
        return self.may_open(duty) and self.holds(duty.get("owed_while"))

    def may_open(self, duty: Json) -> bool:
        """Whether an event can open it at all, were it only to be withdrawn at once by its own rule."""
        stages = self.offered[duty["action"]]
        ended = self.record.stage in ("won", "lost") and stages is not None and self.record.stage not in stages
        return not self.record.archived and not ended

    def opens(self, duty: Json, e: Happening) -> bool:
        wanted = duty["opens_when"]
        if e.kind != wanted["kind"] or (e.kind == "archived" and e.name):
            return False
        if e.kind == "acted" and wanted.get("action", e.name) != e.name:
            return False
        if e.kind == "breached" and wanted.get("duty", e.name) != e.name:
            return False
        if e.kind in ("moved", "created") and wanted.get("stage", e.entered) != e.entered:
            return False
        if "fields" in wanted and not e.fields & wanted["fields"].keys():
            return False
        return self.holds(wanted.get("when"), e)

    # deadlines and people

    def _limit(self, duty: Json, chained: bool) -> tuple[str, str | None]:
        due = duty["due"]
        if chained:
            return duty["repeats"]["every"], due.get("calendar")
        variants = sorted(due.get("variants", {}).items(), key=lambda item: (item[1].get("order", 0), item[0]))
        for _, variant in variants:
            if self.holds(variant["when"]):
                return variant["after"], variant.get("calendar")
        return due.get("after", "P0D"), due.get("calendar")

    def base(self, duty: Json, anchor: int, chained: bool) -> int | None:
        path = duty["due"].get("field")
        if path is None or chained:
            return anchor
        day = self.record.values.get(path)
        return None if day is None else ms_of(_wall(day), self.zone)

    def due(self, duty: Json, anchor: int, chained: bool) -> int | None:
        base = self.base(duty, anchor, chained)
        if base is None:
            return None
        after, calendar = self._limit(duty, chained)
        at = duty["due"].get("at")
        found = count(base, after, self.calendar if calendar else None, at, self.zone)
        if duty["due"].get("field") and not chained and not at and "T" not in after:
            day = local(found, self.zone).date()
            return ms_of(_wall(day.isoformat()).replace(hour=23, minute=59, second=59, microsecond=999_000), self.zone)
        return found

    def _guessed(self, duty: Json, debt: Debt, due: int) -> bool:
        base = self.base(duty, debt.anchor, debt.chained)
        calendar = self._limit(duty, debt.chained)[1]
        return base is not None and guessed(base, due, self.calendar if calendar else None, self.zone)

    def meant(self, person: Json, at: int) -> tuple[str | None, Any]:
        to, found, ground = person.get("to", "owner"), None, None
        if to == "role":
            found, ground = self.staff.nearest(person["role"], self.record.unit), self.record.unit
        elif to == "field":
            found = ground = self.record.values.get(person["field"])
        elif to == "roster":
            found = self.staff.on_duty(person["roster"], self.record.unit, at)
        if found in self.staff.active:
            return found, (ground,)
        owner = self.record.owner
        return (owner if owner in self.staff.active else None), (ground, owner)


def _wall(day: str) -> datetime:
    return datetime.fromisoformat(day)
