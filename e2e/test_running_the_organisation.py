"""Those who run the organisation: holidays and hours, who is on duty, where messages go, and one's own quiet hours."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from .conftest import Enter


def test_a_day_off_is_set_undone_and_kept(someone: Enter) -> None:
    page = someone("sunlei").open("/calendars")
    expect(page.get_by_role("heading", level=1, name="工作日历")).to_be_visible()
    page.get_by_label("下一年").click()
    expect(page.get_by_text("起的放假安排尚未公布")).to_be_visible()
    day = page.locator('[data-day="2027-03-03"]')
    day.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("休息", exact=True).click()
    dialog.get_by_label("说明").fill("年中盘点")
    dialog.get_by_role("button", name="就这样").click()
    expect(day).to_have_accessible_name(re.compile("年中盘点.*休息"))
    page.get_by_role("button", name="撤销一步").click()
    expect(day).not_to_have_accessible_name(re.compile("年中盘点"))
    expect(page.get_by_role("button", name="保存")).to_have_count(0)

    # The same by keyboard: from the first of January on by weeks and days.
    page.locator('[data-day="2027-01-01"]').focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(dialog).to_contain_text("2027-01-16")
    dialog.get_by_text("上班", exact=True).click()
    dialog.get_by_role("button", name="就这样").click()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存，正在重算相关的截止时间")).to_be_visible()
    page.reload()
    page.get_by_label("下一年").click()
    expect(page.locator('[data-day="2027-01-16"]')).to_have_accessible_name(re.compile("上班 09:00"))


def test_hours_that_overlap_are_refused_in_words(someone: Enter) -> None:
    page = someone("sunlei").open("/calendars")
    page.get_by_role("button", name="改为上班 · 周六").click()
    page.get_by_label("周六 第 1 段结束").fill("14:00")
    page.get_by_role("button", name="再加一段 · 周六").click()
    expect(page.get_by_text("时间段要按先后排列，不能重叠")).to_be_visible()
    page.get_by_label("周六 第 2 段开始").fill("1430")
    expect(page.get_by_text("时间段要按先后排列，不能重叠")).to_have_count(0)


def test_a_roster_is_drawn_and_its_gaps_are_shown(someone: Enter) -> None:
    page = someone("sunlei").open("/rosters")
    page.get_by_role("button", name="新建值班表").click()
    page.get_by_label("值班表名称").fill("周末轮值")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("值班表已建好")).to_be_visible()
    chooser = page.get_by_label("选择值班表")
    if chooser.count():
        expect(chooser.locator("option:checked")).to_have_text("周末轮值")

    gaps = page.get_by_role("region", name="没有人值班的时段")
    expect(gaps.get_by_role("button", name="补上").first).to_be_visible()
    gap = gaps.get_by_role("listitem").first.inner_text().split("\n")[0]
    gaps.get_by_role("button", name="补上").first.click()
    dialog = page.get_by_role("dialog", name="添加一班")
    dialog.get_by_role("button", name=re.compile("值班人")).click()
    page.get_by_role("option", name=re.compile("李娜")).first.click()
    dialog.get_by_role("button", name="排上").click()
    shift = page.get_by_role("button", name=re.compile("^李娜，")).first
    expect(shift).to_be_visible()
    # Leaving now would lose the shift: one is asked.
    page.get_by_role("link", name="工作日历").click()
    expect(page.get_by_role("dialog", name="有改动还没保存，要离开吗？")).to_be_visible()
    page.get_by_role("button", name="取消").click()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("排班已保存")).to_be_visible()
    expect(gaps.get_by_role("listitem").filter(has_text=gap)).to_have_count(0)

    # Longer, later, a day on: as by dragging it.
    drawn = shift.get_attribute("aria-label") or ""
    for keys in ("Shift+ArrowDown", "ArrowDown", "ArrowRight"):
        shift.focus()
        page.keyboard.press(keys)
        expect(page.get_by_text("排班有改动还没保存")).to_be_visible()
        expect(page.get_by_role("button", name=drawn, exact=True)).to_have_count(0)
        page.get_by_role("button", name="撤销一步").click()
        expect(page.get_by_text("排班有改动还没保存")).to_have_count(0)
        expect(page.get_by_role("button", name=drawn, exact=True).first).to_be_visible()


def test_a_channel_that_cannot_be_reached_says_so_in_words(someone: Enter) -> None:
    page = someone("sunlei").open("/channels")
    page.get_by_role("button", name="接入渠道").click()
    dialog = page.get_by_role("dialog", name="接入渠道")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_text("请填写企业 ID")).to_be_visible()
    dialog.get_by_label("企业 ID").fill("ww0123456789")
    dialog.get_by_label("应用 AgentId").fill("1000002")
    dialog.get_by_label("应用 Secret").fill("never-shown-again")
    # No message leaves for an address inside the house.
    dialog.get_by_label("接口地址").fill("https://127.0.0.1")
    dialog.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存", exact=True)).to_be_visible()
    assert "never-shown-again" not in page.content()

    page.get_by_role("button", name="发送测试消息").first.click()
    test = page.get_by_role("dialog", name=re.compile("发一条测试消息"))
    test.get_by_label("发给谁").fill("sunlei")
    test.get_by_role("button", name="发送", exact=True).click()
    expect(test.get_by_text("没有发出去：连不上对方服务器，请检查地址和网络")).to_be_visible(timeout=30_000)
    test.get_by_role("button", name="关闭").last.click()
    page.get_by_role("tab", name="后台任务").click()
    expect(page.get_by_text("运行正常").first).to_be_visible()


def test_quiet_hours_on_the_phone(someone: Enter) -> None:
    page = someone("lina", phone=True).open("/me")
    page.get_by_role("button", name="消息提醒").click()
    dialog = page.get_by_role("dialog", name="消息提醒")
    dialog.get_by_label("设置免打扰时间").check()
    dialog.get_by_label("从", exact=True).fill("21:30")
    dialog.get_by_label("合并发送").select_option("hourly")
    dialog.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存", exact=True)).to_be_visible()
    page.reload()
    page.get_by_role("button", name="消息提醒").click()
    expect(dialog.get_by_label("从", exact=True)).to_have_value("21:30")
    expect(dialog.get_by_label("合并发送")).to_have_value("hourly")


def test_whoever_does_not_manage_finds_no_such_page(someone: Enter) -> None:
    rep = someone("lina")
    for path in ("/calendars", "/rosters", "/channels"):
        page = rep.open(path)
        expect(page.get_by_role("heading", level=1)).not_to_have_text(re.compile("日历|值班|消息"))
