"""The closed list of operators (`schemas/rules/operators.json`) as data.

Whoever works on rules (check, evaluators, SQL, sentences, the browser) is tested against this list: none
missing, none extra.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from followthrough.core.kit.contract import contract_json


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator: `maximum` None means any number of arguments; `rest` is the kind of those beyond `args`.

    `unify`: all value arguments must have one type. `result` is a type name or "same" (as the arguments).
    `sentence` and `label` are {"zh", "en"}; `precedence` is None unless written as infix or prefix.
    """

    id: str
    group: str
    minimum: int
    maximum: int | None
    args: tuple[str, ...]
    rest: str | None
    unify: bool
    result: str
    notation: str
    precedence: int | None
    label: Mapping[str, str]
    sentence: Mapping[str, str]

    def kind_of(self, index: int, count: int) -> str:
        """The argument kind asked for at position `index` of `count` arguments."""
        if self.rest == "case":
            return "boolean" if index % 2 == 0 and index != count - 1 else "value"
        return self.args[index] if index < len(self.args) else self.rest or self.args[-1]


def _operator(row: dict[str, Any]) -> Operator:
    return Operator(
        id=row["id"],
        group=row["group"],
        minimum=row["arity"]["min"],
        maximum=row["arity"]["max"],
        args=tuple(row["args"]),
        rest=row.get("rest"),
        unify=row.get("unify", False),
        result=row["result"],
        notation=row["notation"],
        precedence=row.get("precedence"),
        label=MappingProxyType(row["label"]),
        sentence=MappingProxyType(row["sentence"]),
    )


_CONTRACT = contract_json("rules/operators.json")
OPERATORS: Mapping[str, Operator] = MappingProxyType({row["id"]: _operator(row) for row in _CONTRACT["operators"]})

MAX_DEPTH: int = _CONTRACT["caps"]["depth"]
MAX_NODES: int = _CONTRACT["caps"]["nodes"]
MAX_LIST: int = _CONTRACT["caps"]["list"]
MAX_TEXT: int = _CONTRACT["caps"]["text"]
LARGEST: float = _CONTRACT["caps"]["number"]
"""No number of a rule is larger; a result beyond it is empty."""
TINIEST: float = _CONTRACT["caps"]["tiny"]
"""No literal and no stored number but 0 is smaller."""
