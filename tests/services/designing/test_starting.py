"""Starting an app: whose it is, what it is made of, and that it works at once."""

from __future__ import annotations

import time
from typing import Any

import pytest

from followthrough.core.design.operations import Operation
from followthrough.core.model.decode import to_json
from followthrough.services.designing import (
    Correction,
    Corrections,
    FromApp,
    FromNothing,
    FromTemplate,
    Start,
)
from followthrough.services.granting import manages_people
from followthrough.services.refusal import Refusal
from followthrough.services.views_design import GuessView, StartedApp
from followthrough.store import people, standing
from tests.services.designing.studio import Studio, keyed
from tests.services.house import Create, House, template

NAME = {"zh": "门店巡检", "en": ""}
SHEET = """编号,客户名称,负责人,商机阶段,签约日期,合同额,占比,是否老客户,手机,备注
S001,恒达精密,chen,赢单,2026-01-05,12000,35%,是,13800000001,
S002,华信仪器,sun,跟进中,2026-02-11,3000,20%,否,13800000002,价格敏感
S003,远东医疗,chen,线索,,500,5%,否,13800000003,
"""


def sheet(rows: int = 40) -> bytes:
    """The sheet, its rows again and again with codes and names of their own."""
    head, *lines = SHEET.splitlines()
    made = []
    for n in range(rows):
        cells = lines[n % 3].split(",")
        made.append(",".join([f"S{n:03}", f"{cells[1]}{n}", *cells[2:8], f"138{n:08}", cells[9]]))
    return "\n".join([head, *made, ""]).encode()


def start(house: House, what: Start, who: str = "chen", name: Any = None) -> StartedApp | Refusal:
    done = house.services.starting.start(house.people[who], what, name or NAME, keyed())
    house.refresh()
    return done


def started(house: House, what: Start, who: str = "chen") -> Studio:
    done = start(house, what, who)
    assert isinstance(done, StartedApp), done
    return Studio(house, done.app)


def test_from_a_template_an_app_nobody_else_sees_before_it_is_published(studio: Studio) -> None:
    house = studio.house
    new = started(house, FromTemplate("sales"))
    assert new.app == "men_dian_xun_jian"
    bench = new.bench()
    assert (bench.live, bench.live_documents, bench.revision, bench.role) == (None, None, 0, "hq_admin")
    assert bench.documents["app"]["name"] == {"zh": "门店巡检", "en": "门店巡检"}
    assert bench.documents["app"]["lineage"]["template"] == "sales"
    for who in ("li", "sun"):
        assert house.services.drafting.workbench(house.people[who], new.app).code == "not_found"  # type: ignore[union-attr] # a refusal, or the test fails
        assert new.app not in [one.app for one in house.services.drafting.start(house.people[who]).apps]
    for who in ("chen", "sun"):
        assert [one.key for one in house.services.opening.apps(house.people[who])] == ["sales"], "no pages yet"
    assert house.services.opening.bundle(house.people["chen"], new.app).code == "not_found"  # type: ignore[union-attr] # a refusal, or the test fails
    mine = house.services.drafting.start(house.people["chen"]).apps
    assert [(one.app, one.live) for one in mine] == [("sales", 1), (new.app, None)]
    new.put("chen", "app/icon", "star")
    assert new.published().version == 1
    house.refresh()
    assert [one.key for one in house.services.opening.apps(house.people["chen"])] == ["sales", new.app]
    made = house.submit("chen", "customer", None, house_customer(), app=new.app)
    assert not isinstance(made, Refusal), made


def house_customer() -> Any:
    return Create("customer", "", {"name": "甲", "grade": "standard", "level": "a"})


STARTS = [FromTemplate("sales"), FromApp("sales"), FromNothing({"zh": "门店"})]


@pytest.mark.parametrize("what", STARTS, ids=["template", "app", "nothing"])
def test_whoever_manages_no_people_makes_no_app_that_lets_him(sqlite_studio: Studio, what: Start) -> None:
    house = sqlite_studio.house
    new = started(house, what)
    roles = new.at("access/roles")
    assert not any(role.get("people") for role in roles.values())
    mine = new.bench().role
    new.put("chen", f"access/roles/{mine}/people", True)
    refused = new.publish()
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.problem.params) == ("grant_exceeds", {"place": f"access/roles/{mine}/people"})
    assert new.bench().live is None
    new.put("chen", f"access/roles/{mine}/people", None)
    assert new.published().version == 1
    house.refresh()
    with house.db.read() as tx:
        live = house.services.registry.live(tx)
    assert new.app in live
    assert not manages_people(live, house.people["chen"].roles)
    new.refused("grant_exceeds", "chen", Operation(f"access/roles/{mine}/people", None, True))


def test_a_role_taken_away_meanwhile_is_not_given_back(studio: Studio) -> None:
    house = studio.house
    chen = house.people["chen"]
    with house.db.write() as tx:
        people.set_roles(tx, chen.person, {"sales": "rep"})
    done = house.services.starting.start(chen, FromNothing({"zh": "门店"}), NAME, keyed())
    assert isinstance(done, StartedApp), done
    with house.db.read() as tx:
        found = people.get(tx, chen.person)
    assert found is not None
    assert found.roles == {"sales": "rep", done.app: "manager"}
    assert found.stamp > chen.stamp + 1


def test_whoever_manages_people_keeps_the_roles_that_do(sqlite_studio: Studio) -> None:
    new = started(sqlite_studio.house, FromTemplate("sales"), "sun")
    found = new.bench("sun")
    assert found.documents["access"] == to_json(template("sales"))["access"]
    assert new.published("sun").version == 1


def test_the_same_name_again_gets_a_key_of_its_own_and_a_request_sent_twice_one_app(studio: Studio) -> None:
    house, key = studio.house, keyed(b"x")
    chen = house.people["chen"]
    first = house.services.starting.start(chen, FromNothing({"zh": "门店"}), NAME, key)
    assert first == house.services.starting.start(chen, FromNothing({"zh": "门店"}), NAME, key)
    house.refresh()
    second = started(house, FromApp("sales"))
    assert second.app == "men_dian_xun_jian_2"
    assert second.bench().documents["entities"] == to_json(template("sales"))["entities"]


def test_with_one_entity_it_works_at_once(studio: Studio) -> None:
    new = started(studio.house, FromNothing({"zh": "门店", "en": "Store"}))
    assert new.bench().findings == []
    assert new.published().version == 1
    made = studio.house.submit("chen", "men_dian", None, Create("men_dian", "", {"name": "一号店"}), app=new.app)
    assert not isinstance(made, Refusal), made
    new.put("chen", "access/roles/member/entities/men_dian/scope", "all")


def test_before_any_version_a_draft_is_discarded_to_what_it_was_started_from(sqlite_studio: Studio) -> None:
    new = started(sqlite_studio.house, FromNothing({"zh": "门店"}))
    before = new.bench().documents
    new.put("chen", "app/icon", "star")
    new.put("chen", "app/icon", "moon")
    done = new.drafting.discard(sqlite_studio.house.people["chen"], new.app, 2)
    assert not isinstance(done, Refusal)
    assert (new.bench().documents, new.bench().revision) == (before, 3)


@pytest.mark.parametrize("who", ["li", "wang"])
def test_who_designs_nothing_and_manages_nobody_starts_nothing(sqlite_studio: Studio, who: str) -> None:
    house = sqlite_studio.house
    for what in (FromTemplate("sales"), FromApp("sales"), FromNothing({"zh": "门店"})):
        refused = start(house, what, who)
        assert isinstance(refused, Refusal)
        assert refused.code == "not_found"
    guessed = house.services.from_file.guess(house.people[who], "a.csv", sheet())
    assert isinstance(guessed, Refusal)
    assert guessed.code == "not_found"


def test_what_is_not_there_is_not_started_from_and_names_are_names(sqlite_studio: Studio) -> None:
    house = sqlite_studio.house
    for what in (FromTemplate("gone"), FromTemplate("../sales"), FromApp("gone")):
        refused = start(house, what)
        assert isinstance(refused, Refusal)
        assert refused.code == "not_found", what
    for name in ({"zh": " "}, {"zh": "长" * 61}):
        refused = start(house, FromTemplate("sales"), name=name)
        assert isinstance(refused, Refusal)
        assert (refused.code, refused.problem.params) == ("bad_request", {"reason": "name"})


def guessed(house: House, data: bytes | None = None, name: str = "商机.csv") -> GuessView:
    found = house.services.from_file.guess(house.people["chen"], name, data or sheet())
    assert isinstance(found, GuessView), found
    return found


def test_a_file_is_guessed_column_by_column(sqlite_studio: Studio) -> None:
    found = guessed(sqlite_studio.house)
    kinds = {one.name: (one.field, one.kind, one.required) for one in found.columns}
    assert kinds == {
        "编号": ("bian_hao", "text", True),
        "客户名称": ("ke_hu_ming_cheng", "text", True),
        "负责人": ("fu_ze_ren", "person", True),
        "商机阶段": ("shang_ji_jie_duan", "choice", True),
        "签约日期": ("qian_yue_ri_qi", "date", False),
        "合同额": ("he_tong_e", "money", True),
        "占比": ("zhan_bi", "percent", True),
        "是否老客户": ("shi_fou_lao_ke_hu", "boolean", False),
        "手机": ("shou_ji", "phone", True),
        "备注": ("bei_zhu", "text", False),
    }
    assert all(one.why["zh"] and one.why["en"] for one in found.columns)
    assert (found.entity["entity"]["label"]["zh"], found.entity["entity"]["title"]) == ("商机", "ke_hu_ming_cheng")
    assert found.flow is not None
    assert [(one["label"]["zh"], one.get("kind")) for one in found.flow["stages"].values()] == [
        ("线索", None),
        ("跟进中", None),
        ("赢单", "won"),
    ]
    assert (found.rows, found.stages, found.title) == (40, "shang_ji_jie_duan", "ke_hu_ming_cheng")


WHY = {
    "产品": ([f"p{n % 31}" for n in range(310)], "不同的内容太多，不适合做选项"),
    "渠道": ([f"c{n % 30}" for n in range(310)], "只有 30 种内容反复出现"),
    "公司": ([f"k{n}" for n in range(310)], "内容各不相同"),
    "城市": ([f"s{n}" for n in range(4)] * 2 + [""] * 302, "内容不常重复，看不出是固定的选项"),
    "国家": (["中国"] * 310, "只有一种内容，看不出有哪些选项"),
    "说法": (["很长的说法" * 10, "另一种很长的说法" * 8] * 155, "内容太长，不适合做选项"),
    "销售": (["甲君", "乙君"] * 155, "列名像人名，按文字保存"),
}


def test_a_guess_says_what_is_true_of_the_column(sqlite_studio: Studio) -> None:
    rows = zip(*[cells for cells, _ in WHY.values()], strict=True)
    text = "\n".join([",".join(WHY), *[",".join(row) for row in rows]])
    found = guessed(sqlite_studio.house, text.encode())
    assert {one.name: one.why["zh"] for one in found.columns} == {name: why for name, (_, why) in WHY.items()}


def test_a_guess_is_corrected_before_anything_is_made(sqlite_studio: Studio) -> None:
    house = sqlite_studio.house
    chen, found = house.people["chen"], guessed(house)
    said = Corrections(
        {"zh": "订单"},
        {
            "bei_zhu": Correction(skip=True),
            "he_tong_e": Correction({"zh": "金额"}, "number"),
            "shi_fou_lao_ke_hu": Correction(required=True),
            "zhan_bi": Correction(kind="choice"),
        },
        title="bian_hao",
    )
    changed = house.services.from_file.confirm(chen, found.job, said)
    assert isinstance(changed, GuessView), changed
    assert changed.flow is None
    properties = changed.entity["properties"]
    assert properties["shang_ji_jie_duan"]["field"]["kind"] == "choice"
    assert (properties["he_tong_e"]["field"]["kind"], properties["he_tong_e"]["field"]["label"]["zh"]) == (
        "number",
        "金额",
    )
    assert {one["label"]["zh"] for one in properties["zhan_bi"]["field"]["options"].values()} == {"35%", "20%", "5%"}
    assert "bei_zhu" not in properties
    in_order = sorted(properties, key=lambda name: properties[name]["field"]["order"])
    assert in_order == [one.field for one in found.columns if one.field != "bei_zhu"], (
        "as the columns of the file stand"
    )
    assert changed.entity["entity"] == {
        **found.entity["entity"],
        "label": {"zh": "订单", "en": "订单"},
        "title": "bian_hao",
    }
    again = house.services.from_file.confirm(chen, found.job, Corrections({"zh": "订单"}, stages="shang_ji_jie_duan"))
    assert isinstance(again, GuessView), again
    assert again.flow is not None
    assert "bei_zhu" not in again.entity["properties"], "what is left out stays"
    row = {"zh": "订单"}
    for wrong, reason in (
        (Corrections(row, {"gone": Correction()}), "column"),
        (Corrections(row, {"bian_hao": Correction(kind="rollup")}), "kind"),
        (Corrections(row, title="he_tong_e"), "title"),
        (Corrections(row, stages="bian_hao"), "stages"),
        (Corrections({"zh": " "}), "label"),
        (Corrections(row, {"bian_hao": Correction({"zh": ""})}), "label"),
    ):
        refused = house.services.from_file.confirm(chen, found.job, wrong)
        assert isinstance(refused, Refusal)
        assert (refused.code, refused.problem.params) == ("bad_request", {"reason": reason})
    refused = house.services.from_file.confirm(house.people["sun"], found.job, said)
    assert isinstance(refused, Refusal)
    assert refused.code == "not_found"


def waited(house: House, job: str) -> Any:
    """The job when nothing is under way with it any more."""
    for _ in range(3000):
        found = house.services.importing.get(house.people["chen"], job)
        assert not isinstance(found, Refusal), found
        if not found.step:
            return found
        time.sleep(0.02)
    raise AssertionError("the import does not end")


def test_a_file_becomes_an_app_and_its_rows_records_without_being_sent_twice(studio: Studio) -> None:
    house = studio.house
    chen, found = house.people["chen"], guessed(house)
    made = house.services.from_file.start(chen, found.job, NAME, keyed())
    assert isinstance(made, StartedApp), made
    assert made.job == found.job
    house.refresh()
    refused = house.services.from_file.start(house.people["chen"], found.job, NAME, keyed())
    assert isinstance(refused, Refusal)
    assert refused.code == "import_state", "one file, one app"
    new = Studio(house, made.app)
    assert new.bench().findings == []
    assert new.published().version == 1
    house.refresh()
    chen, importing = house.people["chen"], house.services.importing
    job = waited(house, found.job)
    mapped = importing.map(chen, found.job, job.mapping)
    assert not isinstance(mapped, Refusal), mapped
    assert (mapped.state, [one for one in mapped.questions if one.answer is None]) == ("mapped", [])
    importing.check(chen, found.job)
    assert waited(house, found.job).counts["ok"] == 40
    importing.run(chen, found.job)
    assert waited(house, found.job).counts["created"] == 40
    with house.db.read() as tx:
        app = house.services.registry.app(tx, made.app)
        assert app is not None
        counted = standing.by_place(tx, app, "shang_ji")
    assert sorted(counted.values()) == [13, 13, 14]
    importing.close()


FILES = [
    (b"", "import_empty"),
    (b"a,b\n", "import_empty"),
    (b"PK\x03\x04 not a workbook", "import_unreadable"),
]


@pytest.mark.parametrize(("data", "code"), FILES, ids=["nothing", "no rows", "broken"])
def test_a_file_that_does_not_read_is_refused(sqlite_studio: Studio, data: bytes, code: str) -> None:
    house = sqlite_studio.house
    refused = house.services.from_file.guess(house.people["chen"], "a.csv", data)
    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_codes_keep_their_zeros_and_a_file_without_text_gets_a_title(sqlite_studio: Studio) -> None:
    lines = ["no,qty,when"] + [f"00{n},{n}.5,2026-03-02 08:0{n % 10}:00" for n in range(20)]
    found = guessed(sqlite_studio.house, "\n".join(lines).encode(), "x.csv")
    assert [one.kind for one in found.columns] == ["text", "number", "instant"]
    numbers = "\n".join(["qty,price", *[f"{n},{n * 2}" for n in range(20)]]).encode()
    found = guessed(sqlite_studio.house, numbers, "y.csv")
    assert found.title is None
    assert found.entity["entity"]["title"] == "name"
