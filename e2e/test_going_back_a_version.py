"""Going back: a field too many is published, filled in, and taken away again, with nothing that was written lost."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from .api import Api
from .conftest import Enter, Someone
from .designer import add_required_field, faults, publish_form, publish_now, saved, versions

FIELD = "消息来源"
RETIRED = "已停用：否 → 是"
BACK = "恢复到第 1 版"


def _form(rep: Someone, customer: str, name: str) -> Page:
    page = rep.open(f"/a/sales/e/contact/new?customer={customer}")
    page.get_by_label("姓名").fill(name)
    return page


def _stored(page: Page, name: str) -> str:
    """The id of the record."""
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    return page.url.split("?")[0].rsplit("/", 1)[1]


def _field(boss: Api) -> tuple[str, dict[str, Any]]:
    """The field as it stands in force, by its id."""
    found: dict[str, Any] = boss.get("/design/sales")["live_documents"]["entities"]["contact"]["properties"]
    return next((key, prop) for key, prop in found.items() if prop["field"]["label"]["zh"] == FIELD)


def _ask_back(page: Page) -> None:
    """What it means is told before anything is done."""
    newest, first = versions(page)
    assert [part in newest for part in ("第 2 版", "使用中", "陈静", "记下来源")] == [True] * 4, newest
    assert "使用中" not in first
    page.get_by_role("button", name="这一版改了什么 第 2 版").click()
    expect(page.locator(".dpb-list").get_by_text(f"新增字段「{FIELD}」")).to_be_visible()
    # There is no way back to where one is.
    expect(page.get_by_role("button", name="恢复到这一版")).to_have_count(1)
    expect(page.get_by_role("button", name="放弃未发布的修改")).to_be_disabled()
    page.get_by_role("button", name="恢复到这一版 第 1 版").click()
    sure = page.get_by_role("dialog", name="把草稿恢复到第 1 版？")
    # It was filled in: it is retired, not removed.
    expect(sure.get_by_role("listitem").filter(has_text=FIELD).filter(has_text=RETIRED)).to_be_visible()
    expect(sure.get_by_text(f"去掉表单字段「{FIELD}」")).to_be_visible()
    assert faults(page) == []


def _goes_back(page: Page) -> None:
    """Thought better of, done, taken back, done again."""
    sure = page.get_by_role("dialog", name="把草稿恢复到第 1 版？")
    sure.get_by_role("button", name="取消").click()
    expect(page.get_by_text("已全部发布")).to_be_visible()
    page.get_by_role("button", name="恢复到这一版 第 1 版").click()
    sure.get_by_role("button", name="恢复到这一版").click()
    # The next step is in sight: the differences, and the button.
    expect(page.get_by_role("tab", name="发布", exact=True)).to_have_attribute("aria-selected", "true")
    change = page.get_by_role("tabpanel").get_by_text(RETIRED)
    expect(change).to_be_visible()
    page.get_by_role("button", name=f"撤销“{BACK}”").click()
    saved(page)
    expect(page.get_by_text("已全部发布")).to_be_visible()
    expect(change).to_have_count(0)
    page.get_by_role("button", name=f"重做“{BACK}”").click()
    saved(page)
    expect(change).to_be_visible()


def test_a_version_is_looked_at_and_gone_back_to_and_nothing_is_lost(someone_apart: Enter) -> None:
    boss, rep = someone_apart("chenjing", bypass_csp=True), someone_apart("lina")
    api, mine = Api(boss.page, boss.url), Api(rep.page, rep.url)
    customer = mine.create("customer", {"name": "问来源的客户", "grade": "standard"})["id"]

    page = boss.open("/design/sales/data/entity/contact")
    add_required_field(page, FIELD)
    publish_now(page, "记下来源", 2)
    theirs = _form(rep, customer, "问过的联系人")
    theirs.get_by_role("button", name="保存", exact=True).click()
    expect(theirs.get_by_label(FIELD)).to_be_focused()
    theirs.get_by_label(FIELD).fill("展会")
    asked = _stored(theirs, "问过的联系人")

    _ask_back(page)
    _goes_back(page)
    publish_now(page, "先不问来源了", 3)
    expect(publish_form(page).get_by_role("button", name="发布", exact=True)).to_be_disabled()

    # The rep's form is as before, and what was written is kept.
    theirs = _form(rep, customer, "没问的联系人")
    expect(theirs.get_by_label(FIELD)).to_have_count(0)
    _stored(theirs, "没问的联系人")
    key, prop = _field(api)
    assert prop["field"]["archived"] is True
    assert mine.get(f"/apps/sales/contact/{asked}")["record"]["values"][key] == "展会"

    # It can be had again the same way.
    assert [line.split("\n")[0] for line in versions(page)] == ["第 3 版", "第 2 版", "第 1 版"]
    page.get_by_role("button", name="恢复到这一版 第 2 版").click()
    expect(page.get_by_role("dialog").get_by_text(FIELD).first).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="恢复到这一版").click()
    publish_now(page, "还是要问", 4)
    theirs = _form(rep, customer, "又问的联系人")
    expect(theirs.get_by_label(FIELD)).to_be_visible()
    assert "archived" not in _field(api)[1]["field"]


VISIT = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "entity": {"id": "site_visit", "label": {"zh": "院内拜访", "en": "Site visit"}, "title": "topic", "order": 45},
    "properties": {
        "topic": {
            "type": "string",
            "maxLength": 50,
            "field": {"kind": "text", "label": {"zh": "主题", "en": "Topic"}, "order": 10, "required": True},
        },
        "samples": {
            "type": "array",
            "field": {"kind": "rows", "label": {"zh": "样品", "en": "Samples"}, "order": 20, "target": "visit_sample"},
        },
    },
}
SAMPLE = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "entity": {
        "id": "visit_sample",
        "label": {"zh": "样品", "en": "Sample"},
        "title": "what",
        "rows_of": "site_visit",
    },
    "properties": {
        "what": {"type": "string", "maxLength": 50, "field": {"kind": "text", "label": {"zh": "名称", "en": "Name"}}}
    },
}
RIGHTS = {"scope": "all", "create": True, "edit": True}


def _with_visits(api: Api) -> None:
    """A business object with detail rows, for those whose roles its designer may change."""
    places: list[dict[str, Any]] = [
        {"path": "entity/site_visit", "value": VISIT},
        {"path": "entity/visit_sample", "value": SAMPLE},
    ]
    for role in ("rep", "manager", "supervisor"):
        rights = f"access/roles/{role}/entities"
        places += [{"path": f"{rights}/{one}", "value": RIGHTS} for one in ("site_visit", "visit_sample")]
    done = api.send("POST", "/design/sales/edits", {"label": {"zh": "加院内拜访"}, "operations": places})
    assert done.ok, done.text()


def _fits(page: Page) -> None:
    """Nothing is cut off on a desk or on a phone."""
    for width, height in ((1440, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        inside = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        # A page is drawn anew for a phone once it has heard of the width.
        page.wait_for_function(inside, timeout=5_000)
    page.set_viewport_size({"width": 1440, "height": 900})


def test_a_business_object_that_came_since_rests_with_its_records(someone_apart: Enter) -> None:
    boss, rep = someone_apart("chenjing", bypass_csp=True), someone_apart("lina")
    api, mine = Api(boss.page, boss.url), Api(rep.page, rep.url)
    _with_visits(api)
    page = boss.open("/design/sales/publish")
    publish_now(page, "加院内拜访", 2)
    rows = [{"what": "监护仪"}, {"what": "导联线"}]
    visit = mine.create("site_visit", {"topic": "科室会", "samples": rows})["id"]
    theirs = rep.open(f"/a/sales/e/site_visit/{visit}")
    expect(theirs.get_by_role("heading", level=1, name="科室会")).to_be_visible()
    expect(theirs.get_by_role("link", name="院内拜访").first).to_be_visible()

    versions(page)
    page.get_by_role("button", name="恢复到这一版 第 1 版").click()
    sure = page.get_by_role("dialog", name="把草稿恢复到第 1 版？")
    expect(sure.get_by_text("「院内拜访」：1 条记录")).to_be_visible()
    expect(sure.get_by_text("「院内拜访」的明细「样品」：2 行")).to_be_visible()
    assert faults(page) == []
    _fits(page)
    sure.get_by_role("button", name="恢复到这一版").click()
    publish_now(page, "先不记拜访", 3)

    # Nobody meets it: not in the navigation, not by its address, not by the API.
    home = rep.open("/a/sales/today")
    expect(home.get_by_role("navigation").first).to_be_visible()
    expect(home.get_by_role("link", name="院内拜访")).to_have_count(0)
    gone = mine.send("POST", "/apps/sales/site_visit", {"values": {"topic": "又一次"}})
    assert (gone.status, gone.json()["code"]) == (404, "not_found")
    page = boss.open("/design/sales/data/entity/site_visit/entity")
    expect(page.get_by_text("已停用：谁都看不到它和它的记录")).to_be_visible()
    _fits(page)

    versions(page)
    page.get_by_role("button", name="恢复到这一版 第 2 版").click()
    page.get_by_role("dialog").get_by_role("button", name="恢复到这一版").click()
    publish_now(page, "还是要记拜访", 4)
    found = mine.get(f"/apps/sales/site_visit/{visit}")["record"]["values"]
    assert (found["topic"], [row["what"] for row in found["samples"]]) == ("科室会", ["监护仪", "导联线"])
