"""Reads the conformance corpus of the rule language (schemas/conformance/rules)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.rules import Env, FieldScope, Label, Node, calendar_of, day_of, second_of

CORPUS = Path(__file__).parents[3] / "schemas" / "conformance" / "rules"


@dataclass(frozen=True)
class Case:
    """One case of the corpus with the defaults of its file filled in."""

    file: str
    name: str
    why: str
    fields: dict[str, FieldType]
    record: dict[str, Any]
    rule: Node
    expect: Any
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def scope(self) -> FieldScope:
        return FieldScope(self.fields)

    @property
    def env(self) -> Env:
        """The environment without a record's values."""
        return Env(
            {},
            now=second_of(self.more.get("now", "1970-01-01T00:00:00Z")),
            today=day_of(self.more.get("today", "1970-01-01")),
            zone=tuple((second_of(start), offset) for start, offset in self.more.get("zone") or ()),
            calendars={name: calendar_of(data) for name, data in self.more.get("calendars", {}).items()},
        )


def field_type(data: Any) -> FieldType:
    """A type as the corpus writes it: a name, or an object with options, target and unit."""
    if isinstance(data, str):
        data = {"type": data}
    options = data.get("options")
    return FieldType(
        data["type"],
        unit=data.get("unit", ""),
        options=None if options is None else frozenset(options),
        target=data.get("target"),
    )


def _cases(path: Path, kind: str) -> Iterator[Case]:
    content = json.loads(path.read_text("utf-8"))
    if content["kind"] != kind:
        return
    for row in content["cases"]:
        data = {**content["defaults"], **row}
        yield Case(
            file=path.stem,
            name=data.pop("name"),
            why=data.pop("why"),
            fields={name: field_type(kind) for name, kind in data.pop("fields", {}).items()},
            record=data.pop("record", {}),
            rule=data.pop("rule"),
            expect=data.pop("expect"),
            more=data,
        )


@cache
def corpus(kind: str) -> tuple[Case, ...]:
    """Every case of a kind: evaluate, check, explain or sentence."""
    return tuple(case for path in sorted(CORPUS.glob("*.json")) for case in _cases(path, kind))


def case_id(case: Case) -> str:
    return f"{case.file}/{case.name}"


def labels_of(case: Case) -> dict[str, Label]:
    """The labels of a sentence case."""
    made = {}
    for key, data in case.more.get("labels", {}).items():
        made[key] = Label({lang: data[lang] for lang in ("zh", "en")}, data.get("options", {}))
    return made
