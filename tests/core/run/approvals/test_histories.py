"""Whatever people do with a request, it ends in exactly one way, and its act takes effect once or never."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from followthrough.core.run.acts import Act, Actor, Allow, Edit, Moment, PassOn, Perform, Record, Sign, TakeBack
from followthrough.core.run.approval import Approval
from tests.support.approval_cases import app
from tests.support.effects import Shift
from tests.support.memory import Memory, uid

START = 1_772_413_200_000  # 2026-03-02 09:00 in Shanghai
HOUR = 3_600_000
PEOPLE = {
    "li": ("rep", "east"),
    "wang": ("manager", "east"),
    "wu": ("manager", "east"),
    "qian": ("manager", "hq"),
    "gao": ("lawyer", "hq"),
    "jin": ("keeper", "east"),
    "lu": ("keeper", "hq"),
    "chen": ("boss", "hq"),
    "sun": ("boss", "hq"),
}
KEY = ("request", uid("r"))
ACTIONS = ["ask", "ask", "ask", "order", "any", "timed", "slow"]

who = st.sampled_from(sorted(PEOPLE))
verdict = st.sampled_from(["approve"] * 6 + ["refuse", "return", "return"])
back = st.sampled_from([None, "first", "first", "legal"])
asked = st.tuples(st.just("asked"), st.integers(0, 3), verdict, back)
MOVES = st.one_of(
    asked,
    asked,
    asked,
    st.tuples(st.just("sign"), who, verdict, back),
    st.tuples(st.just("pass_on"), who, who, st.booleans(), st.booleans()),
    st.tuples(st.just("take_back"), st.sampled_from(["zhao", "li", "wang"])),
    st.tuples(st.just("edit"), st.sampled_from([100, 20_000_000]), st.sampled_from([1.0, 2.0])),
    st.tuples(st.just("wait"), st.sampled_from([1, 2, 5])),
    st.tuples(st.just("drop"), st.integers(0, 9)),
)


def organisation() -> Memory:
    """Two units, people of every role, one request in its first stage; qian decides for wang on the first day."""
    memory = Memory(app())
    below = {"hq": frozenset({uid("hq"), uid("east")}), "east": frozenset({uid("east")})}
    staff = memory.effects.staff
    for alias, (role, unit) in PEOPLE.items():
        staff.actors[uid(alias)] = Actor(uid(alias), role, uid(unit), below[unit], alias)
    staff.parents = {uid("east"): uid("hq"), uid("hq"): None}
    staff.delegations = [(uid("wang"), Shift(uid("qian"), START, START + 24 * HOUR))]
    memory.people = {person: frozenset({actor.unit}) for person, actor in staff.actors.items()}
    memory.units = frozenset({uid("hq"), uid("east")})
    values: dict[str, Any] = {"title": "用印", "amount": 500_000, "contract": "HT", "seals": 1.0}
    memory.records[KEY] = Record(*KEY, 1, values, "draft", "main", uid("li"), uid("east"), created_by=uid("li"))
    return memory


class History:
    """One request and what is done about it; every step leaves everything true that must always be."""

    def __init__(self, action: str, asker: str) -> None:
        self.memory = organisation()
        self.now = START
        self.aliases = {uid(alias): alias for alias in PEOPLE}
        self.submit(asker, Perform(action, {}, (), uid("new"), uid("approval")))

    @property
    def approval(self) -> Approval:
        return self.memory.approvals[uid("approval")]

    def submit(self, alias: str, act: Act) -> bool:
        actor = self.memory.effects.staff.actors[uid(alias)]
        moment = Moment(self.now, calendars={})
        return isinstance(self.memory.submit(KEY, act, actor, moment), Allow)

    def play(self, step: tuple[Any, ...]) -> None:
        match step:
            case ("asked", place, said, to):
                persons = [turn.person for turn in self.approval.turns if turn.state == "asked" and turn.person]
                if persons:
                    self.play(("sign", self.aliases[persons[place % len(persons)]], said, to))
            case ("sign", alias, said, to):
                inputs = {"opinion": "可以"} if self.approval.step == "legal" and said == "approve" else {}
                back = self.approval.turns[0].step if to == "first" else to
                self.submit(alias, Sign(self.approval.id, said, inputs, "写明原因", back if said == "return" else None))
            case ("pass_on", alias, other, added, before):
                self.submit(alias, PassOn(self.approval.id, uid(other), added, before))
            case ("take_back", alias) if alias in PEOPLE:
                self.submit(alias, TakeBack(self.approval.id))
            case ("edit", amount, seals):
                self.submit("chen", Edit({"amount": amount, "seals": seals}))
            case ("wait", hours):
                self.now += hours * HOUR
                self.memory.owing.sweep(self.memory, Moment(self.now, calendars={}))
            case ("drop", 0):
                record = self.memory.records[KEY]
                if record.stage == "draft":
                    self.memory.records[KEY] = replace(record, stage="dropped")
                    self.submit("chen", Edit({"title": "作废"}))

    def check(self) -> None:
        """What must be so at any time."""
        one, events = self.approval, self.memory.events
        told = [event for event in events if event.data.get("approval") == one.id]
        effects = [event for event in told if event.kind == "acted"]
        ends = [event.kind for event in told if event.kind in ("approved", "refused", "timed_out", "taken_back")]
        ends += ["returned" for event in told if event.kind == "returned" and event.data["to_step"] is None]
        assert len(ends) == (0 if one.pending else 1), "it ends in exactly one way"
        assert len(effects) == (1 if one.state == "approved" else 0), "the act takes effect once, or never"
        assert all(event.actor == one.asked_by for event in effects)
        asked = {one.cycle(turn) for turn in one.turns if turn.state == "asked"}
        owed = {found.cycle for found in self.memory.owing.of(KEY) if found.kind == "approval" and found.open}
        assert owed == asked, "a decision is owed by whoever is asked, and by nobody else"
        assert one.pending == bool(asked)
        self._signers(one)

    def _signers(self, one: Approval) -> None:
        for turn in one.turns:
            assert one.asked_by not in (turn.person, turn.by), "nobody approves his own"
            assert turn.state != "approved" or turn.by is not None, "a time-out approves nothing"
        for step in {turn.step for turn in one.turns}:
            counted = [turn for turn in one.turns if turn.step == step and turn.counts and turn.state == "approved"]
            deciders = [turn.by for turn in counted]
            assert len(set(deciders)) == len(deciders), "nobody signs twice in a step"


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(ACTIONS), st.sampled_from(["li", "wang", "chen"]), st.lists(MOVES, min_size=5, max_size=25))
def test_every_history_ends_once(action: str, asker: str, steps: list[tuple[Any, ...]]) -> None:
    history = History(action, asker)
    history.check()
    for step in steps:
        history.play(step)
        history.check()


def test_seeded_histories_of_those_asked() -> None:
    """Mostly decisions by whoever is asked, so that later steps, returns and ends of every kind are reached."""
    rng = Random(20260302)
    reached: set[str] = set()
    for number in range(300):
        history = History(ACTIONS[number % len(ACTIONS)], rng.choice(["li", "li", "wang", "chen"]))
        for _ in range(12):
            said = rng.choice(["approve"] * 6 + ["refuse", "return", "return"])
            asked = ("asked", rng.randrange(4), said, rng.choice([None, "first", "first", "legal"]))
            edit = ("edit", rng.choice([100, 20_000_000]), rng.choice([1.0, 2.0]))
            wait = ("wait", rng.choice([1, 2, 5]))
            history.play(rng.choice([asked, asked, asked, asked, asked, edit, wait]))
            history.check()
        one = history.approval
        reached |= {one.state, one.cause, *(turn.step for turn in one.turns)}
        reached |= {"again" for turn in one.turns if not turn.counts}
    assert reached >= {"approved", "refused", "withdrawn", "returned", "timed_out", "legal", "seals", "again"}
