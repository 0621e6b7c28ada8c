"""Literals and types of rules on the two databases, and results back in the form of records."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.rules import date_text, instant_text
from followthrough.core.rules.types import Ty

DOUBLE: sa.Double[float] = sa.Double()
INTEGER = sa.BigInteger()
_SAME: dict[str, sa.types.TypeEngine[Any]] = {
    "number": DOUBLE,
    "boolean": sa.Boolean(),
    "instant": INTEGER,
}
_POSTGRESQL: dict[str, sa.types.TypeEngine[Any]] = {"date": sa.Date(), "set": postgresql.JSONB()}


class Values:
    """Literals and types of one database."""

    def __init__(self, dialect: str) -> None:
        self.postgresql = dialect == "postgresql"

    def type(self, ty: Ty) -> sa.types.TypeEngine[Any]:
        """The SQL type of a rule type; all that are kept as text are Text."""
        found = _SAME.get(ty.base)
        if found is None and self.postgresql:
            found = _POSTGRESQL.get(ty.base)
        return found or sa.Text()

    def null(self, ty: Ty) -> sa.ColumnElement[Any]:
        """An empty value of a type."""
        return sa.cast(sa.null(), self.type(ty))

    def literal(self, value: Any, ty: Ty) -> sa.ColumnElement[Any]:
        """A filled value in inner form as a bound parameter."""
        if ty.base == "date":
            value = date.fromisoformat(date_text(value)) if self.postgresql else date_text(value)
        elif ty.base == "set" and not self.postgresql:
            value = json.dumps(value, ensure_ascii=False)
        elif ty.base == "number":
            value = float(value)
        return sa.literal(value, self.type(ty))

    @staticmethod
    def outer(raw: Any, kind: FieldType | None) -> Any:
        """What a row holds, as a record holds it."""
        if raw is None or kind is None:
            return None
        if kind.base == "instant":
            return instant_text(raw)
        if kind.base == "date":
            return raw if isinstance(raw, str) else raw.isoformat()
        if kind.base == "boolean":
            return bool(raw)
        if kind.base == "set" and isinstance(raw, str):
            return json.loads(raw)
        return raw
