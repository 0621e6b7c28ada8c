"""A form of the version before: stored where nothing it touches has changed, else answered with what has, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from followthrough.core.design.differences import differences
from followthrough.services import underway
from followthrough.services.filling import BulkItem
from followthrough.services.refusal import Refusal
from followthrough.services.views import Answer
from followthrough.services.views_design import EditedView
from followthrough.store import standing
from tests.services.designing.studio import Studio
from tests.services.house import Act, Create, Edit, House, Move, Perform, short, template, told
from tests.support.databases import Databases

CUSTOMER = {"name": "恒达精密", "grade": "standard", "level": "a", "remark": "老客户", "employees": 20}
FIELD = "entity/customer/properties"
RIVAL = {"type": "string", "field": {"kind": "text", "label": {"zh": "竞争对手", "en": "Rival"}, "required": True}}
SECRET = {"type": "string", "field": {"kind": "text", "label": {"zh": "底价", "en": "Floor"}}}
FOLLOWED = {"way": "visit", "content": "当面谈了监护仪的需求", "next_step": "发方案"}
FILLED = {"op": "not_empty", "a": [{"f": "remark"}]}
BUDGETED = {"op": "gt", "a": [{"op": "if_empty", "a": [{"f": "budget"}, {"v": 0}]}, {"v": 100}]}
SIGNED = {
    "steps": {
        "boss": {"label": {"zh": "主管审批"}, "approvers": {"one": {"person": {"to": "role", "role": "manager"}}}}
    }
}


SHOWN = {"form/customer/sections/basic/fields/rival": {"order": 90}, f"{FIELD}/rival": RIVAL}


@pytest.fixture(scope="module")
def desk(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """One designer for all cases, on SQLite: each begins and ends with what version 1 says in force."""
    with databases.fresh("sqlite") as url:
        house = House(url, tmp_path_factory.mktemp("underway"), template("sales")).settle()
        yield Studio(house)
        house.close()


@pytest.fixture
def case(desk: Studio) -> Iterator[Studio]:
    """The designer of one case."""
    yield desk
    who = desk.house.people["sun"]
    back = desk.drafting.restore(who, desk.app, 1, desk.bench("sun").revision)
    assert isinstance(back, EditedView), back
    desk.published("sun")


def published(studio: Studio, changes: dict[str, Any]) -> None:
    """A new version in force that says these things."""
    for path, value in changes.items():
        studio.put("sun", path, value)
    studio.published("sun")


def words(refused: Any, code: str = "app_changed") -> list[tuple[str | None, str]]:
    """What a refusal says has changed: the form's key and the Chinese words."""
    assert isinstance(refused, Refusal), told(refused)
    assert refused.code == code, told(refused)
    return [(one["field"], one["words"]["zh"]) for one in refused.problem.params["changed"]]


@pytest.mark.parametrize(
    ("name", "changes", "values", "want"),
    [
        ("a required field is new", SHOWN, {}, [("rival", "新增必填字段「竞争对手」")]),
        ("one it sent becomes required", {f"{FIELD}/remark/field/required": True}, {}, None),
        (
            "one it left empty becomes required",
            {f"{FIELD}/website/field/required": True},
            {},
            [("website", "必填：否 → 是")],
        ),
        ("required only where it is not", {f"{FIELD}/website/field/required_when": {"v": False}}, {}, None),
        (
            "the option it chose is shut",
            {f"{FIELD}/level/field/options/a/archived": True},
            {},
            [("level", "已停用：否 → 是")],
        ),
        (
            "the option it chose means something else",
            {f"{FIELD}/level/field/options/a/label/zh": "战略客户"},
            {},
            [("level", "名称：「A 类」 → 「战略客户」")],
        ),
        ("another option is shut", {f"{FIELD}/level/field/options/b/archived": True}, {}, None),
        ("an option is new", {f"{FIELD}/level/field/options/d": {"label": {"zh": "D 类"}, "order": 40}}, {}, None),
        (
            "a field it filled in is called something else",
            {f"{FIELD}/remark/field/label/zh": "拜访小结"},
            {},
            [("remark", "名称：「备注」 → 「拜访小结」")],
        ),
        ("a field it left empty is called something else", {f"{FIELD}/website/field/label/zh": "官网"}, {}, None),
        ("only the help is another", {f"{FIELD}/remark/field/help": {"zh": "随便写"}}, {}, None),
        (
            "a bound it does not keep",
            {f"{FIELD}/employees/minimum": 50},
            {},
            [("employees", "最小值：0 → 50")],
        ),
        ("a bound it keeps", {f"{FIELD}/employees/minimum": 10}, {}, None),
        (
            "what it filled in would not be kept",
            {f"{FIELD}/remark/field/relevance": {"op": "eq", "a": [{"f": "level"}, {"v": "b"}]}},
            {},
            [("remark", "显示条件：客户等级等于B 类")],
        ),
        (
            "a new condition it does not meet",
            {
                f"{FIELD}/remark/field/constraint": {
                    "long": {
                        "rule": {"op": "ge", "a": [{"op": "len", "a": [{"f": "remark"}]}, {"v": 10}]},
                        "message": {"zh": "写满十个字"},
                    }
                }
            },
            {},
            [("remark", "新增校验「写满十个字」")],
        ),
        ("another entity changed", {"entity/lead/properties/name/field/label/zh": "称呼"}, {}, None),
    ],
)
def test_what_a_new_record_touches(
    case: Studio, name: str, changes: Any, values: Any, want: list[tuple[str, str]] | None
) -> None:
    drawn = case.bench("sun").live
    published(case, changes)
    act = Create("customer", "", {**CUSTOMER, **values})
    answer = case.house.submit("li", "customer", None, act, drawn=drawn)
    if want is None:
        assert isinstance(answer, Answer), f"{name}: {told(answer)}"
    else:
        assert words(answer) == want, name


def deal(studio: Studio) -> str:
    return studio.house.deal()[0]


ADVANCED = {
    "flow/opportunity/stages/diagnosis/entry/fields": {"budget": {"order": 10}},
}


@pytest.mark.parametrize(
    ("name", "changes", "act", "want"),
    [
        (
            "the gate asks for a field",
            ADVANCED,
            Move("diagnosis", {}),
            [("budget", "新增必填字段「客户预算」")],
        ),
        ("the gate asks for what comes along", ADVANCED, Move("diagnosis", {"budget": 5_000}), None),
        (
            "a condition of the way",
            {"flow/opportunity/transitions/to_diagnosis/when": BUDGETED},
            Move("diagnosis", {}),
            [(None, "条件：客户预算（未填时取0 元）大于1 元")],
        ),
        (
            "the stage means something else",
            {"flow/opportunity/stages/diagnosis/label/zh": "丢单"},
            Move("diagnosis", {}),
            [(None, "名称：「需求诊断」 → 「丢单」")],
        ),
        ("a later gate", {"flow/opportunity/stages/quote/entry/fields/budget": {"order": 5}}, Move("diagnosis"), None),
        (
            "an input is new",
            {
                "action/log_follow_up/fields/mood": {
                    "order": 60,
                    "required": True,
                    "label": {"zh": "客户态度"},
                    "property": {"type": "string", "field": {"kind": "text", "label": {"zh": "客户态度"}}},
                }
            },
            Perform("log_follow_up", FOLLOWED),
            [("mood", "新增必填字段「客户态度」")],
        ),
        (
            "doing it asks for a decision now",
            {"action/log_follow_up/approval": SIGNED},
            Perform("log_follow_up", FOLLOWED),
            [(None, "审批：审批")],
        ),
        (
            "evidence is asked for",
            {"action/log_follow_up/evidence": {"min": 1}},
            Perform("log_follow_up", FOLLOWED),
            [(None, "凭证：凭证")],
        ),
        (
            "it is not offered any more",
            {"action/log_follow_up/when": {"v": False}},
            Perform("log_follow_up", FOLLOWED),
            [(None, "条件：否")],
        ),
        (
            "it is others' now",
            {"action/log_follow_up/roles": {"manager": {}, "hq_admin": {}}},
            Perform("log_follow_up", FOLLOWED),
            [(None, "您的角色现在不能做「写跟进」")],
        ),
        (
            "what an input fills is called something else",
            {"entity/follow_up/properties/content/field/label/zh": "录音文字"},
            Perform("log_follow_up", FOLLOWED),
            [("content", "名称：「跟进内容」 → 「录音文字」")],
        ),
        ("another action", {"action/give_demo/when": {"v": False}}, Perform("log_follow_up", FOLLOWED), None),
        (
            "a field it changes is only read now",
            {"access/roles/rep/entities/opportunity/fields/budget": "read"},
            Edit({"budget": 500}),
            [("budget", "「客户预算」现在只能查看")],
        ),
        (
            "the right is gone",
            {"access/roles/rep/entities/opportunity/edit": False},
            Edit({"budget": 500}),
            [(None, "您的角色现在不能做「商机」")],
        ),
    ],
)
def test_what_an_act_touches(
    case: Studio, name: str, changes: Any, act: Act, want: list[tuple[str | None, str]] | None
) -> None:
    house, drawn = case.house, case.bench("sun").live
    one = deal(case)
    if isinstance(act, Move):
        house.perform("li", one, "log_follow_up", **FOLLOWED)
    published(case, changes)
    answer = house.submit("li", "opportunity", one, act, drawn=drawn)
    if want is None:
        assert isinstance(answer, Answer), f"{name}: {told(answer)}"
    else:
        assert words(answer) == want, name


def test_nothing_is_stored_and_the_same_key_goes_through_when_it_is_whole(studio: Studio) -> None:
    house = studio.house
    published(studio, SHOWN)
    act = Create("customer", "", CUSTOMER)
    asked: dict[str, Any] = {"key": "k-1", "body": b"1"}
    refused = house.submit("li", "customer", None, act, drawn=1, **asked)
    assert words(refused) == [("rival", "新增必填字段「竞争对手」")]
    assert isinstance(refused, Refusal)
    assert refused.problem.status == 409
    assert (refused.problem.params["drawn"], refused.problem.params["version"]) == (1, 2)
    assert [(one.path, one.code) for one in refused.issues] == [("rival", "required")]
    with house.db.read() as tx:
        app = house.services.registry.app(tx, "sales")
        assert app is not None
        assert not standing.any_record(tx, app, "customer")
    whole = Create("customer", "", {**CUSTOMER, "rival": "甲公司"})
    again = house.submit("li", "customer", None, whole, drawn=2, **asked)
    assert isinstance(again, Answer), told(again)
    assert house.stored("customer", again.record.id).record.judged_by == 2
    same = house.submit("li", "customer", None, whole, drawn=1, **asked)
    assert isinstance(same, Answer), "what was stored is answered again, whatever was published since"
    assert same.record.id == again.record.id


def test_who_says_no_version_and_whose_values_are_wrong_is_answered_as_ever(studio: Studio) -> None:
    house = studio.house
    published(studio, SHOWN)
    act = Create("customer", "", CUSTOMER)
    for drawn in (None, 2, 3, 0):
        answer = house.submit("li", "customer", None, act, drawn=drawn)
        assert isinstance(answer, Refusal)
        assert answer.code == "invalid", drawn
    wrong = Create("customer", "", {**CUSTOMER, "rival": "甲", "employees": -1})
    answer = house.submit("li", "customer", None, wrong, drawn=1)
    assert isinstance(answer, Refusal)
    assert (answer.code, [one.path for one in answer.issues]) == ("invalid", ["employees"])
    assert isinstance(
        house.submit("li", "customer", None, Create("customer", "", {**CUSTOMER, "rival": "甲"}), drawn=1), Answer
    )


def test_what_the_role_does_not_see_is_neither_named_nor_a_reason_to_ask_again(sqlite_studio: Studio) -> None:
    studio, house = sqlite_studio, sqlite_studio.house
    published(studio, {f"{FIELD}/floor": SECRET, "access/roles/rep/entities/customer/fields/floor": "none"})
    gate = {"op": "or", "a": [{"op": "is_empty", "a": [{"f": "customer.floor"}]}, {"v": True}]}
    one = deal(studio)
    house.perform("li", one, "log_follow_up", **FOLLOWED)
    hidden = {"rule": {"op": "not_empty", "a": [{"f": "customer.floor"}]}, "message": {"zh": "先定底价"}}
    published(
        studio,
        {
            f"{FIELD}/floor/field/label/zh": "最低成交价",
            "flow/opportunity/transitions/to_demo/when": gate,
            "flow/opportunity/stages/diagnosis/entry/statements": {"floor": hidden},
            f"{FIELD}/remark/field/required_when": {"op": "not_empty", "a": [{"f": "floor"}]},
        },
    )
    created = house.submit("li", "customer", None, Create("customer", "", CUSTOMER), drawn=2)
    assert isinstance(created, Answer), told(created)
    refused = house.submit("li", "opportunity", one, Move("diagnosis"), drawn=2)
    assert isinstance(refused, Refusal)
    assert refused.code == "gate_missing", (
        "a condition over what he does not see is refused as it would be without this"
    )
    assert short(refused.needs) == ["statement:floor"]


def test_a_field_taken_out_of_his_sight_is_not_named_any_more(sqlite_studio: Studio) -> None:
    studio, house = sqlite_studio, sqlite_studio.house
    published(
        studio,
        {"access/roles/rep/entities/customer/fields/employees": "none", f"{FIELD}/employees/field/label/zh": "编制"},
    )
    refused = house.submit("li", "customer", None, Create("customer", "", CUSTOMER), drawn=1)
    assert words(refused) == [("employees", "您填的一项现在不由您填写了")]
    assert "编制" not in str(refused)
    left = {key: value for key, value in CUSTOMER.items() if key != "employees"}
    assert isinstance(house.submit("li", "customer", None, Create("customer", "", left), drawn=1), Answer)


def test_many_at_once_are_compared_with_what_changed_once(
    sqlite_studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio, house = sqlite_studio, sqlite_studio.house
    deals = [BulkItem(deal(studio)) for _ in range(3)]
    published(studio, ADVANCED)
    compared: list[tuple[Any, Any]] = []
    sound = differences

    def noted(old: Any, new: Any) -> Any:
        compared.append((old, new))
        return sound(old, new)

    monkeypatch.setattr(underway, "differences", noted)
    underway._between.cache_clear()
    for _ in range(2):
        done = house.services.filling.bulk(
            house.people["li"], "sales", "opportunity", deals, Move("diagnosis"), "", b"", drawn=1
        )
        assert not isinstance(done, Refusal)
        assert [one.code for one in done.results] == ["app_changed"] * 3
    assert len(compared) == 1
    published(studio, {f"{FIELD}/remark/field/help": {"zh": "补充"}})
    refused = house.submit("li", "opportunity", deals[0].id, Move("diagnosis"), drawn=2)
    assert isinstance(refused, Refusal)
    assert refused.code == "gate_missing", "of other versions other things are said"
    assert len(compared) == 2


def test_another_persons_record_stays_unknown(sqlite_studio: Studio) -> None:
    studio, house = sqlite_studio, sqlite_studio.house
    one = deal(studio)
    published(studio, ADVANCED)
    refused = house.submit("zhao", "opportunity", one, Move("diagnosis"), drawn=1)
    assert isinstance(refused, Refusal)
    assert refused.code == "not_found"
