"""A business object goes: one in force rests with all that belongs to it and is used again, one drawn by mistake is removed."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .api import Api
from .conftest import Enter
from .designer import faults, publish_now, saved

GONE = "停用业务对象"
BACK = "恢复使用"


def _end(page: Page, button: str, title: str, says: str) -> None:
    """What it means is told, and it is done."""
    page.get_by_role("button", name=button).click()
    asked = page.get_by_role("dialog", name=title)
    expect(asked.get_by_text(says)).to_be_visible()
    assert faults(page) == []
    asked.get_by_role("button", name=button).click()
    saved(page)


def test_an_object_in_force_rests_and_is_used_again(someone_apart: Enter) -> None:
    boss, rep = someone_apart("chenjing", bypass_csp=True), someone_apart("lina")
    mine = Api(rep.page, rep.url)
    asked = mine.create(
        "live_question", {"session": "周四直播", "question": "能试用吗", "asked_at": "2026-03-02T10:00:00+08:00"}
    )
    assert mine.owed(asked, "live_answer")

    page = boss.open("/design/sales/data/entity/live_question/entity")
    _end(page, GONE, "停用“直播提问”？", "一并停下：1 个动作、1 个必做动作。")
    expect(page.get_by_text("已停用：谁都看不到它和它的记录")).to_be_visible()
    publish_now(page, "先不做直播了", 2)

    theirs = rep.open("/a/sales/today")
    expect(theirs.get_by_role("link", name="商机", exact=True).first).to_be_visible()
    expect(theirs.get_by_role("link", name="直播提问")).to_have_count(0)
    assert rep.page.request.get(f"{rep.url}/api/apps/sales/live_question/{asked['id']}").status == 404

    page = boss.open("/design/sales/data/entity/live_question/entity")
    page.get_by_role("button", name=BACK).first.click()
    saved(page)
    publish_now(page, "又做直播", 3)
    theirs = rep.open(f"/a/sales/e/live_question/{asked['id']}")
    expect(theirs.get_by_role("heading", level=1, name="能试用吗")).to_be_visible()
    mine.until(lambda: mine.owed(asked, "live_answer"), "the answer is owed again")


def test_what_others_say_of_it_is_told_and_found(someone_apart: Enter) -> None:
    boss = someone_apart("chenjing", bypass_csp=True)
    page = boss.open("/design/sales/data/entity/contact/entity")
    page.get_by_role("button", name=GONE).click()
    asked = page.get_by_role("dialog", name="停用“联系人”？")
    expect(asked.get_by_role("button", name="字段「主要联系人」")).to_be_visible()
    asked.get_by_role("button", name=GONE).click()
    saved(page)
    page.get_by_role("button", name="检查结果").click()
    found = page.get_by_role("listitem").filter(has_text="“联系人”已停用")
    expect(found).to_be_visible()
    found.get_by_role("button", name="停用字段「主要联系人」").click()
    saved(page)
    expect(found).to_have_count(0)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    saved(page)
    assert (
        Api(boss.page, boss.url).get("/design/sales")["documents"]["entities"]["contact"]["entity"].get("archived")
        is None
    )


def test_one_drawn_by_mistake_is_removed(someone_apart: Enter) -> None:
    boss = someone_apart("chenjing", bypass_csp=True)
    api = Api(boss.page, boss.url)
    before = api.get("/design/sales")["documents"]
    page = boss.open("/design/sales/data")
    page.get_by_role("button", name="新业务对象").click()
    page.get_by_role("dialog").get_by_label("名称").fill("拜访记录")
    page.get_by_role("dialog").get_by_role("button", name="添加").click()
    saved(page)
    page.get_by_role("tab", name="对象设置").click()
    _end(page, "删除业务对象", "删除“拜访记录”？", "一并删除：1 个表单、1 个列表。")
    assert api.get("/design/sales")["documents"] == before
