"""A checked rule as SQL of SQLite or PostgreSQL, with the very values the Python evaluator gives.

Two forms of every boolean: `condition` is TRUE exactly where the rule is true (elsewhere FALSE or NULL: enough for
WHERE, AND, OR and CASE, and an index on the bare column still serves), `value` is never NULL unless the rule's
value is empty.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.rules import OPERATORS, Env, Node, Scope, parameter_key
from followthrough.core.rules.literals import list_values, literal_value
from followthrough.core.rules.tree import is_empty_literal
from followthrough.core.rules.types import Ty, infer, united, values_of
from followthrough.store.platform.time import calendar_day

from . import bounds, limits, nary, workdays, worktime
from .postgresql import POSTGRESQL
from .sqlite import SQLITE
from .steps import Steps
from .values import DOUBLE, INTEGER, Values

Column = sa.ColumnElement[Any]
ColumnOf = Callable[[str], Column]

_ORDER: dict[str, Callable[[Column, Column], Column]] = {
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
}


_LEVELS = 3
_CAPPED = frozenset({"add", "sub", "mul", "div", "sum", "avg"})


def _logic(op: str, parts: list[Column]) -> Column:
    if op == "not":
        return parts[0].is_not(sa.true())
    return sa.and_(*parts) if op == "and" else sa.or_(*parts)


class Emitter:
    """Emits rules over one record table in one environment; `env.values` holds the parameters by `@name`."""

    def __init__(
        self, scope: Scope, column_of: ColumnOf, dialect: str, env: Env, calendar: sa.Table = calendar_day
    ) -> None:
        self.scope = scope
        self.column_of = column_of
        self.env = env
        self.calendar = calendar
        self.values = Values(dialect)
        self.pieces = POSTGRESQL if dialect == "postgresql" else SQLITE
        self.steps = Steps()

    # -- entry points -------------------------------------------------------------------------------------------

    def column(self, node: Node) -> Column:
        """The rule's value, for a SELECT."""
        self.steps = Steps()
        return self.steps.closed(self.value(node, infer(node, self.scope)))

    def filter(self, node: Node, level: int = 0) -> Column:
        """TRUE exactly where the rule is true, for a WHERE. Upper and, or, not keep their parts apart for indexes."""
        if node.get("op") in ("and", "or", "not") and level < _LEVELS:
            parts = [self.filter(part, level + 1) for part in node["a"]]
            return _logic(node["op"], parts)
        self.steps = Steps()
        return self.steps.closed(self.condition(node))

    # -- any node -----------------------------------------------------------------------------------------------

    def condition(self, node: Node) -> Column:
        """TRUE exactly where the rule is true."""
        if "op" in node and OPERATORS[node["op"]].result == "boolean":
            return self.steps.shallow(self._boolean(node["op"], node["a"]))
        if self._is_null(node):
            return sa.false()
        return self.value(node, Ty("boolean"))

    def value(self, node: Node, hint: Ty) -> Column:
        """The rule's value; `hint` is the type an empty literal takes. Numbers are doubles."""
        if self._is_null(node):
            return self.values.null(hint)
        if "v" in node:
            return self.values.literal(literal_value(node), infer(node, self.scope))
        if "p" in node:
            return self._parameter(node)
        if "f" in node:
            return self._field(node["f"], as_double=True)
        if OPERATORS[node["op"]].result == "boolean":
            found: Column = sa.case((self.condition(node), sa.true()), else_=sa.false())
        else:
            found = self._operation(node["op"], node["a"], hint)
        return self.steps.shallow(found)

    # -- leaves -------------------------------------------------------------------------------------------------

    def _is_null(self, node: Node) -> bool:
        if "v" in node:
            return is_empty_literal(node["v"])
        return "p" in node and self.env.values.get(parameter_key(node["p"])) is None

    def _parameter(self, node: Node) -> Column:
        key = parameter_key(node["p"])
        kind = self.scope.lookup(key)
        assert kind is not None
        return self.values.literal(self.env.values[key], Ty(kind.base))

    def _field(self, path: str, as_double: bool) -> Column:
        column = self.column_of(path)
        kind = self.scope.lookup(path)
        whole = as_double and kind is not None and kind.base == "number" and isinstance(column.type, sa.Integer)
        return sa.cast(column, DOUBLE) if whole else column

    def _arg(self, node: Node, base: Any) -> Column:
        return self.value(node, Ty(base))

    # -- conditions ---------------------------------------------------------------------------------------------

    def _boolean(self, op: str, args: list[Node]) -> Column:
        if op in ("and", "or"):
            return _logic(op, [self.condition(part) for part in args])
        if op in ("not", "not_in"):
            return _logic("not", [self.condition(args[0]) if op == "not" else self._in(args)])
        if op in ("is_empty", "not_empty"):
            column = self._bare(args[0])
            return column.is_(sa.null()) if op == "is_empty" else column.is_not(sa.null())
        if op == "in":
            return self._in(args)
        if op in ("eq", "ne"):
            return self._equality(op, args)
        if any(self._is_null(part) for part in args):
            return sa.false()
        if op in _ORDER:
            bare = bounds.on_bare_column(self, op, args)
            return self._order(op, args) if bare is None else bare
        return self._templated(op, args)

    def _bare(self, node: Node) -> Column:
        return self._field(node["f"], as_double=False) if "f" in node else self._arg(node, "text")

    def _order(self, op: str, args: list[Node]) -> Column:
        left, right = self._pair(args)
        return _ORDER[op](left, right)

    def _templated(self, op: str, args: list[Node]) -> Column:
        sides = self._pair(args) if op == "between" else [self._arg(part, "text") for part in args]
        return self.steps.template(self.pieces.conditions[op], *sides, type_=sa.Boolean())

    def _equality(self, op: str, args: list[Node]) -> Column:
        empty = [self._is_null(part) for part in args]
        if any(empty):
            column = self._bare(args[1 if empty[0] else 0])
            return column.is_(sa.null()) if op == "eq" else column.is_not(sa.null())
        left, right = self._pair(args)
        if op == "ne":
            return left.is_distinct_from(right)
        filled = any("v" in part or "p" in part for part in args)
        return left == right if filled else left.is_not_distinct_from(right)

    def _in(self, args: list[Node]) -> Column:
        members = list_values(args[1])
        if not members or self._is_null(args[0]):
            return sa.false()
        column = self._whole([args[0], *({"v": member} for member in members)])
        if column is not None:
            return column[0].in_([int(member) for member in members])
        return self._arg(args[0], "text").in_(members)

    def _pair(self, args: list[Node]) -> list[Column]:
        """The sides of a comparison: whole-number columns stay bare beside each other and beside whole literals."""
        return self._whole(args) or [self.value(part, self._common(args)) for part in args]

    def _whole(self, args: list[Node]) -> list[Column] | None:
        sides: list[Column] = []
        for part in args:
            if "f" in part:
                column = self._field(part["f"], as_double=False)
                if not isinstance(column.type, sa.Integer):
                    return None
                sides.append(column)
            elif "v" in part and isinstance(part["v"], int | float) and part["v"] == int(part["v"]):
                sides.append(sa.literal(int(part["v"]), INTEGER))
            else:
                return None
        return sides if any("f" in part for part in args) else None

    def _common(self, args: list[Node]) -> Ty:
        return united([infer(part, self.scope) for part in args])

    # -- values -------------------------------------------------------------------------------------------------

    def _operation(self, op: str, args: list[Node], hint: Ty) -> Column:
        if op in ("today", "now"):
            kind: Any = OPERATORS[op].result
            return self.values.literal(getattr(self.env, op), Ty(kind))
        if op in ("case", "if_empty", "min", "max"):
            common = self._common(values_of(op, args))
            return self._choice(op, args, hint if common.base == "null" else common)
        if op in ("add_workdays", "workdays_between"):
            return workdays.emit(self, op, args)
        if op in ("add_work_time", "work_hours_between"):
            return worktime.emit(self, op, args)
        if op == "date_of":
            return self._date_of(args[0])
        if op in nary.OPERATORS:
            base = "text" if op == "concat" else "number"
            return nary.emit(self, op, [self._arg(part, base) for part in args], self._needs_cap(op, args))
        return self._strict(op, args)

    def _choice(self, op: str, args: list[Node], common: Ty) -> Column:
        values = [self.value(part, common) for part in values_of(op, args)]
        if op == "case":
            conditions = [self.condition(part) for part in args[:-1:2]]
            return sa.case(*zip(conditions, values, strict=False), else_=values[-1])
        if op == "if_empty":
            return sa.func.coalesce(*values, type_=self.values.type(common))
        return nary.extreme(self, op, values, common, self.values.type(common))

    def _date_of(self, node: Node) -> Column:
        instant = self.steps.bind(self._arg(node, "instant")) if len(self.env.zone) > 1 else self._arg(node, "instant")
        offset = bounds.offset(self.env.zone, instant)
        return self.steps.template(self.pieces.dates["date_of"], instant, offset, type_=self.values.type(Ty("date")))

    def _strict(self, op: str, args: list[Node]) -> Column:
        kinds: list[Any] = [OPERATORS[op].kind_of(index, len(args)) for index in range(len(args))]
        if op == "round":
            digits = int(args[1]["v"]) if len(args) == 2 else 0
            sides = [self._arg(args[0], "number"), sa.literal(10.0**digits, DOUBLE)]
        else:
            sides = [self._arg(part, kind) for part, kind in zip(args, kinds, strict=True)]
        result: Any = OPERATORS[op].result
        texts = {"number": self.pieces.numbers, "date": self.pieces.dates, "instant": self.pieces.instants}[result]
        text = self.pieces.capped(texts[op]) if self._needs_cap(op, args) else texts[op]
        return self.steps.template(text, *sides, type_=self.values.type(Ty(result)))

    @staticmethod
    def _needs_cap(op: str, args: list[Node]) -> bool:
        return op in _CAPPED and limits.needs_cap({"op": op, "a": args})


def record_value(raw: Any, kind: FieldType | None) -> Any:
    """A value of a `to_sql` column as records hold it (dates, instants as text; sets as lists). NULL is None."""
    return Values.outer(raw, kind)
