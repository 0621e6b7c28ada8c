"""The corpus notices wrong mappings: each of these is the obvious way to write an operator, and each is wrong.

A mutation is put in place of the right text or closure; at least one case of the named file must then fail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from followthrough.core.rules import closures, dates, evaluate
from followthrough.core.rules.closures.base import strict1, strict2
from followthrough.store.rules_sql import emitter, nary, postgresql, sqlite
from followthrough.store.rules_sql.templates import Pieces
from tests.contract.rules.bench import Bench
from tests.core.rules.corpus import corpus
from tests.support.databases import Databases

SQL_TEXTS = [
    ("sqlite", "conditions", "contains", "({0} LIKE '%' || {1} || '%')", "text"),
    ("sqlite", "conditions", "starts", "({0} LIKE {1} || '%')", "text"),
    ("sqlite", "conditions", "has", "({0} LIKE '%' || {1} || '%')", "set"),
    (
        "sqlite",
        "conditions",
        "has_all",
        "(NOT EXISTS (SELECT 1 FROM json_each({1}) AS b WHERE b.value NOT IN (SELECT a.value FROM json_each({0}) AS a)))",
        "set",
    ),
    ("sqlite", "dates", "add_months", "date({0}, CAST({1} AS INTEGER) || ' months')", "time"),
    ("sqlite", "dates", "add_days", "date({0}, CAST({1} AS INTEGER) || ' days')", "time"),
    ("sqlite", "dates", "week_start", "date({0}, 'weekday 1', '-7 days')", "time"),
    ("sqlite", "numbers", "round", "(round({0} * {1}) / {1})", "number"),
    ("sqlite", "numbers", "floor", "CAST(CAST({0} AS INTEGER) AS REAL)", "number"),
    ("sqlite", "numbers", "div", "(CAST({0} AS INTEGER) / CAST({1} AS INTEGER))", "number"),
    ("sqlite", "numbers", "sub", "{0} - {1}", "number"),
    ("sqlite", "numbers", "len", "CAST(length(CAST({0} AS BLOB)) AS REAL)", "text"),
    (
        "sqlite",
        "numbers",
        "hours_between",
        "((julianday({1}, 'unixepoch') - julianday({0}, 'unixepoch')) * 24.0)",
        "time",
    ),
    ("sqlite", "numbers", "months_between", "((julianday({1}) - julianday({0})) / 30.0)", "time"),
    ("sqlite", "numbers", "weekday", "CAST(strftime('%w', {0}) AS REAL)", "time"),
    ("postgresql", "numbers", "round", "(round({0} * {1}) / {1})", "number"),
    ("postgresql", "numbers", "div", "({0} / {1})", "number"),
    ("postgresql", "numbers", "count", "jsonb_array_length({0})::float8", "set"),
    ("postgresql", "numbers", "weekday", "extract(dow from {0})::float8", "time"),
    ("postgresql", "dates", "add_months", "({0} + make_interval(months => {1}::int))::date", "time"),
    ("postgresql", "conditions", "contains", "({0} LIKE concat(chr(37), {1}, chr(37)))", "text"),
    ("postgresql", "conditions", "has_any", "({0} @> {1})", "set"),
]


@pytest.fixture(scope="module")
def benches(databases: Databases) -> Iterator[dict[str, Bench]]:
    with databases.fresh("sqlite") as first, databases.fresh("postgresql") as second:
        engines = {"sqlite": sa.create_engine(first), "postgresql": sa.create_engine(second)}
        made = {name: Bench(engine.connect()) for name, engine in engines.items()}
        yield made
        for name, bench in made.items():
            bench.connection.close()
            engines[name].dispose()


def noticed(bench: Bench, file: str) -> bool:
    """Whether a case of the file fails, or the database refuses it."""
    for case in corpus("evaluate"):
        if case.file != file:
            continue
        try:
            value, found = bench.answer(case)
        except sa.exc.DBAPIError:
            return True
        if value != case.expect or found != (case.expect is True):
            return True
    return False


@pytest.mark.parametrize(
    ("engine", "group", "op", "text", "file"), SQL_TEXTS, ids=[f"{row[0]}-{row[2]}" for row in SQL_TEXTS]
)
def test_a_wrong_text_is_noticed(
    benches: dict[str, Bench], monkeypatch: pytest.MonkeyPatch, engine: str, group: str, op: str, text: str, file: str
) -> None:
    right: Pieces = {"sqlite": sqlite.SQLITE, "postgresql": postgresql.POSTGRESQL}[engine]
    assert not noticed(benches[engine], file)
    changed: dict[str, Any] = {group: {**getattr(right, group), op: text}}
    wrong = replace(right, **changed)
    monkeypatch.setattr(emitter, engine.upper(), wrong)
    assert noticed(benches[engine], file)


def _plain_not(op: str, parts: list[Any]) -> Any:
    return sa.not_(parts[0]) if op == "not" else (sa.and_ if op == "and" else sa.or_)(*parts)


def _plain_equality(self: emitter.Emitter, op: str, args: list[Any]) -> Any:
    left, right = self._pair(args)
    return left == right if op == "eq" else left != right


def _plain_extreme(maker: emitter.Emitter, op: str, args: list[Any], _common: Any, kind: Any) -> Any:
    name = maker.pieces.least if op == "min" else maker.pieces.greatest
    return getattr(sa.func, name)(*args, type_=kind)


METHODS: list[tuple[str, str, object, str, Any]] = [
    ("plain NOT", "logic", emitter, "_logic", _plain_not),
    ("plain NOT IN", "compare", emitter, "_logic", _plain_not),
    ("= and <> with NULL", "compare", emitter.Emitter, "_equality", _plain_equality),
    ("no cap", "number", emitter.Emitter, "_needs_cap", staticmethod(lambda _op, _args: False)),
    ("min() and max() of the database", "number", nary, "extreme", _plain_extreme),
]


@pytest.mark.parametrize(("name", "file", "owner", "attribute", "wrong"), METHODS, ids=[row[0] for row in METHODS])
def test_a_wrong_construction_is_noticed(
    benches: dict[str, Bench],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    file: str,
    owner: object,
    attribute: str,
    wrong: Any,
) -> None:
    monkeypatch.setattr(owner, attribute, wrong)
    assert noticed(benches["sqlite"], file), name


PYTHON: list[tuple[str, Any]] = [
    (
        "round",
        lambda args, node: (
            lambda env: (
                None if (x := args[0](env)) is None else round(x, int(node["a"][1]["v"]) if len(args) == 2 else 0)
            )
        ),
    ),
    (
        "ne",
        lambda args, _node: lambda env: (a := args[0](env)) is not None and (b := args[1](env)) is not None and a != b,
    ),
    ("eq", lambda args, _node: lambda env: (a := args[0](env)) is not None and a == args[1](env)),
    ("not", lambda args, _node: lambda env: args[0](env) is False),
    ("add", strict2(lambda a, b: a + b)),
    ("floor", strict1(lambda a: float(int(a)))),
    ("len", strict1(lambda a: float(len(a)))),
    ("months_between", strict2(lambda a, b: float((b - a) // 30))),
    ("week_start", strict1(lambda day: day - dates.weekday(day) % 7)),
    ("sum", lambda args, _node: lambda env: sum(part(env) or 0.0 for part in args)),
]


@pytest.mark.parametrize(("op", "wrong"), PYTHON, ids=[row[0] for row in PYTHON])
def test_a_wrong_closure_is_noticed(monkeypatch: pytest.MonkeyPatch, op: str, wrong: Callable[..., Any]) -> None:
    monkeypatch.setitem(closures.MAKERS, op, wrong)
    wrong_answers = [
        case for case in corpus("evaluate") if evaluate(case.rule, case.scope, case.record, case.env) != case.expect
    ]
    assert wrong_answers
