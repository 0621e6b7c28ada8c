"""Search text as a LIKE pattern that means nothing but itself."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

_SPECIAL = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


class _Contains(FunctionElement[bool]):
    type = sa.Boolean()
    inherit_cache = True
    name = "contains"


def like(column: sa.ColumnElement[Any], text: str) -> sa.ColumnElement[bool]:
    """Whether the column contains `text`, letters A-Z and a-z taken as equal, on both databases alike.

    (SQLite's LIKE folds ASCII only, and so does PostgreSQL's ILIKE under collation "C".)
    """
    return _Contains(column, sa.literal(f"%{text.translate(_SPECIAL)}%", sa.Text()))


@compiles(_Contains)
def _like(element: _Contains, compiler: SQLCompiler, **kw: Any) -> str:
    column, pattern = (compiler.process(part, **kw) for part in element.clauses)
    word = "ILIKE" if compiler.dialect.name == "postgresql" else "LIKE"
    return f"({column} {word} {pattern} ESCAPE '\\')"
