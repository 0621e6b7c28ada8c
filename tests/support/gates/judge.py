"""The naive reading of whole acts: create, edit, move, action."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import Any

from .reading import Gates, Key, Needs, Verdict, join, ordered
from .values import Book, Json


@dataclass
class Given:
    """What there is before the act. `records` hold settled values; `acts` counts actions on the deal."""

    doc: Json
    role: str
    records: dict[Key, Json]
    deal: Key
    stage: str | None
    path: str | None
    acts: dict[str, int]
    archived: bool
    seen: set[Key]
    """The customers the actor may see."""


def _edits(given: Given) -> bool:
    return given.role != "eye"


def _given_values(given: Given, raw: Json, values: Json) -> Verdict | None:
    """Take given values into raw, or say why not."""
    if given.role == "rep" and "n2" in values:
        return Verdict("deny", "read_only")
    issues: set[tuple[str, str]] = set()
    for name, value in values.items():
        if name in ("f1", "l1", "v1"):
            issues.add((name, "computed_field"))
        elif (
            name == "cust" and value is not None and value != raw.get("cust") and ("customer", value) not in given.seen
        ):
            issues.add((name, "reference_not_found"))
        elif name == "c1" and value is not None and value not in ("x", "y", "z"):
            issues.add((name, "unknown_option"))
        else:
            raw[name] = value
    return Verdict("invalid", issues=issues) if issues else None


def _faults(book: Book, key: Key, wrong: Verdict | None) -> set[tuple[str, str]]:
    """Field faults beside the values refused; a refused field is left alone, and so are constraints that read it."""
    bad = {name for name, _ in wrong.issues} if wrong else set()
    kept = {(name, code) for name, code in book.faults(key) if name not in bad}
    return kept | (wrong.issues if wrong else set())


def create(given: Given, key: Key, values: Json, stage: str | None) -> Verdict:
    """A new deal."""
    if not _edits(given):
        return Verdict("deny", "not_permitted")
    if stage is not None and stage not in given.doc["flows"]["deal"]["stages"]:
        return Verdict("deny", "unknown_stage")
    book = Book(given.doc, dict(given.records))
    raw: Json = {"v1": 0.0}
    wrong = _given_values(given, raw, values)
    if wrong and wrong.kind == "deny":
        return wrong
    for name, prop in book.properties("deal").items():
        if "default" in prop["field"] and name not in values:
            raw[name] = prop["field"]["default"]
    book.settle(key, raw)
    gates = Gates(given.doc, given.role)
    path = gates.path(book, key)
    start = gates.line(path)[0]
    goal = stage or start
    chains = gates.chains(path, start, goal, edit=True) if goal != start else [[]]
    if not chains:
        return Verdict("deny", "no_transition")
    faults = _faults(book, key, wrong)
    if faults:
        return Verdict("invalid", issues=faults)
    needs = gates.entry(book, key, path, start, {})
    chain, needs = gates.best(book, key, path, chains, {}, needs)
    return _done(gates, book, needs, path, goal, chain)


def _done(gates: Gates, book: Book, needs: Needs, path: str, goal: str, chain: list[str]) -> Verdict:
    if needs:
        return Verdict("missing", needs=needs)
    moved = [gates.flow["transitions"][name]["to"] for name in chain]
    values = {k: {n: v for n, v in record.items() if v is not None} for k, record in book.records.items()}
    return Verdict("allow", stage=goal, path=path, moved=moved, values=values)


def edit(given: Given, values: Json) -> Verdict:
    """Change the deal where it stands."""
    return _change(given, values, None)


def move(given: Given, to: str, values: Json) -> Verdict:
    """Walk the deal to a stage."""
    return _change(given, values, to)


def _change(given: Given, values: Json, to: str | None) -> Verdict:
    if to is None and not _edits(given):
        return Verdict("deny", "not_permitted")
    if given.archived:
        return Verdict("deny", "record_archived")
    if values and not _edits(given):
        return Verdict("deny", "not_permitted")
    book, key = Book(given.doc, copy.deepcopy(given.records)), given.deal
    raw = dict(given.records[key])
    wrong = _given_values(given, raw, values)
    if wrong and wrong.kind == "deny":
        return wrong
    gates = Gates(given.doc, given.role)
    if to is not None and to not in gates.flow["stages"]:
        return Verdict("deny", "unknown_stage")
    if to is not None and to == given.stage:
        return Verdict("deny", "same_stage")
    book.settle(key, raw)
    path = gates.path(book, key)
    start = gates.start(path, given.stage)
    goal = to or start
    chains = gates.chains(path, start, goal, edit=_edits(given)) if goal != start else [[]]
    if not chains:
        return Verdict("deny", "no_transition")
    faults = _faults(book, key, wrong)
    if faults:
        return Verdict("invalid", issues=faults)
    if goal != start:
        chain, needs = gates.best(book, key, path, chains, given.acts, {})
        return _done(gates, book, needs, path, goal, chain)
    now = gates.entry(book, key, path, goal, given.acts)
    if to is None and (given.stage, given.path) == (goal, path):
        old = gates.entry(Book(given.doc, given.records), key, path, goal, given.acts)
        now = gates.stays(goal, now, old, lambda: _pays(given, book, old))
    return _done(gates, book, now, path, goal, [])


def _pays(given: Given, book: Book, old: Needs) -> bool:
    asked: set[str] = set()
    for need in old:
        if need[0] == "field" and need[1:3] == given.deal:
            asked.add(need[3])
        if need[0] == "statement":
            asked |= {path.partition(".")[0] for path in _paths(json.loads(need[3]))}
    before, after = given.records[given.deal], book.records[given.deal]
    own = [name for name, prop in book.properties("deal").items() if prop["field"]["kind"] not in _COMPUTED]
    return all(name in asked for name in own if before.get(name) != after.get(name))


_COMPUTED = ("formula", "lookup", "rollup")


def _paths(node: Json) -> set[str]:
    if "f" in node:
        return {node["f"]}
    return set().union(*(_paths(part) for part in node.get("a", [])))


def perform(given: Given, name: str, inputs: Json) -> Verdict:
    """Do an action on the deal."""
    action = given.doc["actions"].get(name)
    if action is None:
        return Verdict("deny", "unknown_action")
    roles = action.get("roles")
    if not (given.role in roles if roles else _edits(given)):
        return Verdict("deny", "not_permitted")
    if given.archived:
        return Verdict("deny", "record_archived")
    stored = Book(given.doc, given.records)
    offered = "stages" not in action or given.stage in action["stages"]
    if not offered or ("when" in action and not stored.true(given.deal, action["when"])):
        return Verdict("deny", "not_offered")
    return _Act(given, action, inputs).judge()


class _Act:
    def __init__(self, given: Given, action: Json, inputs: Json) -> None:
        self.given, self.action, self.inputs = given, action, inputs
        self.key = given.deal
        self.book = Book(given.doc, copy.deepcopy(given.records))
        self.visit = ("visit", "new")
        self.hides: set[str] = set()
        self.wants: set[str] = set()

    def judge(self) -> Verdict:
        """The verdict."""
        form, given = self.action["fields"], self.given
        unknown = {(f"inputs.{key}", "unknown_input") for key in self.inputs if key not in form}
        hidden: set[str] = set()
        for _ in range(len(form) + 1):  # hide until nothing more hides
            blind = self._write(hidden)
            if blind:
                return Verdict("deny", "not_permitted")
            if self.hides == hidden:
                break
            hidden = self.hides
        gates = Gates(given.doc, given.role)
        path = gates.path(self.book, self.key)
        start = gates.start(path, given.stage)
        goal = self._goal(gates, path, start)
        chains = gates.chains(path, start, goal, edit=True) if goal != start else [[]]
        if not chains:
            return Verdict("deny", "no_transition")
        needs: Needs = {}
        gates.demand(self.book, self.key, self.action.get("requires", {}), given.acts, needs)
        asked = self._inputs_missing(gates, hidden, needs)
        issues = unknown | self._issues(hidden, asked)
        if issues:
            return Verdict("invalid", issues=issues)
        name = self.action["id"]
        done = {**given.acts, name: given.acts.get(name, 0) + 1}
        chain: list[str] = []
        answered: Needs = {("field", *self._at(entity), name): 1 for entity, name in asked}
        join(needs, answered)
        if goal != start:
            chain, needs = gates.best(self.book, self.key, path, chains, done, {**needs, **answered})
        else:
            now_needs = gates.entry(self.book, self.key, path, goal, done)
            old = gates.entry(Book(given.doc, given.records), self.key, path, goal, given.acts)
            same = (given.stage, given.path) == (goal, path)
            join(needs, gates.stays(goal, now_needs, old if same else None, None))
        needs = {need: times for need, times in needs.items() if need not in answered}
        return _done(gates, self.book, needs, path, goal, chain)

    def _at(self, entity: str) -> Key:
        return {"deal": self.key, "customer": self._customer(), "visit": self.visit}[entity]

    def _write(self, hidden: set[str]) -> bool:
        """Write inputs and rules onto copies of the records; True when a customer out of sight would be written to."""
        given, book = self.given, self.book
        book.records = copy.deepcopy(given.records)
        raw, shop = dict(given.records[self.key]), self._customer()
        customer = dict(given.records[shop]) if shop in given.records else {}
        visit: Json = {"deal": self.key[1]}
        touched = False
        for key, part in self.action["fields"].items():
            if key in hidden or key not in self.inputs or "target" not in part:
                continue
            head, dot, last = part["target"].partition(".")
            if not dot:
                raw[head] = self.inputs[key]
            elif head == "new":
                visit[last] = self.inputs[key]
            elif shop in given.records:
                customer[last], touched = self.inputs[key], True
        if touched and shop not in given.seen:
            return True
        if touched:
            book.settle(shop, customer)
        if "creates" in self.action:
            raw["v1"] = raw.get("v1", 0.0) + 1
            book.records[self.visit] = visit
        settled = {**raw, "v1": given.records[self.key].get("v1", 0.0)}
        book.settle(self.key, settled)
        self._conditions()
        for path, rule in self.action.get("writes", {}).items():
            raw[path] = book.value(self.key, rule)
        book.settle(self.key, raw)
        return False

    def _conditions(self) -> None:
        """Which inputs are hidden or required, on the record as the inputs leave it."""
        form, true = self.action["fields"], self.book.true
        self.hides = {k for k, p in form.items() if "relevance" in p and not true(self.key, p["relevance"])}
        self.wants = {
            k
            for k, p in form.items()
            if p.get("required") or ("required_when" in p and true(self.key, p["required_when"]))
        }

    def _customer(self) -> Key:
        return "customer", str(self.given.records[self.key].get("cust"))

    def _goal(self, gates: Gates, path: str, start: str) -> str:
        to = self.action.get("advances", {}).get("to")
        line = gates.line(path)
        if to is None or to == start or (to not in line and gates.kind(to) not in ("lost", "hold")):
            return start
        if start in line:
            if gates.kind(start) == "won" or (to in line and line.index(start) >= line.index(to)):
                return start
            return str(to)
        return str(to) if start in self.action.get("stages", {}) else start

    def _inputs_missing(self, gates: Gates, hidden: set[str], needs: Needs) -> set[tuple[str, str]]:
        """Required inputs without a value; returns the (entity, field) they answer for."""
        asked: set[tuple[str, str]] = set()
        shop = self._customer()
        for key in ordered(self.action["fields"]):
            part = self.action["fields"][key]
            if key in hidden or key not in self.wants:
                continue
            head, dot, last = part.get("target", "").partition(".")
            if not head:
                empty = self.inputs.get(key) is None
            elif dot and head == "cust" and shop not in self.book.records:
                need = gates.field_need(self.book, self.key, "cust.t")
                if need:
                    needs[need] = 1
                continue
            else:
                at = self.visit if head == "new" else shop if dot else self.key
                name = last or head
                empty = self.book.get(at, name) is None and self.book.shown(at, name)
                if empty:
                    asked.add((at[0], name))
            if empty:
                needs[("input", self.action["id"], key)] = 1
        return asked

    def _issues(self, hidden: set[str], asked: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """Field faults of every record written, at the input that set the field."""
        ways = {
            p["target"]: f"inputs.{k}" for k, p in self.action["fields"].items() if "target" in p and k not in hidden
        }
        found: set[tuple[str, str]] = set()
        shop = self._customer()
        parts: list[tuple[Key, str, set[Any]]] = [(self.key, "", set())]
        if shop in self.book.records:
            parts.append((shop, "cust.", Book(self.given.doc, self.given.records).faults(shop)))
        if self.visit in self.book.records:
            parts.append((self.visit, "new.", set()))
        for key, prefix, known in parts:
            for name, code in self.book.faults(key) - known:
                if not (code == "required" and (key[0], name) in asked):
                    found.add((ways.get(prefix + name, prefix + name), code))
        return found
