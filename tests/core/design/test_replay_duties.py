"""What two versions' duties would have come to over the same history, against the naive reading of duties."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followthrough.core.design.replay import History, PastEvent, Replay, Shape
from followthrough.core.design.replay.events import acts_of
from followthrough.core.design.replay.report import OwedOn
from followthrough.core.design.replay.side import Surroundings
from followthrough.core.run import acts
from followthrough.core.run.acts import Act, Actor, Allow, EventDraft, Milestones, Moment, Record
from tests.core.run.test_duty_model import (
    ABOVE,
    CRUD,
    DAY,
    HOUR,
    JUMPS,
    KEY,
    OFFERED,
    PEOPLE,
    START_MS,
    STEPS,
    app_with,
    calendar,
    days_of,
    happening,
    shifts,
    staff,
    standing,
)
from tests.support.duties import drawn
from tests.support.duties.clock import local, midnight
from tests.support.duties.log import Json, Seen, Wrote
from tests.support.duties.reading import Reading
from tests.support.duties.staff import Staff as NaiveStaff
from tests.support.replay.chronicle import Chronicle

ZONE = "Asia/Shanghai"
DAYS = days_of(date(2026, 4, 30), frozenset({14}))
VALUES = {"title": "监护仪", "live": True, "level": "a", "due_on": "2026-03-10", "helper": "zhao"}
Share = tuple[str | None, str, str]
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
EDITS: dict[str, list[Any]] = {
    "level": ["a", "b", None],
    "live": [True, False],
    "due_on": ["2026-03-04", "2026-03-20", None, "2026-05-01"],
    "helper": ["zhao", "wang", None],
    "note": ["x", "y", None],
}


def moment(ms: int) -> Moment:
    return Moment(ms, ZONE, {"work": calendar(DAYS, ZONE)})


def begun(duties: Json) -> Chronicle:
    """A record whose log begins with its creation."""
    memory = Chronicle(app_with(duties))
    memory.effects.staff = staff()
    memory.people = {who: frozenset({unit}) for who, (_, unit) in PEOPLE.items()}
    memory.units = frozenset({"shop1", "east", "hq"})
    memory.records[KEY] = Record(*KEY, 1, VALUES, "talk", "main", "li", "shop1", "2026-03-02T01:00:00Z", "li")
    memory.milestones[KEY] = Milestones()
    place = {"_owner": "li", "_unit": "shop1", "_path": "main"}
    changes = {name: [None, value] for name, value in {**VALUES, **place}.items()}
    data = {"record_version": 1}
    memory.acts.append([PastEvent(0, START_MS, "li", *KEY, "created", None, None, "talk", changes, data, 1)])
    return memory


def drawn_act(data: st.DataObject, memory: Chronicle) -> tuple[Act, str]:
    record, pick = memory.records[KEY], data.draw(st.integers(0, 99))
    owed = [one for one in memory.owing.of(KEY) if one.open]
    if pick < 40:
        action = data.draw(st.sampled_from(drawn.ACTIONS))
        inputs = {"result": data.draw(st.sampled_from(["good", "none"]))} if action == "call" else {}
        return acts.Perform(action, inputs, new_id=memory.new_id()), "chen"
    if pick < 60:
        name = data.draw(st.sampled_from(sorted(EDITS)))
        return acts.Edit({name: data.draw(st.sampled_from(EDITS[name]))}), "chen"
    if pick < 75:
        return acts.Move(
            data.draw(st.sampled_from([to for stage, to in STEPS if stage == record.stage] or ["new"]))
        ), "chen"
    if pick < 82:
        return acts.Assign(
            data.draw(st.sampled_from(sorted(PEOPLE))), data.draw(st.sampled_from(["shop1", "east"]))
        ), "chen"
    if pick < 86:
        return acts.Archive("x", restore=record.archived), "chen"
    if not owed:
        return acts.Edit({"note": f"{len(memory.acts)}"}), "chen"
    one = data.draw(st.sampled_from(owed))
    match pick % 3:
        case 0:
            return acts.Waive(one.id, "客户暂停"), "wang"
        case 1:
            return acts.Extend(one.id, max(one.due_ms or 0, memory_now(memory)) + 2 * DAY, "客户出差"), "wang"
    return acts.Reassign(one.id, data.draw(st.sampled_from(["li", "zhao", "chen"])), "休假"), "wang"


def memory_now(memory: Chronicle) -> int:
    return max(event.at_ms for event in memory.log) + 40 * DAY


def entry_of(record: Record, events: list[PastEvent]) -> Wrote | Seen | None:
    """What the naive reading is told of an act."""
    told = [event for event in events if event.kind in CRUD and event.key == KEY]
    if told:
        drafts = [
            EventDraft(e.entity, e.record, e.kind, e.name, e.from_stage, e.to_stage, e.changes, e.data) for e in told
        ]
        return Wrote(told[0].at_ms, standing(record), tuple(map(happening, drafts)))
    for event in events:
        if event.kind in ("waived", "extended", "reassigned"):
            due, person = event.data.get("new", 0), event.data.get("to", "")
            return Seen(event.at_ms, event.kind, str(event.name), event.data["cycle"], due, person)
    return None


def naive(duties: Json, log: list[Wrote | Seen], until: int) -> Reading:
    """The naive reading with a clock that is never late."""
    people: dict[tuple[str, str], list[str]] = {}
    for who, place in sorted(PEOPLE.items()):
        people.setdefault(place, []).append(who)
    known = NaiveStaff(people, ABOVE, shifts(), frozenset(PEOPLE))
    start = standing(Record(*KEY, 1, dict(VALUES), "talk", "main", "li", "shop1"))
    reading, now = Reading(known, duties, DAYS, ZONE, OFFERED, start), START_MS
    for entry in log:
        now = instantly(reading, now, entry.ms)
        if isinstance(entry, Seen):
            debt = reading.debts.get((entry.duty, entry.cycle))
            if debt is None or debt.state != "open":
                continue
        reading.replay([entry])
    instantly(reading, now, until)
    return reading


def instantly(reading: Reading, now: int, until: int) -> int:
    """Every step at its own time, and a look at each midnight."""
    while True:
        steps = [step[0] for debt in reading.debts.values() for step in reading._steps(debt)]
        night = midnight(date.fromordinal(local(now, ZONE).date().toordinal() + 1), ZONE)
        at = min([max(step, now) for step in steps] + [night])
        if at >= until:
            return now if now > until else until
        reading.sweep_all(at)
        now = at


def fates(reading: Reading, duty: str, until: int) -> dict[str, int]:
    found: Counter[str] = Counter()
    for debt in reading.debts.values():
        if debt.duty != duty or not START_MS <= debt.opened < until:
            continue
        found["opened"] += 1
        if debt.state == "done":
            late = debt.original is not None and (debt.closed or 0) > debt.original
            found["late" if late else "met"] += 1
            continue
        found[debt.state] += 1
        found["overdue"] += debt.state == "open" and debt.due is not None and debt.due < until
    return {name: number for name, number in found.items() if number}


def shares(reading: Reading, until: int) -> tuple[Counter[Share], Counter[Share]]:
    """What opened, and what of it was breached, by whose it was last, ISO week, and duty."""
    opened, breached = Counter[Share](), Counter[Share]()
    for debt in reading.debts.values():
        if not START_MS <= debt.opened < until:
            continue
        year, week, _ = local(debt.opened, ZONE).isocalendar()
        share = (debt.owner, f"{year}-W{week:02d}", debt.duty)
        opened[share] += 1
        if debt.state == "done":
            breached[share] += debt.original is not None and (debt.closed or 0) > debt.original
        elif debt.state == "open":
            breached[share] += debt.due is not None and debt.due < until
    return opened, breached


def told(reading: Reading) -> Counter[tuple[str, str, int]]:
    kinds = {"remind": "reminder", "breach": "breach", "escalate": "escalation"}
    return Counter((who, kinds[step.partition(":")[0]], at) for at, step, _, _, who in reading.told if who is not None)


def play(data: st.DataObject) -> None:
    """A life under some duties; two other versions of them over it."""
    memory = begun({"follow": data.draw(drawn.duty("follow")), "second": data.draw(drawn.duty("second", "follow"))})
    now, log = START_MS, list[Wrote | Seen]()
    for _ in range(data.draw(st.integers(5, 25))):
        now += data.draw(st.sampled_from(JUMPS))
        act, who = drawn_act(data, memory)
        role, unit = PEOPLE[who]
        memory.owing.sweep(memory, moment(now))
        before = len(memory.acts)
        made = memory.submit(KEY, act, Actor(who, role, unit, frozenset({"shop1", "east"}), who), moment(now))
        for events in memory.acts[before:]:
            entry = entry_of(memory.records[KEY], events)
            if isinstance(made, Allow) and entry is not None:
                log.append(entry)
    until = now + 9 * DAY + HOUR
    versions = [
        {"follow": data.draw(drawn.duty("follow")), "second": data.draw(drawn.duty("second", "follow"))}
        for _ in range(2)
    ]
    old, new = app_with(versions[0]), app_with(versions[1])
    around = Surroundings(ZONE, {"work": calendar(DAYS, ZONE)}, memory.effects.staff)
    history = History({1: Shape.of(old.doc)}, around, lambda person: PEOPLE[person][0], (START_MS, until))
    replay = Replay(old, new, history)
    for past in acts_of(memory.log):
        replay.take(past)
    report = replay.report()
    readings = [naive(duties, log, until) for duties in versions]
    for group in report.duties:
        for said, reading in zip((group.old, group.new), readings, strict=True):
            assert {name: number for name, number in said.items() if number} == fates(reading, group.duty, until), (
                group.duty
            )
    (old_opened, old_breached), (new_opened, new_breached) = (shares(one, until) for one in readings)
    changed = {group.duty for group in report.duties}
    assert {
        (one.person, one.week, one.duty): (one.opened, one.breached) for one in report.owed if one.duty in changed
    } == {
        share: ((old_opened[share], new_opened[share]), (old_breached[share], new_breached[share]))
        for share in old_opened.keys() | new_opened.keys()
        if share[2] in changed
        and (old_opened[share] != new_opened[share] or old_breached[share] != new_breached[share])
    }
    for one in report.owed:
        assert (one.entity, one.records, one.unnamed) == (KEY[0], (OwedOn(KEY[1], one.opened, one.breached),), 0)
    if changed == {"follow", "second"}:
        for half, reading in zip(replay._halves, readings, strict=True):
            assert Counter({slot: n for slot, n in half.owing.told.items() if slot[1] != "assigned"}) == told(reading)


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(data=st.data())
def test_duties_come_to_what_the_naive_reading_says(data: st.DataObject) -> None:
    play(data)


@pytest.mark.fuzz
@settings(deadline=None, suppress_health_check=QUIET)
@given(data=st.data())
def test_duties_come_to_what_the_naive_reading_says_at_length(data: st.DataObject) -> None:
    play(data)
