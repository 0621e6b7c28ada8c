"""Nobody grants what he does not hold, and what is locked stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from followthrough.core.design.operations import Operation, apply, read
from followthrough.core.design.places import locked_place
from followthrough.services.designing import FromTemplate
from followthrough.services.granting import role_covers
from followthrough.services.views_design import EditedView, StartedApp
from tests.services.designing.studio import Studio, keyed
from tests.services.house import House, changed, template

ROLES = "access/roles"
FULL = {"scope": "all", "create": True, "edit": True, "assign": True, "archive": True, "imports": True, "exports": True}


def role(**rights: object) -> dict[str, object]:
    return {"label": {"zh": "新角色"}, "order": 90, **rights}


BEYOND = [
    (f"{ROLES}/helper", role(people=True), "people"),
    (f"{ROLES}/supervisor/people", True, "people"),
    (f"{ROLES}/rep/people", True, "people"),
    (f"{ROLES}/hq_admin/people", None, "people"),
]


@pytest.mark.parametrize(("path", "value", "member"), BEYOND, ids=[path for path, _, _ in BEYOND])
def test_a_supervisor_makes_no_role_that_holds_more(studio: Studio, path: str, value: object, member: str) -> None:
    refused = studio.refused("grant_exceeds", "chen", Operation(path, studio.at(path), value))
    assert refused.problem.params["place"] == f"{path.removesuffix('/people')}/{member}"
    assert isinstance(studio.edit("sun", Operation(path, studio.at(path), value)), EditedView), "an administrator may"


def test_what_one_holds_one_may_grant_and_words_are_nobodys_right(sqlite_studio: Studio) -> None:
    sqlite_studio.put("chen", f"{ROLES}/helper", role(entities={"customer": FULL}, design=True))
    sqlite_studio.put("chen", f"{ROLES}/rep/entities/lead/scope", "all")
    sqlite_studio.put("chen", f"{ROLES}/hq_admin/label/zh", "总部")


def test_rights_fields_and_scope_are_measured_by_what_is_in_force(sqlite_studio: Studio) -> None:
    studio = sqlite_studio
    place = f"{ROLES}/supervisor/entities/customer"
    studio.put("sun", f"{place}/scope", "subtree")
    studio.put("sun", f"{place}/exports", None)
    studio.put("sun", f"{place}/fields", {"credit_limit": "read", "level": "none"})
    studio.put("chen", f"{ROLES}/rep/entities/customer/scope", "all")  # what is in force counts, not the draft
    studio.published("sun")
    for path, value, inside in (
        (f"{ROLES}/rep/entities/customer/scope", "all", "entities/customer/scope"),
        (f"{ROLES}/manager/entities/customer/edit", None, "entities/customer/exports"),
    ):
        if studio.at(path) == value:
            studio.put("sun", path, "own")
        refused = studio.refused("grant_exceeds", "chen", Operation(path, studio.at(path), value))
        assert refused.problem.params["place"].endswith(inside)
    studio.put("sun", f"{ROLES}/rep/entities/customer", {"scope": "own"})
    refused = studio.refused("grant_exceeds", "chen", Operation(f"{ROLES}/rep/entities/customer/edit", None, True))
    assert refused.problem.params["place"].startswith(f"{ROLES}/rep/entities/customer/fields/")


def test_what_is_not_in_force_yet_anybody_who_designs_may_share_out(sqlite_studio: Studio) -> None:
    name: dict[str, Any] = {"type": "string", "field": {"kind": "text", "label": {"zh": "名称"}, "required": True}}
    entity = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "entity": {"id": "visit", "label": {"zh": "拜访"}, "title": "name"},
        "properties": {"name": name},
    }
    sqlite_studio.put("chen", "entity/visit", entity)
    sqlite_studio.put("chen", f"{ROLES}/rep/entities/visit", FULL)
    # A role that holds more than the drawer has it too; what is in force of it is not his to change.
    sqlite_studio.put("chen", f"{ROLES}/hq_admin/entities/visit", FULL)
    sqlite_studio.put(
        "chen", "entity/customer/properties/extra", {**name, "field": {**name["field"], "required": False}}
    )
    sqlite_studio.put("chen", f"{ROLES}/hq_admin/entities/customer/fields", {"extra": "read"})
    exports = f"{ROLES}/hq_admin/entities/customer/exports"
    refused = sqlite_studio.refused("grant_exceeds", "chen", Operation(exports, True, None))
    assert refused.problem.params["place"] == f"{ROLES}/hq_admin/people"


def test_a_step_one_may_not_take_is_not_opened_to_others(sqlite_studio: Studio) -> None:
    studio = sqlite_studio
    flow = studio.bench().documents["flows"]["opportunity"]["transitions"]
    step = next(name for name, found in flow.items() if found["to"] != "quote" and "quote" not in found["from"])
    roles = f"flow/opportunity/transitions/{step}/roles"
    studio.put("sun", roles, {"hq_admin": {}})
    studio.put("chen", roles, {"rep": {}, "supervisor": {}})  # not in force yet: everybody who edits may take it
    studio.put("sun", roles, {"hq_admin": {}})
    studio.put("sun", "action/log_follow_up/roles", {"hq_admin": {}})
    studio.published("sun")
    studio.refused("grant_exceeds", "chen", Operation(roles, {"hq_admin": {}}, None))
    refused = studio.refused("grant_exceeds", "chen", Operation(roles, {"hq_admin": {}}, {"hq_admin": {}, "rep": {}}))
    assert refused.problem.params["place"] == roles
    studio.refused("grant_exceeds", "chen", Operation("action/log_follow_up/roles", {"hq_admin": {}}, {"chen": {}}))
    studio.put("chen", f"flow/opportunity/transitions/{step}/label/zh", "走一步")
    studio.put("sun", roles, {"rep": {}})


def test_an_object_that_rests_opens_no_way_that_one_may_not_take(sqlite_studio: Studio) -> None:
    """Nobody draws while it rests what he could not draw before, to have it when it is used again."""
    studio = sqlite_studio
    studio.put("sun", "flow/lead/transitions/to_converted/roles", {"rep": {}, "hq_admin": {}})
    studio.published("sun")
    move = {"id": "sly", "label": {"zh": "代为转化"}, "on": {"entity": "lead", "kind": "created"}}
    sly = {**move, "effects": {"go": {"kind": "move", "stage": "converted"}}}
    studio.refused("grant_exceeds", "chen", Operation("trigger/sly", None, sly))
    assert not _covers(studio, "manager", "rep")
    studio.put("chen", "entity/lead/entity/archived", True)
    studio.published("chen")
    studio.refused("grant_exceeds", "chen", Operation("trigger/sly", None, sly))
    assert not _covers(studio, "manager", "rep"), "nobody is given what will be in use again"


def _covers(studio: Studio, mine: str, other: str) -> bool:
    with studio.house.db.read() as tx:
        app = studio.house.services.registry.app(tx, studio.app)
    assert app is not None
    return role_covers(app, mine, other)


def made(kind: str, **how: object) -> dict[str, object]:
    written = {"rollup": {"type": "number"}, "lookup": {}}.get(kind, {"type": "string"})
    return {**written, "field": {"kind": kind, "label": {"zh": "看一看"}, **how}}


READ = {"f": "level"}
SAYS = {"op": "case", "a": [{"op": "eq", "a": [READ, {"v": "a"}]}, {"v": "yes"}, {"v": "no"}]}
TABLE = {"label": {"zh": "看一看"}, "inputs": {"level": {"label": {"zh": "等级"}, "rule": READ}}, "rows": {}}
COUNT = {"entity": "opportunity", "via": "customer", "op": "count"}
WAYS = [
    ("entity/customer/properties/peek", made("formula", compute=SAYS)),
    ("entity/customer/properties/peek", made("text", default_rule=READ)),
    ("entity/opportunity/properties/peek", made("lookup", lookup={"via": "customer", "value": "level"})),
    ("entity/opportunity/properties/peek", made("formula", compute={"f": "customer.level"})),
    ("entity/customer/properties/peek", made("rollup", rollup={**COUNT, "where": {"f": "customer.level"}})),
    ("decision_table/peek", {**TABLE, "id": "peek", "entity": "customer"}),
]


def test_nobody_works_a_value_out_from_what_he_does_not_see(sqlite_studio: Studio) -> None:
    studio = sqlite_studio
    studio.put("sun", f"{ROLES}/supervisor/entities/customer/fields", {"level": "none"})
    studio.put("chen", "entity/customer/properties/level_two", made("formula", compute=SAYS))  # not in force: seen yet
    studio.published("sun")
    studio.house.refresh()
    for path, value in WAYS:
        refused = studio.refused("grant_exceeds", "chen", Operation(path, None, value))
        assert refused.problem.params["place"] == path
    for path, value in WAYS:
        studio.put("sun", path, value)
        studio.put("sun", path, None)
    place = "entity/customer/properties/level_two"
    studio.put("chen", f"{place}/field/label/zh", "等级二")
    for other in (READ, {"op": "eq", "a": [READ, {"v": "b"}]}):
        studio.refused("grant_exceeds", "chen", Operation(f"{place}/field/compute", SAYS, other))
    studio.put("chen", f"{place}/field/compute", {"f": "name"})
    studio.put("chen", f"{place}/field/compute", SAYS)  # as it is in force
    studio.put("chen", "entity/customer/properties/peek", made("formula", compute={"f": "name"}))


LINEAGE = {"template": "sales", "version": "1", "base": "0"}
PLACE, COLOR = "flow/opportunity/stages/quote", "flow/opportunity/stages/quote/color"


def test_who_owns_an_app_or_takes_it_from_the_catalogue_is_locked_out_of_nothing(sqlite_studio: Studio) -> None:
    sqlite_studio.put("chen", COLOR, "red")
    sqlite_studio.refused("place_locked", "sun", Operation("app/lineage", None, LINEAGE))
    house = sqlite_studio.house
    made = house.services.starting.start(house.people["chen"], FromTemplate("sales"), {"zh": "华东销售"}, keyed())
    assert isinstance(made, StartedApp), made
    house.refresh()
    own = Studio(house, made.app)
    assert own.at("app/locks") is None
    own.put("chen", COLOR, "red")


def test_what_is_locked_a_clone_leaves_alone(sqlite_url: str, tmp_path: Path) -> None:
    clone = changed(template("sales"), lambda plain: plain["app"].update(lineage=LINEAGE))
    house = House(sqlite_url, tmp_path, clone).settle()
    studio = Studio(house)
    for path, value in ((COLOR, "red"), (PLACE, None), ("flow/opportunity", None)):
        refused = studio.refused("place_locked", "chen", Operation(path, studio.at(path), value))
        assert refused.problem.params["place"] == PLACE
    studio.refused("place_locked", "chen", Operation("app/locks", studio.at("app/locks"), None))
    studio.put("chen", "flow/opportunity/stages/demo/color", "red")
    house.close()


CLONE = {
    "app": {
        "key": "clone", "name": {"zh": "甲"}, "version": "1", "lineage": {"template": "t", "version": "1", "base": "b"},
        "clone_may_change": {"entity/a/level": {}}, "locks": {"flow/f": {}},
    },
    "access": {"roles": {"q": {"y": 1}}},
    "entities": {"a": {"properties": {"level": {"x": 1}, "name": {"x": 1}}}},
}  # fmt: skip
CHANGES = [
    ("entity/a/properties/level/x", 2, None),
    ("app/name/zh", "乙", None),
    ("app/icon", "star", None),
    ("entity/a/properties/name/x", 2, "entity/a/properties/name/x"),
    ("entity/b", {"y": 1}, "entity/b"),
    ("access/roles/r", {"y": 1}, "access/roles/r"),
    ("app/locks", None, "app/locks"),
    ("app/clone_may_change", None, "app/clone_may_change"),
    ("app/lineage/version", "2", "app/lineage"),
    ("flow/f", {"y": 1}, "flow/f"),
]


@pytest.mark.parametrize(("path", "value", "locked"), CHANGES, ids=[path for path, _, _ in CHANGES])
def test_a_clone_changes_what_it_may_and_its_own_name(path: str, value: object, locked: str | None) -> None:
    after = apply(CLONE, [Operation(path, read(CLONE, path), value)])
    assert not after.conflicts
    assert locked_place(CLONE, after.app) == locked


NEEDS_A = {"op": "eq", "a": [{"f": "customer.level"}, {"v": "a"}]}
STAGE, DUTY = "flow/opportunity/stages/quote/entry", "duty/keep_in_touch"


def trigger(**effects: object) -> dict[str, object]:
    on = {"entity": "opportunity", "kind": "edited"}
    return {"id": "peek", "label": {"zh": "看一看"}, "on": on, "effects": effects}


def action(**what: object) -> dict[str, object]:
    return {"id": "peek", "entity": "opportunity", "label": {"zh": "看一看"}, **what}


def duty(**what: object) -> dict[str, object]:
    opens = {"entity": "opportunity", "kind": "created"}
    said = {"id": "peek", "entity": "opportunity", "label": {"zh": "看一看"}, "opens_when": opens}
    return {**said, "action": "log_follow_up", "due": {"after": "P1D"}, **what}


TOLD = [
    (f"{STAGE}/statements/peek", {"rule": NEEDS_A}, "/rule"),
    (f"{STAGE}/fields/customer.level", {}, ""),
    (f"{STAGE}/fields/amount", {"when": NEEDS_A}, "/when"),
    ("entity/opportunity/properties/amount/field/required_when", NEEDS_A, ""),
    ("entity/customer/properties/name/field/constraint", {"peek": {"rule": {"op": "eq", "a": [READ, {"v": "a"}]}}}, "/peek/rule"),
    ("action/peek", action(when=NEEDS_A), "/when"),
    ("action/peek", action(writes={"name": {"f": "customer.level"}}), "/writes/name"),
    ("action/peek", action(fields={"x": {"target": "name", "default_rule": {"f": "customer.level"}}}), "/fields/x/default_rule"),
    ("trigger/peek", trigger(a={"kind": "set", "field": "name", "value": {"f": "customer.level"}}), "/effects/a/value"),
    ("trigger/peek", {**trigger(), "on": {"entity": "customer", "kind": "edited", "fields": {"level": {}}}}, "/on/fields/level"),
    ("trigger/peek", trigger(a={"kind": "notify", "person": {}, "text": {"zh": "{customer.level}"}}), "/effects/a/text"),
    ("duty/peek", duty(owed_while=NEEDS_A), "/owed_while"),
    ("duty/peek", duty(due={"after": "P1D", "variants": {"a": {"when": NEEDS_A, "after": "P2D"}}}), "/due/variants/a/when"),
    ("duty/peek", duty(due={"field": "customer.level"}), "/due/field"),
    ("duty/peek", duty(assign={"to": "field", "field": "customer.level"}), "/assign/field"),
    ("metric/peek", {"id": "peek", "entity": "opportunity", "label": {"zh": "看"}, "kind": "count", "where": NEEDS_A}, "/where"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "place"), TOLD, ids=[f"{path}{place}" for path, _, place in TOLD])
def test_no_rule_message_or_effect_tells_what_its_drawer_does_not_see(
    unseeing: Studio, path: str, value: object, place: str
) -> None:
    refused = unseeing.refused("grant_exceeds", "chen", Operation(path, unseeing.at(path), value))
    assert refused.problem.params["place"] == f"{path}{place}"
    unseeing.put("sun", path, value)
    unseeing.put("chen", f"{ROLES}/rep/label/zh", "销售")  # what somebody who sees it drew is in nobody's way
    unseeing.put("chen", path, None)


MADE = {"kind": "create", "entity": "customer"}
DONE = [
    ("action/peek", action(writes={"customer.credit_limit": {"v": 1}}), "/writes/customer.credit_limit"),
    ("action/peek", action(fields={"x": {"target": "customer.credit_limit"}}), "/fields/x/target"),
    ("action/peek", action(creates={"entity": "lead", "link": "customer"}), "/creates"),
    ("trigger/peek", trigger(a={"kind": "set", "field": "customer.credit_limit", "value": {"v": 1}}), "/effects/a/field"),
    ("trigger/peek", trigger(a={"kind": "create", "entity": "lead"}), "/effects/a"),
    ("trigger/peek", trigger(a={**MADE, "values": {"credit_limit": {"v": 1}}}), "/effects/a/values/credit_limit"),
    ("trigger/peek", trigger(a={"kind": "assign", "person": {}}), "/effects/a"),
    ("trigger/peek", trigger(a={"kind": "move", "stage": "quote"}), "/effects/a"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "place"), DONE, ids=[f"{path}{place}" for path, _, place in DONE])
def test_no_action_or_trigger_does_what_its_drawer_may_not(
    unseeing: Studio, path: str, value: object, place: str
) -> None:
    refused = unseeing.refused("grant_exceeds", "chen", Operation(path, None, value))
    assert refused.problem.params["place"] == f"{path}{place}"
    unseeing.put("sun", path, value)
    unseeing.put("sun", path, None)


@pytest.fixture(scope="module")
def unseeing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A supervisor who sees no level, may not write the credit limit, nor create leads, hand opportunities on, or quote."""
    home = tmp_path_factory.mktemp("unseeing")
    house = House(f"sqlite:///{home}/house.db", home, template("sales")).settle()
    studio = Studio(house)
    rights = f"{ROLES}/supervisor/entities"
    studio.put("sun", f"{rights}/customer/fields", {"level": "none", "credit_limit": "read"})
    studio.put("sun", f"{rights}/lead/create", None)
    studio.put("sun", f"{rights}/lead/imports", None)
    studio.put("sun", f"{rights}/opportunity/assign", None)
    steps = studio.bench().documents["flows"]["opportunity"]["transitions"]
    for name in [name for name, step in steps.items() if step["to"] == "quote"]:
        studio.put("sun", f"flow/opportunity/transitions/{name}/roles", {"hq_admin": {}})
    studio.published("sun")
    house.refresh()
    yield studio
    house.close()


def test_a_duty_one_may_not_waive_is_not_let_go_by_others(sqlite_studio: Studio) -> None:
    studio = sqlite_studio
    name = next(name for name, one in studio.bench().documents["duties"].items() if one.get("waive"))
    place = f"duty/{name}/waive"
    studio.put("chen", place, {"supervisor": {}, "manager": {}})
    studio.put("sun", place, {"hq_admin": {}})
    studio.published("sun")
    refused = studio.refused("grant_exceeds", "chen", Operation(place, {"hq_admin": {}}, {"rep": {}, "hq_admin": {}}))
    assert refused.problem.params["place"] == place
    studio.put("chen", f"duty/{name}/label/zh", "跟一跟")
    studio.put("sun", place, {"hq_admin": {}, "rep": {}})
    studio.put("chen", place, {"rep": {}})


def test_an_app_is_never_left_to_nobody(studio: Studio) -> None:
    designing = [name for name, one in studio.bench().documents["access"]["roles"].items() if one.get("design")]
    for name in designing[:-1]:
        studio.put("sun", f"{ROLES}/{name}/design", None)
    last = f"{ROLES}/{designing[-1]}"
    for path in (f"{last}/design", last):
        studio.refused("nobody_designs", "sun", Operation(path, studio.at(path), None))
    studio.put("sun", f"{ROLES}/rep/design", True)
    studio.put("sun", f"{last}/design", None)
