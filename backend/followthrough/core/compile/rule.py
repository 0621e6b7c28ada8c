"""A rule of a compiled app: its tree, what it reads, and its closure, made on first use.

An app holds hundreds of rules of which one submit needs a handful; compiling
each when first asked keeps the compilation of an app within its budget.
"""

from __future__ import annotations

from typing import Any

from followthrough.core.model.base import Node
from followthrough.core.rules import Env, Scope, compile_rule, fields_of, uses_clock


class CompiledRule:
    """A rule ready to evaluate. `reads` are the field paths it names; `clock` says whether it uses now or today."""

    __slots__ = ("_run", "clock", "node", "reads", "scope")

    def __init__(self, node: Node, scope: Scope) -> None:
        self.node = node
        self.scope = scope
        self.reads: frozenset[str] = fields_of(node)
        self.clock: bool = uses_clock(node)
        self._run: Any = None

    def value(self, env: Env) -> Any:
        """The rule's value in inner form (core.rules.env); None: empty."""
        run = self._run
        if run is None:
            run = self._run = compile_rule(self.node)
        return run(env)

    def holds(self, env: Env) -> bool:
        """Whether the rule, used as a condition, is true; empty counts as false."""
        return self.value(env) is True
