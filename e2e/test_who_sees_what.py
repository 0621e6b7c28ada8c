"""Each sees his own part; and the whole way from login to an action goes by keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .api import Api
from .conftest import PASSWORD, Enter


def test_a_manager_sees_his_region_and_nothing_of_the_other(someone: Enter) -> None:
    east = someone("lina")
    deal = Api(east.page, east.url).deal("华东的商机")
    for login, sees in (("wangqiang", True), ("liangmei", False), ("sunlei", True), ("zhangwei", False)):
        person = someone(login)
        page = person.open("/a/sales/e/opportunity?q=华东的商机")
        expect(page.get_by_role("link", name="华东的商机", exact=True)).to_have_count(1 if sees else 0)
        page = person.open(f"/a/sales/e/opportunity/{deal['id']}")
        shown = page.get_by_role("heading", level=1)
        expect(shown).to_have_text("华东的商机" if sees else "记录不存在，或不在您的数据范围内")


def _tab_to(page: Page, name: str, role: str = "button", most: int = 60) -> None:
    """Press Tab until the control of this name has the focus."""
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type] # a role by its name
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{name} cannot be reached by Tab")


def test_from_login_to_an_action_by_keyboard_alone(someone: Enter) -> None:
    seeded = someone("lina")
    deal = Api(seeded.page, seeded.url).deal("只用键盘的商机")
    rep = someone(None)
    page = rep.open("/login")
    page.keyboard.press("Tab")
    _type_into(page, "账号", "lina")
    page.keyboard.press("Tab")
    _type_into(page, "密码", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)

    rep.settled()
    _tab_to(page, "销售管理", "link")
    page.keyboard.press("Enter")
    page.wait_for_url("**/today")
    rep.settled()
    _tab_to(page, "商机", "link")
    page.keyboard.press("Enter")
    page.wait_for_url("**/e/opportunity*")
    rep.settled()
    _tab_to(page, deal["title"], "link")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=deal["title"])).to_be_visible()
    rep.settled()
    _tab_to(page, "写跟进")
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="写跟进")
    expect(form).to_be_visible()
    _tab_to(page, "电话", "radio")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("全程没有碰鼠标，电话聊了十分钟")
    page.keyboard.press("Tab")
    page.keyboard.type("发资料")
    page.keyboard.press("Enter")
    expect(form).to_be_hidden()
    expect(page.get_by_text("可以进入“需求诊断”了")).to_be_visible()


def _type_into(page: Page, label: str, text: str) -> None:
    for _ in range(6):
        if page.get_by_label(label).first.evaluate("element => element === document.activeElement"):
            page.keyboard.type(text)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{label} cannot be reached by Tab")
