"""Intermediate results of one expression, each computed once.

A deep rule would overflow SQLite's parser (100 entries, a nested call takes up to five), and an argument that a
text repeats would grow exponentially when rules nest. Such an expression becomes a step, a one-row CTE:
`(WITH _s0(x) AS MATERIALIZED (SELECT …), _s1(x) AS … SELECT … FROM _s1)`. Most rules need none.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.visitors import iterate

from .element import Sql, depth_of, nesting_of, places_of, weight_of

Column = sa.ColumnElement[Any]

_HEAVY = 4
"""What weighs more and stands in several places becomes a step."""
_DEEP = 30
"""No argument is deeper; what it is put into may add up to 55."""
_DEEPEST = 60


class Steps:
    """The steps of one expression."""

    def __init__(self) -> None:
        self._made: list[Column] = []

    def bind(self, element: Column) -> Column:
        """The element as a step: what is returned stands for its value."""
        if weight_of(element) == 1:
            return element
        self._made.append(element)
        return Sql(f"_s{len(self._made) - 1}.x", type_=element.type)

    def shallow(self, element: Column) -> Column:
        """The element, as a step when it is too deep to be an argument of anything."""
        return self.bind(element) if depth_of(element) > _DEEP else element

    def template(self, text: str, *args: Column, type_: sa.types.TypeEngine[Any]) -> Column:
        """The element for a template, its arguments bound where they are heavy or lie too deep."""
        places = places_of(text)
        deepest = {
            index: max((nested for place, nested in nesting_of(text) if place == index), default=0) for index in places
        }
        held = list(args)
        for index, nested in deepest.items():
            heavy = places.count(index) > 1 and weight_of(held[index]) > _HEAVY
            if heavy or nested + depth_of(held[index]) > _DEEPEST:
                held[index] = self.bind(held[index])
        return Sql(text, *held, type_=type_)

    def closed(self, element: Column) -> Column:
        """The whole expression with its steps in front."""
        if not self._made:
            return element
        parts = [
            f"_s{number}(x) AS MATERIALIZED (SELECT {{{number}}}{_source(step)})"
            for number, step in enumerate(self._made)
        ]
        whole = f"(WITH {', '.join(parts)} SELECT {{{len(parts)}}}{_source(element)})"
        return Sql(whole, *self._made, element, type_=element.type)


def _source(element: Column) -> str:
    """FROM the steps that an expression names."""
    steps = (part.template for part in iterate(element) if isinstance(part, Sql) and part.template.endswith(".x"))
    used = {step.removesuffix(".x") for step in steps}
    return f" FROM {', '.join(sorted(used))}" if used else ""
