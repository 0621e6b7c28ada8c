"""The designer's frame: an app from a template, names, undo, what a colleague does meanwhile, and what the check says."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import Enter
from .designer import faults, start_from_template


def _rename(page: Page, to: str) -> None:
    page.get_by_label("应用名称").fill(to)
    page.get_by_label("应用名称").press("Enter")


def test_an_app_begins_from_a_template_and_is_renamed_and_taken_back(someone: Enter) -> None:
    boss = someone("chenjing", bypass_csp=True)
    page = start_from_template(boss, "华东销售")
    expect(page.get_by_text("还没有发布过")).to_be_visible()
    _rename(page, "华东大客户")
    expect(page.get_by_text("已保存", exact=True)).to_be_visible()
    page.get_by_role("button", name="撤销“应用改名为「华东大客户」”").click()
    expect(page.get_by_label("应用名称")).to_have_value("华东销售")
    page.locator("body").press("Control+Shift+Z")
    expect(page.get_by_label("应用名称")).to_have_value("华东大客户")
    expect(page.get_by_text("已保存", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_label("应用名称")).to_have_value("华东大客户")
    assert faults(page) == []


def test_two_at_one_draft_see_each_other_and_hear_of_what_collides(someone: Enter) -> None:
    boss, again = someone("chenjing"), someone("chenjing")
    mine = start_from_template(boss, "两人同改")
    theirs = again.open(mine.url.removeprefix(again.url))
    expect(theirs.get_by_label("应用名称")).to_have_value("两人同改")

    _rename(mine, "先改的名字")
    expect(theirs.get_by_label("应用名称")).to_have_value("先改的名字", timeout=15_000)

    # Without a line nobody hears of the other: both change the same thing.
    again.context.set_offline(True)
    _rename(theirs, "后改的名字")
    expect(theirs.get_by_text("离线，未保存")).to_be_visible()
    _rename(mine, "又改了一次")
    expect(mine.get_by_text("已保存", exact=True)).to_be_visible()
    again.context.set_offline(False)
    said = theirs.get_by_role("alert").filter(has_text="没有保存")
    expect(said).to_contain_text("陈静", timeout=15_000)
    expect(said).to_contain_text("把「先改的名字」改成了「又改了一次」，您的修改“应用改名为「后改的名字」”没有保存")
    expect(theirs.get_by_label("应用名称")).to_have_value("又改了一次")
    said.get_by_role("button", name="用我的").click()
    expect(mine.get_by_label("应用名称")).to_have_value("后改的名字", timeout=15_000)


def test_what_was_done_without_a_line_survives_a_reload(someone: Enter) -> None:
    boss = someone("chenjing")
    page = start_from_template(boss, "断网也能改")
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/edits*", lambda route: route.abort("internetdisconnected"))
    _rename(page, "断网时改的")
    expect(page.get_by_text("离线，未保存")).to_be_visible()
    page.reload()
    expect(page.get_by_label("应用名称")).to_have_value("断网时改的")
    page.unroute("**/edits*")
    expect(page.get_by_text("已保存", exact=True)).to_be_visible(timeout=15_000)
    page.reload()
    expect(page.get_by_label("应用名称")).to_have_value("断网时改的")


def test_the_frame_on_a_phone_in_english(someone: Enter) -> None:
    boss = someone("chenjing", phone=True, lang="en", bypass_csp=True)
    page = boss.open("/me")
    page.get_by_role("link", name="Design", exact=True).click()
    expect(page.get_by_role("heading", name="My apps")).to_be_visible()
    assert faults(page) == []
    page.locator("a.d-card").first.click()
    sections = page.get_by_role("navigation", name="What is designed")
    sections.get_by_role("button", name="Access").click()
    page.wait_for_url("**/access")
    page.get_by_role("button", name="Findings").click()
    expect(page.get_by_role("dialog", name="Findings")).to_be_visible()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
