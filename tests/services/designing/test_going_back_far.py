"""Going back beyond whole business objects: the sales app grows out of one with customers alone, is used, goes back to every
version there was and forward again, and not one value that was stored is another."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from followthrough.core.compile import compile_app
from followthrough.core.design.operations import Operation
from followthrough.core.design.standing import leave_standing
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import decode_app, to_json
from followthrough.core.run.acts import Create, Edit
from followthrough.services.refusal import Refusal
from followthrough.services.views_design import EditedView
from followthrough.services.views_foresee import ChangesView
from followthrough.store import standing, verify
from followthrough.store.entities import tables_of
from followthrough.store.recomputes import Left
from tests.services.designing.studio import Studio
from tests.services.house import House, template

OWN = ("flows", "forms", "lists", "actions", "duties", "decision_tables")
STEPS: tuple[Collection[str], ...] = (
    ("customer",),
    ("customer", "product", "contact"),
    ("customer", "product", "contact", "opportunity", "quote", "quote_line"),
)
"""What there is in each version; the whole app is the last one."""


def cut(app: AppDocument, names: Collection[str]) -> AppDocument:
    """An app as it may have been when it had these entities alone, and nobody had to do anything yet."""
    said = to_json(app)
    said["entities"] = {name: one for name, one in said["entities"].items() if name in names}
    for part in (*OWN, "triggers", "queues"):
        said.pop(part, None)
    for part in ("locks", "clone_may_change"):
        said["app"].pop(part, None)
    for role in said["access"]["roles"].values():
        role["entities"] = {name: {**one, "fields": {}} for name, one in role["entities"].items() if name in names}
    before = None
    while before != said:
        before = copy.deepcopy(said)
        leave_standing(said, [f"entity/{name}" for name in names])
        for entity in said["entities"].values():  # what nothing is left to be worked out from was not there
            entity["properties"] = {name: prop for name, prop in entity["properties"].items() if _whole(prop["field"])}
    return decode_app(said)


def _whole(field: dict[str, Any]) -> bool:
    asked = {"rollup": "rollup", "formula": "compute"}.get(field["kind"])
    return asked is None or field.get(asked) is not None


@pytest.fixture
def grown(engine_url: str, tmp_path: Path) -> Iterator[Studio]:
    """The sales app in its fourth version."""
    whole = template("sales")
    first, *more = (cut(whole, names) for names in STEPS)
    house = House(engine_url, tmp_path, first).settle()
    for app in (*more, whole):
        house.services.publishing.documents(app)
    yield Studio(house)
    house.close()


def _use(house: House) -> None:
    """Something in every corner that a version before did not have."""
    deal, customer = house.deal()
    house.create("li", "contact", customer=customer, name="王主任")
    product = house.create("chen", "product", code="M-1", name="监护仪", line="monitor", list_price=100_000).id
    lines = [
        {"product": product, "quantity": 2, "unit_price": 90_000},
        {"product": product, "quantity": 1, "unit_price": 80_000},
    ]
    house.create("li", "quote", opportunity=deal, valid_until="2027-01-01", lines=lines)
    prices = [{"product": product, "min_quantity": 1, "price": 95_000}]
    house.create("chen", "price_list", name="2027", valid_from="2027-01-01", lines=prices)
    house.create("li", "lead", name="赵总", mobile="13800000000", segment="b2b", source="exhibition")


def _stored(house: House) -> dict[str, list[tuple[Any, ...]]]:
    """Every column that the whole app has, of every record and detail row."""
    with house.db.read() as tx:
        whole = tables_of(compile_app(template("sales")))
        return {
            name: sorted(map(tuple, tx.rows(sa.select(*table.record.c))), key=repr) for name, table in whole.items()
        }


def _to(studio: Studio, number: int) -> EditedView:
    done = studio.drafting.restore(studio.house.people["sun"], "sales", number, studio.bench("sun").revision)
    assert isinstance(done, EditedView), done
    return done


def test_every_version_can_be_gone_back_to_and_the_way_forward_loses_nothing(grown: Studio) -> None:
    house = grown.house
    _use(house)
    before = _stored(house)
    known = {(one.code, one.path) for one in grown.bench("sun").findings}
    for number in (1, 2, 3):
        told = house.services.foreseeing.changes(house.people["sun"], "sales", None, number)
        assert isinstance(told, ChangesView)
        gone = _to(grown, number)
        assert {(one.code, one.path) for one in gone.findings} <= known, number
        grown.published("sun")
        assert _stored(house) == before, number
        seen = house.services.opening.apps(house.people["li"])
        assert {link.id for link in seen[0].entities} == {name for name in STEPS[number - 1] if name != "quote_line"}
        assert {one.entity for one in told.hidden}.isdisjoint(STEPS[number - 1])
        forward = _to(grown, 4)
        assert {(one.code, one.path) for one in forward.findings} <= known, number
        assert grown.bench("sun").documents == to_json(template("sales"))
        grown.published("sun")
        assert _stored(house) == before, number
    with house.db.read() as tx:
        assert list(verify.verify_all(tx)) == []


def test_what_is_kept_is_told_before_and_met_by_nobody_after(grown: Studio) -> None:
    house = grown.house
    _use(house)
    told = house.services.foreseeing.changes(house.people["sun"], "sales", None, 2)
    assert isinstance(told, ChangesView)
    kept = [(one.entity, one.label["zh"], one.records, one.rows_of) for one in told.hidden]
    assert sorted(kept, key=lambda one: one[0]) == [
        ("lead", "线索", 1, None),
        ("opportunity", "商机", 1, None),
        ("price_line", "价格明细行", 1, {"zh": "价目表", "en": "Price list"}),
        ("price_list", "价目表", 1, None),
        ("quote", "报价单", 1, None),
        ("quote_line", "报价明细行", 2, {"zh": "报价单", "en": "Quote"}),
    ]
    order = [one[0] for one in kept]
    assert order.index("quote_line") == order.index("quote") + 1, "rows stand below what they are rows of"
    with house.db.read() as tx:
        app = house.services.registry.app(tx, "sales")
        assert app is not None
        (deal,) = standing.in_place(tx, app, "opportunity", Left("contact"), "", 5)
    rights = grown.bench("sun").documents["access"]["roles"]
    _to(grown, 2)
    after = grown.bench("sun").documents
    for name, role in after["access"]["roles"].items():
        assert role["entities"]["opportunity"] == rights[name]["entities"]["opportunity"], "they wait with it"
    grown.published("sun")
    for who in ("li", "chen", "sun"):
        read = house.services.watching.record(house.people[who], "sales", "opportunity", deal)
        assert isinstance(read, Refusal)
        assert read.code == "not_found"
        done = house.submit(who, "opportunity", deal, Edit({"title": "改名"}))
        assert isinstance(done, Refusal)
        assert done.code == "not_found"
        made = house.submit(who, "lead", None, Create("lead", "", {"name": "钱总"}))
        assert isinstance(made, Refusal)
        assert made.code == "not_found"


def test_nobody_gets_more_by_way_of_an_object_that_rests(grown: Studio) -> None:
    """Who designs grants of it what he held when it was last in use, now and when it is back."""
    house = grown.house
    _use(house)
    chen = "access/roles/supervisor/entities/lead"
    grown.put("sun", chen, {"scope": "own"})
    grown.published("sun")
    _to(grown, 2)
    grown.published("sun")
    own = grown.bench("chen").documents["access"]["roles"]["supervisor"]["entities"]["lead"]
    assert own == {"scope": "own"}
    grown.refused("grant_exceeds", "chen", Operation(f"{chen}/scope", "own", "all"))
    grown.refused("grant_exceeds", "chen", Operation(f"{chen}/edit", None, True))
    back = grown.drafting.restore(house.people["chen"], "sales", 4, grown.bench("chen").revision)
    assert isinstance(back, Refusal)
    assert back.code == "grant_exceeds", "that version gave him more"
    _to(grown, 5)
    grown.published("sun")
