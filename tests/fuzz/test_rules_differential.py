"""Python, TypeScript, SQLite and PostgreSQL must give the same value, to the last bit, for whatever rule and record.

A triple is (entity, rule, record). Zones, working hours, nights, shifts and days off of the calendars are drawn anew with every
rule. `make test` runs a short round, `make fuzz` (profile "fuzz") at least 100,000.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.rules import OPERATORS, Node, Operator, walk
from tests.fuzz.rules import executors, worlds
from tests.fuzz.rules.rules import BY_CALENDAR, rules
from tests.support.databases import Databases


class Bench:
    """The executors, and what has been asked of them."""

    def __init__(self, urls: dict[str, str]) -> None:
        self.sql = {name: executors.SqlExecutor(url) for name, url in urls.items()}
        self.node = executors.Node20()
        self.triples = 0
        self.operators: set[str] = set()

    def answers(self, entity: int, rule: Node, records: list[dict[str, Any]], env: dict[str, Any]) -> dict[str, Any]:
        fields = worlds.ENTITIES[entity]
        inner = executors.core_env(env, fields)
        answers = {
            "python": executors.by_python(fields, rule, records, inner),
            "typescript": self.node.values(rule, records, env),
        }
        for name, executor in self.sql.items():
            answers[name] = executor.values(entity, rule, records, inner, env["calendars"])
        self.triples += len(records)
        self.operators |= {part["op"] for _, part in walk(rule) if "op" in part}
        return answers

    def close(self) -> None:
        self.node.close()
        for executor in self.sql.values():
            executor.close()


@pytest.fixture(scope="module")
def bench(databases: Databases) -> Iterator[Bench]:
    with databases.fresh("sqlite") as sqlite, databases.fresh("postgresql") as postgresql:
        made = Bench({"sqlite": sqlite, "postgresql": postgresql})
        yield made
        made.close()


def differences(answers: dict[str, list[Any]]) -> list[tuple[int, dict[str, Any]]]:
    """The records on which not all executors agree, with what each says."""
    found = []
    for number, values in enumerate(zip(*answers.values(), strict=True)):
        first = values[0]
        if any(value != first or isinstance(value, bool) != isinstance(first, bool) for value in values[1:]):
            found.append((number, dict(zip(answers, values, strict=True))))
    return found


@st.composite
def questions(draw: Any, among: Sequence[Operator] = ()) -> tuple[int, Node, int]:
    entity = draw(st.integers(0, len(worlds.ENTITIES) - 1))
    return entity, draw(rules(worlds.ENTITIES[entity], among)), draw(st.integers(0, 2**32))


def test_four_executors_agree_on_a_short_run(bench: Bench) -> None:
    assert _run(bench, rules_wanted=60, records_each=60) >= 3_000


def test_four_executors_agree_on_drawn_calendars(bench: Bench) -> None:
    assert {op.id for op in BY_CALENDAR} >= {"add_work_time", "work_hours_between", "workdays_between"}
    assert _run(bench, rules_wanted=40, records_each=40, among=BY_CALENDAR) >= 1_400


@pytest.mark.fuzz
def test_four_executors_agree_on_many_drawn_calendars(bench: Bench) -> None:
    assert _run(bench, rules_wanted=1_500, records_each=60, among=BY_CALENDAR) >= 60_000


@pytest.mark.fuzz
def test_four_executors_agree_on_a_long_run(bench: Bench) -> None:
    assert _run(bench, rules_wanted=2_500, records_each=60) >= 100_000
    assert bench.operators == set(OPERATORS), "every operator took part"


def _run(bench: Bench, rules_wanted: int, records_each: int, among: Sequence[Operator] = ()) -> int:
    """Asks until `rules_wanted` rules were judged on `records_each` records each; the number of triples."""

    @settings(
        max_examples=rules_wanted,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    @given(questions(among))
    def agree(question: tuple[int, Node, int]) -> None:
        entity, rule, seed = question
        random, fields = Random(seed), worlds.ENTITIES[entity]
        env, near = worlds.environment(random, fields, rules_wanted // 2)
        records = [worlds.record(random, fields, near) for _ in range(records_each)]
        found = differences(bench.answers(entity, rule, records, env))
        assert not found, _report(rule, records, env, fields, found)

    before = bench.triples
    agree()
    asked = bench.triples - before
    print(f"\n{asked} triples (entity, rule, record) on 4 executors, {len(bench.operators)} operators: 0 disagreements")
    return asked


def _report(
    rule: Node,
    records: list[dict[str, Any]],
    env: dict[str, Any],
    fields: dict[str, FieldType],
    found: list[tuple[int, dict[str, Any]]],
) -> str:
    number, answers = found[0]
    paths = {part["f"] for _, part in walk(rule) if "f" in part}
    record = {path: value for path, value in records[number].items() if path in paths}
    around = {key: env[key] for key in ("now", "today", "zone", "parameters")}
    if any("calendar" in OPERATORS[part["op"]].args for _, part in walk(rule) if "op" in part):
        around["calendars"] = env["calendars"]
    parts = {"rule": rule, "record": record, "env": around, "answers": answers, "of": len(found)}
    types = {path: str(fields[path]) for path in sorted(paths)}
    return json.dumps({**parts, "fields": types}, ensure_ascii=False)
