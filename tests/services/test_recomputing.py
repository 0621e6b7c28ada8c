"""What is worked out again when something it reads changes elsewhere, or a new day begins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import decode_app
from followthrough.core.run.acts import Archive, Create, Edit
from followthrough.services.recomputing import recompute
from followthrough.services.refusal import Refusal
from followthrough.store.platform import outbox
from tests.services.house import House
from tests.support.flow_cases import document_of

DAY_MS = 86_400_000
ROLES = {"li": "rep", "wang": "manager", "chen": "boss"}


def table(inputs: dict[str, Any], rows: list[tuple[dict[str, Any], Any]], output: str = "need_text") -> dict[str, Any]:
    """A table over opportunities that fills a text."""
    return {
        "id": "risk", "entity": "opportunity", "label": {"zh": "风险"}, "output": output,
        "inputs": {name: {"label": {"zh": name}, "rule": rule} for name, rule in inputs.items()},
        "rows": {f"r{n}": {"order": n, "cells": cells, "output": {"v": value}} for n, (cells, value) in enumerate(rows)},
        "otherwise": {"v": "绿"},
    }  # fmt: skip


def is_(value: str) -> dict[str, Any]:
    return {"op": "eq", "a": [{"p": "cell"}, {"v": value}]}


BY_LEVEL = table({"level": {"f": "customer.level"}}, [({"level": is_("a")}, "红"), ({"level": is_("b")}, "黄")])
SAME = table({"level": {"f": "customer.level"}}, [({"level": is_("a")}, "红"), ({"level": is_("b")}, "红")])
BY_LOOKUP = table({"level": {"f": "level"}}, [({"level": is_("a")}, "红"), ({"level": is_("b")}, "黄")])
PAST = {"op": "lt", "a": [{"f": "close_by"}, {"op": "today", "a": []}]}
BY_DAY = table({"past": PAST}, [({"past": {"op": "eq", "a": [{"p": "cell"}, {"v": True}]}}, "红")])


def app(*tables: dict[str, Any]) -> AppDocument:
    """The deals app with these tables."""
    return decode_app({**document_of("deals"), "decision_tables": {one["id"]: one for one in tables}})


def house_of(url: str, folder: Path, *tables: dict[str, Any]) -> House:
    house = House(url, folder, app(*tables), clocked=True)
    house.add_unit("hq")
    for alias, role in ROLES.items():
        house.add_person(alias, role, "hq")
    return house


def create(house: House, entity: str, **values: Any) -> str:
    return house.done("li", entity, None, Create(entity, "", values), app="deals").record.id


def text_of(house: House, deal: str) -> Any:
    return house.stored("opportunity", deal, "deals").record.values.get("need_text")


def waiting(house: House) -> int:
    with house.db.read() as tx:
        wanted = sa.and_(outbox.c.kind == "recompute", outbox.c.state == "waiting")
        return int(tx.scalar(sa.select(sa.func.count()).select_from(outbox).where(wanted)))


@pytest.mark.parametrize("by", [BY_LEVEL, BY_LOOKUP], ids=["through a reference", "through a lookup"])
def test_a_table_follows_the_record_it_reads(by: dict[str, Any], engine_url: str, tmp_path: Path) -> None:
    house = house_of(engine_url, tmp_path, by)
    try:
        customer = create(house, "customer", name="市一医院", level="b")
        deal = create(house, "opportunity", title="监护仪", customer=customer)
        assert text_of(house, deal) == "黄", "filled on creation"
        house.done("li", "customer", customer, Edit({"core_need": "降价"}), app="deals")
        assert waiting(house) == 0, "nothing that the table reads"
        for level in (None, "a"):
            house.done("li", "customer", customer, Edit({"level": level}), app="deals")
        assert (waiting(house), text_of(house, deal)) == (1, "黄"), "asked for once, done by a worker"
        assert recompute(house.services) == 1
        assert (waiting(house), text_of(house, deal)) == (0, "红")
        last = house.events("opportunity", deal, "deals")[-1]
        assert (last.kind, last.actor, last.changes) == ("edited", None, {"need_text": ["黄", "红"]})
        assert last.data["tables"] == {"risk": {"row": "r0", "inputs": {"level": "a"}}}
        assert recompute(house.services) == 0, "and it is done"
    finally:
        house.close()


def test_what_gives_the_same_answer_is_not_written(engine_url: str, tmp_path: Path) -> None:
    house = house_of(engine_url, tmp_path, SAME)
    try:
        customer = create(house, "customer", name="市一医院", level="a")
        deal = create(house, "opportunity", title="监护仪", customer=customer)
        gone = create(house, "opportunity", title="旧的", customer=customer)
        house.done("wang", "opportunity", gone, Archive("重复"), app="deals")
        house.done("li", "customer", customer, Edit({"level": "b"}), app="deals")
        version = house.stored("opportunity", deal, "deals").record.version
        assert recompute(house.services) == 1, "the archived one is left alone"
        assert house.stored("opportunity", deal, "deals").record.version == version
    finally:
        house.close()


def test_nobody_writes_what_a_table_fills(engine_url: str, tmp_path: Path) -> None:
    house = house_of(engine_url, tmp_path, BY_LEVEL)
    try:
        deal = create(house, "opportunity", title="监护仪")
        refused = house.submit("chen", "opportunity", deal, Edit({"need_text": "红"}), app="deals")
        assert isinstance(refused, Refusal)
        assert [issue.code for issue in refused.issues] == ["computed_field"]
    finally:
        house.close()


def test_a_new_day_is_worked_out_once(engine_url: str, tmp_path: Path) -> None:
    house = house_of(engine_url, tmp_path, BY_DAY)
    try:
        deal = create(house, "opportunity", title="监护仪", close_by="2026-03-03")
        assert (recompute(house.services), text_of(house, deal)) == (1, "绿")
        assert recompute(house.services) == 0, "today has been done"
        house.now_ms += DAY_MS
        assert (recompute(house.services), text_of(house, deal)) == (1, "绿"), "the day itself is not past"
        house.now_ms += DAY_MS
        assert (recompute(house.services), text_of(house, deal)) == (1, "红")
    finally:
        house.close()


def test_many_records_in_batches(engine_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("followthrough.services.recomputing.BATCH", 2)
    house = house_of(engine_url, tmp_path, BY_LEVEL)
    try:
        customer = create(house, "customer", name="市一医院", level="b")
        deals = [create(house, "opportunity", title=f"第{n}单", customer=customer) for n in range(5)]
        house.done("li", "customer", customer, Edit({"level": "a"}), app="deals")
        assert recompute(house.services) == 5
        assert {text_of(house, deal) for deal in deals} == {"红"}
    finally:
        house.close()
