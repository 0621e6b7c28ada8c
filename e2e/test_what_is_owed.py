"""A rep's morning on the phone: what is owed, done by its mini form, one act with a screenshot; and why it is asked."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from .api import Api
from .conftest import Enter
from .frozen import Frozen
from .pictures import picture


def _row(page: Page, duty: str, record: str) -> Locator:
    return page.locator("button.owed-main").filter(has_text=duty).filter(has_text=record)


def _home(page: Page) -> Page:
    expect(page.get_by_role("heading", level=1, name="今天")).to_be_visible()
    unfold = page.get_by_role("button", name="展开")
    if unfold.count():
        unfold.first.click()
    return page


def test_a_morning_on_the_phone(frozen: Frozen, someone_then: Enter) -> None:
    # A Monday: on a weekend the week's deadline is behind, and nothing weekly is owed before the next.
    frozen.clock.monday()
    rep = someone_then("zhangwei", phone=True)
    api = Api(rep.page, rep.url)
    customer = api.create("customer", {"name": "晨会医院", "grade": "standard", "level": "a"})
    page = _home(rep.open("/a/sales/today"))

    # Two taps: the row, then submit; between them only the fields.
    _row(page, "新客户首次联系", "晨会医院").click()
    form = page.get_by_role("dialog", name="联系客户")
    form.locator("label.k-chip").first.click()
    expect(form.get_by_role("radio").first).to_be_checked()
    form.get_by_label("沟通要点").fill("约好下周二拜访设备科")
    expect(form.get_by_text("不能撤回")).to_be_visible()
    form.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已完成“新客户首次联系”").first).to_be_visible()
    expect(_row(page, "新客户首次联系", "晨会医院")).to_have_count(0)

    # The next one wants the original screenshot, and takes none without.
    _row(page, "竞品动态同步", "晨会医院").click()
    form = page.get_by_role("dialog", name="竞品动态同步")
    form.get_by_label("竞品").fill("迈得")
    form.get_by_label("动态", exact=True).fill("本周报价下调 5%")
    form.get_by_role("button", name="提交").click()
    expect(form.get_by_text("请上传原始聊天截图").first).to_be_visible()
    with page.expect_file_chooser() as chosen:
        form.get_by_role("button", name="拍照").click()
    chosen.value.set_files({"name": "聊天.png", "mimeType": "image/png", "buffer": picture(customer["id"])})
    expect(form.get_by_text("聊天.png")).to_be_visible()
    form.get_by_role("button", name="提交").click()
    expect(_row(page, "竞品动态同步", "晨会医院")).to_have_count(0)

    found = api.get(f"/apps/sales/customer/{customer['id']}")["record"]
    assert found["milestones"]["acts"] == {"contact_customer": 1, "competitor_update": 1}
    assert {one["duty"] for one in found["obligations"]} == {"customer_complete"}


def test_each_says_why_it_is_asked(someone: Enter) -> None:
    rep = someone("zhangwei", phone=True)
    api = Api(rep.page, rep.url)
    api.create("customer", {"name": "追问医院", "grade": "standard"})
    page = _home(rep.open("/a/sales/today"))
    item = page.get_by_role("listitem").filter(has_text="客户必要信息待补").filter(has_text="追问医院")
    item.get_by_role("button", name="为什么要做").click()
    sheet = page.get_by_role("dialog", name="为什么要我做")
    expect(sheet.get_by_text("张伟").first).to_be_visible()
    expect(sheet.get_by_role("heading", name="期限怎么算的")).to_be_visible()
    sheet.get_by_role("link", name="打开记录").click()
    expect(page.get_by_role("heading", level=1, name="追问医院")).to_be_visible()
    expect(page.get_by_role("region", name="待办")).to_contain_text("客户必要信息待补")


def test_the_manager_nudges_reassigns_and_waives(someone: Enter) -> None:
    rep = someone("zhangwei", phone=True)
    api = Api(rep.page, rep.url)
    customer = api.create("customer", {"name": "督办医院", "grade": "standard"})
    manager = someone("wangqiang")
    page = manager.open(f"/a/sales/e/customer/{customer['id']}")
    panel = page.get_by_role("region", name="待办")

    panel.get_by_role("button", name="处理待办“新客户首次联系”").click()
    page.get_by_role("menuitem", name="催办").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("textbox").fill("今天上午先打电话")
    sheet.get_by_role("button", name="催办").click()
    expect(page.get_by_text("已提醒 张伟")).to_be_visible()

    panel.get_by_role("button", name="处理待办“新客户首次联系”").click()
    page.get_by_role("menuitem", name="转派").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="转派给").click()
    # Nobody can owe what he cannot open: who does not see the customer is not offered.
    expect(page.get_by_role("option", name="陈静")).to_be_visible()
    expect(page.get_by_role("option", name="周婷")).to_have_count(0)
    page.get_by_role("option", name="陈静").click()
    sheet.get_by_label("原因").fill("张伟出差")
    sheet.get_by_role("button", name="转派", exact=True).click()
    expect(sheet).to_have_count(0)
    expect(panel.locator(".owed-row").filter(has_text="新客户首次联系")).to_contain_text("陈静")

    panel.get_by_role("button", name="处理待办“客户必要信息待补”").click()
    page.get_by_role("menuitem", name="豁免").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="豁免").click()
    expect(sheet.get_by_text("请填写原因")).to_be_visible()
    sheet.get_by_label("原因").fill("客户资料由总部统一补")
    sheet.get_by_role("button", name="豁免").click()
    expect(panel.get_by_text("客户必要信息待补")).to_have_count(0)
    page.get_by_role("tab", name="动态").click()
    expect(page.get_by_text("豁免了待办“客户必要信息待补”（客户资料由总部统一补）")).to_be_visible()

    # Whoever was nudged is told, and finds the record from there.
    told = rep.open("/inbox")
    told.get_by_role("button").filter(has_text="督办医院").filter(has_text="今天上午先打电话").first.click()
    expect(told.get_by_role("heading", level=1, name="督办医院")).to_be_visible()


def test_queues_show_whose_and_how_long(someone: Enter) -> None:
    rep = someone("zhangwei", phone=True)
    Api(rep.page, rep.url).create("customer", {"name": "队列医院", "grade": "standard"})
    # The list is long by now: only his.
    own = Api(rep.page, rep.url).get("/session")["person"]["id"]
    page = someone("wangqiang", phone=True).open(f"/a/sales/queues?queue=missing_information&owner={own}")
    card = page.get_by_role("listitem").filter(has_text="队列医院")
    expect(card).to_contain_text("张伟")
    card.get_by_role("button", name="催办").click()
    page.get_by_role("dialog").get_by_role("button", name="催办").click()
    expect(page.get_by_text("已提醒 张伟")).to_be_visible()
