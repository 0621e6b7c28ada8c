"""The naive reading, second half: docs/gates.md sections 1 to 3, sentence by sentence, by brute force.

Every chain of transitions is tried; every need is a plain tuple. Slow and obvious on purpose.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from .values import Book, Json

Key = tuple[str, str]
Needs = dict[tuple[str, ...], int]
"""A need and how many acts it takes (1 for all but actions)."""


@dataclass
class Verdict:
    """deny (code), invalid (issues), missing (needs) or allow (what results)."""

    kind: str
    code: str = ""
    issues: set[tuple[str, str]] = field(default_factory=set)
    needs: Needs = field(default_factory=dict)
    stage: str | None = None
    path: str | None = None
    moved: list[str] = field(default_factory=list)
    values: dict[Key, Json] = field(default_factory=dict)
    """All records afterwards, filled values only."""


def ordered(parts: Json) -> list[str]:
    """Ids by order, then id."""
    return sorted(parts, key=lambda name: (parts[name].get("order", 0), name))


class Gates:
    """The flow of the document, read on a book of records."""

    def __init__(self, doc: Json, role: str) -> None:
        self.flow, self.role, self.doc = doc["flows"]["deal"], role, doc

    def path(self, book: Book, key: Key) -> str:
        """The record's path."""
        paths = self.flow["paths"]
        for name in ordered(paths):
            if "when" in paths[name] and book.true(key, paths[name]["when"]):
                return name
        return next(name for name in ordered(paths) if "when" not in paths[name])

    def line(self, path: str) -> list[str]:
        """The open and won stages of a path, in order."""
        stages = self.flow["paths"][path]["stages"]
        return [s for s in ordered(stages) if self.flow["stages"][s].get("kind", "open") in ("open", "won")]

    def kind(self, stage: str) -> str:
        """open, won, lost or hold."""
        found: str = self.flow["stages"][stage].get("kind", "open")
        return found

    def start(self, path: str, stage: str | None) -> str:
        """Where a record of that stage stands on the path."""
        line = self.line(path)
        if stage is None or stage not in self.flow["stages"]:
            return line[0]
        return line[0] if self.kind(stage) == "open" and stage not in line else stage

    def entry(self, book: Book, key: Key, path: str, stage: str, acts: dict[str, int]) -> Needs:
        """What is missing to stand in a stage."""
        line = self.line(path)
        asked = [stage] if stage not in line else line[: line.index(stage) + 1]
        needs: Needs = {}
        for name in asked:
            self.demand(book, key, self.flow["stages"][name].get("entry", {}), acts, needs)
        return needs

    def demand(self, book: Book, key: Key, asked: Json, acts: dict[str, int], needs: Needs) -> None:
        """Add what one requirement finds missing."""

        def on(part: Json) -> bool:
            return "when" not in part or book.true(key, part["when"])

        for path, part in asked.get("fields", {}).items():
            need = self.field_need(book, key, path) if on(part) else None
            if need:
                needs[need] = 1
        for name, part in asked.get("actions", {}).items():
            times = part.get("min", 1)
            if on(part) and acts.get(name, 0) < times:
                need = ("action", *key, name)
                needs[need] = max(times - acts.get(name, 0), needs.get(need, 0))
        for part in asked.get("statements", {}).values():
            if not book.true(key, part["rule"]):
                needs[("statement", *key, json.dumps(part["rule"], sort_keys=True))] = 1

    def field_need(self, book: Book, key: Key, path: str) -> tuple[str, ...] | None:
        """The field to fill so that a demanded path is filled; None when it is, or is not shown."""
        head, dot, rest = path.partition(".")
        about = book.properties(key[0])[head]["field"]
        if dot:
            target = (about["target"], book.records[key].get(head))
            if target in book.records:
                return self.field_need(book, target, rest)
            return ("field", *key, head) if book.shown(key, head) else None
        if book.get(key, head) is not None or not book.shown(key, head):
            return None
        if about["kind"] == "lookup":
            return self.field_need(book, key, f"{about['lookup']['via']}.{about['lookup']['value']}")
        return ("field", *key, head)

    def chains(self, path: str, start: str, goal: str, edit: bool) -> list[list[str]]:
        """Every permitted chain of transitions from start to goal."""
        line, found = self.line(path), list[list[str]]()
        if goal not in line and self.kind(goal) not in ("lost", "hold"):
            return []

        def go(stage: str, taken: list[str], seen: set[str]) -> None:
            for name, step in self.flow["transitions"].items():
                roles = step.get("roles")
                if stage not in step["from"] or not (self.role in roles if roles else edit):
                    continue
                if step["to"] == goal:
                    found.append([*taken, name])
                elif step["to"] in line and self.kind(step["to"]) == "open" and step["to"] not in seen:
                    go(step["to"], [*taken, name], seen | {step["to"]})

        go(start, [], {start})
        return found

    def chain_needs(self, book: Book, key: Key, path: str, chain: list[str], acts: dict[str, int]) -> Needs:
        """Everything missing to walk a chain."""
        needs: Needs = {}
        for name in chain:
            step = self.flow["transitions"][name]
            if "when" in step and not book.true(key, step["when"]):
                needs[("statement", *key, json.dumps(step["when"], sort_keys=True))] = 1
            self.demand(book, key, step.get("requires", {}), acts, needs)
            join(needs, self.entry(book, key, path, step["to"], acts))
        return needs

    def best(
        self, book: Book, key: Key, path: str, chains: list[list[str]], acts: dict[str, int], base: Needs
    ) -> tuple[list[str], Needs]:
        """The chain to take, needs and `base` together: fewest needs, fewest steps, then the order of its transitions."""
        place = {name: index for index, name in enumerate(ordered(self.flow["transitions"]))}
        judged: list[tuple[list[str], Needs]] = []
        for chain in chains:
            needs = dict(base)
            join(needs, self.chain_needs(book, key, path, chain, acts))
            judged.append((chain, needs))
        return min(judged, key=lambda part: (sum(part[1].values()), len(part[0]), [place[name] for name in part[0]]))

    def stays(self, stage: str, now: Needs, old: Needs | None, pays: Callable[[], bool] | None) -> Needs:
        """What holds up an act that leaves the stage. `old` None: the record did not stand there before."""
        if old is None or not now:
            return now
        if pays is None:
            return {need: times for need, times in now.items() if times > old.get(need, 0)}
        return {} if set(now) < set(old) and pays() else now


def join(needs: Needs, more: Needs) -> None:
    """Add more needs."""
    for need, times in more.items():
        needs[need] = max(times, needs.get(need, 0))
