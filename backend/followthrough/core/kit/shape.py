"""Which members of a JSON value break a JSON Schema, all of them, each with its exact path and a code.

Covers the keywords our own document schemas use, and no others (an unknown keyword raises, so that
nothing is silently let through). A `oneOf` is decided by the constants of its branches, so that an
error names the member at fault instead of "matches none of nine". The contract tests hold the
verdicts equal to the `jsonschema` package's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

Schema = Mapping[str, Any]

_ANNOTATIONS = frozenset({"$schema", "$defs", "title", "description", "examples", "default", "format"})


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "integer": lambda value: _number(value) and (isinstance(value, int) or value.is_integer()),
    "number": _number,
}


@dataclass(frozen=True, slots=True)
class ShapeIssue:
    """One fault: `path` as "stages/quote/order", `code` of the error catalogue (document_…) and its params."""

    path: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shape:
    """A schema ready to check values. `outside` answers references to other files ("rules/rule.schema.json")."""

    schema: Schema
    outside: Mapping[str, Callable[[Any], str | None]] = field(default_factory=dict)

    def issues(self, value: Any) -> list[ShapeIssue]:
        """Every fault of `value`, outermost first; [] when it fits."""
        return list(self._walk(value, self.schema, ()))

    def _walk(self, value: Any, schema: Any, path: tuple[str, ...]) -> Iterator[ShapeIssue]:
        if schema is True:
            return
        if "$ref" in schema:
            yield from self._follow(value, schema["$ref"], path)
            return
        if "oneOf" in schema:
            yield from self._choose(value, schema["oneOf"], path)
            return
        fault = _own_fault(value, schema)
        if fault is not None:
            yield ShapeIssue("/".join(path), *fault)
            return
        if isinstance(value, dict):
            yield from self._members(value, schema, path)
        elif isinstance(value, list) and "items" in schema:
            for position, item in enumerate(value):
                yield from self._walk(item, schema["items"], (*path, str(position)))

    def _follow(self, value: Any, ref: str, path: tuple[str, ...]) -> Iterator[ShapeIssue]:
        if ref.startswith("#/$defs/"):
            yield from self._walk(value, self.schema["$defs"][ref.removeprefix("#/$defs/")], path)
            return
        reason = self.outside[ref](value)
        if reason is not None:
            yield ShapeIssue("/".join(path), "document_bad_rule", {"reason": reason})

    def _choose(self, value: Any, branches: list[Schema], path: tuple[str, ...]) -> Iterator[ShapeIssue]:
        where, by_constant = _branches(self.schema, branches)
        chosen: Any = value
        for step, name in enumerate(where):
            here = (*path, *where[:step])
            if not isinstance(chosen, dict):
                yield ShapeIssue("/".join(here), "document_wrong_type", {"expected": "object", "found": kind(chosen)})
                return
            if name not in chosen:
                yield ShapeIssue("/".join(here), "document_missing_member", {"member": name})
                return
            chosen = chosen[name]
        branch = by_constant.get(chosen) if isinstance(chosen, str) else None
        if branch is None:
            params = {"value": shown(chosen), "allowed": sorted(by_constant)}
            yield ShapeIssue("/".join((*path, *where)), "document_bad_value", params)
            return
        yield from self._walk(value, branch, path)

    def _members(self, value: dict[str, Any], schema: Schema, path: tuple[str, ...]) -> Iterator[ShapeIssue]:
        for name in schema.get("required", ()):
            if name not in value:
                yield ShapeIssue("/".join(path), "document_missing_member", {"member": name})
        known: Mapping[str, Any] = schema.get("properties", {})
        rest: Any = schema.get("additionalProperties", True)
        names: Any = schema.get("propertyNames", True)
        if names is not True and "$ref" in names:
            names = self.schema["$defs"][names["$ref"].removeprefix("#/$defs/")]
        for name, member in value.items():
            here = (*path, name)
            if names is not True and (fault := _own_fault(name, names)) is not None:
                yield ShapeIssue("/".join(here), *fault)
                continue
            if name in known:
                yield from self._walk(member, known[name], here)
            elif rest is False:
                yield ShapeIssue("/".join(path), "document_unknown_member", {"member": name})
            else:
                yield from self._walk(member, rest, here)


Fault = tuple[str, dict[str, Any]]


def _own_fault(value: Any, schema: Schema) -> Fault | None:
    for keyword, wanted in schema.items():
        if keyword in _ANNOTATIONS or keyword.startswith("x-") or keyword in _STRUCTURE:
            continue
        fault = _KEYWORDS[keyword](value, wanted)
        if fault is not None:
            return (schema["x-fault"], fault[1]) if keyword == "pattern" and "x-fault" in schema else fault
    return None


def _type(value: Any, wanted: str | list[str]) -> Fault | None:
    types = [wanted] if isinstance(wanted, str) else wanted
    if any(_TYPES[name](value) for name in types):
        return None
    return "document_wrong_type", {"expected": "/".join(types), "found": kind(value)}


def _enum(value: Any, wanted: list[Any]) -> Fault | None:
    if any(value == one and isinstance(value, bool) == isinstance(one, bool) for one in wanted):
        return None
    return "document_bad_value", {"value": shown(value), "allowed": wanted}


def _const(value: Any, wanted: Any) -> Fault | None:
    return _enum(value, [wanted])


def _pattern(value: Any, wanted: str) -> Fault | None:
    if not isinstance(value, str) or _compiled(wanted).search(value):
        return None
    return "document_bad_value", {
        "value": shown(value),
        "id": shown(value),
        "path": shown(value),
    }


def _bounded(measure: Callable[[Any], Any], fits: Callable[[Any, Any], bool]) -> Callable[..., Fault | None]:
    def judge(value: Any, wanted: Any) -> Fault | None:
        size = measure(value)
        if size is None or fits(size, wanted):
            return None
        return "document_bad_value", {"value": shown(value), "allowed": [wanted]}

    return judge


def _size_of(kind_: type[str] | type[list[Any]] | type[dict[str, Any]]) -> Callable[[Any], int | None]:
    return lambda value: len(value) if isinstance(value, kind_) else None


def _numeric(value: Any) -> Any:
    return value if _number(value) else None


_KEYWORDS: dict[str, Callable[..., Fault | None]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "minimum": _bounded(_numeric, lambda size, wanted: size >= wanted),
    "maximum": _bounded(_numeric, lambda size, wanted: size <= wanted),
    "minLength": _bounded(_size_of(str), lambda size, wanted: size >= wanted),
    "maxLength": _bounded(_size_of(str), lambda size, wanted: size <= wanted),
    "minProperties": _bounded(_size_of(dict), lambda size, wanted: size >= wanted),
    "maxProperties": _bounded(_size_of(dict), lambda size, wanted: size <= wanted),
    "minItems": _bounded(_size_of(list), lambda size, wanted: size >= wanted),
    "maxItems": _bounded(_size_of(list), lambda size, wanted: size <= wanted),
}
_STRUCTURE = frozenset({"properties", "required", "additionalProperties", "propertyNames", "items"})


_Choice = tuple[tuple[str, ...], dict[str, Schema]]
_choices: dict[int, tuple[Any, _Choice]] = {}


def _branches(root: Schema, branches: list[Schema]) -> _Choice:
    """Where the branches of a `oneOf` differ by a constant, and the branch of each constant."""
    held = _choices.get(id(branches))
    if held is not None and held[0] is branches:
        return held[1]
    schemas = [root["$defs"][b["$ref"].removeprefix("#/$defs/")] if "$ref" in b else b for b in branches]
    constants = [dict(_constants(schema)) for schema in schemas]
    shared = [where for where in constants[0] if len({of[where] for of in constants if where in of}) == len(schemas)]
    assert shared, "the branches of oneOf must be told apart by a constant"
    where = min(shared, key=len)
    choice = (where, {of[where]: schema for of, schema in zip(constants, schemas, strict=True)})
    _choices[id(branches)] = (branches, choice)  # the list itself is kept, so that its id stays its own
    return choice


def _constants(schema: Schema, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """The members that a schema fixes to a text, at most two levels deep."""
    for name, member in schema.get("properties", {}).items():
        if not isinstance(member, dict):
            continue
        if isinstance(member.get("const"), str):
            yield (*path, name), member["const"]
        elif not path:
            yield from _constants(member, (name,))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    # Python's "$" also matches before a final newline; JSON Schema's (ECMA) does not.
    return re.compile(pattern.removesuffix("$") + r"\Z" if pattern.endswith("$") else pattern)


def kind(value: Any) -> str:
    """The JSON type of `value`, as messages name it."""
    for name in ("object", "array", "string", "boolean", "null"):
        if _TYPES[name](value):
            return name
    return "integer" if isinstance(value, int) else "number"


def shown(value: Any, limit: int = 60) -> str:
    """`value` short enough for a message."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
