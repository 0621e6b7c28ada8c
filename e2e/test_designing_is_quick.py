"""How much work it is to make a template one's own: counted as the hand does it, clicks and time."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

from .conftest import Enter
from .designer import saved

CLICKS = 25
SECONDS = 180

COUNT = """() => {
  const key = "followthrough.e2e.clicks";
  // Real ones only: a click that the page makes of Enter or of a label has no place on the screen.
  document.addEventListener("pointerdown", () => {
    sessionStorage.setItem(key, String(Number(sessionStorage.getItem(key) ?? 0) + 1));
  }, true);
}"""


def _clicks(page: Page) -> int:
    count: int = page.evaluate("() => Number(sessionStorage.getItem('followthrough.e2e.clicks') ?? 0)")
    return count


def test_a_clone_is_renamed_changed_in_three_places_and_published_with_few_clicks(someone_apart: Enter) -> None:
    boss = someone_apart("chenjing")
    page = boss.page
    boss.context.add_init_script(f"({COUNT})()")
    begun = time.monotonic()

    # Clone and rename: the name is asked for where the clone is made.
    boss.open("/design")
    page.locator("button.d-card").filter(has_text="销售管理").filter(has_text="模板").click()
    name = page.get_by_role("dialog").get_by_label("应用名称")
    expect(name).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("华东大客户")
    page.keyboard.press("Enter")
    page.wait_for_url("**/design/*/data", timeout=20_000)
    expect(page.get_by_label("应用名称")).to_have_value("华东大客户")

    # One: a field more.
    page.get_by_role("button", name="添加单行文本").click()
    page.keyboard.type("决策委员会")
    page.keyboard.press("Enter")
    expect(page.get_by_text("决策委员会").first).to_be_visible()
    # Two: a stage more.
    page.get_by_role("navigation", name="设计内容").get_by_role("button", name="流程").click()
    page.get_by_role("button", name="在「方案演示」和「异议处理」之间插入阶段").click()
    page.keyboard.type("临床试用")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="阶段：临床试用")).to_be_visible()
    # Three: a deadline becomes another.
    page.get_by_role("navigation", name="设计内容").get_by_role("button", name="动作与必做").click()
    page.get_by_role("button", name="报价 24 小时内拿到客户确认").click()
    page.get_by_role("button", name="时限: 24 小时内").click()
    page.get_by_label("时限：数").click(click_count=2)
    page.keyboard.type("48")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".da-sentence")).to_contain_text("48 小时内")
    saved(page)

    page.get_by_role("navigation", name="设计内容").get_by_role("button", name="发布").click()
    page.get_by_role("tabpanel").get_by_role("button", name="发布", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("已发布第 1 版")).to_be_visible(timeout=20_000)

    clicks, seconds = _clicks(page), time.monotonic() - begun
    print(f"clone, rename, three edits, publish: {clicks} clicks, {seconds:.0f} s")
    assert 8 <= clicks <= CLICKS
    assert seconds <= SECONDS
