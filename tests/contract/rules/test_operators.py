"""operators.json is the one list: every executor, the schema and the corpus know exactly its operators."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import sqlalchemy as sa
from jsonschema import Draft202012Validator

from followthrough.core.kit.contract import contract_json
from followthrough.core.rules import OPERATORS, FieldScope, check_rule, errors, evaluate, walk
from followthrough.core.rules.closures import MAKERS
from followthrough.store.rules_sql import where_sql
from tests.contract.rules.sqltable import RecordTable, create_calendars, fill_calendars, with_parameters
from tests.core.rules.corpus import Case, case_id, corpus, field_type

LIST: list[dict[str, Any]] = contract_json("rules/operators.json")["operators"]
SCHEMA: dict[str, Any] = contract_json("rules/rule.schema.json")


def _example(row: dict[str, Any]) -> Case:
    data = dict(row["example"])
    fields = {name: field_type(kind) for name, kind in data.pop("fields").items()}
    record, rule, expect = data.pop("record"), data.pop("rule"), data.pop("expect")
    return Case("operators", row["id"], "example", fields, record, rule, expect, data)


EXAMPLES = [_example(row) for row in LIST]


def test_the_python_executor_has_every_operator_and_no_other() -> None:
    assert set(MAKERS) == {row["id"] for row in LIST} == set(OPERATORS)


@pytest.mark.parametrize("case", EXAMPLES, ids=case_id)
def test_examples_hold_in_python(case: Case) -> None:
    assert errors(check_rule(case.rule, case.scope)) == []
    assert evaluate(case.rule, case.scope, case.record, case.env) == case.expect
    assert case.name in {node.get("op") for _, node in walk(case.rule)}


def test_examples_hold_in_sql(engine_url: str) -> None:
    engine = sa.create_engine(engine_url)
    with engine.connect() as connection:
        create_calendars(connection)
        for case in EXAMPLES:
            table = RecordTable(connection, f"t_{case.name}", case.fields)
            table.fill([case.record])
            fill_calendars(connection, case.more.get("calendars", {}))
            env = with_parameters(case.env, case.fields, case.record)
            assert table.values(case.rule, env) == [case.expect], case.name
    engine.dispose()


def test_the_corpus_uses_every_operator() -> None:
    used = {node["op"] for case in corpus("evaluate") for _, node in walk(case.rule) if "op" in node}
    assert used == set(OPERATORS)


def test_the_schema_is_valid_and_knows_the_same_operators_and_arities() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    operation = SCHEMA["$defs"]["operation"]
    assert set(operation["properties"]["op"]["enum"]) == set(OPERATORS)
    arity = {op: (then["minItems"], then.get("maxItems")) for op, then in _arities(operation)}
    assert arity == {op.id: (op.minimum, op.maximum) for op in OPERATORS.values()}


def _arities(operation: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (op, part["then"]["properties"]["a"])
        for part in operation["allOf"]
        for op in part["if"]["properties"]["op"]["enum"]
    ]


@pytest.mark.parametrize("case", [*corpus("evaluate"), *corpus("sentence"), *corpus("explain")], ids=case_id)
def test_the_schema_admits_every_rule_of_the_corpus(case: Case) -> None:
    assert list(Draft202012Validator(SCHEMA).iter_errors(case.rule)) == []


SHAPE_CODES = {"rule_shape", "rule_unknown_operator"}


@pytest.mark.parametrize(
    "case", [case for case in corpus("check") if SHAPE_CODES & {row["code"] for row in case.expect}], ids=case_id
)
def test_the_schema_refuses_what_is_no_rule(case: Case) -> None:
    assert list(Draft202012Validator(SCHEMA).iter_errors(case.rule)) != []


@pytest.mark.parametrize("row", LIST, ids=lambda row: str(row["id"]))
def test_an_operator_says_all_of_itself(row: dict[str, Any]) -> None:
    for key in ("spelling", "label", "sentence"):
        assert set(row[key]) == {"zh", "en"}
        assert all(row[key].values()), key
    assert row["group"] in contract_json("rules/operators.json")["groups"]
    assert row["notation"] in ("infix", "prefix", "call")
    assert ("precedence" in row) == (row["notation"] != "call")


def test_spellings_are_not_used_twice() -> None:
    for lang in ("zh", "en"):
        taken = [(row["spelling"][lang], row["notation"]) for row in LIST]
        assert len(set(taken)) == len(taken)


def test_a_tree_of_any_depth_is_answered() -> None:
    deep: dict[str, Any] = {"f": "flag"}
    for _ in range(100_000):
        deep = {"op": "not", "a": [deep]}
    assert [issue.code for issue in check_rule(deep, FieldScope({}))] == ["rule_too_deep"]
    while "a" in deep:  # taken apart by hand: Python would recurse while freeing it
        (deep,) = deep.pop("a")


def test_checking_and_compiling_leave_the_tree_as_it_was() -> None:
    case = corpus("evaluate")[0]
    before = copy.deepcopy(case.rule)
    evaluate(case.rule, case.scope, case.record, case.env)
    check_rule(case.rule, case.scope)
    where_sql(case.rule, case.scope, sa.column, "sqlite", case.env)
    assert case.rule == before
