"""The naive reading itself: the log is gone through from its beginning, every time anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from .clock import Days, count, following, guessed, local, midnight, ms_of, name_of, period_start
from .log import Changed, Debt, Entry, Happening, Json, Seen, Standing, Swept, Wrote

PERIODS = ("day", "week", "month", "quarter")


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


@dataclass
class Reading:
    """What is owed, by going through `log`. `duties` and `calendar` are those at its beginning."""

    staff: Staff
    duties: Json
    calendar: Days
    zone: str
    offered: dict[str, list[str] | None]
    """By action: the stages in which it is offered; None: all."""
    record: Standing
    debts: dict[tuple[str, str], Debt] = field(default_factory=dict)
    told: list[tuple[int, str, str, str, str | None]] = field(default_factory=list)
    """What the clock told: (at, step, duty, cycle, person)."""
    begun: dict[str, bool] = field(default_factory=dict)
    """Duties of periods whose series runs: whether they are owed at present."""
    looked: int = 0

    def replay(self, log: Sequence[Entry]) -> Reading:
        for entry in log:
            match entry:
                case Wrote():
                    self.look(entry.ms)
                    self.record = entry.record
                    self.follow(entry.ms, entry.events)
                case Changed():
                    self.look(entry.ms)
                    self.duties = self.duties if entry.duties is None else entry.duties
                    self.calendar = entry.calendar or self.calendar
                    self.staff = self.staff if entry.active is None else replace(self.staff, active=entry.active)
                    self.follow(entry.ms, ())
                case Seen():
                    self.seen(entry)
                    self.look(entry.ms)
                    self.follow(entry.ms, (Happening(entry.kind, entry.duty),))
                case Swept():
                    self.sweep(entry.ms)
        return self

    # what the clock opens

    def look(self, ms: int) -> None:
        """Every period that began since the last look, while its duty was owed, is open from its start."""
        for name, duty in self.ordered():
            if duty.get("repeats", {}).get("period") not in PERIODS or not self.begun.get(name):
                continue
            kind = duty["repeats"]["period"]
            first = period_start(kind, local(self.looked, self.zone).date())
            while midnight(first, self.zone) <= ms:
                start = midnight(first, self.zone)
                if start > self.looked and (name, name_of(kind, first)) not in self.debts:
                    self.open(name, duty, name_of(kind, first), start, start, now=ms)
                first = following(kind, first)
        self.looked = ms

    def begin(self, name: str, duty: Json, ms: int) -> None:
        kind = duty["repeats"]["period"]
        first = period_start(kind, local(ms, self.zone).date())
        due = self.due(duty, midnight(first, self.zone), False)
        if (name, name_of(kind, first)) not in self.debts and (due is None or due >= ms):
            self.open(name, duty, name_of(kind, first), midnight(first, self.zone), ms)

    # what a write means

    def ordered(self) -> list[tuple[str, Json]]:
        return sorted(self.duties.items(), key=lambda item: (item[1].get("order", 0), item[0]))

    def of(self, name: str, *states: str) -> list[Debt]:
        return [debt for debt in self.debts.values() if debt.duty == name and (not states or debt.state in states)]

    def follow(self, ms: int, events: Sequence[Happening]) -> None:
        for name, duty in self.ordered():
            self._one(name, duty, ms, events)
        self.begun = {name: owed and name in self.duties for name, owed in self.begun.items()}
        for debt in self.debts.values():
            if debt.duty not in self.duties and debt.state == "open":
                done = next((e for e in events if (e.kind, e.name) == ("acted", debt.action)), None)
                if done is not None and debt.opened <= (done.asked or ms):
                    debt.state, debt.closed = "done", done.asked or ms
                else:
                    debt.state, debt.closed = "withdrawn", ms

    def _one(self, name: str, duty: Json, ms: int, events: Sequence[Happening]) -> None:
        owed, kind = self.owed(duty), duty.get("repeats", {}).get("period")
        if owed:
            for debt in self.of(name, "withdrawn"):
                debt.state, debt.closed = "open", None
            if name in self.begun and not self.begun[name] and kind in PERIODS:
                self.begin(name, duty, ms)
        old = self.of(name)
        chain = self._done(name, duty, ms, events)
        if not owed:
            for debt in self.of(name, "open"):
                debt.state, debt.closed = "withdrawn", ms
        self._reset(name, duty, ms, events)
        if kind == "since_last":
            self._go_on(name, duty, chain, ms, owed)
        if self.may_open(duty) and any(self.opens(duty, event) for event in events):
            self._opened(name, duty, ms, owed)
        if name in self.begun:
            self.begun[name] = owed
        for debt in old:
            if debt.state == "open":
                self._redate(duty, debt)
                self._owner(duty, debt)

    def _done(self, name: str, duty: Json, ms: int, events: Sequence[Happening]) -> list[int]:
        """Close what an act closes; when a "since_last" goes on."""
        chain = [ms for e in events if (e.kind, e.name) == ("waived", name)]
        done = [
            e for e in events if (e.kind, e.name) == ("acted", duty["action"]) and self.holds(duty.get("counts"), e)
        ]
        mine = [debt for debt in self.of(name, "open") if done and debt.opened <= (done[0].asked or ms)]
        if mine:
            for debt in mine:
                debt.state, debt.closed = "done", done[0].asked or ms
            chain.append(done[0].asked or ms)
        return chain

    def _go_on(self, name: str, duty: Json, chain: list[int], ms: int, owed: bool) -> None:
        for at in chain:
            if not [debt for debt in self.of(name, "open", "withdrawn") if debt.cycle.isdigit()]:
                made = self.open(name, duty, self._number(name), at, ms, chained=True)
                if not owed:
                    made.state, made.closed = "withdrawn", ms

    def _number(self, name: str) -> str:
        return str(max([int(debt.cycle) for debt in self.of(name) if debt.cycle.isdigit()], default=0) + 1)

    def _opened(self, name: str, duty: Json, ms: int, owed: bool) -> None:
        kind, cycle = duty.get("repeats", {}).get("period"), None
        if kind is None and (name, "") not in self.debts:
            cycle = ""
        elif kind == "each" and not self.of(name, "open", "withdrawn"):
            cycle = self._number(name)
        elif kind == "since_last" and not [debt for debt in self.of(name) if debt.cycle.isdigit()]:
            cycle = "1"
        elif kind in PERIODS and name not in self.begun:
            self.begun[name] = owed
            if owed:
                self.begin(name, duty, ms)
        if cycle is not None:
            made = self.open(name, duty, cycle, ms, ms)
            if not owed:
                made.state, made.closed = "withdrawn", ms

    def _reset(self, name: str, duty: Json, ms: int, events: Sequence[Happening]) -> None:
        rules = duty.get("resets_on", {})
        if not any(e.kind == "acted" and e.name in rules and self.holds(rules[e.name].get("when"), e) for e in events):
            return
        for debt in self.of(name, "open"):
            if ("field" in duty["due"] and not debt.chained) or (debt.due is not None and ms > debt.due):
                continue
            due = self.due(duty, ms, debt.chained)
            assert due is not None
            if debt.extended is not None and debt.extended <= due:
                debt.extended = None
            debt.anchor, debt.original = ms, due
            debt.due = max(due, debt.extended or due)
            debt.guessed = self._guessed(duty, debt, due)

    def _redate(self, duty: Json, debt: Debt) -> None:
        due = self.due(duty, debt.anchor, debt.chained)
        if due is None or (debt.extended is not None and due <= debt.extended):
            return
        debt.due, debt.extended = due, None
        debt.original = due if debt.original is None else debt.original
        debt.guessed = self._guessed(duty, debt, due)

    def _owner(self, duty: Json, debt: Debt) -> None:
        gone = debt.owner is not None and debt.owner not in self.staff.active
        if debt.by_hand and not gone:
            return
        owner, ground = self.meant(duty.get("assign", {"to": "owner"}), debt.opened)
        if gone or ground != debt.ground:
            debt.owner, debt.ground = owner, ground
            debt.by_hand = debt.by_hand and not gone

    def open(
        self, name: str, duty: Json, cycle: str, anchor: int, opened: int, chained: bool = False, now: int = 0
    ) -> Debt:
        due = self.due(duty, anchor, chained)
        owner, ground = self.meant(duty.get("assign", {"to": "owner"}), opened)
        debt = Debt(name, cycle, "open", opened, anchor, due, due, owner, chained=chained, ground=ground)
        debt.guessed = due is not None and self._guessed(duty, debt, due)
        debt.action = duty["action"]
        for step, part in duty.get("remind", {}).items():
            if due is not None and count(due, "-" + part["before"], None, None, self.zone) <= (now or opened):
                debt.told[f"remind:{step}"] = due
        self.debts[name, cycle] = debt
        return debt

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

    # people about it, and the clock's steps

    def seen(self, entry: Seen) -> None:
        debt = self.debts[entry.duty, entry.cycle]
        if entry.kind == "waived":
            debt.state, debt.closed = "waived", entry.ms
        elif entry.kind == "extended":
            debt.due = debt.extended = entry.due
            debt.original = entry.due if debt.original is None else debt.original
        else:
            debt.owner, debt.by_hand = entry.person, True

    def shut(self, transition: str, ms: int, action: str | None = None) -> bool:
        """Whether something owed keeps the transition shut; `action` is the act that would walk it."""
        self.look(ms)
        for name, duty in self.duties.items():
            block = duty.get("blocks", {}).get(transition)
            if block is None or duty["action"] == action:
                continue
            late = block.get("when") == "breached"
            if any(not late or (debt.due is not None and debt.due < ms) for debt in self.of(name, "open")):
                return True
        return False

    def sweep(self, ms: int) -> None:
        self.look(ms)
        while waiting := [found for debt in self.debts.values() for found in self._steps(debt, ms)]:
            for _, step, debt, person in sorted(waiting, key=lambda one: (one[0], one[2].duty, one[2].cycle, one[1])):
                assert debt.due is not None
                debt.told[step] = debt.due
                unsaid = step.startswith("remind") and (ms > debt.due or person is None)
                if not unsaid:
                    self.told.append((ms, step, debt.duty, debt.cycle, person))
                if step == "breach":
                    self.follow(ms, (Happening("breached", debt.duty),))

    def _steps(self, debt: Debt, ms: int) -> list[tuple[int, str, Debt, str | None]]:
        duty = self.duties.get(debt.duty)
        if duty is None or debt.state != "open" or debt.due is None:
            return []
        found: list[tuple[int, str, Debt, str | None]] = [(debt.due + 1, "breach", debt, debt.owner)]
        for name, part in duty.get("remind", {}).items():
            found.append(
                (count(debt.due, "-" + part["before"], None, None, self.zone), f"remind:{name}", debt, debt.owner)
            )
        for name, part in duty.get("escalate", {}).items():
            at = count(debt.due, part["after"], None, None, self.zone)
            to = self.staff.nearest(part["person"]["role"], self.record.unit, debt.owner)
            if to is None and self.record.owner != debt.owner and self.record.owner in self.staff.active:
                to = self.record.owner
            found.append((max(at, debt.due + 1), f"escalate:{name}", debt, to))
        return [one for one in found if one[0] <= ms and debt.told.get(one[1], -1) < debt.due]


def _wall(day: str) -> datetime:
    return datetime.fromisoformat(day)
