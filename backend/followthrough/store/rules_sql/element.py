"""SQL written exactly as meant: a text with places for its arguments.

SQLAlchemy drops and moves parentheses in arithmetic (`a + (b + c)` becomes `a + b + c`, a different double), so
every operator of a rule is written through this element, parentheses included.
"""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.visitors import InternalTraversal

_PLACE = re.compile(r"\{(\d+)\}")
_OPENING = re.compile(r"\{\d+\}|\w*\(|\)|\bCASE\b|\bEND\b")
_COSTS = {"(": 3, "CAST(": 2, "CASE": 5}
_FUNCTION = 5


class Sql(FunctionElement[Any]):
    """`template` with `{0}`, `{1}`, … replaced by the arguments. Templates carry their own outer parentheses.

    `weight` counts what the text holds, `depth` how much of SQLite's parser stack (100 entries) its nesting needs.
    """

    name = "rule"
    inherit_cache = True
    _traverse_internals = [  # noqa: RUF012  (how SQLAlchemy elements declare what identifies them)
        *FunctionElement._traverse_internals,
        ("template", InternalTraversal.dp_string),
    ]

    def __init__(self, template: str, *args: sa.ColumnElement[Any], type_: sa.types.TypeEngine[Any]) -> None:
        super().__init__(*args)
        self.type = type_
        self.template = template
        self.weight = 1 + sum(weight_of(args[place]) for place in places_of(template))
        self.depth = max((nested + depth_of(args[place]) for place, nested in nesting_of(template)), default=1)

    def self_group(self, against: Any = None) -> Any:
        """Itself: a template has its parentheses, and `(…) = 1`, which SQLite gets otherwise, would hide an index."""
        del against
        return self


def places_of(template: str) -> list[int]:
    """The argument numbers of a template, in order, repeated as they stand."""
    return [int(place) for place in _PLACE.findall(template)]


def nesting_of(template: str) -> list[tuple[int, int]]:
    """Each place of a template with what the parser holds in front of it (an upper estimate)."""
    found: list[tuple[int, int]] = []
    stack: list[int] = []
    for mark in _OPENING.findall(template):
        if mark.startswith("{"):
            found.append((int(mark[1:-1]), sum(stack)))
        elif mark in (")", "END"):
            stack.pop()
        else:
            stack.append(_COSTS.get(mark, _FUNCTION))
    return found


def weight_of(element: sa.ColumnElement[Any]) -> int:
    """How much text an expression is, roughly: 1 for a column or a literal."""
    if isinstance(element, Sql):
        return element.weight
    if isinstance(element, sa.ColumnClause | sa.BindParameter | sa.Null):
        return 1
    return 2 if isinstance(element, sa.Cast) and weight_of(element.clause) == 1 else 100


def depth_of(element: Any) -> int:
    """How much of the parser's stack an expression needs (an upper estimate)."""
    if isinstance(element, Sql):
        return element.depth
    if isinstance(element, sa.Select | sa.ScalarSelect):
        return 12 + max((depth_of(part) for part in element.get_children()), default=0)
    return max((5 + depth_of(part) for part in element.get_children()), default=1)


@compiles(Sql)
def _render(element: Sql, compiler: Any, **kw: Any) -> str:
    args = list(element.clauses)
    return _PLACE.sub(lambda match: str(compiler.process(args[int(match[1])], **kw)), element.template)
