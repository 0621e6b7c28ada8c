"""The naive reading, first half: what a rule says of a record, and what values a record results in.

Plain dictionaries and the document as written; nothing of core/run or core/compile is used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Book:
    """Records as they are in one reading: values by (entity, id), and what rules may ask beside them."""

    doc: Json
    records: dict[tuple[str, str], Json]
    stage: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def properties(self, entity: str) -> Json:
        """The properties of an entity."""
        found: Json = self.doc["entities"][entity]["properties"]
        return found

    def get(self, key: tuple[str, str], path: str) -> Any:
        """The value behind a path; None where there is none."""
        head, dot, rest = path.partition(".")
        about = self.properties(key[0]).get(head, {}).get("field", {})
        if dot:
            target = (about["target"], self.records[key].get(head))
            return self.get(target, rest) if target in self.records else None
        if about.get("kind") == "lookup":
            spec = about["lookup"]
            return self.get(key, f"{spec['via']}.{spec['value']}") if self.shown(key, head) else None
        value = self.records[key].get(head)
        return None if value in ("", []) else value

    def true(self, key: tuple[str, str], node: Json) -> bool:
        """Whether a rule, as a condition, holds on a record."""
        return self.value(key, node) is True

    def value(self, key: tuple[str, str], node: Json) -> Any:
        """The value of a rule on a record."""
        if "f" in node:
            return self.get(key, node["f"])
        if "v" in node:
            return node["v"]
        args = [self.value(key, part) for part in node["a"]]
        return _operate(node["op"], args)

    def shown(self, key: tuple[str, str], name: str) -> bool:
        """Whether a field is relevant."""
        rule = self.properties(key[0])[name]["field"].get("relevance")
        return rule is None or self.true(key, rule)

    def settle(self, key: tuple[str, str], raw: Json) -> None:
        """Write the values that follow from `raw`: again and again from the start, until nothing changes."""
        plain = {n: p for n, p in self.properties(key[0]).items() if p["field"]["kind"] != "lookup"}
        self.records[key] = dict(raw)
        for _ in range(3 * len(plain)):
            before = dict(self.records[key])
            for name, prop in plain.items():
                rule = prop["field"].get("compute")
                value = self.value(key, rule) if rule else raw.get(name)
                self.records[key][name] = value if self.shown(key, name) else None
            if before == self.records[key]:
                return

    def faults(self, key: tuple[str, str]) -> set[tuple[str, str]]:
        """Required fields that are empty, constraints that are broken."""
        found: set[tuple[str, str]] = set()
        for name, prop in self.properties(key[0]).items():
            about = prop["field"]
            if not self.shown(key, name):
                continue
            value = self.get(key, name)
            demanded = about.get("required") or ("required_when" in about and self.true(key, about["required_when"]))
            if value is None and demanded:
                found.add((name, "required"))
            for statement in about.get("constraint", {}).values():
                if value is not None and not self.true(key, statement["rule"]):
                    found.add((name, "constraint_failed"))
        return found


def _operate(name: str, args: list[Any]) -> Any:
    match name:
        case "and":
            return all(arg is True for arg in args)
        case "or":
            return any(arg is True for arg in args)
        case "not":
            return args[0] is not True
        case "is_empty":
            return args[0] is None
        case "not_empty":
            return args[0] is not None
        case "eq":
            return args[0] == args[1]
        case "ne":
            return args[0] != args[1]
        case "if_empty":
            return args[1] if args[0] is None else args[0]
        case "add":
            return None if None in args else args[0] + args[1]
        case "gt":
            return None not in args and args[0] > args[1]
        case "le":
            return None not in args and args[0] <= args[1]
    raise AssertionError(name)
