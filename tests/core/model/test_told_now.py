"""The documents of later releases can be written now: one per capability, read, checked and written back."""

from typing import Any

import pytest

from followthrough.core.check import check
from followthrough.core.model.decode import decode_app, to_json
from tests.support.documents import base_app

ZH = {"label": {"zh": "名称"}}
DEAL = {"entity": "deal", **ZH}
QUOTED = {"entity": "deal", "kind": "moved", "stage": "quote"}
VISITED = {"entity": "deal", "kind": "acted", "action": "visit"}
OVERDUE_30 = {"op": "lt", "a": [{"f": "due_on"}, {"op": "add_days", "a": [{"op": "today", "a": []}, {"v": -30}]}]}


def duty(**members: Any) -> dict[str, Any]:
    return {"duties": {"owed": {"id": "owed", **DEAL, "opens_when": QUOTED, "action": "visit", **members}}}


def metric(**members: Any) -> dict[str, Any]:
    return {"metrics": {"number": {"id": "number", **DEAL, **members}}}


def table(inputs: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    made = {"id": "radar", **DEAL, "inputs": inputs, "rows": rows, "otherwise": {"v": "no"}}
    return {"decision_tables": {"radar": made}}


CASES: list[tuple[str, dict[str, Any]]] = [
    ("S8 24 h follow-up after material was sent", duty(opens_when=VISITED, due={"after": "PT24H"})),
    (
        "S14 no update within 72 h, told to the owner and then the manager",
        duty(
            due={"after": "PT72H"},
            remind={"soon": {"before": "PT4H"}},
            escalate={"boss": {"after": "PT24H", "person": {"to": "role", "role": "boss"}}},
        ),
    ),
    (
        "S21 quotes not confirmed within 24 h: more than 35 % is red",
        metric(
            kind="rate",
            unit="ratio",
            start=QUOTED,
            end=VISITED,
            within="PT24H",
            complement=True,
            immature="PT24H",
            window="P30D",
            thresholds={"red": {"colour": "red", "op": "gt", "value": 0.35}},
        ),
    ),
    (
        "S22 median working days from signing to payment",
        metric(
            kind="duration",
            unit="working_days",
            start_field="due_on",
            end={"entity": "deal", "kind": "moved", "stage": "won"},
            start={"entity": "deal", "kind": "moved", "stage": "quote"},
            end_field="due_on",
            calendar="organisation",
            thresholds={"yellow": {"colour": "yellow", "op": "gt", "value": 5}},
        ),
    ),
    (
        "S23 key customers without follow-up: more than 12 is a blind spot",
        metric(
            kind="count",
            where={"op": "and", "a": [{"op": "eq", "a": [{"f": "grade"}, {"v": "a"}]}, OVERDUE_30]},
            immature="P90D",
            thresholds={"green": {"colour": "green", "op": "gt", "value": 12}},
        ),
    ),
    (
        "S27 process health, raw and normalised",
        metric(
            kind="index",
            unit="points",
            normalised=True,
            window="P30D",
            terms={
                "visits": {"metric": "won_count", "weight": 0.4, "cap": 10},
                "objections": {"metric": "all_count", "weight": 0.3, "cap": 5},
            },
            dimensions={"_owner": {}, "_unit": {"order": 1}, "customer.level": {"order": 2}},
        ),
    ),
    (
        "S32 median time to the first call, half an hour",
        metric(kind="duration", unit="seconds", start=QUOTED, end=VISITED, period="week", weeks=6),
    ),
    (
        "S33 of those in demo at the end of last month, who entered quote",
        metric(
            kind="rate",
            unit="ratio",
            start={"entity": "deal", "kind": "moved", "stage": "demo"},
            end=QUOTED,
            base="in_stage_at_period_end",
            period="month",
            thresholds={"green": {"colour": "green", "op": "ge", "value": 0.65}},
        ),
    ),
    ("S34 every duty on time", metric(kind="compliance", unit="ratio", duties={"follow": {}}, period="month", weeks=6)),
    ("S36 whoever is on duty", duty(due={"after": "PT4H"}, assign={"to": "roster", "roster": "holidays"})),
    (
        "S39 payment radar: rows of conditions, first hit",
        table(
            {"level": {**ZH, "rule": {"f": "customer.level"}}, "days": {**ZH, "rule": {"f": "days"}, "order": 1}},
            {
                "long": {
                    "cells": {
                        "level": {"op": "in", "a": [{"p": "cell"}, {"v": ["b", "c"]}]},
                        "days": {"op": "gt", "a": [{"p": "cell"}, {"v": 60}]},
                    },
                    "output": {"v": "yes"},
                }
            },
        ),
    ),
    (
        "S40 a reminder with a screenshot within 48 h, which blocks while it is open",
        duty(
            due={"after": "PT48H"},
            blocks={"to_won": {"when": "breached"}},
            waive={"boss": {}},
        ),
    ),
    (
        "S41 asked more often when the rate moves",
        duty(
            due={
                "after": "P30D",
                "variants": {"hot": {"when": {"op": "gt", "a": [{"f": "days"}, {"v": 3}]}, "after": "P7D"}},
            },
            repeats={"period": "since_last", "every": "P30D"},
            owed_while={"op": "ne", "a": [{"f": "_stage"}, {"v": "won"}]},
        ),
    ),
    (
        "S43 once in every ISO week, with the original screenshot",
        duty(
            due={"after": "P7D"},
            repeats={"period": "week"},
            resets_on={"visit": {"when": {"op": "not_empty", "a": [{"f": "days"}]}}},
        ),
    ),
    (
        "S44 to the second",
        metric(
            kind="duration",
            unit="seconds",
            start=QUOTED,
            end=VISITED,
            statistic="p90",
            thresholds={"red": {"colour": "red", "op": "gt", "value": 45}},
        ),
    ),
]


@pytest.mark.parametrize(("story", "patch"), CASES, ids=[story.partition(" ")[0] for story, _ in CASES])
def test_it_can_be_said(story: str, patch: dict[str, Any]) -> None:
    app = base_app(patch)
    assert [finding for finding in check(app) if finding.severity == "error"] == [], story
    assert decode_app(to_json(app)) == app
