"""Can these rules be true together? Answered on a small finite set of records made from the rules' own literals.

Each field a rule reads gets the values at which the rule can change its mind: empty, every option, both
booleans, and for numbers and dates the literals it is compared with and their neighbours. A record found
is proof that they can (and becomes the example of a finding). That none is found is proof only where
`exhaustive`: every field is compared with literals alone and all combinations were tried.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.model.base import Node
from followthrough.core.rules import (
    Env,
    Scope,
    compile_condition,
    fields_of,
    inner,
    outer,
    parameter_key,
    parameters_of,
    uses_clock,
    walk,
)

MOST = 20_000
"""Records tried at most."""

TODAY = 20_000
"""The day on which rules with a clock are tried (2024-10-04), days since 1970."""

_BY_LITERAL = frozenset(
    {
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "between",
        "in",
        "not_in",
        "has",
        "has_any",
        "has_all",
        "is_empty",
        "not_empty",
    }
)
_LOGIC = frozenset({"and", "or", "not"})
_DAY = 86_400
_POWERSET = 5
"""Of how many options every set is tried."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`record`: values by path as stored, for which all rules hold, None when none was found; `exhaustive`: see above."""

    record: dict[str, Any] | None
    exhaustive: bool

    @property
    def never(self) -> bool:
        """Whether it is proved that the rules cannot hold together."""
        return self.record is None and self.exhaustive


def find(
    true: Sequence[Node],
    scope: Scope,
    false: Sequence[Node] = (),
    filled: Iterable[str] = (),
) -> Answer:
    """A record on which all of `true` hold, none of `false`, and every path of `filled` has a value.

    All rules must have passed the check in `scope`. What lies behind an empty reference is empty.
    """
    rules = [*true, *false]
    domains, exact = _domains(rules, scope, frozenset(filled))
    holds = [compile_condition(node) for node in true]
    fails = [compile_condition(node) for node in false]
    env = Env({}, now=TODAY * _DAY, today=TODAY)
    names = list(domains)
    behind = [(root, path) for path in names if (root := path.rpartition(".")[0]) in domains]
    total = 1
    for values in domains.values():
        total *= len(values)
    for combination in itertools.islice(_combinations(list(domains.values()), total), MOST):
        env.values = {name: value for name, value in zip(names, combination, strict=True) if value is not None}
        if any(root not in env.values and path in env.values for root, path in behind):
            continue
        if all(run(env) for run in holds) and not any(run(env) for run in fails):
            return Answer(_shown(env.values, scope), exact)
    return Answer(None, exact and total <= MOST)


def _combinations(domains: list[Sequence[Any]], total: int) -> Iterator[tuple[Any, ...]]:
    """All combinations when there are few; else an even sample of them in a fixed order."""
    if total <= MOST:
        yield from itertools.product(*domains)
        return
    stride = total // MOST | 1
    for number in range(MOST):
        rest = number * stride % total
        picked = []
        for values in domains:
            rest, place = divmod(rest, len(values))
            picked.append(values[place])
        yield tuple(picked)


def _shown(values: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    shown = {}
    for name, value in values.items():
        kind = scope.lookup(name)
        shown[name] = outer(value, kind) if kind is not None else value
    return shown


def _domains(rules: Sequence[Node], scope: Scope, filled: frozenset[str]) -> tuple[dict[str, Sequence[Any]], bool]:
    paths = sorted({path for node in rules for path in _names(node)})
    exact = all(_by_literals(node) and not uses_clock(node) for node in rules)
    domains: dict[str, Sequence[Any]] = {}
    for path in paths:
        kind = scope.lookup(path)
        if kind is None:
            continue
        literals = [value for node in rules for value in _literals(node, path, kind)]
        values = _values(kind, literals)
        exact = exact and (kind.base != "set" or len(values) < 2**_POWERSET)
        domains[path] = values if path in filled else [None, *values]
    return domains, exact


def _names(node: Node) -> Iterator[str]:
    yield from fields_of(node)
    yield from (parameter_key(name) for name in parameters_of(node))


def _by_literals(node: Node) -> bool:
    """Whether the rule is made of logic over comparisons of a field with literals."""
    if "op" not in node:
        return True
    if node["op"] in _LOGIC:
        return all(_by_literals(part) for part in node["a"])
    if node["op"] not in _BY_LITERAL:
        return False
    return all("op" not in part for part in node["a"]) and sum("v" not in part for part in node["a"]) == 1


def _literals(node: Node, path: str, kind: FieldType) -> Iterator[Any]:
    """The literals standing beside `path` in an operation, in inner form."""
    for _, part in walk(node):
        beside = part.get("a", ())
        if not any(other.get("f", other.get("p") and parameter_key(other["p"])) == path for other in beside):
            continue
        for other in beside:
            value = other.get("v")
            if value is None or isinstance(value, bool):
                continue
            if kind.base == "set" or not isinstance(value, list):
                yield from _inner(value, kind)
            else:
                for element in value:
                    yield from _inner(element, kind)


def _inner(value: Any, kind: FieldType) -> Iterator[Any]:
    if kind.base == "set":
        yield from value if isinstance(value, list) else [value]
        return
    try:
        yield inner(value, kind)
    except (ValueError, TypeError):  # a literal of another argument of the same operation
        return


def _values(kind: FieldType, literals: list[Any]) -> list[Any]:
    if kind.base == "boolean":
        return [True, False]
    if kind.base == "choice":
        return sorted(kind.options or literals)
    if kind.base == "set":
        return _sets(sorted({*literals, *(kind.options or ("x",))}))
    if kind.base == "number":
        return _around(literals, 1.0) or [1.0, 0.0, -1.0]
    if kind.base == "date":
        return _around(literals, 1) or [TODAY, TODAY - 400, TODAY + 400]
    if kind.base == "instant":
        return _around(literals, 60) or [TODAY * _DAY, (TODAY - 400) * _DAY, (TODAY + 400) * _DAY]
    if kind.base == "opaque":
        return ["x"]
    return [*dict.fromkeys(literals), "…"]


def _around(literals: list[Any], step: Any) -> list[Any]:
    """The literals, their neighbours, and the middle between two literals that are closer than that."""
    points = sorted(set(literals))
    near = {value + move for value in points for move in (-step, 0, step)}
    near |= {(low + high) / 2 for low, high in itertools.pairwise(points) if isinstance(step, float)}
    return sorted(near)


def _sets(options: list[str]) -> list[list[str]]:
    """Every set of the first few options; beyond those single ones and all together."""
    few = options[:_POWERSET]
    sets = [list(part) for size in range(1, len(few) + 1) for part in itertools.combinations(few, size)]
    return sets if few == options else [*sets, *([option] for option in options[_POWERSET:]), options]
