"""What a rule may know of a value: its type, and what the type is about.

The words are those of `schemas/rules/operators.json` ("types", "units"). Field kinds
say which type their values have (`Kind.rule_type`), the rule checker and its executors
work on it; therefore it lives below both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BaseType = Literal["text", "number", "boolean", "date", "instant", "choice", "set", "ref", "opaque"]
Unit = Literal["", "money", "percent", "seconds"]

PERSON = "_person"
UNIT = "_unit"
FILE = "_file"


@dataclass(frozen=True, slots=True)
class FieldType:
    """The type of a field or of a rule's result.

    `unit` says what a number counts: money (minor units), percent (0.03 is 3 %), seconds, or
    nothing in particular (""). `options` holds the option ids, archived ones included, of a
    choice or of a set of choices; None: not a closed list. `target` names what a ref (or each
    element of a set) stands for: an entity id, or `_person`, `_unit`, `_file`.
    """

    base: BaseType
    unit: Unit = ""
    options: frozenset[str] | None = None
    target: str | None = None


TEXT = FieldType("text")
NUMBER = FieldType("number")
MONEY = FieldType("number", unit="money")
PERCENT = FieldType("number", unit="percent")
SECONDS = FieldType("number", unit="seconds")
BOOLEAN = FieldType("boolean")
DATE = FieldType("date")
INSTANT = FieldType("instant")
OPAQUE = FieldType("opaque")
