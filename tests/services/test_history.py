"""Whatever is done, the history tells it: replaying a record's events gives the record, and versions count its writes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followthrough.services.filling import Submission
from followthrough.services.views import Answer, Judgement
from tests.services.house import Act, Archive, Assign, Create, Edit, House, Move, Perform, template
from tests.support.databases import ENGINES, Databases

STAGES = ("contact", "diagnosis", "demo", "objection", "quote", "sign", "paid", "lost", "hold", "procurement")
FOLLOW = {"way": "phone", "content": "电话确认了下一步安排", "next_step": "上门"}


def _values() -> st.SearchStrategy[dict[str, Any]]:
    choices: dict[str, st.SearchStrategy[Any]] = {
        "title": st.sampled_from(["甲", "乙", None]),
        "intent": st.sampled_from(["high", "low", None]),
        "amount": st.sampled_from([None, 0, 100, -1, 2.5, "x"]),
        "budget": st.sampled_from([None, 5]),
        "need_summary": st.sampled_from([None, "要换机"]),
        "lost_reason": st.sampled_from([None, "price"]),
        "lost_note": st.sampled_from([None, "贵"]),
        "resume_on": st.sampled_from([None, "2026-05-01", "never"]),
        "pain": st.sampled_from([None, ["cost"], ["cost", "expand"]]),
    }
    return st.fixed_dictionaries({}, optional=choices)


def _acts(house: House) -> st.SearchStrategy[tuple[str, str, Act]]:
    who = st.sampled_from(["li", "zhou", "wang", "chen"])
    deal = st.one_of(
        _values().map(Edit),
        st.builds(Move, st.sampled_from(STAGES), _values()),
        st.just(Perform("log_follow_up", FOLLOW)),
        st.just(Perform("log_follow_up", {"way": "phone", "content": "短"})),
        st.just(Perform("diagnose_need", {"need_summary": "x", "budget": 1})),
        st.just(Perform("send_plan", {"core_need": ["cost"], "decision_role": "buyer"})),
        st.sampled_from(["zhou", "li"]).map(lambda to: Assign(house.people[to].person, house.units["shanghai"])),
        st.booleans().map(lambda restore: Archive("试", restore)),
    )
    customer = st.one_of(
        st.sampled_from(["standard", "board", "procurement"]).map(lambda grade: Edit({"grade": grade})),
        st.sampled_from([None, ["cost"]]).map(lambda need: Edit({"core_need": need})),
    )
    return st.one_of(st.tuples(who, st.just("opportunity"), deal), st.tuples(who, st.just("customer"), customer))


@pytest.fixture(scope="module", params=ENGINES)
def shared(request: pytest.FixtureRequest, databases: Databases) -> Iterator[House]:
    with databases.fresh(request.param) as url, tempfile.TemporaryDirectory() as folder:
        made = House(url, Path(folder), template("sales")).settle()
        yield made
        made.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_events_tell_the_record(shared: House, data: st.DataObject) -> None:
    deal, customer = shared.deal()
    records = {"opportunity": deal, "customer": customer}
    for who, entity, act in data.draw(st.lists(_acts(shared), max_size=12)):
        before = {name: shared.stored(name, key) for name, key in records.items()}
        answer = shared.submit(who, entity, records[entity], act)
        if not isinstance(answer, Answer):
            assert {name: shared.stored(name, key) for name, key in records.items()} == before
    for name, key in records.items():
        _check(shared, name, key)


def _check(house: House, entity: str, key: str) -> None:
    loaded = house.stored(entity, key)
    record, came = loaded.record, house.events(entity, key)
    assert [event.n for event in came] == list(range(1, len(came) + 1))
    # What follows for what is owed is told too; it writes no record.
    versions = [event.data["record_version"] for event in came if "obligation" not in event.data]
    assert versions == sorted(versions)
    assert set(versions) == set(range(1, record.version + 1)), "every write is told, every version by some event"
    assert _replayed(came) == {
        **record.values,
        **{"_owner": record.owner, "_unit": record.unit, "_archived": record.archived, "_stage": record.stage},
        **({"_path": record.path} if record.path else {}),
    }
    assert loaded.milestones.acts == _acts_told(came)


def _replayed(came: Any) -> dict[str, Any]:
    """The record as its events tell it."""
    values: dict[str, Any] = {"_archived": False}
    for event in came:
        for name, (old, new) in event.changes.items():
            assert values.get(name) == old, (event, name)
            values[name] = new
        if event.to_stage is not None:
            values["_stage"] = event.to_stage
    values.setdefault("_stage", None)
    return {name: value for name, value in values.items() if value is not None or name.startswith("_")}


def _acts_told(came: Any) -> dict[str, int]:
    told: dict[str, int] = {}
    for event in came:
        if event.kind == "acted":
            told[event.name] = told.get(event.name, 0) + 1
    return told


def test_rows_numbers_and_files_are_told(house: House) -> None:
    """New detail rows with their ids, running numbers, and the version each event made."""
    deal, _ = house.deal()
    product = house.create("chen", "product", name="M8", line="monitor", list_price=100_00).id
    lines = [{"product": product, "quantity": 2, "unit_price": 90_00}]
    quote = house.create("li", "quote", opportunity=deal, valid_until="2027-01-01", lines=lines)
    (created,) = house.events("quote", quote.id)
    assert created.changes["number"] == [None, quote.values["number"]]
    assert created.changes["lines"][1] == house.stored("quote", quote.id).record.values["lines"]
    first = quote.values["lines"][0]
    assert first["_id"]
    again = house.edit("li", "quote", quote.id, lines=[{**_given(first), "quantity": 3}, lines[0]])
    assert again.values["lines"][0]["_id"] == first["_id"]
    assert again.values["total"] == 5 * 90_00
    assert house.events("quote", quote.id)[-1].changes["lines"][0] == created.changes["lines"][1]
    assert house.stored("opportunity", deal).record.values["quoted_amount"] == 5 * 90_00


def _given(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("_id", "product", "quantity", "unit_price")}


def test_numbers_run_per_period_and_never_twice(house: House) -> None:
    deal, _ = house.deal()
    values = {"opportunity": deal, "amount": 100, "signed_on": "2026-03-01"}
    numbers = [house.create("li", "contract", **values).values["number"] for _ in range(3)]
    assert [number[-4:] for number in numbers] == ["0001", "0002", "0003"]
    assert len({number[:6] for number in numbers}) == 1


def test_a_dry_run_stores_nothing_and_takes_no_number(house: House) -> None:
    deal, _ = house.deal()
    values = {"opportunity": deal, "amount": 100, "signed_on": "2026-03-01"}
    before = house.stored("opportunity", deal)
    asked = Submission("sales", "contract", None, Create("contract", "", values))
    judged = house.services.filling.judge(house.people["li"], asked)
    assert isinstance(judged, Judgement)
    assert judged.decision == "allow"
    assert house.stored("opportunity", deal) == before
    assert house.create("li", "contract", **values).values["number"].endswith("0001")
