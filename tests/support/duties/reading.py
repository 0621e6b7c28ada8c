"""The naive reading itself: the log is gone through from its beginning, every time anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from .log import Asked, Changed, Debt, Entry, Happening, Seen, Swept, Wrote
from .owed import Owed

MOST = 60
"""Periods that the clock opens at once."""


@dataclass
class Reading(Owed):
    """What is owed, by going through `log`. `duties` and `calendar` are those at its beginning."""

    def replay(self, log: Sequence[Entry]) -> Reading:
        for entry in log:
            match entry:
                case Wrote():
                    self.look(entry.ms)
                    self.record = entry.record
                    self.follow(entry.ms, entry.events)
                case Changed():
                    self.duties = self.duties if entry.duties is None else entry.duties
                    self.calendar = entry.calendar or self.calendar
                    self.staff = self.staff if entry.active is None else replace(self.staff, active=entry.active)
                case Asked():
                    if self.concerned(entry):
                        self.look(entry.ms)
                        self.follow(entry.ms, ())
                case Seen():
                    self.seen(entry)
                    self.look(entry.ms)
                    self.follow(entry.ms, (Happening(entry.kind, entry.duty),))
                case Swept():
                    self.sweep(entry)
        return self

    def concerned(self, entry: Asked) -> bool:
        """Whether what is asked about has anything to do with the record."""
        open_ = [debt for debt in self.debts.values() if debt.state == "open"]
        if entry.what == "calendar":
            return any(debt.duty in self.duties and self._counts_by_calendar(debt.duty) for debt in open_)
        if entry.what == "person":
            return any(debt.owner == entry.person for debt in open_)
        return any(debt.state == "withdrawn" for debt in self.debts.values()) or bool(open_ or self.begun)

    def _counts_by_calendar(self, name: str) -> bool:
        due = self.duties[name]["due"]
        return any(part.get("calendar") for part in (due, *due.get("variants", {}).values()))

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

    def sweep(self, entry: Swept) -> None:
        """Go through what was gone through; that it was due, and whether anything is left, is judged here."""
        for batch in entry.batches:
            told, steps = False, list[Happening]()
            for name, cycle in batch:
                debt = self.debts.get((name, cycle))
                assert self._rings(name, debt, entry.ms), f"{name} {cycle} was not due"
                before, said = {slot: _kept(one) for slot, one in self.debts.items()}, len(self.told)
                self.tick(name, cycle, entry.ms)
                fresh = [step for _, step, *_ in self.told[said:] if not step.startswith("remind")]
                steps += [Happening("breached", name) for step in fresh if step == "breach"]
                told |= bool(fresh) or before != {slot: _kept(one) for slot, one in self.debts.items()}
            if told and any(duty["opens_when"]["kind"] == "breached" for duty in self.duties.values()):
                self.look(entry.ms)
                self.follow(entry.ms, steps)
        if entry.whole:
            assert not any(self._rings(debt.duty, debt, entry.ms) for debt in self.debts.values())
            assert not any(start <= entry.ms for start in self.next.values())

    def sweep_all(self, ms: int) -> None:
        """As a worker that is alive does: one after the other, until nothing is due."""
        while True:
            slots = [(debt.duty, debt.cycle) for debt in self.debts.values() if self._rings(debt.duty, debt, ms)]
            slots += [(name, "") for name, start in self.next.items() if start <= ms and not self.of(name)]
            if not slots:
                return
            self.sweep(Swept(ms, ((slots[0],),), whole=False))

    def _rings(self, name: str, debt: Debt | None, ms: int) -> bool:
        """Whether its own time has come, or that of the next period of its series, of which it is the last."""
        if debt is not None and debt.timer is not None and debt.timer <= ms:
            return True
        last = debt is None or not any(other.cycle > debt.cycle for other in self.of(name) if not other.cycle.isdigit())
        return last and self.next.get(name, ms + 1) <= ms

    def tick(self, name: str, cycle: str, ms: int) -> None:
        """One of a duty is due: the periods of the duty come first, then whether it is owed at all, then the steps of this one
        by the deadline and the person it has now."""
        duty = self.duties.get(name)
        if duty is None:
            self._left(name, self.debts.get((name, cycle)), ms)
            return
        self._look(name, duty, ms, MOST)
        debt = self.debts.get((name, cycle))
        if not self.owed(duty):
            if not self.begun.get(name) or self._next(name) > ms:
                for one in self.of(name, "open"):
                    one.state, one.closed = "withdrawn", ms
                self.begun |= {name: False} if name in self.begun else {}
        elif debt is not None and debt.state == "open":
            self._redate(duty, debt)
            self._owner(duty, debt)
            self._tell(debt, ms)
        for one in self.of(name):
            if one is debt or one.state != "open" or name in self.begun:
                self.wind(one)
        self.next.pop(name, None)
        if self.begun.get(name):
            self.next[name] = self._next(name)

    def _left(self, name: str, debt: Debt | None, ms: int) -> None:
        """The duty is gone, and its clock stands still."""
        if debt is not None and debt.state == "open":
            debt.state, debt.closed = "withdrawn", ms
        if debt is not None:
            debt.timer = None
        if self.next.get(name, ms + 1) <= ms:
            del self.next[name]
            self.begun[name] = False

    def _tell(self, debt: Debt, ms: int) -> None:
        due = [found for found in self._steps(debt) if found[0] <= ms]
        for _, step, person in sorted(due, key=lambda one: one[0]):
            assert debt.due is not None
            debt.told[step] = debt.due
            if not (step.startswith("remind") and (ms > debt.due or person is None)):
                self.told.append((ms, step, debt.duty, debt.cycle, person))


def _kept(debt: Debt) -> tuple[Any, ...]:
    """What an event is told about when it changes."""
    return debt.state, debt.due, debt.owner
