"""A field in the place of one that points at a record, person, unit or file: it points there, or says what that is called."""

from __future__ import annotations

from typing import Any

import pytest

from followthrough.core.design.operations import Operation
from followthrough.services import resettling
from followthrough.services.attaching import STAGED_FOR_MS, Opened
from followthrough.services.designing import copying
from followthrough.services.recomputing import recompute
from followthrough.services.refusal import Refusal
from followthrough.services.views_foresee import CopiesView
from followthrough.store import files
from followthrough.store.verify import verify_all
from tests.scenarios.filling_stage import sample
from tests.services.designing.studio import Studio
from tests.services.house import Archive

Shape = dict[str, Any]
SHAPES: dict[str, str] = {
    "text": "string", "person": "string", "unit": "string", "reference": "string", "poly_reference": "object",
    "file": "array", "image": "array", "choice": "string", "number": "number",
}  # fmt: skip


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two to a batch."""
    monkeypatch.setattr(resettling, "BATCH", 2)


def field(studio: Studio, entity: str, name: str, kind: str, **more: Any) -> None:
    """A field of a kind; `copied_from` what it comes in the place of, which is retired."""
    place = f"entity/{entity}/properties"
    label = {"zh": f"新{name}", "en": name}
    studio.put("sun", f"{place}/{name}", {"type": SHAPES[kind], "field": {"kind": kind, "label": label, **more}})
    if "copied_from" in more:
        studio.put("sun", f"{place}/{more['copied_from']}/field/archived", True)


def held(studio: Studio, entity: str, records: list[str], *fields: str) -> list[Any]:
    rows = [[studio.house.stored(entity, one).record.values.get(name) for name in fields] for one in records]
    return [row[0] for row in rows] if len(fields) == 1 else rows


def foreseen(studio: Studio, who: str = "sun") -> CopiesView:
    found = studio.house.services.foreseeing.copies(studio.house.people[who], "sales")
    assert isinstance(found, CopiesView), found
    return found


def findings(refused: Any) -> list[tuple[str, str]]:
    assert isinstance(refused, Refusal), refused
    return [(one["code"], one["params"].get("role", "")) for one in refused.problem.params["findings"]]


def can(studio: Studio, who: str, file: str) -> bool:
    opened = studio.house.services.attaching.open(studio.house.people[who], file)
    if isinstance(opened, Opened):
        opened.stream.close()
    return isinstance(opened, Opened)


def test_people_units_and_records_become_what_they_are_called_and_texts_what_is_called_so(studio: Studio) -> None:
    house = studio.house
    for name, kind in (("adviser", "person"), ("branch", "unit"), ("favourite", "reference")):
        field(studio, "customer", name, kind, **({"target": "product"} if kind == "reference" else {}))
    studio.published("sun")
    product = house.create("sun", "product", name="监护仪 M8", line="monitor", list_price=100_00).id
    who, where = house.people["zhou"].person, house.units["east"]
    given: list[Shape] = [
        {"adviser": who, "branch": where, "favourite": product, "short_name": " zhou ", "core_need_note": "监护仪 M8"},
        {"favourite": product, "short_name": "nobody", "core_need_note": "监护仪"},
        {"short_name": "li"},
    ]
    records = [house.create("li", "customer", name="恒达", grade="standard", **one).id for one in given]
    house.create("sun", "product", name="监护仪", line="monitor", list_price=100_00)
    twin = house.create("sun", "product", name="监护仪", line="monitor", list_price=100_00).id
    for name in ("adviser", "branch", "favourite"):
        field(studio, "customer", f"{name}_text", "text", copied_from=name)
    field(studio, "customer", "keeper", "person", copied_from="short_name")
    field(studio, "customer", "wanted", "reference", target="product", copied_from="core_need_note")
    field(studio, "customer", "any", "poly_reference", targets={"product": {}, "lead": {}}, copied_from="favourite")
    told = {one.path: (one.looked_at, one.lost) for one in foreseen(studio).copies}
    assert told == {
        "customer.adviser_text": (1, 0), "customer.branch_text": (1, 0), "customer.favourite_text": (2, 0),
        "customer.keeper": (3, 1), "customer.wanted": (2, 1), "customer.any": (2, 0),
    }  # fmt: skip
    assert studio.published("sun").copied == 11
    names = ("adviser_text", "branch_text", "favourite_text", "keeper", "wanted", "any")
    both = {"entity": "product", "id": product}
    assert held(studio, "customer", records, *names) == [
        ["zhou", "east", "监护仪 M8", who, product, both],
        [None, None, "监护仪 M8", None, None, both],
        [None, None, None, house.people["li"].person, None, None],
    ]
    assert held(studio, "customer", records, "adviser", "favourite")[0] == [who, product], "what was there stays"
    house.done("sun", "product", twin, Archive("重复"))
    field(studio, "customer", "meant", "reference", target="product", copied_from="core_need_note")
    studio.published("sun")
    assert held(studio, "customer", records, "meant")[1] is not None, "one that is archived is not in the way"
    house.edit("sun", "product", product, name="监护仪 M9")
    assert held(studio, "customer", records, "favourite_text")[0] == "监护仪 M8", "as it was called then"
    with house.db.read(snapshot=True) as tx:
        assert list(verify_all(tx)) == []


def test_many_texts_become_references_as_things_are_called_when_their_turn_comes(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what counts them counts them."""
    monkeypatch.setattr(copying, "AT_ONCE", 2)
    house = studio.house
    customer = house.create("li", "customer", name="恒达精密", grade="standard").id
    leads = [
        house.create("li", "lead", name="张", mobile="13800138000", segment="b2b", source="web", company=text).id
        for text in ("恒达精密", "恒达精密", "顺丰", "恒达精密")
    ]
    field(studio, "lead", "whose", "reference", target="customer", copied_from="company")
    counted = {"entity": "lead", "via": "whose", "op": "count"}
    spec = {"kind": "rollup", "label": {"zh": "线索数"}, "rollup": counted}
    studio.put("sun", "entity/customer/properties/leads", {"type": "number", "field": spec})
    assert studio.published("sun").copying == 4
    house.edit("li", "lead", leads[0], name="李")
    assert held(studio, "lead", leads, "whose") == [customer, None, None, None]
    other = house.create("li", "customer", name="顺丰", grade="standard").id
    recompute(house.services)
    assert held(studio, "lead", leads, "whose") == [customer, customer, other, customer]
    assert held(studio, "customer", [customer, other], "leads") == [3.0, 1.0]
    with house.db.read(snapshot=True) as tx:
        assert list(verify_all(tx)) == []


def test_a_path_chosen_by_what_a_new_reference_points_at_is_foreseen(studio: Studio) -> None:
    """A text becomes a reference, the new version chooses the path by what stands behind it, and the stage is on one alone."""
    house = studio.house
    big = house.create("li", "customer", name="恒达精密", grade="standard", level="a").id
    deals = [
        house.create("li", "opportunity", title="更新", customer=big, product_line="monitor", lost_note=text).id
        for text in ("恒达精密", "没有的")
    ]
    field(studio, "opportunity", "partner", "reference", target="customer", copied_from="lost_note")
    paths = studio.at("flow/opportunity/paths")
    alone = {name: one for name, one in paths["standard"]["stages"].items() if name != "contact"}
    studio.put("sun", "flow/opportunity/stages/diagnosis/entry", None)
    rule = {"op": "eq", "a": [{"f": "partner.level"}, {"v": "a"}]}
    path = {"label": {"zh": "伙伴"}, "order": 5, "when": rule, "stages": alone}
    studio.put("sun", "flow/opportunity/paths/partnered", path)
    asked = studio.publish("sun")
    assert isinstance(asked, Refusal)
    assert asked.code == "mapping_needed", asked.problem.params
    needed = asked.problem.params["mappings_needed"]
    assert [(one["stage"], one["path"], one["records"]) for one in needed] == [("contact", "partnered", 1)]
    done = studio.published("sun", {"opportunity": {"contact/partnered": "diagnosis"}})
    assert (done.moved, done.copied) == (1, 2)
    assert held(studio, "opportunity", deals, "partner") == [big, None]
    assert [house.stored("opportunity", one).record.stage for one in deals] == ["diagnosis", "contact"]


def test_files_go_on_being_the_records_own_and_are_seen_by_who_sees_a_field_that_holds_them(studio: Studio) -> None:
    house = studio.house
    picture, paper = house.upload("li", sample("image")), house.upload("li", sample("pdf"), "执照.pdf")
    field(studio, "customer", "papers", "file")
    studio.published("sun")
    mine = house.create("li", "customer", name="恒达", grade="standard", license=[picture], papers=[paper]).id
    with house.db.read() as tx:
        before = {one: files.links(tx, one) for one in (picture, paper)}
    field(studio, "customer", "proofs", "file", copied_from="license")
    field(studio, "customer", "photos", "image", copied_from="papers")
    studio.put("sun", "access/roles/manager/entities/customer/fields", {"license": "none"})
    studio.put("sun", "access/roles/rep/entities/customer/fields", {"license": "none", "proofs": "none"})
    assert {one.path: one.lost for one in foreseen(studio).copies} == {"customer.proofs": 0, "customer.photos": 1}
    studio.published("sun")
    house.refresh()
    assert held(studio, "customer", [mine], "license", "proofs", "papers", "photos") == [
        [[picture], [picture], [paper], None]
    ], "a paper is no picture"
    assert {who: can(studio, who, picture) for who in ("li", "wang", "sun", "liang")} == {
        "li": False, "wang": True, "sun": True, "liang": False,
    }  # fmt: skip
    with house.db.read() as tx:
        assert {one: files.links(tx, one) for one in (picture, paper)} == before, "handed in where it was"
    house.edit("wang", "customer", mine, proofs=[picture])
    house.edit("wang", "customer", mine, proofs=None)
    with house.db.write() as tx:
        assert files.sweep(tx, tx.now_ms() + STAGED_FOR_MS) == []
    assert not can(studio, "wang", picture)
    assert can(studio, "sun", picture), "it still stands in the field of before"


def test_nobody_comes_to_read_what_a_reference_did_not_tell_him(sqlite_studio: Studio) -> None:
    """A rep sees his own customers only; an opportunity of his may be of another's customer, and does not say which."""
    studio, house = sqlite_studio, sqlite_studio.house
    field(studio, "opportunity", "whom", "text", copied_from="customer")
    assert set(findings(studio.publish("sun"))) == {("copy_shows", "rep"), ("copy_shows", "manager")}
    for role in ("rep", "manager"):
        at = f"access/roles/{role}/entities/opportunity/fields"
        studio.put("sun", at, {**(studio.at(at) or {}), "whom": "none"})
    field(studio, "contact", "whom", "text", copied_from="customer")
    studio.put("sun", "entity/contact/properties/customer/field/archived", None)
    studio.published("sun")
    house.refresh()
    theirs = house.create("sun", "customer", name="恒达精密", grade="standard").id
    studio.put("sun", "entity/opportunity/properties/customer/field/archived", None)
    studio.put("sun", "entity/opportunity/properties/whom/field/archived", True)
    studio.published("sun")
    made = {"title": "更新", "customer": theirs, "product_line": "monitor", "intent": "high"}
    deal = house.create("sun", "opportunity", **made).id
    field(studio, "opportunity", "whose", "text", copied_from="customer")
    for role in ("rep", "manager"):
        studio.put("sun", f"access/roles/{role}/entities/opportunity/fields/whose", "none")
    studio.published("sun")
    assert held(studio, "opportunity", [deal], "whose") == ["恒达精密"]


def test_nobody_draws_a_copy_over_titles_his_role_does_not_see_nor_learns_of_them(sqlite_studio: Studio) -> None:
    studio, house = sqlite_studio, sqlite_studio.house
    house.add_person("wen", "supervisor", "hq")
    field(studio, "customer", "favourite", "reference", target="product")
    rights = "access/roles/supervisor/entities/product/fields"
    studio.put("sun", rights, {**(studio.at(rights) or {}), "name": "none"})
    studio.put("sun", "access/roles/supervisor/entities/product/create", None)
    studio.published("sun")
    house.refresh()
    product = house.create("sun", "product", name="监护仪", line="monitor", list_price=100_00).id
    house.create("sun", "customer", name="恒达", grade="standard", favourite=product, short_name="监护仪")
    place = "entity/customer/properties"
    for name, source, spec in (
        ("told", "favourite", {"kind": "text"}),
        ("meant", "short_name", {"kind": "reference", "target": "product"}),
    ):
        value = {"type": "string", "field": {**spec, "label": {"zh": "新"}, "copied_from": source}}
        refused = studio.refused("grant_exceeds", "wen", Operation(f"{place}/{name}", None, value))
        assert refused.problem.params["place"] == f"{place}/{name}/field/copied_from"
    field(studio, "customer", "meant", "reference", target="product", copied_from="short_name")
    assert [(one.withheld, one.looked_at) for one in foreseen(studio, "wen").copies] == [(True, 0)]
    assert [(one.withheld, one.looked_at, one.lost) for one in foreseen(studio).copies] == [(False, 1, 0)]


def test_what_stays_is_named_as_the_asker_may_see_it(sqlite_studio: Studio) -> None:
    """A reference to one of several kinds that becomes one to a single kind; the lead is another's."""
    studio, house = sqlite_studio, sqlite_studio.house
    field(studio, "customer", "about", "poly_reference", targets={"product": {}, "lead": {}})
    house.add_person("wen", "supervisor", "shanghai")
    studio.put("sun", "access/roles/supervisor/entities/lead/scope", "own")
    studio.published("sun")
    house.refresh()
    lead = house.create("li", "lead", name="张总", mobile="13800138000", segment="b2b", source="web").id
    house.create("li", "customer", name="恒达", grade="standard", about={"entity": "lead", "id": lead})
    field(studio, "customer", "which", "reference", target="product", copied_from="about")
    told = {who: foreseen(studio, who).copies[0].examples for who in ("sun", "wen")}
    assert [one.value["zh"] for one in told["sun"]] == ["张总"]
    assert [one.value["zh"] for one in told["wen"]] == [lead], "by its id, as in every list of his"
