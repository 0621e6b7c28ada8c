"""An obligation closes only by its act: no edit, move, assignment, import, bulk, API call or administrator closes it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from followthrough.core.run.acts import Act, Entry
from followthrough.services.filling import BulkItem
from followthrough.services.refusal import Refusal
from tests.services.house import Archive, Assign, Create, Edit, Move, Perform
from tests.services.owed_house import DAY_MS, OwedHouse

Way = Callable[[OwedHouse, str], None]


def _submit(who: str, act: Act) -> Way:
    """An act that is allowed, or refused: either way nothing may be closed by it."""
    return lambda house, deal: _ignored(house.submit(who, "opportunity", deal, act))


def _ignored(_: object) -> None:
    return None


def _edit(entry: Entry, who: str = "li") -> Way:
    return _submit(who, Edit({"intent": "high"}, entry=entry))


def _bulk(house: OwedHouse, deal: str) -> None:
    found = house.services.filling.bulk(
        house.people["sun"], "sales", "opportunity", [BulkItem(deal)], Edit({"intent": "low"}, entry="bulk"), "", b""
    )
    assert not isinstance(found, Refusal)
    assert found.results[0].ok


def _import_row(house: OwedHouse, deal: str) -> None:
    with house.db.write() as tx:
        app = house.services.registry.app(tx, "sales")
        assert app is not None
        with house.services.filling.batch(tx, house.people["wang"], app) as batch:
            assert not isinstance(batch.run("opportunity", deal, Edit({"intent": "low"}, entry="import")), Refusal)


def _moves(house: OwedHouse, deal: str) -> None:
    for to in ("diagnosis", "quote", "hold", "lost", "paid"):
        house.submit("sun", "opportunity", deal, Move(to, entry="board"))


def _child(house: OwedHouse, deal: str) -> None:
    """A write to a child changes the parent's rollups: the very log that the act makes, made by hand."""
    values = {"opportunity": deal, "way": "phone", "content": "手工补录的一条跟进记录", "next_step": "无"}
    house.submit("sun", "follow_up", None, Create("follow_up", "", values, entry="api"))


def _assign(house: OwedHouse, deal: str) -> None:
    zhou = house.people["zhou"]
    house.done("wang", "opportunity", deal, Assign(zhou.person, zhou.unit, "换人"))
    li = house.people["li"]
    house.done("wang", "opportunity", deal, Assign(li.person, li.unit, "换回"))


def _archive(house: OwedHouse, deal: str) -> None:
    house.done("sun", "opportunity", deal, Archive("清理"))
    house.done("sun", "opportunity", deal, Archive("恢复", restore=True))


def _another_act(house: OwedHouse, deal: str) -> None:
    house.submit("li", "opportunity", deal, Perform("diagnose_need", {"need_summary": "替换旧机", "budget": 100_00}))


def _refused_act(house: OwedHouse, deal: str) -> None:
    """The act itself, without what it asks for."""
    answer = house.submit("li", "opportunity", deal, Perform("log_follow_up", {"way": "phone"}))
    assert isinstance(answer, Refusal)


def _sweeps(house: OwedHouse, deal: str) -> None:
    house.pass_time(3 * DAY_MS)
    while house.sweep():
        pass


def _republish(house: OwedHouse, deal: str) -> None:
    """The same app with the duty renamed in its words, then as it was."""
    with house.db.read() as tx:
        app = house.services.registry.app(tx, "sales")
        assert app is not None
    house.services.publishing.documents(app.doc)


WAYS: dict[str, Way] = {
    "form": _edit("form"),
    "list": _edit("list"),
    "board": _edit("board"),
    "api": _edit("api"),
    "administrator": _edit("api", "sun"),
    "manager": _edit("form", "wang"),
    "bulk": _bulk,
    "import row": _import_row,
    "moves": _moves,
    "the act's record made by hand": _child,
    "assignment": _assign,
    "archive and restore": _archive,
    "another act": _another_act,
    "the act, refused": _refused_act,
    "time and sweeps": _sweeps,
    "republish": _republish,
}


@pytest.mark.parametrize("name", WAYS)
def test_no_way_closes_it_but_the_act(name: str, owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    before = owing.owed(deal)["follow_up"]
    WAYS[name](owing, deal)
    after = owing.owed(deal)["follow_up"]
    assert (after.state, after.due_ms, after.closed_ms) == ("open", before.due_ms, None), name
    assert "discharged" not in owing.kinds(deal)
    owing.follow_up(deal)
    assert owing.owed(deal)["follow_up"].state == "done"
    assert owing.kinds(deal).count("discharged") >= 1


def test_a_batch_and_a_form_leave_the_same_behind(owing: OwedHouse) -> None:
    """What is owed by a record made in an import is what is owed by one made on the form."""
    deal, customer = owing.deal()
    values = {"title": "导入的", "customer": customer, "product_line": "monitor"}
    with owing.db.write() as tx:
        app = owing.services.registry.app(tx, "sales")
        assert app is not None
        with owing.services.filling.batch(tx, owing.people["wang"], app) as batch:
            done = batch.run("opportunity", None, Create("opportunity", "", values, entry="import"))
            assert not isinstance(done, Refusal)
    by_form, by_import = owing.owed(deal), owing.owed(done.record.id)
    assert by_form.keys() == by_import.keys()
    for name, one in by_form.items():
        assert (one.state, one.due_ms) == (by_import[name].state, by_import[name].due_ms), name
    assert owing.kinds(done.record.id).count("owed") == 2
