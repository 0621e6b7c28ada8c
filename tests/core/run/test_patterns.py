"""Which events a pattern means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest

from followthrough.core.compile.pattern import compile_pattern
from followthrough.core.model.pattern import EventPattern
from followthrough.core.run.acts import EventDraft, Moment, Record, Snapshot
from followthrough.core.run.patterns import matches
from followthrough.core.run.world import World
from tests.support.flow_cases import app_of

DEAL = ("opportunity", "d1")


@dataclass
class Row:
    """A pattern (members beside the entity), an event, and whether it is meant."""

    name: str
    why: str
    pattern: dict[str, Any]
    event: EventDraft
    meant: bool
    values: dict[str, Any] = field(default_factory=dict)


def event(kind: str, name: str | None = None, **more: Any) -> EventDraft:
    return EventDraft(*DEAL, kind, name, **more)


BIG = {"op": "ge", "a": [{"f": "amount"}, {"v": 100}]}
MAIL = {"op": "eq", "a": [{"f": "act.channel"}, {"v": "mail"}]}
GOOD = {"op": "eq", "a": [{"f": "act._effective"}, {"v": True}]}
STEP = {"from_stage": "need", "to_stage": "demo"}
ROWS = [
    Row("kind", "the simplest pattern", {"kind": "edited"}, event("edited"), True),
    Row(
        "another kind",
        "an act is not an edit, whatever it writes",
        {"kind": "edited"},
        event("acted", "approve"),
        False,
    ),
    Row("own action", "named", {"kind": "acted", "action": "send_plan"}, event("acted", "send_plan"), True),
    Row("another action", "not named", {"kind": "acted", "action": "send_plan"}, event("acted", "approve"), False),
    Row("stage entered", "to it", {"kind": "moved", "stage": "demo"}, event("moved", "to_demo", **STEP), True),
    Row(
        "stage passed over", "to another", {"kind": "moved", "stage": "quote"}, event("moved", "to_demo", **STEP), False
    ),
    Row("stage left", "from it", {"kind": "moved", "from": "need"}, event("moved", "to_demo", **STEP), True),
    Row(
        "another stage left",
        "not from it",
        {"kind": "moved", "from": "touch"},
        event("moved", "to_demo", **STEP),
        False,
    ),
    Row(
        "created in a stage",
        "its first",
        {"kind": "created", "stage": "touch"},
        event("created", to_stage="touch"),
        True,
    ),
    Row(
        "path changed, stage kept",
        "no stage was entered",
        {"kind": "path_changed", "stage": "quote"},
        event("path_changed", "hospital", from_stage="quote", to_stage="quote"),
        False,
    ),
    Row(
        "path changed, any",
        "the change itself is meant",
        {"kind": "path_changed"},
        event("path_changed", "hospital", from_stage="quote", to_stage="quote"),
        True,
    ),
    Row(
        "one of the fields",
        "any is enough",
        {"kind": "edited", "fields": {"amount": {}, "budget": {}}},
        event("edited", changes={"amount": [1, 2]}),
        True,
    ),
    Row(
        "none of the fields",
        "another changed",
        {"kind": "edited", "fields": {"amount": {}}},
        event("edited", changes={"budget": [1, 2]}),
        False,
    ),
    Row("rule true", "on the record after it", {"kind": "edited", "when": BIG}, event("edited"), True, {"amount": 100}),
    Row(
        "rule false", "on the record after it", {"kind": "edited", "when": BIG}, event("edited"), False, {"amount": 99}
    ),
    Row("rule empty", "empty is not true", {"kind": "edited", "when": BIG}, event("edited"), False),
    Row(
        "input of the act",
        "kept with it",
        {"kind": "acted", "action": "send_plan", "when": MAIL},
        event("acted", "send_plan", data={"inputs": {"channel": "mail"}}),
        True,
    ),
    Row(
        "another input of the act",
        "kept with it",
        {"kind": "acted", "action": "send_plan", "when": MAIL},
        event("acted", "send_plan", data={"inputs": {"channel": "paper"}}),
        False,
    ),
    Row(
        "an effective act",
        "the action says what that is",
        {"kind": "acted", "action": "log_visit", "when": GOOD},
        event("acted", "log_visit", data={"inputs": {}, "effective": True}),
        True,
    ),
    Row(
        "an act without effect",
        "the action says what that is",
        {"kind": "acted", "action": "log_visit", "when": GOOD},
        event("acted", "log_visit", data={"inputs": {}, "effective": False}),
        False,
    ),
    Row("taken out", "archived", {"kind": "archived"}, event("archived"), True),
    Row("brought back", "not archived", {"kind": "archived"}, event("archived", "restore"), False),
    Row("deadline passed", "of this duty", {"kind": "breached", "duty": "call"}, event("breached", "call"), True),
    Row("another deadline", "of another duty", {"kind": "breached", "duty": "call"}, event("breached", "write"), False),
    Row("not given", "the decision on it", {"kind": "refused", "action": "approve"}, event("refused", "approve"), True),
    Row(
        "another record",
        "its own events only",
        {"kind": "edited"},
        EventDraft("opportunity", "d2", "edited"),
        False,
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_meant(row: Row) -> None:
    app = app_of("deals")
    record = Record("opportunity", "d1", 3, row.values, "demo", "standard")
    world = World(app, Snapshot(record), None, Moment(0))
    state = world.state(DEAL)
    assert state is not None
    pattern = compile_pattern(app.doc, msgspec.convert({"entity": "opportunity", **row.pattern}, EventPattern))
    assert matches(pattern, row.event, state) is row.meant, row.why


def test_what_one_act_said_is_not_heard_of_the_next() -> None:
    app = app_of("deals")
    state = World(app, Snapshot(Record("opportunity", "d1", 3, {})), None, Moment(0)).state(DEAL)
    assert state is not None
    told = {"entity": "opportunity", "kind": "acted", "action": "send_plan", "when": MAIL}
    pattern = compile_pattern(app.doc, msgspec.convert(told, EventPattern))
    assert matches(pattern, event("acted", "send_plan", data={"inputs": {"channel": "mail"}}), state)
    assert not matches(pattern, event("acted", "send_plan", data={"inputs": {}}), state)
