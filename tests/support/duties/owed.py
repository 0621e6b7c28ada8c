"""What is owed on the record, as writes and the beginning of periods make it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .clock import count, following, local, midnight, name_of, period_start
from .grounds import Grounds
from .log import Debt, Happening, Json

PERIODS = ("day", "week", "month", "quarter")


@dataclass
class Owed(Grounds):
    """`duties`, `calendar` and the others are those in force."""

    debts: dict[tuple[str, str], Debt] = field(default_factory=dict)
    told: list[tuple[int, str, str, str, str | None]] = field(default_factory=list)
    """What the clock told: (at, step, duty, cycle, person)."""
    begun: dict[str, bool] = field(default_factory=dict)
    """Duties of periods whose series runs: whether they were owed when they were last asked about."""
    next: dict[str, int] = field(default_factory=dict)
    """When the next period of a running series begins, as far as was seen when it was last asked about."""
    looked: dict[str, int] = field(default_factory=dict)
    """By duty: up to when its periods were looked for."""

    # what the clock opens

    def look(self, ms: int) -> None:
        """Every period that began since the last look, while its duty was owed, is open from its start."""
        for name, duty in self.ordered():
            self._look(name, duty, ms)

    def _look(self, name: str, duty: Json, ms: int, most: int | None = None) -> None:
        if duty.get("repeats", {}).get("period") not in PERIODS or not self.begun.get(name):
            return
        kind, seen, made = duty["repeats"]["period"], self.looked[name], 0
        first = period_start(kind, local(seen, self.zone).date())
        while midnight(first, self.zone) <= ms and made != most:
            start = midnight(first, self.zone)
            if start > seen:
                made, self.looked[name] = made + 1, start
                if (name, name_of(kind, first)) not in self.debts:
                    self.open(name, duty, name_of(kind, first), start, start, now=ms)
            first = following(kind, first)
        if midnight(first, self.zone) > ms:
            self.looked[name] = ms

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
        self.looked |= dict.fromkeys(self.begun, ms)
        for debt in self.debts.values():
            self.wind(debt)
        self.next = {name: self._next(name) for name, owed in self.begun.items() if owed}

    def wind(self, debt: Debt) -> None:
        """When the clock has something to do with it, by all that is known now."""
        debt.timer = min((at for at, *_ in self._steps(debt)), default=None)

    def _next(self, name: str) -> int:
        kind = self.duties[name]["repeats"]["period"]
        return midnight(following(kind, period_start(kind, local(self.looked[name], self.zone).date())), self.zone)

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

    def _steps(self, debt: Debt) -> list[tuple[int, str, str | None]]:
        """What is still to be told for its deadline: (when, step, to whom)."""
        duty = self.duties.get(debt.duty)
        if duty is None or debt.state != "open" or debt.due is None:
            return []
        found: list[tuple[int, str, str | None]] = [(debt.due + 1, "breach", debt.owner)]
        for name, part in duty.get("remind", {}).items():
            found.append((count(debt.due, "-" + part["before"], None, None, self.zone), f"remind:{name}", debt.owner))
        for name, part in duty.get("escalate", {}).items():
            at = count(debt.due, part["after"], None, None, self.zone)
            to = self.staff.nearest(part["person"]["role"], self.record.unit, debt.owner)
            if to is None and self.record.owner != debt.owner and self.record.owner in self.staff.active:
                to = self.record.owner
            found.append((max(at, debt.due + 1), f"escalate:{name}", to))
        return [one for one in found if debt.told.get(one[1], -1) < debt.due]
