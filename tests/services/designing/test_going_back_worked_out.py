"""What came since and is worked out, or has rows, or is one of several things referred to: it needs no hand on the way back."""

from __future__ import annotations

from typing import Any

from followthrough.core.run.acts import Edit
from followthrough.services.refusal import Refusal
from followthrough.services.views_design import EditedView, PublishedView
from tests.services.designing.studio import Studio

ON = "entity/customer/properties"
BONUS = {"type": "number", "field": {"kind": "number", "label": {"zh": "奖励"}}}
DOUBLED = {
    "type": "number",
    "field": {
        "kind": "formula",
        "label": {"zh": "折算"},
        "compute": {"op": "add", "a": [{"op": "if_empty", "a": [{"f": "bonus"}, {"v": 0}]}, {"v": 1}]},
    },
}
LONG = {"type": "number", "field": {"kind": "formula", "label": {"zh": "字数"}, "compute": {"f": "employees"}}}
BAND = {
    "type": "string",
    "field": {
        "kind": "choice",
        "label": {"zh": "档位"},
        "options": {"big": {"label": {"zh": "大"}}, "small": {"label": {"zh": "小"}}},
    },
}
TABLE = {
    "id": "band",
    "entity": "customer",
    "label": {"zh": "档位判定"},
    "output": "band",
    "inputs": {"staff": {"label": {"zh": "人数"}, "rule": {"f": "employees"}}},
    "rows": {"big": {"cells": {"staff": {"op": "gt", "a": [{"p": "cell"}, {"v": 100}]}}, "output": {"v": "big"}}},
    "otherwise": {"v": "small"},
}
LINE = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "entity": {"id": "site", "label": {"zh": "院区"}, "title": "place", "rows_of": "customer"},
    "properties": {"place": {"type": "string", "maxLength": 50, "field": {"kind": "text", "label": {"zh": "地点"}}}},
}
SITES = {"type": "array", "field": {"kind": "rows", "label": {"zh": "院区"}, "target": "site"}}
ABOUT = {"type": "object", "field": {"kind": "poly_reference", "label": {"zh": "关于"}, "targets": {"contact": {}}}}


def _to(studio: Studio, number: int) -> EditedView:
    done = studio.drafting.restore(studio.house.people["sun"], "sales", number, studio.bench("sun").revision)
    assert isinstance(done, EditedView), done
    assert [one for one in done.findings if one.severity == "error"] == []
    return done


def _value(studio: Studio, record: str, field: str) -> Any:
    return studio.house.stored("customer", record).record.values.get(field)


def test_a_formula_whose_field_is_gone_keeps_its_values(studio: Studio) -> None:
    studio.put("sun", f"{ON}/bonus", BONUS)
    studio.put("sun", f"{ON}/doubled", DOUBLED)
    studio.put("sun", f"{ON}/long", LONG)
    studio.published("sun")
    kept = studio.house.create("li", "customer", name="甲", grade="standard", employees=7).id
    assert (_value(studio, kept, "doubled"), _value(studio, kept, "long")) == (1, 7)
    _to(studio, 1)
    assert studio.at(f"{ON}/bonus") is None, "nobody filled it in"
    assert studio.at(f"{ON}/doubled/field") == {"kind": "formula", "label": {"zh": "折算"}, "archived": True}
    assert studio.at(f"{ON}/long/field/compute") == {"f": "employees"}, "what it reads is there"
    studio.published("sun")
    studio.house.edit("li", "customer", kept, employees=9)
    assert (_value(studio, kept, "doubled"), _value(studio, kept, "long")) == (1, 9)
    _to(studio, 2)
    assert studio.at(f"{ON}/doubled") == DOUBLED
    studio.published("sun")
    studio.house.edit("li", "customer", kept, bonus=4)
    assert _value(studio, kept, "doubled") == 5


def test_a_field_that_a_decision_table_filled_is_filled_by_it_again(studio: Studio) -> None:
    studio.put("sun", f"{ON}/band", BAND)
    studio.put("sun", "decision_table/band", TABLE)
    studio.published("sun")
    kept = studio.house.create("li", "customer", name="甲", grade="standard", employees=300).id
    assert _value(studio, kept, "band") == "big"
    _to(studio, 1)
    studio.published("sun")
    assert studio.at("decision_table/band") is None
    studio.house.edit("li", "customer", kept, employees=3)
    assert _value(studio, kept, "band") == "big", "as it was left"
    _to(studio, 2)
    assert isinstance(studio.publish("sun"), PublishedView)
    studio.house.edit("li", "customer", kept, employees=4)
    assert _value(studio, kept, "band") == "small"


def test_what_people_wrote_into_a_field_is_not_worked_out_over_it(sqlite_studio: Studio) -> None:
    """Retired or not: only what a table filled is filled by one again."""
    studio = sqlite_studio
    studio.put("sun", f"{ON}/band", BAND)
    studio.published("sun")
    studio.house.create("li", "customer", name="甲", grade="standard", band="big")
    studio.put("sun", f"{ON}/band/field/archived", True)
    studio.published("sun")
    studio.put("sun", f"{ON}/band/field/archived", None)
    studio.put("sun", "decision_table/band", TABLE)
    refused = studio.publish("sun")
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.problem.params["reason"]) == ("publish_blocked", "kind_changed")


def test_detail_rows_that_came_since_stay_with_their_record(studio: Studio) -> None:
    house = studio.house
    studio.put("sun", "entity/site", LINE)
    studio.put("sun", f"{ON}/sites", SITES)
    for role in ("rep", "hq_admin"):
        studio.put("sun", f"access/roles/{role}/entities/site", {"scope": "all", "create": True, "edit": True})
    studio.published("sun")
    house.refresh()
    kept = house.create("li", "customer", name="甲", grade="standard", sites=[{"place": "东院"}, {"place": "西院"}]).id
    rows = _value(studio, kept, "sites")
    assert [row["place"] for row in rows] == ["东院", "西院"]
    _to(studio, 1)
    assert studio.at("entity/site/entity/archived") is True
    assert studio.at(f"{ON}/sites/field") == {
        "kind": "rows",
        "label": {"zh": "院区"},
        "target": "site",
        "archived": True,
    }
    studio.published("sun")
    house.edit("li", "customer", kept, name="甲甲")
    read = house.services.watching.record(house.people["li"], "sales", "customer", kept)
    assert not isinstance(read, Refusal)
    assert "sites" not in read.record.values
    assert _value(studio, kept, "sites") == rows
    _to(studio, 2)
    studio.published("sun")
    assert _value(studio, kept, "sites") == rows
    house.edit("li", "customer", kept, sites=[*rows, {"place": "南院"}])
    assert [row["place"] for row in _value(studio, kept, "sites")] == ["东院", "西院", "南院"]


def test_detail_rows_nobody_filled_in_are_gone(sqlite_studio: Studio) -> None:
    studio = sqlite_studio
    before = studio.bench("sun").documents
    studio.put("sun", "entity/site", LINE)
    studio.put("sun", f"{ON}/sites", SITES)
    studio.put("sun", "access/roles/hq_admin/entities/site", {"scope": "all"})
    studio.published("sun")
    _to(studio, 1)
    assert studio.bench("sun").documents == before


def test_a_reference_of_several_kinds_still_leads_to_what_rests(studio: Studio) -> None:
    house = studio.house
    studio.put("sun", f"{ON}/about", ABOUT)
    studio.published("sun")
    note = {**LINE, "entity": {"id": "note", "label": {"zh": "便签"}, "title": "place"}}
    studio.put("sun", "entity/note", note)
    studio.put("sun", f"{ON}/about/field/targets/note", {"order": 1})
    for role in ("rep", "hq_admin"):
        studio.put("sun", f"access/roles/{role}/entities/note", {"scope": "all", "create": True, "edit": True})
    studio.published("sun")
    house.refresh()
    to = house.create("li", "note", place="便签").id
    kept = house.create("li", "customer", name="甲", grade="standard", about={"entity": "note", "id": to}).id
    _to(studio, 2)
    studio.published("sun")
    house.edit("li", "customer", kept, name="甲甲")
    assert _value(studio, kept, "about") == {"entity": "note", "id": to}
    made = house.submit("li", "customer", kept, _about(to))
    assert not isinstance(made, Refusal), "it is there already"
    other = house.create("li", "customer", name="乙", grade="standard").id
    assert isinstance(house.submit("li", "customer", other, _about(to)), Refusal)


def _about(to: str) -> Edit:
    return Edit({"about": {"entity": "note", "id": to}})
