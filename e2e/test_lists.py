"""Finding one's records: filter said back as a sentence, order, own columns, own views, paging."""

from __future__ import annotations

from playwright.sync_api import expect

from .api import Api
from .conftest import Enter


def test_a_filter_is_built_said_back_saved_and_found_again(someone: Enter) -> None:
    rep = someone("zhangwei")
    api = Api(rep.page, rep.url)
    for title, amount in (("筛选甲", 900), ("筛选乙", 20_000_000), ("筛选丙", 30_000_000)):
        api.deal(title, amount=amount)
    page = rep.open("/a/sales/e/opportunity?q=筛选")
    page.get_by_role("button", name="筛选", exact=True).click()
    ask = page.get_by_role("dialog", name="筛选条件")
    ask.get_by_role("button", name="添加条件", exact=True).click()
    row = ask.get_by_role("group").last
    row.get_by_role("button", name="字段").or_(row.get_by_role("combobox", name="字段")).first.click()
    page.get_by_role("option", name="预计金额", exact=True).click()
    ask.get_by_label("比较方式").select_option(label="大于等于")
    ask.get_by_label("值", exact=False).last.fill("200000")
    expect(ask.locator(".flt-preview")).to_contain_text("预计金额")
    ask.get_by_role("button", name="应用").click()
    expect(page.get_by_text("共 2 条")).to_be_visible()

    page.get_by_role("columnheader", name="预计金额").get_by_role("button").click()
    expect(page.get_by_role("columnheader", name="预计金额")).to_have_attribute("aria-sort", "ascending")
    expect(page.get_by_role("row").nth(1)).to_contain_text("筛选乙")
    page.get_by_role("columnheader", name="预计金额").get_by_role("button").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("筛选丙")

    page.get_by_role("button", name="存为我的视图").click()
    page.get_by_label("视图名称").fill("二十万以上")
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    tab = page.get_by_role("tab", name="二十万以上")
    expect(tab).to_have_attribute("aria-selected", "true")
    page.goto(rep.url + "/a/sales/e/opportunity")
    page.get_by_role("tab", name="二十万以上").click()
    expect(page.get_by_role("columnheader", name="预计金额")).to_have_attribute("aria-sort", "descending")
    expect(page.get_by_role("link", name="筛选乙", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="筛选甲", exact=True)).to_be_hidden()


def test_a_long_list_comes_page_by_page_without_a_gap(someone: Enter) -> None:
    rep = someone("zhouting")
    api = Api(rep.page, rep.url)
    for n in range(120):
        api.create("customer", {"name": f"翻页客户{n:03}", "grade": "standard"})
    page = rep.open("/a/sales/e/customer?q=翻页客户")
    expect(page.get_by_text("共 120 条")).to_be_visible()
    page.mouse.move(700, 500)
    rows = page.get_by_role("row").filter(has_text="翻页客户")
    for shown in (50, 100, 120):
        # The next page comes when the end is in sight, and not before.
        expect(rows).to_have_count(shown)
        page.wait_for_timeout(500)
        expect(rows).to_have_count(shown)
        rows.last.scroll_into_view_if_needed()
        page.mouse.wheel(0, 2000)
    expect(page.get_by_text("已全部显示")).to_be_visible()
    names = {text for row in rows.all_inner_texts() for text in row.split() if text.startswith("翻页客户")}
    assert len(names) == 120
