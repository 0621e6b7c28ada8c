"""One generated app with a deal in some state, and random acts on it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from followthrough.core.compile import CompiledApp, compile_published
from followthrough.core.model.decode import decode_app
from followthrough.core.run.acts import (
    Act,
    Actor,
    Allow,
    Create,
    Decision,
    Edit,
    Milestones,
    Moment,
    Move,
    Need,
    Perform,
    Record,
    Snapshot,
)
from followthrough.core.run.decide import decide

from .documents import CUSTOMER, DEAL, OPTIONS, TEXTS, app_document
from .judge import Given
from .reading import Gates
from .values import Book, Json

NOW = Moment(1_772_400_000_000)
DEAL_KEY = ("deal", "deal1")
ROLES = ("rep", "rep", "mgr", "mgr", "mgr", "eye")


@dataclass
class Drawn:
    """The app, and what is given for the next act."""

    doc: Json
    app: CompiledApp
    given: Given = field(init=False)
    actor: Actor = field(init=False)
    snapshot: Snapshot = field(init=False)

    def deal_again(self, rng: Random) -> None:
        """Another actor, other records, another stage."""
        self.actor = Actor("me", rng.choice(ROLES), "u1", frozenset({"u1"}))
        owners = {"c1": "me", "c2": rng.choice(["me", "other"])}
        book = Book(self.doc, {})
        for name in owners:
            raw = {part: value(rng, part) for part in CUSTOMER}
            book.settle(("customer", name), raw)
        raw = {part: value(rng, part) for part in DEAL}
        raw |= {"cust": rng.choice(["c1", "c1", "c2", None]), "v1": float(rng.randrange(3))}
        book.settle(DEAL_KEY, raw)
        stages, paths = list(self.doc["flows"]["deal"]["stages"]), self.doc["flows"]["deal"]["paths"]
        path = Gates(self.doc, "mgr").path(book, DEAL_KEY) if rng.random() < 0.8 else rng.choice(list(paths))
        line = Gates(self.doc, "mgr").line(path)
        acts = {name: rng.choice([0, 0, 1, 2]) for name in ("a0", "a1", "a2")}
        stage = rng.choice([*line, *line, *stages])
        role, seen = self.actor.role, {("customer", n) for n, who in owners.items() if who == "me"}
        if role != "rep":
            seen = {("customer", name) for name in owners}
        self.given = Given(self.doc, role, book.records, DEAL_KEY, stage, path, acts, rng.random() < 0.05, seen)
        self._store(owners, acts)

    def _store(self, owners: dict[str, str], acts: dict[str, int]) -> None:
        stored = {key: {n: v for n, v in values.items() if v is not None} for key, values in self.given.records.items()}
        refs: dict[tuple[str, str], Record | None] = {
            ("customer", name): Record("customer", name, 1, stored["customer", name], owner=who, unit="u1")
            for name, who in owners.items()
        }
        deal = Record(
            *DEAL_KEY, 1, stored[DEAL_KEY], self.given.stage, self.given.path, "me", "u1", archived=self.given.archived
        )
        refs[DEAL_KEY] = deal
        self.snapshot = Snapshot(deal, refs, Milestones(acts=acts))

    def act(self, rng: Random) -> Act:
        """A random act."""
        stages = [*self.doc["flows"]["deal"]["stages"], "nowhere"]
        roll = rng.random()
        if roll < 0.2:
            stage = rng.choice(stages) if rng.random() < 0.6 else None
            return Create("deal", "new1", values(rng, 0.6), stage)
        if roll < 0.45:
            return Edit(values(rng, 0.2))
        if roll < 0.7:
            steps = self.doc["flows"]["deal"]["transitions"].values()
            near = [step["to"] for step in steps if self.given.stage in step["from"]]
            return Move(rng.choice(near * 3 + stages), values(rng, 0.1) if rng.random() < 0.5 else {})
        action = rng.choice(["a0", "a1", "a2"] * 6 + ["a9"])
        inputs: Json = {}
        for key, part in self.doc["actions"].get(action, {"fields": {}})["fields"].items():
            if rng.random() < 0.7:
                name = part.get("target", "t").rpartition(".")[2]
                inputs[key] = value(rng, name)
        if rng.random() < 0.05:
            inputs["zz"] = 1
        return Perform(action, inputs, new_id="new")

    def decide(self, act: Act) -> Decision:
        """The product's decision."""
        snapshot = replace(self.snapshot, record=None) if isinstance(act, Create) else self.snapshot
        return decide(self.app, snapshot, act, self.actor, NOW)

    def need_key(self, need: Need) -> tuple[str, ...]:
        """A need as the naive reading names it."""
        match need.kind:
            case "field":
                return "field", need.entity, need.record, str(need.field)
            case "action":
                return "action", need.entity, need.record, str(need.action)
            case "input":
                return "input", need.at.partition(":")[2], str(need.input)
        assert need.kind == "statement"
        return "statement", need.entity, need.record, json.dumps(self.rule_of(need), sort_keys=True)

    def rule_of(self, need: Need) -> Json:
        """The document's rule behind a statement need."""
        where, _, name = need.at.partition(":")
        flow = self.doc["flows"]["deal"]
        if where == "transition" and need.statement == "when":
            return dict(flow["transitions"][name]["when"])
        asked = {
            "stage": lambda: flow["stages"][name]["entry"],
            "transition": lambda: flow["transitions"][name]["requires"],
            "action": lambda: self.doc["actions"][name]["requires"],
        }[where]()
        return dict(asked["statements"][need.statement]["rule"])

    def outcome(self, act: Act, decision: Allow) -> dict[str, Any]:
        """Stage, path, walked stages and values after an allowed act."""
        key = ("deal", act.id) if isinstance(act, Create) else DEAL_KEY
        record = next((w.after for w in decision.writes if (w.after.entity, w.after.id) == key), self.snapshot.record)
        assert record is not None
        moved = [e.to_stage for e in decision.events if e.kind == "moved" and e.record == key[1]]
        written = {(w.after.entity, w.after.id): w.after.values for w in decision.writes}
        everything = {k: r.values for k, r in self.snapshot.refs.items() if r} | written
        return {
            "kind": "allow",
            "stage": record.stage,
            "path": record.path,
            "moved": moved,
            "values": everything,
        }

    def told(self, act: Act) -> dict[str, Any]:
        """The whole case, for a report."""
        state = {f"{k[0]}/{k[1]}": v for k, v in self.given.records.items()}
        about = [self.given.role, self.given.stage, self.given.path, self.given.acts, self.given.archived]
        return {"doc": self.doc, "records": state, "about": about, "act": repr(act)}


def value(rng: Random, name: str) -> Any:
    """A random value of a field, by its first letter."""
    if rng.random() < 0.35:
        return None
    match name[0]:
        case "n":
            return float(rng.randrange(4))
        case "b":
            return rng.random() < 0.5
        case "c":
            return rng.choice(OPTIONS)
    return rng.choice(TEXTS)


def values(rng: Random, chance: float) -> Json:
    """Values for some fields of the deal, now and then one that is refused."""
    found: Json = {name: value(rng, name) for name in DEAL if rng.random() < chance * (0.2 if name == "n2" else 1)}
    if rng.random() < chance:
        found["cust"] = rng.choice(["c1", "c2", "c9", None])
    if rng.random() < 0.05:
        found[rng.choice(["c1", "f1", "l1", "v1"])] = "nonsense"
    return found


def draw(rng: Random) -> Drawn:
    """A new app."""
    doc = app_document(rng)
    return Drawn(doc, compile_published(decode_app(doc), 1))
