"""Apps in which every need can be supplied by itself, and the supplying of needs.

Demanded fields (d1…, cust.k1…) stand in no rule, each statement reads a switch of its own, conditions read w1 and w2
only: so supplying one need never supplies or calls for another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Any

from followthrough.core.compile import CompiledApp, compile_published
from followthrough.core.model.decode import decode_app
from followthrough.core.run.acts import (
    Act,
    Actor,
    Create,
    Decision,
    Edit,
    FileInfo,
    Milestones,
    Move,
    Need,
    Perform,
    Record,
    Snapshot,
)
from followthrough.core.run.decide import decide

from .cases import NOW
from .documents import Json, _entity, label, op

FIELDS = ("d1", "d2", "d3", "d4")
SWITCHES = tuple(f"s{number}" for number in range(12))
FILE = "file1"


def _field(kind: str, type_: str, **more: Any) -> Json:
    return {"type": type_, "field": {"kind": kind, "label": label("字段"), **more}}


class Drawer:
    """Draws one app; hands out each switch once."""

    def __init__(self, rng: Random) -> None:
        self.rng, self.left = rng, list(SWITCHES)

    def requirement(self, weight: float) -> Json:
        """Demands that are independent of each other."""
        rng, found = self.rng, Json()
        for path in (*FIELDS, "cust.k1", "cust.k2"):
            if rng.random() < weight * 0.25:
                found.setdefault("fields", {})[path] = self._when()
        for name in ("a0", "a1"):
            if rng.random() < weight * 0.25:
                found.setdefault("actions", {})[name] = {"min": rng.randint(1, 3), **self._when()}
        if self.left and rng.random() < weight * 0.3:
            found["statements"] = {"st": {"rule": self.switch()}}
        return found

    def switch(self) -> Json:
        """A statement on a switch nobody else reads."""
        return op("eq", {"f": self.left.pop()}, True)

    def _when(self) -> Json:
        return {"when": op("eq", {"f": self.rng.choice(["w1", "w2"])}, True)} if self.rng.random() < 0.3 else {}

    def app(self) -> Json:
        """The app."""
        rng = self.rng
        line = [f"st{number}" for number in range(rng.randint(3, 5))]
        entry = {name: self.requirement(0.8) for name in [*line, "lost"]}
        stages = {
            name: {"label": label(name), "order": place, "entry": entry[name]} for place, name in enumerate(entry)
        }
        stages["lost"]["kind"] = "lost"
        steps: Json = {}
        for number in range(rng.randint(4, 9)):
            source, to = rng.sample([*line, "lost"], 2)
            steps[f"e{number}"] = self._step(source, to)
        for number in range(len(line) - 1):
            steps[f"f{number}"] = self._step(line[number], line[number + 1])
        paths = {
            "p0": {"label": label("甲"), "stages": {name: {"order": n} for n, name in enumerate(line)}},
            "p1": {
                "label": label("乙"),
                "when": op("eq", {"f": "w2"}, True),
                "stages": {name: {"order": n} for n, name in enumerate(line) if n != 1},
            },
        }
        flow = {"id": "deal", "entity": "deal", "label": label("流程"), "stages": stages, "paths": paths}
        everything = {"scope": "all", "create": True, "edit": True}
        return {
            "app": {"key": "gen", "name": label("生成"), "version": "1"},
            "entities": self._entities(),
            "flows": {"deal": {**flow, "transitions": steps}},
            "actions": {name: self._action(name, line) for name in ("a0", "a1")},
            "access": {
                "roles": {"rep": {"label": label("销售"), "entities": dict.fromkeys(("deal", "shop"), everything)}}
            },
        }

    def _step(self, source: str, to: str) -> Json:
        step: Json = {"label": label("走"), "from": {source: {}}, "to": to, "requires": self.requirement(0.3)}
        if self.left and self.rng.random() < 0.15:
            step["when"] = self.switch()
        return step

    def _entities(self) -> Json:
        text = {name: _field("text", "string") for name in ("note", *FIELDS)}
        flags = {name: _field("boolean", "boolean") for name in ("w1", "w2", *SWITCHES)}
        shop = _field("reference", "string", target="shop")
        return {
            "deal": _entity("deal", {**text, **flags, "cust": shop}),
            "shop": _entity("shop", {name: _field("text", "string") for name in ("k1", "k2")}),
        }

    def _action(self, name: str, line: list[str]) -> Json:
        rng = self.rng
        form: Json = {"i1": {"property": _field("text", "string"), "required": rng.random() < 0.6}}
        if rng.random() < 0.4:
            form["i2"] = {"target": "cust.k1", "required": True}
        action: Json = {"id": name, "entity": "deal", "label": label("动作"), "fields": form}
        action["requires"] = self.requirement(0.5)
        if rng.random() < 0.5:
            action["evidence"] = {"min": 1}
        if rng.random() < 0.6:
            action["advances"] = {"to": rng.choice(line)}
        return action


@dataclass
class Try:
    """An act on records, to which needs can be supplied."""

    app: CompiledApp
    snapshot: Snapshot
    act: Act
    actor: Actor

    def decide(self) -> Decision:
        """The product's decision."""
        return decide(self.app, self.snapshot, self.act, self.actor, NOW)

    def supplied(self, needs: list[Need]) -> Try:
        """The same act after these needs have been supplied, and nothing else."""
        found = self
        for need in needs:
            found = found._one(need)
        return found

    def _one(self, need: Need) -> Try:
        act, record = self.act, self.snapshot.record
        if need.kind == "evidence" and isinstance(act, Perform):
            return replace(self, act=replace(act, files=(FILE,)))
        if need.kind == "input" and isinstance(act, Perform):
            return replace(self, act=replace(act, inputs={**act.inputs, str(need.input): "给"}))
        if need.kind == "action":
            acts = self.snapshot.milestones.acts
            more = {str(need.action): acts.get(str(need.action), 0) + need.min - need.done}
            return replace(self, snapshot=replace(self.snapshot, milestones=Milestones(acts={**acts, **more})))
        values = self._values(need)
        if need.entity == "shop":
            key = (need.entity, need.record)
            shop = self.snapshot.refs[key]
            assert shop is not None
            refs = {**self.snapshot.refs, key: replace(shop, values={**shop.values, **values})}
            return replace(self, snapshot=replace(self.snapshot, refs=refs))
        if isinstance(act, Create):
            return replace(self, act=replace(act, values={**act.values, **values}))
        assert record is not None
        return replace(
            self, snapshot=replace(self.snapshot, record=replace(record, values={**record.values, **values}))
        )

    def _values(self, need: Need) -> Json:
        if need.kind == "field":
            return {str(need.field): "给"}
        flow, (where, _, name) = self.app.entities["deal"].flow, need.at.partition(":")
        assert flow is not None
        if where == "transition" and need.statement == "when":
            rule = flow.transitions[name].when
            assert rule is not None
            return dict.fromkeys(rule.reads, True)
        gates = {
            "stage": lambda: flow.entry[name],
            "transition": lambda: flow.transitions[name].gate,
            "action": lambda: self.app.entities["deal"].actions[name].gate,
        }
        statements = {statement.id: statement for statement in gates[where]().statements}
        return dict.fromkeys(statements[str(need.statement)].rule.reads, True)


def draw(rng: Random) -> CompiledApp:
    """A new app."""
    return compile_published(decode_app(Drawer(rng).app()), 1)


def attempt(rng: Random, app: CompiledApp) -> Try:
    """A deal in some stage with some of what is asked for, and an act on it."""
    flow = app.entities["deal"].flow
    assert flow is not None
    filled: Json = {name: "有" for name in FIELDS if rng.random() < 0.4}
    filled |= {name: True for name in ("w1", "w2", *SWITCHES) if rng.random() < 0.5}
    path = flow.paths["p1" if filled.get("w2") else "p0"]
    stage = rng.choice([*path.stages, "lost"])
    deal = Record("deal", "d", 1, {**filled, "cust": "k"}, stage, path.id, "me", "u")
    shop = Record("shop", "k", 1, {name: "有" for name in ("k1", "k2") if rng.random() < 0.4}, owner="me", unit="u")
    acts = {name: rng.randrange(3) for name in ("a0", "a1")}
    files = {FILE: FileInfo(FILE, "f.pdf", "pdf", 1, "me")}
    snapshot = Snapshot(deal, {("shop", "k"): shop}, Milestones(acts=acts), files=files)
    act = _act(rng, [*path.stages, "lost"], deal)
    if isinstance(act, Create):
        snapshot = replace(snapshot, record=None, milestones=Milestones())
    return Try(app, snapshot, act, Actor("me", "rep", "u"))


def _act(rng: Random, stages: list[str], deal: Record) -> Act:
    roll = rng.random()
    if roll < 0.2:
        return Create("deal", "new", dict(deal.values), rng.choice(stages))
    if roll < 0.4:
        return Edit({"note": "改"})
    if roll < 0.7:
        return Move(rng.choice(stages))
    return Perform(rng.choice(["a0", "a1"]), {})
