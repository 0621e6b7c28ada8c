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
_HEAVY = 4
"""An argument that weighs more and stands in several places is computed once, in a subselect of its own."""


class Sql(FunctionElement[Any]):
    """`template` with `{0}`, `{1}`, … replaced by the arguments. Templates carry their own outer parentheses.

    `weight` counts what the text holds; it keeps nested templates from growing exponentially.
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
        self.weight = 1 + sum(weight_of(args[int(place)]) for place in _PLACE.findall(template))


def weight_of(element: sa.ColumnElement[Any]) -> int:
    """How much text an expression is, roughly: 1 for a column or a literal."""
    if isinstance(element, Sql):
        return element.weight
    if isinstance(element, sa.ColumnClause | sa.BindParameter | sa.Null):
        return 1
    return 2 if isinstance(element, sa.Cast) and weight_of(element.clause) == 1 else 100


def template(text: str, *args: sa.ColumnElement[Any], type_: sa.types.TypeEngine[Any]) -> Sql:
    """The element for a template. Heavy arguments in several places are computed once, in a derived table.

    LIMIT keeps both databases from pulling the derived table up again.
    """
    places = [int(place) for place in _PLACE.findall(text)]
    heavy = [index for index, arg in enumerate(args) if places.count(index) > 1 and weight_of(arg) > _HEAVY]
    if not heavy:
        return Sql(text, *args, type_=type_)
    body = _PLACE.sub(lambda match: f"_ft.x{match[1]}" if int(match[1]) in heavy else match[0], text)
    columns = ", ".join(f"{{{index}}} AS x{index}" for index in heavy)
    return Sql(f"(SELECT {body} FROM (SELECT {columns} LIMIT 1) AS _ft)", *args, type_=type_)


@compiles(Sql)
def _render(element: Sql, compiler: Any, **kw: Any) -> str:
    args = list(element.clauses)
    return _PLACE.sub(lambda match: str(compiler.process(args[int(match[1])], **kw)), element.template)
