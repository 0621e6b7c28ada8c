"""No history leads past a gate: whatever sequence of acts is allowed, every record stands behind open gates."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followthrough.core.run.acts import Act, Actor, Allow, Create, Edit, Moment, Move, Perform
from tests.support.gates.cases import NOW, draw, value, values
from tests.support.gates.documents import CUSTOMER
from tests.support.gates.reading import Gates
from tests.support.gates.values import Book, Json
from tests.support.memory import Memory

ACTS = 80
ME = Actor("me", "mgr", "u1", frozenset({"u1"}))
SEEDS = st.integers(0, 2**48)


@settings(max_examples=60)
@given(seed=SEEDS)
def test_no_history_leads_past_a_gate(seed: int) -> None:
    live(seed)


@pytest.mark.fuzz
@given(seed=SEEDS)
def test_no_history_leads_past_a_gate_at_length(seed: int) -> None:
    live(seed)


def test_histories_get_somewhere() -> None:
    moved = [event for seed in range(40) for event in live(seed).events if event.kind == "moved"]
    assert len(moved) > 40


def live(seed: int) -> Memory:
    """A short life of an app, checked after every act. Each deal has a customer of its own."""
    rng = Random(seed)
    drawn = draw(rng)
    memory = Memory(drawn.app)
    deals: list[str] = []
    for number in range(ACTS):
        moment = Moment(NOW.now_ms + number * 1000)
        key, act = _act(rng, drawn.doc, memory, deals)
        decision = memory.submit(key, act, ME, moment)
        if isinstance(decision, Allow):
            if isinstance(act, Create) and act.entity == "deal":
                deals.append(act.id)
            check(drawn.doc, memory)
    return memory


def _act(rng: Random, doc: Json, memory: Memory, deals: list[str]) -> tuple[tuple[str, str] | None, Act]:
    roll = rng.random()
    if len(deals) < 2 or roll < 0.1:
        customer = f"c{len(memory.records)}"
        if roll < 0.5:
            found = {name: value(rng, name) for name in CUSTOMER}
            return None, Create("customer", customer, found)
        free = [k[1] for k in memory.records if k[0] == "customer" and not _held(memory, k[1])]
        given: Json = {**values(rng, 0.7), "cust": rng.choice(free) if free else None}
        return None, Create("deal", memory.new_id(), given)
    deal = ("deal", rng.choice(deals))
    if roll < 0.35:
        return deal, Edit({name: part for name, part in values(rng, 0.25).items() if name != "cust"})
    if roll < 0.65:
        steps = doc["flows"]["deal"]["transitions"].values()
        near = [step["to"] for step in steps if memory.records[deal].stage in step["from"]]
        return deal, Move(rng.choice([*near, *near, *doc["flows"]["deal"]["stages"]]))
    if roll < 0.72:
        visits = [key for key in memory.records if key[0] == "visit"]
        if visits:
            return rng.choice(visits), Edit({"deal": rng.choice([*deals, None])})
    action = rng.choice(["a0", "a1", "a2"])
    fields: Json = doc["actions"][action]["fields"]
    inputs = {key: value(rng, part.get("target", "t").rpartition(".")[2]) for key, part in fields.items()}
    return deal, Perform(action, inputs, new_id=memory.new_id())


def _held(memory: Memory, customer: str) -> bool:
    return any(record.values.get("cust") == customer for record in memory.records.values())


def check(doc: Json, memory: Memory) -> None:
    """Every deal: its path as the rules say, its gates open, its rollup true, its story told by its events."""
    gates = Gates(doc, "mgr")
    book = Book(doc, {key: dict(record.values) for key, record in memory.records.items()})
    for key, record in memory.records.items():
        if key[0] != "deal":
            continue
        acts = memory.milestones[key].acts
        assert record.path == gates.path(book, key)
        assert not gates.entry(book, key, str(record.path), str(record.stage), acts)
        assert not book.faults(key)
        visits = sum(other.values.get("deal") == key[1] for k, other in memory.records.items() if k[0] == "visit")
        assert record.values.get("v1", 0.0) == visits or not book.shown(key, "v1")
        assert replayed(memory, key) == (record.stage, record.values)


def replayed(memory: Memory, key: tuple[str, str]) -> tuple[Any, Json]:
    """Stage and values as the record's events tell them, each step beginning where the one before ended."""
    stage: str | None = None
    told: Json = {}
    for event in memory.events:
        if (event.entity, event.record) != key:
            continue
        if event.kind in ("moved", "path_changed"):
            assert event.from_stage == stage
        stage = event.to_stage or stage
        for name, (old, new) in event.changes.items():
            if not name.startswith("_"):
                assert told.get(name) == old
                told[name] = new
    return stage, {name: part for name, part in told.items() if part is not None}
