"""A rule as a Chinese or English sentence; templates are those of operators.json, wording as in schemas/rules/README.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from followthrough.core.kit.fieldtype import Unit

from .env import Scope
from .literal_text import COMMA, EMPTY, Lang, boolean_text, moment_text, number_text
from .operators import OPERATORS, Operator
from .tree import Node, is_empty_literal, parameter_key
from .types import infer
from .zones import ZoneTable

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Label:
    """What a field, parameter or calendar is called, {"zh", "en"?}; `options` are the labels of option ids."""

    text: Words
    options: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Hint:
    """What a literal learns from its neighbours: their type, their unit, the fields whose option labels apply."""

    base: str | None = None
    unit: Unit = ""
    labelled: tuple[str, ...] = ()


_PLACE = re.compile(r"\{(\d+|\*)\}")
_UNITED = frozenset({"has", "has_any", "has_all", "in", "not_in", "add", "sub", "sum", "avg"})
_NO_HINT = _Hint()


def sentence(node: Node, scope: Scope, labels: Mapping[str, Label], lang: Lang, zone: ZoneTable = ()) -> str:
    """The sentence of a checked rule. `labels` by field path, parameters under `@name`, calendars under `#name`;
    what has none shows its id. Instants show on the clock of `zone`."""
    writer = _Writer(scope, labels, lang, zone)
    return writer.condition(node) if infer(node, scope).base == "boolean" else writer.node(node)


@dataclass(frozen=True, slots=True)
class _Writer:
    scope: Scope
    labels: Mapping[str, Label]
    lang: Lang
    zone: ZoneTable

    def node(self, node: Node) -> str:
        key = _key(node)
        if key is not None:
            return self.name(key)
        return self.literal(node, _NO_HINT) if "v" in node else self.operation(node)

    def condition(self, node: Node) -> str:
        """As `node`; a field or parameter that stands as a condition reads "X is yes"."""
        key = _key(node)
        return self.node(node) if key is None else self.is_yes(self.name(key), True)

    def is_yes(self, subject: str, yes: bool) -> str:
        word = boolean_text(yes, self.lang)
        return f"{subject}为{word}" if self.lang == "zh" else f"{subject} is {word}"

    def name(self, key: str) -> str:
        label = self.labels.get(key)
        return self.words(label.text) if label else key

    def words(self, text: Words) -> str:
        return text.get(self.lang) or text["zh"]

    # -- literals -----------------------------------------------------------------------------------------------

    def literal(self, node: Node, hint: _Hint) -> str:
        value = node["v"]
        if is_empty_literal(value):
            return EMPTY[self.lang]
        if "t" in node:
            return moment_text(value, node["t"], self.zone)
        if isinstance(value, list):
            return COMMA[self.lang].join(self.scalar(part, hint) for part in value)
        return self.scalar(value, hint)

    def scalar(self, value: Any, hint: _Hint) -> str:
        if isinstance(value, bool):
            return boolean_text(value, self.lang)
        if isinstance(value, int | float):
            return number_text(value, hint.unit, self.lang)
        if hint.base not in ("choice", "set", "ref"):
            return f"“{value}”"
        found = (
            label.options[value] for key in hint.labelled if (label := self.labels.get(key)) and value in label.options
        )
        option = next(found, None)
        return str(value) if option is None else self.words(option)

    def hint(self, node: Node, op: Operator, index: int) -> _Hint:
        count = len(node["a"])
        if op.id == "add_work_time":
            return _Hint(None, "seconds", ())

        def related(place: int) -> bool:
            return op.id in _UNITED or (op.unify and op.kind_of(place, count) != "boolean")

        others = [arg for i, arg in enumerate(node["a"]) if i != index and related(i) and "v" not in arg]
        if not related(index):
            others = []
        types = [infer(arg, self.scope) for arg in others]
        unit: Unit = next((ty.unit for ty in types if ty.unit), "")
        labelled = tuple(key for arg in others for key in _labelled(arg))
        return _Hint(types[0].base if types else None, unit, labelled)

    # -- operations ---------------------------------------------------------------------------------------------

    def argument(self, node: Node, op: Operator, index: int) -> str:
        arg = node["a"][index]
        kind = op.kind_of(index, len(node["a"]))
        if kind == "calendar":
            label = self.labels.get(f"#{arg['v']}")
            return self.words(label.text) if label else str(arg["v"])
        if "v" in arg:
            return self.literal(arg, self.hint(node, op, index))
        if "op" not in arg:
            return self.condition(arg) if kind == "boolean" else self.node(arg)
        text = self.node(arg)
        if not _parenthesised(OPERATORS[arg["op"]], op, index, kind == "boolean"):
            return text
        return f"（{text}）" if self.lang == "zh" else f"({text})"

    def operation(self, node: Node) -> str:
        op = OPERATORS[node["op"]]
        special = self.special(node, op)
        if special is not None:
            return special
        args = [self.argument(node, op, index) for index in range(len(node["a"]))]
        if op.id == "case":
            return self.case(args)
        if op.id == "round" and len(args) == 1:
            args.append("0")
        joiner = {"and": ("，且", " and "), "or": ("，或", " or ")}.get(op.id)
        comma = COMMA[self.lang] if joiner is None else joiner[self.lang == "en"]
        return _PLACE.sub(lambda m: comma.join(args) if m[1] == "*" else args[int(m[1])], op.sentence[self.lang])

    def special(self, node: Node, op: Operator) -> str | None:
        """eq and ne with a literal null, eq with true or false, have wordings of their own."""
        literal = next((index for index, arg in enumerate(node["a"]) if "v" in arg), None)
        if op.id not in ("eq", "ne") or literal is None:
            return None
        value = node["a"][literal]["v"]
        if is_empty_literal(value):
            plain = OPERATORS["is_empty" if op.id == "eq" else "not_empty"]
            return plain.sentence[self.lang].replace("{0}", self.argument(node, op, 1 - literal))
        if isinstance(value, bool) and op.id == "eq":
            return self.is_yes(self.argument(node, op, 1 - literal), value)
        return None

    def case(self, args: list[str]) -> str:
        pairs = list(zip(args[:-1:2], args[1:-1:2], strict=True))
        if self.lang == "zh":
            return "；".join([*(f"如果{when}，取{value}" for when, value in pairs), f"否则取{args[-1]}"])
        return "; ".join([*(f"{value} if {when}" for when, value in pairs), f"otherwise {args[-1]}"])


def _key(node: Node) -> str | None:
    if "f" in node:
        return str(node["f"])
    return parameter_key(node["p"]) if "p" in node else None


def _labelled(node: Node) -> list[str]:
    """The fields whose options the values of a node can have."""
    key = _key(node)
    if key is not None:
        return [key]
    op = OPERATORS[node["op"]] if "op" in node else None
    if op is None or op.result != "same":
        return []
    count = len(node["a"])
    values = [arg for index, arg in enumerate(node["a"]) if op.kind_of(index, count) != "boolean"]
    return [key for arg in values for key in _labelled(arg)]


def _is_infix_number(op: Operator) -> bool:
    return op.notation == "infix" and op.group == "number"


def _parenthesised(inner: Operator, outer: Operator, index: int, condition: bool) -> bool:
    if inner.id == "case":
        return True
    if _is_infix_number(inner):
        if not _is_infix_number(outer):
            return outer.group not in ("compare", "logic")
        low, high = inner.precedence or 0, outer.precedence or 0
        return low < high or (low == high and index > 0)
    if outer.id in ("and", "or"):
        return inner.id in ("and", "or")
    return inner.result == "boolean" and outer.group != "logic" and not condition
