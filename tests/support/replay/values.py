"""What a rule says of a past record when some of it is unknown: plain dictionaries, and one value that stands for unknown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.support.gates.values import Book, Json

Key = tuple[str, str]


@dataclass
class Past:
    """Records under the document `doc`, as an act judged under `then` left them: `raw` is what was stored."""

    doc: Json
    then: Json
    raw: dict[Key, Json]
    book: Book = field(init=False)
    stored: Book = field(init=False)
    answers: dict[Any, bool | None] = field(default_factory=dict)
    """What was asked before: brute force need not ask twice."""

    def __post_init__(self) -> None:
        self.book = Book(self.doc, {})
        for key in sorted(self.raw):
            self.book.records[key] = dict(self.raw[key])
        for key in sorted(self.raw):
            self.book.settle(key, {"v1": 0.0, **self.raw[key]} if key[0] == "deal" else dict(self.raw[key]))
        self.stored = Book(self.doc, self.raw)

    def about(self, key: Key, name: str) -> Json:
        found: Json = self.book.properties(key[0])[name]["field"]
        return found

    def shown(self, key: Key, name: str) -> bool | None:
        rule = self.about(key, name).get("relevance")
        return True if rule is None else self.true(key, rule)

    def unknown(self, key: Key, path: str) -> bool:
        """Whether what a path leads to is unknown."""
        if (key, path) not in self.answers:
            self.answers[key, path] = self._unknown(key, path)
        return bool(self.answers[key, path])

    def _unknown(self, key: Key, path: str) -> bool:
        head, dot, rest = path.partition(".")
        about = self.about(key, head)
        if dot:
            target = (about["target"], self.book.records[key].get(head))
            return self.unknown(key, head) or (target in self.book.records and self.unknown(target, rest))
        shown = self.shown(key, head)
        if shown is False:
            return False
        was = self.then["entities"].get(key[0], {"properties": {}})["properties"].get(head, {}).get("field")
        match about["kind"]:
            case "lookup":
                spec = about["lookup"]
                return shown is None or self.unknown(key, f"{spec['via']}.{spec['value']}")
            case "rollup":
                return shown is None or was is None or was["rollup"] != about["rollup"]
            case "formula":
                return shown is None or any(self.unknown(key, path) for path in paths(about["compute"]))
        if self.raw[key].get(head) not in (None, "", []):
            return shown is None
        if was is None or was.get("archived"):
            return True
        return "relevance" in was and not self.stored.true(key, was["relevance"])

    def true(self, key: Key, node: Json) -> bool | None:
        """Whether a rule holds; None: that depends on what is unknown."""
        asked = (key, id(node))
        if asked not in self.answers:
            self.answers[asked] = self._true(key, node)
        return self.answers[asked]

    def _true(self, key: Key, node: Json) -> bool | None:
        if not any(self.unknown(key, path) for path in paths(node)):
            return self.book.true(key, node)
        parts = [self.true(key, part) for part in node["a"]] if node.get("op") in ("and", "or", "not") else []
        match node.get("op"):
            case "and":
                return False if False in parts else None if None in parts else True
            case "or":
                return True if True in parts else None if None in parts else False
            case "not":
                return None if parts[0] is None else not parts[0]
        return None


def paths(node: Json) -> set[str]:
    """The fields a rule names."""
    if "f" in node:
        return {node["f"]}
    return set().union(*(paths(part) for part in node.get("a", [])))
