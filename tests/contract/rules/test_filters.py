"""Rules as filters: an index on the bare column serves, and upper conditions stay apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.rules import Env, FieldScope, Node, second_of
from followthrough.store.rules_sql import where_sql

FIELDS = {
    "x": FieldType("number"),
    "amount": FieldType("number", unit="money"),
    "level": FieldType("choice", options=frozenset("abc")),
    "i": FieldType("instant"),
    "d": FieldType("date"),
    "t": FieldType("text"),
}
ENV = Env({"@limit": 5.0}, now=second_of("2025-03-01T08:00:00Z"), today=20148)


def op(name: str, *args: Node) -> Node:
    return {"op": name, "a": list(args)}


def f(path: str) -> Node:
    return {"f": path}


def v(value: Any) -> Node:
    return {"v": value}


SINCE = op("gt", op("hours_between", f("i"), op("now")), v(24))
DEEP = op("gt", op("round", op("add", op("round", op("mul", f("x"), f("x")), v(1)), v(1)), v(1)), v(3))
SERVED = [
    ("equality", "the plain case", op("eq", f("level"), v("a")), "level"),
    ("a list", "IN uses the index", op("in", f("level"), v(["a", "b"])), "level"),
    ("money over a threshold", "a whole number beside a BIGINT column", op("gt", f("amount"), v(100000)), "amount"),
    ("a number", "a double beside a DOUBLE column", op("le", f("x"), v(3)), "x"),
    ("a range", "BETWEEN uses the index", op("between", f("x"), v(1), v(2)), "x"),
    ("a date", "a date literal", op("lt", f("d"), {"v": "2025-03-01", "t": "date"}), "d"),
    ("hours since", "rewritten to a comparison of the column", SINCE, "i"),
    ("hours since, limit first", "mirrored", op("lt", v(24), op("hours_between", f("i"), op("now"))), "i"),
    ("hours until", "rewritten too", op("lt", op("hours_between", op("now"), f("i")), v(2)), "i"),
    ("days since", "rewritten too", op("ge", op("days_between", f("d"), op("today")), v(90)), "d"),
    ("empty", "IS NULL uses the index", op("is_empty", f("i")), "i"),
    (
        "one part of and",
        "the others do not hide it",
        op("and", op("eq", f("level"), v("a")), op("contains", f("t"), v("x"))),
        "level",
    ),
    ("beside a deep part", "a part that needs steps stands apart", op("and", SINCE, DEEP), "i"),
]


@pytest.fixture(scope="module")
def sqlite() -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        columns = [sa.Column(name, _TYPES.get(name, sa.Text())) for name in FIELDS]
        table = sa.Table("deal", sa.MetaData(), *columns, *[sa.Index(f"ix_{name}", name) for name in FIELDS])
        table.create(connection)
        yield connection
    engine.dispose()


_TYPES: dict[str, sa.types.TypeEngine[Any]] = {"x": sa.Double(), "amount": sa.BigInteger(), "i": sa.BigInteger()}


@pytest.mark.parametrize(("name", "why", "rule", "index"), SERVED, ids=[row[0] for row in SERVED])
def test_an_index_serves(sqlite: sa.Connection, name: str, why: str, rule: Node, index: str) -> None:
    columns = {key: sa.column(key, _TYPES.get(key, sa.Text())) for key in FIELDS}
    condition = where_sql(rule, FieldScope(FIELDS), columns.__getitem__, "sqlite", ENV)
    query = sa.select(sa.literal(1)).select_from(sa.table("deal", *columns.values())).where(condition)
    text = str(query.compile(sqlite.engine, compile_kwargs={"literal_binds": True}))
    plan = " ".join(str(row[-1]) for row in sqlite.execute(sa.text(f"EXPLAIN QUERY PLAN {text}")))
    assert "SEARCH" in plan, f"{why}: {plan}"
    assert f"ix_{index} " in plan, f"{why}: {plan}"


def test_the_same_template_with_other_literals_shares_a_compiled_statement() -> None:
    column: sa.ColumnClause[float] = sa.column("x", sa.Double())

    def key(limit: float, name: str) -> Any:
        rule = op(name, op("add", f("x"), v(limit)), v(1))
        return where_sql(rule, FieldScope(FIELDS), lambda _: column, "sqlite", ENV)._generate_cache_key()

    assert key(2.0, "gt").key == key(3.0, "gt").key
    assert key(2.0, "gt").key != key(2.0, "lt").key


def test_different_operators_never_share_a_compiled_statement() -> None:
    column: sa.ColumnClause[float] = sa.column("x", sa.Double())
    scope = FieldScope(FIELDS)
    keys = set()
    for name in ("add", "sub", "mul", "div"):
        rule = op("gt", op(name, f("x"), v(2)), v(1))
        found = where_sql(rule, scope, lambda _: column, "postgresql", ENV)._generate_cache_key()
        assert found is not None
        keys.add(found.key)
    assert len(keys) == 4
