"""What a rep typed is never lost: reload, lost network, someone else's change in between."""

from __future__ import annotations

from playwright.sync_api import expect

from .api import Api
from .conftest import Enter


def test_a_form_half_filled_survives_a_reload(someone: Enter) -> None:
    rep = someone("lina", phone=True)
    page = rep.open("/a/sales/e/customer/new")
    page.get_by_label("客户名称").fill("半张表单的客户")
    expect(page.get_by_text("已保存到本机")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="恢复").or_(page.get_by_role("button", name="继续填写")).first.click()
    expect(page.get_by_label("客户名称")).to_have_value("半张表单的客户")


def test_without_network_the_submit_waits_and_is_sent_once(someone: Enter) -> None:
    rep = someone("lina", phone=True)
    api = Api(rep.page, rep.url)
    page = rep.open("/a/sales/e/customer/new")
    page.get_by_label("客户名称").fill("断网时新建的客户")
    rep.context.set_offline(True)
    expect(page.get_by_text("网络断开了")).to_be_visible()
    page.get_by_role("button", name="保存", exact=True).click()
    # The page was opened by its address: leaving it goes to the list and not out of the product.
    expect(page.get_by_text("1 条内容在本机等待提交")).to_be_visible()
    rep.context.set_offline(False)
    expect(page.get_by_text("已提交：客户")).to_be_visible(timeout=10_000)
    expect(page.get_by_text("1 条内容在本机等待提交")).to_be_hidden()
    found = api.get("/apps/sales/customer?q=断网时新建的客户")["rows"]
    assert len(found) == 1
    page.goto(rep.url + "/a/sales/e/customer/new")
    expect(page.get_by_label("客户名称")).to_have_value("")
    expect(page.get_by_role("button", name="继续填写")).to_be_hidden()


def test_a_page_never_opened_before_comes_when_the_line_is_back(someone: Enter) -> None:
    rep = someone("lina", phone=True)
    page = rep.page
    page.goto(rep.url + "/a/sales/today")
    page.route("**/assets/MePage-*.js", lambda route: route.abort("internetdisconnected"))
    page.route("**/health/live", lambda route: route.abort("internetdisconnected"))
    page.get_by_role("link", name="我的").click()
    expect(page.get_by_text("正在加载")).to_be_attached()
    assert page.evaluate("performance.getEntriesByType('navigation').length") == 1
    page.unroute_all()
    expect(page.get_by_role("button", name="退出登录")).to_be_visible(timeout=15_000)


def test_an_old_version_is_refused_and_the_input_kept(someone: Enter) -> None:
    rep = someone("lina")
    api = Api(rep.page, rep.url)
    deal = api.deal("两个窗口")
    page = rep.open(f"/a/sales/e/opportunity/{deal['id']}")
    page.get_by_role("button", name="编辑").first.click()
    page.get_by_label("商机名称").fill("我改的名称")
    path = f"/apps/sales/opportunity/{deal['id']}"
    changed = api.send("PATCH", path, {"version": deal["version"], "values": {"intent": "low"}})
    assert changed.ok, changed.text()
    page.get_by_role("button", name="保存").first.click()
    on_top = page.get_by_role("button", name="在最新内容上保存")
    expect(on_top).to_be_visible()
    expect(page.get_by_label("商机名称")).to_have_value("我改的名称")
    on_top.click()
    expect(page.get_by_role("heading", name="我改的名称")).to_be_visible()
    assert api.get(path)["record"]["values"]["intent"] == "low"
