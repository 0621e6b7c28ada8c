"""docs/replay.md, sections 2 and 3, sentence by sentence: would a document have let a past act through?"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from followthrough.core.design.replay import PastEvent
from tests.support.gates.reading import Gates, ordered
from tests.support.gates.values import Json

from .values import Key, Past

Need = tuple[str, ...]


@dataclass
class Lacking:
    """Needs and how many acts each takes: for certain, and perhaps."""

    sure: dict[Need, int] = field(default_factory=dict)
    unsure: dict[Need, int] = field(default_factory=dict)

    def add(self, need: Need, sure: bool, times: int = 1) -> None:
        into = self.sure if sure else self.unsure
        into[need] = max(times, into.get(need, 0))

    def plus(self, more: Lacking) -> Lacking:
        made = Lacking(dict(self.sure), dict(self.unsure))
        for need, times in more.sure.items():
            made.add(need, True, times)
        for need, times in more.unsure.items():
            made.add(need, False, times)
        return made

    @property
    def both(self) -> dict[Need, int]:
        return {need: max(self.sure.get(need, 0), self.unsure.get(need, 0)) for need in (*self.sure, *self.unsure)}


@dataclass
class Answer:
    opening: str
    needs: set[Need] = field(default_factory=set)


def told(lacking: Lacking) -> Answer:
    if lacking.sure:
        return Answer("blocked", set(lacking.sure))
    return Answer("undetermined", set(lacking.unsure)) if lacking.unsure else Answer("open")


@dataclass
class Stood:
    """A record at one instant, as the log tells it."""

    values: Json = field(default_factory=dict)
    stage: str | None = None
    path: str | None = None


@dataclass
class Act:
    """An act: its events, everything before and after it, how often each action had been done on the record."""

    events: list[PastEvent]
    before: dict[Key, Stood]
    after: dict[Key, Stood]
    done: dict[str, int]

    @property
    def head(self) -> PastEvent:
        return self.events[0]

    @property
    def key(self) -> Key:
        return self.head.entity, self.head.record


def asked(act: Act) -> tuple[str, str] | None:
    """(kind, name) of what is asked about the act."""
    own = [event for event in act.events if (event.entity, event.record) == act.key]
    if act.head.kind == "created":
        return "create", ""
    if act.head.kind == "acted":
        return "action", str(act.head.name)
    if act.head.kind == "rolled_up":
        return None
    stage = act.after[act.key].stage
    if any(event.kind == "moved" for event in own) or stage != act.before[act.key].stage:
        return "stage", str(stage)
    return None


class Court:
    """One document, asked about past acts. `then` are the documents by version."""

    def __init__(self, doc: Json, then: dict[int, Json], role: str) -> None:
        self.doc, self.then, self.role = doc, then, role

    def answer(self, act: Act) -> Answer:
        past = self.past(act, act.after)
        kind, name = asked(act) or ("", "")
        own = [event for event in act.events if (event.entity, event.record) == act.key]
        walked = any(event.kind == "moved" for event in own)
        if act.key[0] != "deal":
            lacking = Lacking()
            self.rules(past, act.key, lacking)
            return told(lacking) if kind == "create" else Answer("open")
        stages = self.doc["flows"]["deal"]["stages"]
        goal = act.after[act.key].stage
        source = act.before[act.key].stage if act.key in act.before else None
        if kind == "action":
            return self.action(act, past, name, source)
        if walked and goal not in stages:
            return Answer("blocked", {("gone", "stage", str(goal))})
        if kind == "stage" and source not in stages:
            return Answer("undetermined", {("gone", "stage", str(source))})
        return self.way(act, past, source, goal if walked else None, act.done if kind == "stage" else {}, Lacking())

    def past(self, act: Act, stood: dict[Key, Stood]) -> Past:
        then = self.then[act.head.version]
        return Past(self.doc, then, {key: dict(one.values) for key, one in stood.items()})

    # -- the way --------------------------------------------------------------------------------------------------------

    def path(self, past: Past, key: Key, present: str | None) -> tuple[str, bool]:
        paths, sure = self.doc["flows"]["deal"]["paths"], True
        for name in ordered(paths):
            if "when" in paths[name]:
                holds = past.true(key, paths[name]["when"])
                if holds:
                    return name, sure
                sure = sure and holds is False
        plain = [name for name in ordered(paths) if "when" not in paths[name]]
        return (plain or [present if present is not None and present in paths else ordered(paths)[0]])[0], sure

    def way(
        self, act: Act, past: Past, source: str | None, wanted: str | None, done: dict[str, int], base: Lacking,
        action: str | None = None,
    ) -> Answer:  # fmt: skip
        gates, key = Gates(self.doc, self.role), act.key
        path, sure = self.path(past, key, None if source is None else act.before[key].path)
        start = gates.start(path, source)
        goal = wanted or (self.leads(gates, path, start, action) if action else start)
        if not sure:
            base.add(("path", *key, path), False)
        self.rules(past, key, base)
        if source is None:
            base = base.plus(self.entry(past, key, gates, path, start, done))
        if goal != start:
            return self.walked(past, key, gates, path, start, goal, done, base, bool(action))
        if action:
            base = base.plus(self.in_place(act, past, gates, path, goal, done))
        elif source is not None and (start != source or wanted is not None):
            base = base.plus(self.entry(past, key, gates, path, goal, done))
        return told(base)

    def walked(
        self, past: Past, key: Key, gates: Gates, path: str, start: str, goal: str, done: dict[str, int], base: Lacking,
        acting: bool,
    ) -> Answer:  # fmt: skip
        chains = gates.chains(path, start, goal, edit=acting or self.role != "eye")
        if not chains:
            any_role = Gates(self.doc, self.role)
            any_role.flow = json.loads(json.dumps(gates.flow))
            for step in any_role.flow["transitions"].values():
                step.pop("roles", None)
            kind = "role" if any_role.chains(path, start, goal, edit=True) else "transition"
            base.add((kind, *key, f"{start}>{goal}"), True)
            return told(base)
        place = {name: index for index, name in enumerate(ordered(gates.flow["transitions"]))}
        judged: list[tuple[list[str], Lacking]] = []
        for chain in chains:
            lacking = base
            for name in chain:
                lacking = lacking.plus(self.step(past, key, gates, path, name, done))
            judged.append((chain, lacking))
        order = {id(one): (len(one[0]), [place[name] for name in one[0]]) for one in judged}
        first = min(judged, key=lambda one: (sum(one[1].sure.values()), order[id(one)]))
        if first[1].sure:
            return Answer("blocked", set(first[1].sure))
        second = min(judged, key=lambda one: (sum(one[1].both.values()), order[id(one)]))
        return Answer("undetermined", set(second[1].both)) if second[1].both else Answer("open")

    def step(self, past: Past, key: Key, gates: Gates, path: str, name: str, done: dict[str, int]) -> Lacking:
        step, lacking = gates.flow["transitions"][name], Lacking()
        if "when" in step and past.true(key, step["when"]) is not True:
            lacking.add(statement(key, step["when"]), past.true(key, step["when"]) is False)
        self.demand(past, key, step.get("requires", {}), done, lacking)
        return lacking.plus(self.entry(past, key, gates, path, step["to"], done))

    def entry(self, past: Past, key: Key, gates: Gates, path: str, stage: str, done: dict[str, int]) -> Lacking:
        line, lacking = gates.line(path), Lacking()
        for name in [stage] if stage not in line else line[: line.index(stage) + 1]:
            self.demand(past, key, gates.flow["stages"][name].get("entry", {}), done, lacking)
        return lacking

    def in_place(self, act: Act, past: Past, gates: Gates, path: str, goal: str, done: dict[str, int]) -> Lacking:
        """Only what the act newly breaks."""
        now = self.entry(past, act.key, gates, path, goal, done)
        if act.before[act.key].stage != goal:
            return now
        was = self.past(act, act.before)
        old_path = self.path(was, act.key, act.before[act.key].path)[0]
        old = self.entry(was, act.key, gates, old_path, goal, act.done)
        left = Lacking()
        for need, times in now.sure.items():
            if old.sure.get(need, 0) < times:
                left.add(need, need not in old.unsure, times)
        for need, times in now.unsure.items():
            if old.sure.get(need, 0) < times and need not in old.unsure:
                left.add(need, False, times)
        return left

    # -- what is demanded -----------------------------------------------------------------------------------------------

    def demand(self, past: Past, key: Key, wanted: Json, done: dict[str, int], into: Lacking) -> None:
        for path, part in wanted.get("fields", {}).items():
            on = past.true(key, part["when"]) if "when" in part else True
            if on is not False:
                self.field(past, key, path, on is True, into)
        for name, part in wanted.get("actions", {}).items():
            times = part.get("min", 1) - done.get(name, 0)
            on = past.true(key, part["when"]) if "when" in part else True
            if times > 0 and on is not False:
                into.add(("action", *key, name), on is True and name in past.then["actions"], times)
        for part in wanted.get("statements", {}).values():
            holds = past.true(key, part["rule"])
            if holds is not True:
                into.add(statement(key, part["rule"]), holds is False)

    def field(self, past: Past, key: Key, path: str, sure: bool, into: Lacking, must: bool = False) -> None:
        """The field to fill; `must`: it is asked for though it holds something."""
        head, dot, rest = path.partition(".")
        about = past.about(key, head)
        if dot or (about["kind"] == "lookup" and not must):
            via, value = (head, rest) if dot else (about["lookup"]["via"], about["lookup"]["value"])
            if not dot:
                if not past.unknown(key, head) and past.book.get(key, head) is not None:
                    return
                if past.shown(key, head) is False:
                    return
                sure = sure and past.shown(key, head) is True and not past.unknown(key, head)
            target = (past.about(key, via)["target"], past.book.records[key].get(via))
            sure = sure and not past.unknown(key, via)
            if target in past.book.records:
                self.field(past, target, value, sure, into)
            else:
                self.field(past, key, via, sure, into, must=True)
            return
        unknown = past.unknown(key, head)
        if not must and self.filled(past, key, head, unknown):
            return
        shown = past.shown(key, head)
        if shown is not False:
            into.add(("field", *key, head), sure and shown is True and not unknown)

    @staticmethod
    def filled(past: Past, key: Key, name: str, unknown: bool) -> bool:
        if not unknown:
            return past.book.get(key, name) is not None
        computed = past.about(key, name)["kind"] in ("formula", "rollup", "lookup")
        return not computed and past.raw[key].get(name) is not None

    def rules(self, past: Past, key: Key, into: Lacking) -> None:
        """Required fields that are empty, constraints that are broken."""
        for name in past.book.properties(key[0]):
            about, shown = past.about(key, name), past.shown(key, name)
            if shown is False:
                continue
            unknown = past.unknown(key, name)
            holds_one = past.book.get(key, name) is not None or (unknown and past.raw[key].get(name) is not None)
            for part in about.get("constraint", {}).values():
                holds = past.true(key, part["rule"])
                if holds_one and holds is not True:
                    into.add(("constraint", *key, name), holds is False and shown is True and not unknown)
            on: bool | None = bool(about.get("required"))
            if not on and "required_when" in about:
                on = past.true(key, about["required_when"])
            if on is not False and not self.filled(past, key, name, unknown):
                into.add(("field", *key, name), on is True and shown is True and not unknown)

    # -- actions --------------------------------------------------------------------------------------------------------

    def action(self, act: Act, past: Past, name: str, source: str | None) -> Answer:
        found = self.doc["actions"].get(name)
        if found is None:
            return Answer("blocked", {("gone", "action", name)})
        base = Lacking()
        roles = found.get("roles")
        if not (self.role in roles if roles else self.role != "eye"):
            base.add(("role", *act.key, name), True)
        if "stages" in found and source not in found["stages"]:
            base.add(("offered", *act.key, str(source)), True)
        if "when" in found:
            holds = self.past(act, act.before).true(act.key, found["when"])
            if holds is not True:
                base.add(("offered", *act.key, "when"), holds is False)
        self.demand(past, act.key, found.get("requires", {}), act.done, base)
        answered = self.inputs(act, past, name, found, base)
        was = past.then["actions"].get(name, {})
        least, had = found.get("evidence", {}).get("min", 1), len(act.head.data.get("files") or ())
        if "evidence" in found and had < least:
            base.add(("evidence", name), "evidence" in was and was["evidence"].get("max", 9) >= least)
        made = act.head.data.get("created")
        if made and "creates" in found:
            self.rules(past, (made["entity"], made["id"]), base)
        for need in answered:
            base.sure.pop(need, None)
            base.unsure.pop(need, None)
        if source not in self.doc["flows"]["deal"]["stages"]:
            return Answer("undetermined", {("gone", "stage", str(source))})
        done = {**act.done, name: act.done.get(name, 0) + 1}
        return self.way(act, past, source, None, done, base, name)

    def inputs(self, act: Act, past: Past, name: str, found: Json, base: Lacking) -> set[Need]:
        """Required inputs without a value; the needs they answer for."""
        answered: set[Need] = set()
        given: Json = act.head.data.get("inputs") or {}
        made: Any = act.head.data.get("created")
        for key, part in found.get("fields", {}).items():
            shown = past.true(act.key, part["relevance"]) if "relevance" in part else True
            on: bool | None = bool(part.get("required"))
            if not on and "required_when" in part:
                on = past.true(act.key, part["required_when"])
            if shown is False or on is False:
                continue
            sure = shown is True and on is True
            head, dot, last = part.get("target", "").partition(".")
            if not head or (head == "new" and not made):
                if given.get(key) is None:
                    known = key in past.then["actions"].get(name, {}).get("fields", {})
                    base.add(("input", name, key), sure and known)
                continue
            at: Any = act.key
            if head == "new":
                at = (made["entity"], made["id"])
            elif dot:
                at = (past.about(act.key, head)["target"], past.book.records[act.key].get(head))
                if at not in past.book.records:
                    self.field(past, act.key, head, sure, base, must=True)
                    continue
            lacking = Lacking()
            self.field(past, at, last or head, sure, lacking)
            own = ("field", *at, last or head)
            if own in lacking.both:
                base.add(("input", name, key), own in lacking.sure)
                if own in lacking.sure:
                    answered.add(own)
        return answered

    def leads(self, gates: Gates, path: str, start: str, name: str) -> str:
        action = self.doc["actions"][name]
        to, line = action.get("advances", {}).get("to"), gates.line(path)
        if to is None or to == start or (to not in line and gates.kind(to) not in ("lost", "hold")):
            return start
        if start not in line:
            return str(to) if start in action.get("stages", {}) else start
        beyond = gates.kind(start) == "won" or (to in line and line.index(start) >= line.index(to))
        return start if beyond else str(to)


def statement(key: Key, rule: Json) -> Need:
    return "statement", *key, json.dumps(rule, sort_keys=True)
