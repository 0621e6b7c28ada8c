"""A message is previewed by what the draft says to who designs the app, by what is in force to everybody else."""

from __future__ import annotations

from typing import Any

from followthrough.services.refusal import Refusal
from followthrough.services.views_messages import PreviewAnswer
from tests.services.designing.studio import Studio

PLACE = "entity/customer/properties"


def samples(studio: Studio, who: str, text: str, entity: str = "customer") -> dict[str, str] | str:
    """What stands for each field that a text names, or why there is no preview."""
    found = studio.house.services.previewing.show(studio.house.people[who], "sales", entity, {"zh": text})
    if isinstance(found, Refusal):
        return found.code
    assert isinstance(found, PreviewAnswer)
    assert found.shown
    return found.values


def field(kind: str, type_: str, label: str, **more: Any) -> dict[str, Any]:
    return {"type": type_, "field": {"kind": kind, "label": {"zh": label}, **more}}


def test_a_field_that_is_new_in_the_draft_has_a_sample_for_who_designs_the_app(sqlite_studio: Studio) -> None:
    studio = sqlite_studio
    studio.put("chen", f"{PLACE}/staff", field("number", "number", "员工人数"))
    studio.put("chen", f"{PLACE}/channel", field("text", "string", "获客渠道"))
    studio.put("chen", f"{PLACE}/name/field/label/zh", "单位名称")
    text = "{name}：{staff}，{channel}"
    assert samples(studio, "chen", text) == {"name": "单位名称", "staff": "100", "channel": "获客渠道"}
    assert samples(studio, "chen", "{customer.staff}", "opportunity") == {"customer.staff": "100"}
    assert samples(studio, "li", "{name}") == {"name": "客户名称"}
    assert samples(studio, "li", text) == "unknown_field"
    studio.published()
    assert samples(studio, "li", "{staff}") == {"staff": "100"}


def test_an_entity_and_a_lookup_of_the_draft_are_known_to_it_even_where_the_check_finds_errors(
    sqlite_studio: Studio,
) -> None:
    studio = sqlite_studio
    info = {"id": "visit", "label": {"zh": "拜访"}, "title": "gone"}
    dialect = "https://json-schema.org/draft/2020-12/schema"
    visit = {"$schema": dialect, "type": "object", "entity": info, "properties": {}}
    studio.put("chen", "entity/visit", visit)
    studio.put("chen", "entity/visit/properties/day", field("date", "string", "拜访日期", required=True))
    of = field("reference", "string", "客户", target="customer")
    studio.put("chen", "entity/visit/properties/customer", of)
    lookup = {"field": {"kind": "lookup", "label": {"zh": "客户名"}, "lookup": {"via": "customer", "value": "name"}}}
    studio.put("chen", "entity/visit/properties/whose", lookup)
    assert isinstance(studio.publish(), Refusal), "its title is no field"
    found = samples(studio, "chen", "{day} {whose} {customer.level} {_owner}", "visit")
    assert found == {"day": "2026-03-02", "whose": "客户名称", "customer.level": "客户等级", "_owner": "负责人"}
    assert samples(studio, "chen", "{nothing}", "visit") == "unknown_field"
    assert samples(studio, "chen", "{day.name}", "visit") == "unknown_field"
    assert samples(studio, "li", "{day}", "visit") == "not_found"


def test_what_a_role_does_not_see_in_force_it_does_not_name(sqlite_studio: Studio) -> None:
    studio, house = sqlite_studio, sqlite_studio.house
    studio.put("sun", "access/roles/supervisor/entities/customer/fields", {"level": "none"})
    studio.published("sun")
    house.refresh()
    assert samples(studio, "chen", "{level}") == "unknown_field"
    assert samples(studio, "chen", "{customer.level}", "opportunity") == "unknown_field"
    assert samples(studio, "sun", "{level}") == {"level": "客户等级"}
