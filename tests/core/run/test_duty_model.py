"""What is owed according to the product against the naive reading, through long lives of one record."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from followthrough.core.compile import CompiledApp
from followthrough.core.compile.build import compile_published
from followthrough.core.model.decode import decode_app
from followthrough.core.rules import calendar_of
from followthrough.core.run import acts
from followthrough.core.run.acts import Act, Actor, Allow, Decision, EventDraft, Milestones, Missing, Moment, Record
from followthrough.core.run.owed import Obligation
from tests.support import duty_cases
from tests.support.duties import drawn
from tests.support.duties.clock import Days
from tests.support.duties.log import Asked, Changed, Debt, Entry, Happening, Json, Seen, Standing, Swept, Wrote
from tests.support.duties.reading import Reading
from tests.support.duties.staff import Staff as NaiveStaff
from tests.support.effects import Shift, Staff
from tests.support.memory import Memory

KEY = ("deal", "d1")
START_MS = 1_772_413_200_000  # 2026-03-02T09:00:00+08:00, a Monday
HOUR = 3_600_000
DAY = 24 * HOUR
ZONES = ["Asia/Shanghai", "Europe/Berlin"]
PEOPLE = {"li": ("rep", "shop1"), "zhao": ("rep", "shop1"), "wang": ("manager", "east"), "chen": ("boss", "hq")}
ABOVE = {"shop1": "east", "east": "hq"}
OFFERED: dict[str, list[str] | None] = {
    "call": ["new", "talk", "quote", "hold"],
    "send": None,
    "settle": None,
    "sign": ["quote"],
}
STEPS = {
    ("new", "talk"): "to_talk",
    ("talk", "quote"): "to_quote",
    ("talk", "new"): "back",
    ("quote", "new"): "back",
    **{(stage, "hold"): "to_hold" for stage in ("new", "talk", "quote")},
    **{(stage, "lost"): "to_lost" for stage in ("new", "talk", "quote", "hold")},
    **{(stage, "new"): "revive" for stage in ("lost", "hold", "won")},
}
PUBLISHED = [date(2026, 3, 31), date(2026, 4, 30), date(2026, 12, 31)]
JUMPS = [1, 90_000, HOUR, 4 * HOUR, DAY, 2 * DAY, 7 * DAY, 12 * DAY]
CRUD = {"created", "edited", "moved", "acted", "assigned", "archived", "path_changed"}


def shifts() -> list[tuple[str, str | None, str, int, int]]:
    """Zhao in the shop on even days, Wang everywhere in the second week."""
    even = [("night", "shop1", "zhao", START_MS + n * DAY, START_MS + (n + 1) * DAY) for n in range(0, 20, 2)]
    return [*even, ("night", None, "wang", START_MS + 7 * DAY, START_MS + 14 * DAY)]


def staff() -> Staff:
    found = Staff(
        {who: Actor(who, role, unit, frozenset(ABOVE), who) for who, (role, unit) in PEOPLE.items()}, {**ABOVE}
    )
    found.shifts = {"night": [Shift(who, start, end, unit) for _, unit, who, start, end in shifts()]}
    return found


def days_of(known: date, off: frozenset[int]) -> Days:
    """Mondays to Fridays from 23 February 2026 for 120 days, but for some of them."""
    digits = "".join("0" if n % 7 > 4 or n in off else "1" for n in range(120))
    return Days(date(2026, 2, 23), digits, ((9 * 60, 12 * 60), (13 * 60 + 30, 18 * 60)), known)


def calendar(days: Days, zone: str) -> Any:
    hours = {"1": [["09:00", "12:00"], ["13:30", "18:00"]]}
    start, known = days.start.isoformat(), days.known_to.isoformat()
    return calendar_of({"zone": zone, "start": start, "workdays": days.digits, "hours": hours, "known_to": known})


_apps: dict[str, CompiledApp] = {}


def app_with(duties: Json) -> CompiledApp:
    key = json.dumps(duties, sort_keys=True)
    if key not in _apps:
        document = {**json.loads(duty_cases.documents("care")), "duties": duties}
        _apps[key] = compile_published(decode_app(document), len(_apps) + 1)
    return _apps[key]


def standing(record: Record) -> Standing:
    assert record.stage is not None
    return Standing(dict(record.values), record.stage, record.owner, record.unit, record.archived)


def happening(event: EventDraft) -> Happening:
    data = event.data
    inputs, effective = data.get("inputs") or {}, data.get("effective")
    changed = frozenset(event.changes)
    return Happening(event.kind, event.name, event.from_stage, event.to_stage, changed, inputs, effective)


class Life(RuleBasedStateMachine):
    """The life of one record under two drawn duties."""

    @initialize(data=st.data(), zone=st.sampled_from(ZONES))
    def begin(self, data: st.DataObject, zone: str) -> None:
        self.duties: Json = {
            "follow": data.draw(drawn.duty("follow")),
            "second": data.draw(drawn.duty("second", "follow")),
        }
        self.first, self.zone, self.now = self.duties, zone, START_MS
        self.days = self.first_days = days_of(PUBLISHED[0], frozenset({14}))
        self.memory = Memory(app_with(self.duties))
        self.memory.effects.staff = staff()
        self.memory.people = {who: frozenset({unit}) for who, (_, unit) in PEOPLE.items()}
        self.memory.units = frozenset({"shop1", "east", "hq"})
        values = {"title": "监护仪", "live": True, "level": "a", "due_on": "2026-03-10", "helper": "zhao"}
        record = Record(*KEY, 1, values, "talk", "main", "li", "shop1", "2026-03-01T00:00:00Z", "li")
        self.memory.records[KEY], self.memory.milestones[KEY] = record, Milestones()
        self.start, self.log = standing(record), list[Entry]()
        self.gone: dict[str, Actor] = {}
        self.asked: list[tuple[str, str]] = []
        self.compared = -1

    @property
    def moment(self) -> Moment:
        return Moment(self.now, self.zone, {"work": calendar(self.days, self.zone)})

    @property
    def record(self) -> Record:
        return self.memory.records[KEY]

    def naive(self) -> Reading:
        """The naive reading of everything so far."""
        people: dict[tuple[str, str], list[str]] = {}
        for who, place in sorted(PEOPLE.items()):
            people.setdefault(place, []).append(who)
        known = NaiveStaff(people, ABOVE, shifts(), frozenset(PEOPLE))
        return Reading(known, self.first, self.first_days, self.zone, OFFERED, self.start).replay(self.log)

    def do(self, act: Act, who: str = "chen") -> Decision:
        role, unit = PEOPLE[who]
        before = len(self.memory.events)
        actor = Actor(who, role, unit, frozenset({"shop1", "east"}), who)
        decision = self.memory.submit(KEY, act, actor, self.moment)
        told = [event for event in self.memory.events[before:] if event.kind in CRUD]
        if told:
            self.log.append(Wrote(self.now, standing(self.record), tuple(map(happening, told))))
        return decision

    @rule(by=st.sampled_from(JUMPS))
    def wait(self, by: int) -> None:
        self.now += by

    @precondition(lambda self: any(one.due_ms and one.due_ms > self.now + 1 for one in self.open()))
    @rule(by=st.sampled_from([-1, 0, 1]))
    def wait_for_a_deadline(self, by: int) -> None:
        self.now = min(one.due_ms for one in self.open() if one.due_ms and one.due_ms > self.now + 1) + by

    def open(self) -> list[Obligation]:
        return [one for one in self.memory.owing.of(KEY) if one.open]

    @rule(action=st.sampled_from(drawn.ACTIONS), result=st.sampled_from([None, "good", "none"]))
    def act(self, action: str, result: str | None) -> None:
        inputs = {"result": result} if result and action == "call" else {}
        stages, stage = OFFERED[action], str(self.record.stage)
        possible = not self.record.archived and (stages is None or stage in stages)
        shut = action == "sign" and possible and self.naive().shut("to_won", self.now, "sign")
        decision = self.do(acts.Perform(action, inputs, new_id=self.memory.new_id()))
        assert isinstance(decision, Allow) == (possible and not shut), decision

    @precondition(lambda self: self.duties)
    @rule(data=st.data())
    def begin_or_end(self, data: st.DataObject) -> None:
        """What opens a duty, or what closes it."""
        duty = self.duties[data.draw(st.sampled_from(sorted(self.duties)))]
        wanted = duty["opens_when"]
        open_now = any(one.duty == duty["id"] for one in self.open())
        if open_now and duty.get("resets_on") and data.draw(st.booleans()):
            self.act("call", "good")
        elif open_now and data.draw(st.booleans()):
            self.act(duty["action"], "good")
        elif wanted["kind"] == "acted":
            self.act(wanted["action"], "good")
        elif wanted["kind"] == "edited":
            self.edit(next(iter(wanted.get("fields", ["note"]))), data.draw(st.integers(0, 3)))
        elif wanted["kind"] == "assigned":
            self.assign(data.draw(st.sampled_from(sorted(PEOPLE))), "shop1")

    @rule(
        name=st.sampled_from(["level", "live", "due_on", "helper", "note"]),
        pick=st.integers(0, 3),
    )
    def edit(self, name: str, pick: int) -> None:
        choices: dict[str, list[Any]] = {
            "level": ["a", "b", None, "a"],
            "live": [True, False, True, False],
            "due_on": ["2026-03-04", "2026-03-20", None, "2026-05-01"],
            "helper": ["zhao", "wang", None, "chen"],
            "note": ["x", "y", "z", None],
        }
        self.do(acts.Edit({name: choices[name][pick]}))

    @precondition(lambda self: not self.record.archived)
    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        ways = [(to, step) for (stage, to), step in STEPS.items() if stage == self.record.stage]
        if not ways:
            return
        to, step = data.draw(st.sampled_from(ways))
        shut = self.naive().shut(step, self.now)
        decision = self.do(acts.Move(to))
        assert isinstance(decision, Missing if shut else Allow), decision
        assert not isinstance(decision, Missing) or {need.kind for need in decision.needs} == {"obligation"}

    @rule(who=st.sampled_from(sorted(PEOPLE)), unit=st.sampled_from(["shop1", "east", "hq"]))
    def assign(self, who: str, unit: str) -> None:
        self.do(acts.Assign(who, unit))

    @rule(really=st.sampled_from([False, False, True]))
    def archive(self, really: bool) -> None:
        if really or self.record.archived:
            self.do(acts.Archive("x", restore=self.record.archived))

    def about(self, one: Obligation, act: acts.Seeing, kind: str, due: int = 0, person: str = "") -> None:
        if isinstance(self.do(act, "wang"), Allow):
            self.log.append(Seen(self.now, kind, one.duty, one.cycle, due, person))

    @precondition(lambda self: self.memory.owing.of(KEY))
    @rule(data=st.data())
    def waive(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.memory.owing.of(KEY)))
        self.about(one, acts.Waive(one.id, "客户暂停"), "waived")

    @precondition(lambda self: self.open())
    @rule(data=st.data(), by=st.sampled_from([HOUR, 2 * DAY, 30 * DAY]))
    def extend(self, data: st.DataObject, by: int) -> None:
        one = data.draw(st.sampled_from(self.open()))
        due = max(one.due_ms or 0, self.now) + by
        self.about(one, acts.Extend(one.id, due, "客户出差"), "extended", due=due)

    @precondition(lambda self: self.open())
    @rule(data=st.data(), person=st.sampled_from(["li", "zhao", "chen"]))
    def reassign(self, data: st.DataObject, person: str) -> None:
        one = data.draw(st.sampled_from(self.open()))
        self.about(one, acts.Reassign(one.id, person, "休假"), "reassigned", person=person)

    def changed(self, entry: Changed, what: str, target: str = "") -> None:
        """It is in force at once, and a worker is asked for, who may come at any time."""
        self.log.append(entry)
        if (what, target) not in self.asked:
            self.asked.append((what, target))

    @rule(data=st.data(), name=st.sampled_from(["follow", "second"]))
    def publish(self, data: st.DataObject, name: str) -> None:
        """A changed duty (its repetition stays), or one gone, or back."""
        given = self.first[name].get("repeats")
        if name in self.duties and data.draw(st.integers(0, 3)) == 0:
            self.duties = {key: part for key, part in self.duties.items() if key != name}
        else:
            other = "follow" if name == "second" else None
            self.duties = {**self.duties, name: data.draw(drawn.duty(name, other, repeats=given))}
        self.memory.app = app_with(self.duties)
        self.changed(Changed(self.now, duties=self.duties), "version")

    @rule(who=st.sampled_from(["li", "zhao", "wang"]), back=st.booleans())
    def disable(self, who: str, back: bool) -> None:
        """Somebody is there no more, or again."""
        people = self.memory.effects.staff.actors
        if back and who not in people:
            people[who] = self.gone.pop(who)
            self.log.append(Changed(self.now, active=frozenset(people)))
        elif who in people:
            self.gone[who] = people.pop(who)
            self.changed(Changed(self.now, active=frozenset(people)), "person", who)

    @rule(known=st.sampled_from(PUBLISHED), off=st.sets(st.integers(0, 60), max_size=6))
    def publish_holidays(self, known: date, off: set[int]) -> None:
        self.days = days_of(known, frozenset(off))
        self.changed(Changed(self.now, calendar=self.days), "calendar", "work")

    @precondition(lambda self: self.asked)
    @rule(place=st.integers(0, 2), dies=st.sampled_from([False, False, True]))
    def worker_asks_anew(self, place: int, dies: bool) -> None:
        """Whatever was asked for, in any order. Who dies before he has said that it is done is followed by another."""
        what, target = wanted = self.asked[place % len(self.asked)]
        self.memory.owing.ask(self.memory, self.moment, what, target)
        self.log.append(Asked(self.now, what, target))
        if not dies:
            self.asked.remove(wanted)

    @rule()
    def sweep(self) -> None:
        batches = self.memory.owing.sweep(self.memory, self.moment)
        self.log.append(Swept(self.now, slots(batches)))

    @precondition(lambda self: self.memory.owing.due(self.moment))
    @rule(most=st.integers(1, 3))
    def sweep_and_die(self, most: int) -> None:
        """The worker dies in mid-batch: what he had committed is done, the rest waits for another."""
        batches = self.memory.owing.sweep_singly(self.memory, self.moment, most)
        self.log.append(Swept(self.now, slots(batches), whole=not self.memory.owing.due(self.moment)))

    @invariant()
    def both_read_alike(self) -> None:
        if not hasattr(self, "log"):
            return
        if len(self.log) == self.compared:
            return
        self.compared = len(self.log)
        naive = self.naive()
        assert product_of(self.memory) == {slot: shown(debt) for slot, debt in naive.debts.items()}
        assert told_by(self.memory) == sorted(
            ((step, duty, cycle, who) for _, step, duty, cycle, who in naive.told), key=str
        )

    def teardown(self) -> None:
        """In the end a worker comes after all, and nothing depends on when it did."""
        if hasattr(self, "log"):
            self.now += 9 * DAY
            while self.asked:
                self.worker_asks_anew(0, False)
            self.sweep()
            self.both_read_alike()


def slots(batches: list[list[tuple[str, str, str]]]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """As (duty, cycle)."""
    return tuple(tuple((duty, cycle) for _, duty, cycle in batch) for batch in batches)


def product_of(memory: Memory) -> dict[tuple[str, str], Any]:
    """The obligations as stored, without those that wait for their period to begin."""
    found = [one for one in memory.owing.of(KEY) if "early" not in one.data]
    return {
        (one.duty, one.cycle): (
            one.state, one.opened_ms, one.anchor_ms, one.due_ms, one.original_due_ms, one.owner, one.provisional, one.closed_ms,
        )
        for one in found
    }  # fmt: skip


def shown(debt: Debt) -> Any:
    return debt.state, debt.opened, debt.anchor, debt.due, debt.original, debt.owner, debt.guessed, debt.closed


def told_by(memory: Memory) -> list[tuple[str, str, str, str | None]]:
    """What the clock told: breaches and escalations by their events, reminders by their notices."""
    found: list[tuple[str, str, str, str | None]] = []
    for event in memory.events:
        if event.kind == "breached":
            found.append(("breach", str(event.name), event.data["cycle"], event.data["owner"]))
        elif event.kind == "escalated":
            found.append((f"escalate:{event.data['step']}", str(event.name), event.data["cycle"], event.data["to"]))
    reminders = [draft for draft in memory.owing.notices if draft.kind == "reminder"]
    told = (("remind:soon", str(one.duty), one.params["cycle"], one.person) for one in reminders)
    return sorted([*found, *told], key=str)


QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def lived(examples: int, steps: int) -> None:
    """Play lives and compare after every step."""
    given = settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=QUIET)
    run_state_machine_as_test(Life, settings=given)


def test_both_read_alike() -> None:
    lived(150, 25)


@pytest.mark.fuzz
def test_both_read_alike_at_length() -> None:
    lived(10_000, 30)
