"""Records come back as they went in, change only under their version, and keep their rows."""

from dataclasses import replace
from typing import Any

import pytest

from followthrough.core.run.acts import EventDraft, Record, RecordWrite
from followthrough.store import events, records
from followthrough.store.database import Database
from followthrough.store.errors import Duplicate, VersionConflict
from tests.store.apps import SALES
from tests.store.ids import new_id


def made(values: dict[str, Any], **more: Any) -> Record:
    return Record(entity="customer", id=new_id(), version=0, values=values, **more)


def create(db: Database, record: Record, to_stage: str | None = "lead") -> Record:
    with db.write() as tx:
        stored = records.write(tx, SALES, RecordWrite(after=record, before=None, changed=frozenset(record.values)))
        draft = EventDraft(entity=record.entity, record=record.id, kind="created", to_stage=to_stage)
        events.append(tx, SALES, [draft], "p1")
    return stored


def load(db: Database, record: str) -> Record:
    with db.read() as tx:
        found = records.load(tx, SALES, "customer", record)
    assert found
    return found.record


VALUES = [
    ("nothing filled", {}),
    ("text with quotes and an emoji", {"name": "张'三\"😀\\"}),
    ("a number that is whole stays a float", {"score": 3.0}),
    ("a small number", {"score": 1e-9}),
    ("money beyond 32 bits", {"amount": 9_007_199_254_740_991}),
    ("false is not empty", {"vip": False}),
    ("zero is not empty", {"amount": 0, "score": 0.0}),
    ("a date", {"signed_on": "2024-02-29"}),
    ("an instant before 1970", {"called_at": "1969-12-31T23:59:59Z"}),
    ("a set", {"tags": ["a", "价格"]}),
    ("field ids that databases keep for themselves", {"xmin": "x", "id": "y"}),
]


@pytest.mark.parametrize(("why", "values"), VALUES, ids=[case[0] for case in VALUES])
def test_values_come_back_as_they_went_in(sales: Database, why: str, values: dict[str, Any]) -> None:
    record = create(sales, made(values, stage="lead", owner="p1", unit="u1", created_by="p1", judged_by=3))
    found = load(sales, record.id)
    assert found == record
    assert found.values == values
    assert {key: type(value) for key, value in found.values.items()} == {k: type(v) for k, v in values.items()}


def test_empty_values_leave_no_key(sales: Database) -> None:
    record = create(sales, made({"name": None, "tags": [], "score": 1.5}))
    assert load(sales, record.id).values == {"score": 1.5}


def test_an_update_writes_what_changed_and_counts_the_version(sales: Database) -> None:
    before = create(sales, made({"name": "甲", "score": 1.0}))
    after = replace(before, values={"name": "乙"}, stage="quote", owner="p2")
    with sales.write() as tx:
        stored = records.write(tx, SALES, RecordWrite(after=after, before=before, changed=frozenset({"name", "score"})))
    found = load(sales, before.id)
    assert (found.values, found.stage, found.owner, found.version) == ({"name": "乙"}, "quote", "p2", 2)
    assert stored == found


def test_an_update_of_an_older_version_is_refused(sales: Database) -> None:
    before = create(sales, made({"name": "甲"}))
    change = RecordWrite(after=replace(before, values={"name": "乙"}), before=before, changed=frozenset({"name"}))
    with sales.write() as tx:
        records.write(tx, SALES, change)
    with pytest.raises(VersionConflict), sales.write() as tx:
        records.write(tx, SALES, change)


def test_an_id_is_taken_once(sales: Database) -> None:
    record = create(sales, made({"name": "甲"}))
    with pytest.raises(Duplicate), sales.write() as tx:
        records.write(tx, SALES, RecordWrite(after=record, before=None, changed=frozenset()))


def test_a_missing_id_is_none(sales: Database) -> None:
    with sales.read() as tx:
        assert records.load(tx, SALES, "customer", new_id()) is None


def test_many_are_loaded_by_id_without_those_that_do_not_exist(sales: Database) -> None:
    one, other = create(sales, made({"name": "甲"})), create(sales, made({"name": "乙"}))
    with sales.write() as tx:
        found = records.load_many(tx, SALES, "customer", [one.id, other.id, new_id()], lock=True)
        assert records.load_many(tx, SALES, "customer", []) == {}
    assert found == {one.id: one, other.id: other}


def test_milestones_count_acts_and_keep_first_and_last_times(sales: Database) -> None:
    record = create(sales, made({"name": "甲"}))
    for at, drafts in (
        (1000, [("call", None), ("call", None)]),
        (2000, [("call", "quote")]),
        (3000, [("visit", "lead")]),
    ):
        with sales.write() as tx:
            records.load(tx, SALES, "customer", record.id, lock=True)
            tx._now = at
            events.append(
                tx, SALES, [EventDraft("customer", record.id, "acted", name, None, to) for name, to in drafts], "p1"
            )
    with sales.read() as tx:
        found = records.load(tx, SALES, "customer", record.id)
    assert found
    seen = found.milestones
    assert seen.acts == {"call": 3, "visit": 1}
    assert seen.act_first_ms == {"call": 1000, "visit": 3000}
    assert seen.act_last_ms == {"call": 2000, "visit": 3000}
    assert seen.stage_last_ms == {"lead": 3000, "quote": 2000}
    assert seen.stage_first_ms["lead"] > 3000


def test_rows_keep_their_order_their_ids_and_go_when_left_out(sales: Database) -> None:
    lines = [{"product": "甲", "price": 100}, {"product": "乙", "price": 200}, {"product": "丙", "price": 300}]
    record = create(sales, made({"lines": lines}))
    one, two, three = record.values["lines"]
    assert load(sales, record.id) == record
    wanted = [{**three, "price": 5}, {"product": "丁", "_id": "not-ours"}, one]
    with sales.write() as tx:
        change = RecordWrite(replace(record, values={"lines": wanted}), record, frozenset({"lines"}))
        stored = records.write(tx, SALES, change)
    assert load(sales, record.id).values == stored.values
    kept = stored.values["lines"]
    assert [row["product"] for row in kept] == ["丙", "丁", "甲"]
    assert [row["price"] for row in kept if "price" in row] == [5, 100]
    assert kept[0]["_id"] == three["_id"]
    assert kept[1]["_id"] not in {"not-ours", two["_id"]}


def test_a_row_of_another_record_cannot_be_taken_by_its_id(sales: Database) -> None:
    victim = create(sales, made({"lines": [{"product": "甲", "price": 100}]}))
    theirs = victim.values["lines"][0]
    thief = create(sales, made({"lines": [{"product": "偷", "_id": theirs["_id"]}]}))
    assert load(sales, victim.id).values["lines"] == [theirs]
    assert thief.values["lines"][0]["_id"] != theirs["_id"]
