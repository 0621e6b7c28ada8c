"""Generated forms: fields with relevance, formulas, rows and rollups that hang on one another, and values for them.

A rule reads only fields made before its own, so that no cycle comes up; `order` is shuffled, so that what is read
often stands further down the form.
"""

from __future__ import annotations

from random import Random
from typing import Any

from followthrough.core.fields import KINDS
from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.rules import Expect, FieldScope, Node, check_rule, errors
from tests.fuzz.rules import worlds
from tests.fuzz.rules.rules import _Maker
from tests.support.props import prop

Case = dict[str, Any]
Types = dict[str, FieldType]

OPTIONS = {name: {"label": {"zh": name}} for name in ("a", "b", "c", "d")}
PLAIN: tuple[Case, ...] = (
    {"kind": "number"},
    {"kind": "number", "maximum": 100, "decimals": 2},
    {"kind": "money", "minimum": 0},
    {"kind": "percent"},
    {"kind": "duration"},
    {"kind": "rating"},
    {"kind": "boolean"},
    {"kind": "boolean"},
    {"kind": "text", "maxLength": 5},
    {"kind": "date"},
    {"kind": "instant"},
    {"kind": "choice", "options": OPTIONS},
    {"kind": "choices", "options": OPTIONS, "maxItems": 3},
)
FORMULAS: tuple[tuple[Case, str], ...] = (
    ({"type": "number"}, "number"),
    ({"type": "integer", "currency": "CNY"}, "number"),
    ({"type": "boolean"}, "boolean"),
    ({"type": "string"}, "text"),
    ({"type": "string", "format": "date"}, "date"),
)
WRONG = ("x", -1, 2.345, True, "2026-02-30", ["z"], {"a": 1}, 10**16, "   ")
FILLED: dict[str, tuple[Any, ...]] = {
    "number": (0, 1, 2, 5, 99.5, 100, 0.1, 33.25, 1e-9),
    "money": (0, 1, 150, 99999, 10**14),
    "percent": (0, 0.03, 0.8, 1, 0.135),
    "duration": (0, 59, 3600, 90061),
    "rating": (1, 2, 3, 4, 5),
    "boolean": (True, True, False),
    "text": ("a", "ab", "客户😀", " a ", "%", "主任"),
    "date": ("2026-03-05", "2026-01-31", "2024-02-29", "2025-12-31"),
    "instant": ("2026-03-05T06:30:00Z", "2026-03-04T16:00:00Z", "2025-10-26T01:00:00Z"),
    "choice": ("a", "b", "c", "d"),
}


class _Form:
    """One entity while it is made: its fields, and the types rules may read so far."""

    def __init__(self, random: Random, types: Types, prefix: str) -> None:
        self.random = random
        self.types = types
        self.prefix = prefix
        self.fields: dict[str, Case] = {}

    def rule(self, base: str) -> Node | None:
        """A rule of that type over what there is so far; None when chance found none that passes the check."""
        for _ in range(5):
            node = _Maker(self.random, self.types).node(base, None, self.random.randint(1, 3))
            expect: Expect = "condition" if base == "boolean" else FieldType(base)  # type: ignore[arg-type]  # a type's name
            if not errors(check_rule(node, FieldScope(self.types), expect, list(worlds.CALENDARS))):
                return node
        return None

    def add(self, flat: Case, readable: bool = True) -> None:
        """A field with chance rules about itself."""
        name = f"{self.prefix}{len(self.fields)}"
        flat = {**flat, "order": self.random.randrange(20)}
        if self.random.random() < 0.4:
            self.put(flat, "relevance", self.rule("boolean"))
        if flat["kind"] not in ("formula", "rollup"):
            flat["required"] = self.random.random() < 0.2
            if self.random.random() < 0.2:
                self.put(flat, "required_when", self.rule("boolean"))
        self.fields[name] = flat
        if readable:
            members = {key: value for key, value in flat.items() if key not in ("relevance", "required_when")}
            self.types = {**self.types, name: KINDS[flat["kind"]].rule_type(prop(**members))}
        if flat["kind"] not in ("formula", "rollup", "rows") and self.random.random() < 0.3:
            held = self.rule("boolean")
            if held is not None:
                flat["constraint"] = {"holds": {"rule": held}}

    def put(self, flat: Case, key: str, node: Node | None) -> None:
        if node is not None:
            flat[key] = node

    def formula(self) -> None:
        declared, base = self.random.choice(FORMULAS)
        node = self.rule(base)
        if node is not None:
            self.add({"kind": "formula", **declared, "compute": node})

    def plain(self, count: int) -> None:
        for _ in range(count):
            if self.random.random() < 0.35 and self.fields:
                self.formula()
            else:
                self.add(self.random.choice(PLAIN))


def _value(random: Random, flat: Case) -> Any:
    kind = flat["kind"]
    if random.random() < 0.08:
        return random.choice(WRONG)
    if random.random() < 0.25:
        return random.choice([None, "", []])
    return random.choice(FILLED[kind]) if kind in FILLED else random.sample(["a", "b", "c", "d"], random.randint(1, 4))


def _values(random: Random, fields: dict[str, Case]) -> Case:
    given = {name: flat for name, flat in fields.items() if flat["kind"] not in ("formula", "rollup", "rows")}
    return {name: _value(random, flat) for name, flat in given.items() if random.random() < 0.85}


def form_case(random: Random) -> Case:
    """A form, often with rows and rollups over them, its values, what a next stage demands, new or not."""
    form = _Form(random, {}, "f")
    form.plain(random.randint(2, 5))
    case: Case = {}
    if random.random() < 0.5:
        rows = _Form(random, {f"_parent.{name}": kind for name, kind in form.types.items()}, "r")
        rows.plain(random.randint(1, 3))
        form.add({"kind": "rows", "target": "line"}, readable=False)
        field = next(name for name, flat in form.fields.items() if flat["kind"] == "rows")
        case["entities"] = {"line": {"rows_of": "form", "fields": rows.fields}}
        numbers = [name for name, flat in rows.fields.items() if rows.types[name].base == "number"]
        for op in random.sample(["count", "sum", "min", "max", "avg"], 2):
            spec: Case = {"entity": "line", "via": "_parent", "op": op}
            if op != "count":
                if not numbers:
                    continue
                spec["value"] = random.choice(numbers)
            form.add({"kind": "rollup", "type": "number", "rollup": spec})
        case["values"] = {field: [_values(random, rows.fields) for _ in range(random.randint(0, 3))]}
    form.plain(random.randint(1, 4))
    case.update(fields=form.fields, create=random.random() < 0.3)
    case["values"] = {**_values(random, form.fields), **case.get("values", {})}
    demanded = [name for name, flat in form.fields.items() if flat["kind"] not in ("formula", "rollup")]
    if random.random() < 0.5:
        when = form.rule("boolean")
        name = random.choice(demanded)
        case["demands"] = {"fields": {name: {"when": when} if when and random.random() < 0.5 else {}}}
    return case
