"""Many acts in one transaction: the same judgement as one by one, parents settled once, what is refused leaves nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from followthrough.services.command import Done
from followthrough.services.filling import Batch
from followthrough.services.refusal import Abandoned, Refusal
from tests.services.house import Create, Edit, House, Move


def in_batch(house: House, who: str, work: Callable[[Batch], Any], *, one_by_one: bool = False) -> Any:
    """Run `work` in a batch of one transaction; the refusal when a parent undoes it all."""
    try:
        with house.db.write() as tx:
            app = house.services.registry.app(tx, "sales")
            assert app is not None
            with house.services.filling.batch(tx, house.people[who], app, one_by_one=one_by_one) as batch:
                return work(batch)
    except Abandoned as abandoned:
        return abandoned.result


def _follow(deal: str, next_step: str | None = "上门") -> Create:
    values = {"opportunity": deal, "way": "phone", "content": "电话确认了下一步安排", "next_step": next_step}
    return Create("follow_up", "", values)


@pytest.mark.parametrize("one_by_one", [False, True], ids=["parents at the end", "parents with each"])
def test_good_acts_stay_and_bad_ones_leave_nothing(one_by_one: bool, house: House) -> None:
    deal, customer = house.deal()

    def work(batch: Batch) -> list[str]:
        told = []
        for act in (_follow(deal), _follow(deal, None), _follow("0" * 36)):
            done = batch.run("follow_up", None, act)
            told.append("ok" if isinstance(done, Done) else done.code)
        moved = batch.run("opportunity", deal, Move("quote"))
        told.append(moved.code if isinstance(moved, Refusal) else "ok")
        renamed = batch.run("customer", customer, Edit({"name": "新名"}))
        assert isinstance(renamed, Done)
        return [*told, str(renamed.record.values["name"])]

    assert in_batch(house, "li", work, one_by_one=one_by_one) == ["ok", "ok", "invalid", "gate_missing", "新名"]
    values = house.stored("opportunity", deal).record.values
    assert (values["follow_up_count"], values["effective_count"], values["index_raw"]) == (2, 1, 0.4)
    rolled = [event for event in house.events("opportunity", deal) if event.kind == "rolled_up"]
    assert len(rolled) == (2 if one_by_one else 1)


def test_acts_see_what_earlier_ones_stored(house: House) -> None:
    """A customer, its opportunity and a follow-up in one go; the move finds all of it."""

    def work(batch: Batch) -> str | None:
        customer = batch.run("customer", None, Create("customer", "", {"name": "恒达精密", "grade": "standard"}))
        assert isinstance(customer, Done)
        values = {"title": "x", "customer": customer.record.id, "product_line": "monitor"}
        deal = batch.run("opportunity", None, Create("opportunity", "", values))
        assert isinstance(deal, Done)
        edited = batch.run("opportunity", deal.record.id, Edit({"amount": 5}), version=1)
        assert isinstance(edited, Done)
        stale = batch.run("opportunity", deal.record.id, Edit({"amount": 6}), version=1)
        assert isinstance(stale, Refusal)
        assert stale.code == "version_conflict"
        return deal.record.id

    deal = in_batch(house, "li", work)
    assert house.stored("opportunity", deal).record.values["amount"] == 5


def test_what_belongs_together_is_undone_together(house: House) -> None:
    deal, _ = house.deal()

    def work(batch: Batch) -> str:
        def both() -> Refusal | None:
            assert isinstance(batch.run("follow_up", None, _follow(deal)), Done)
            moved = batch.run("opportunity", deal, Move("quote"))
            return moved if isinstance(moved, Refusal) else None

        refused = batch.together(both)
        assert refused is not None
        assert isinstance(batch.run("opportunity", deal, Edit({"amount": 7})), Done)
        return refused.code

    assert in_batch(house, "li", work) == "gate_missing"
    loaded = house.stored("opportunity", deal).record
    assert (loaded.values["follow_up_count"], loaded.values["amount"]) == (0, 7)
    assert [event.kind for event in house.events("opportunity", deal)] == ["created", "owed", "edited"]
