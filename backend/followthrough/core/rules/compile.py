"""Makes a checked rule into a closure, and evaluates one rule on one record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .closures import MAKERS, Closure
from .env import Env, Scope, bind, outer
from .literals import literal_value
from .tree import Node, fields_of, parameter_key, parameters_of
from .types import type_of


def compile_rule(node: Node, scope: Scope | None = None) -> Closure:
    """A closure `Env -> inner value` (None: empty) of a rule that passed `check_rule`.

    The closure holds no state and may be used by several threads. `scope` is not needed: a checked rule says all.
    Raises KeyError or ValueError for a rule that was never checked.
    """
    del scope
    return _compile(node)


def compile_condition(node: Node) -> Closure:
    """As `compile_rule`, for a rule used as a condition: the closure answers True or False, empty counts as False."""
    run = _compile(node)
    return lambda env: run(env) is True


def _compile(node: Node) -> Closure:
    if "op" in node:
        return MAKERS[node["op"]]([_compile(part) for part in node["a"]], node)
    if "v" in node:
        value = literal_value(node)
        return lambda _env: value
    path = node["f"] if "f" in node else parameter_key(node["p"])
    return lambda env: env.values.get(path)


def evaluate(node: Node, scope: Scope, record: Mapping[str, Any], env: Env | None = None) -> Any:
    """The value of a checked rule on one record, both as records hold them (dates and instants as text).

    `record` maps paths (and `@name` keys) to values; `env` gives the moment, zone and calendars, its values are
    not used. For many records compile once and bind each instead.
    """
    around = env or Env({})
    paths = fields_of(node) | {parameter_key(name) for name in parameters_of(node)}
    values = bind(record, scope, paths)
    value = _compile(node)(Env(values, around.now, around.today, around.zone, around.calendars))
    kind = type_of(node, scope)
    return value if kind is None else outer(value, kind)
