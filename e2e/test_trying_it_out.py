"""A draft is tried on the phone: the supervisor is a rep for a while, lets a deadline pass, and nobody else is affected."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, expect

from .api import Api
from .conftest import Enter

DUTY = "新客户首次联系"
CUSTOMER = "试用里的医院"


def _begin(page: Page) -> None:
    page.get_by_role("button", name="开始试用").click()
    expect(page.get_by_text("已放入", exact=False).first).to_be_visible(timeout=90_000)


def _as(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"以{name}的身份试用").click()
    page.wait_for_url("**/a/sales/today")
    expect(page.get_by_role("region", name="试用", exact=True)).to_be_visible()


def _owed(page: Page, customer: str) -> None:
    """A customer of the rep's own, made on the trial's pages: he owes the first contact."""
    page.goto(re.sub(r"/a/sales/.*", "/a/sales/e/customer/new", page.url))
    page.get_by_label("客户名称").fill(customer)
    page.get_by_text("普通企业", exact=True).first.click()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", level=1, name=customer)).to_be_visible()
    expect(page.get_by_role("region", name="待办")).to_contain_text(DUTY)


def test_a_deadline_passes_in_a_trial_and_nobody_else_is_affected(someone: Enter) -> None:
    boss = someone("chenjing", phone=True)
    api = Api(boss.page, boss.url)
    assert api.get(f"/apps/sales/customer?q={CUSTOMER}")["rows"] == []
    page = boss.open("/design/sales/try")
    _begin(page)
    _as(page, "李销售")
    _owed(page, CUSTOMER)

    bar = page.get_by_role("region", name="试用", exact=True)
    size = bar.bounding_box()
    assert size is not None
    assert size["height"] < 130, "the bar leaves the page to the page"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    clock = bar.locator("time")
    began = clock.inner_text()
    # A week is longer than any first contact may take, whatever day it is.
    for _ in range(7):
        then = clock.inner_text()
        bar.get_by_role("button", name="+1 天").click()
        expect(clock).not_to_have_text(then, timeout=30_000)
    assert clock.inner_text() != began
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="今天").click()
    late = page.get_by_role("region", name="逾期", exact=True).get_by_role("listitem").filter(has_text=CUSTOMER)
    expect(late.filter(has_text=DUTY)).to_contain_text("逾期")

    # Whoever is told of it in the trial is told there; the manager of the trial sees it too.
    bar.get_by_role("button", name="退出试用").click()
    page.wait_for_url("**/design/sales/try")
    told = page.get_by_role("region", name="发生了什么")
    expect(told.get_by_text(re.compile(DUTY)).first).to_be_visible()
    expect(told).to_contain_text(CUSTOMER)

    # The real house knows nothing of all this; what else happens there meanwhile is its own affair.
    assert api.get(f"/apps/sales/customer?q={CUSTOMER}")["rows"] == []
    rep = someone("lina", phone=True)
    theirs = rep.open("/a/sales/today")
    for one in (api, Api(rep.page, rep.url)):
        assert CUSTOMER not in json.dumps(one.get("/notices?limit=100"), ensure_ascii=False)
    expect(theirs.get_by_text(CUSTOMER)).to_have_count(0)
    expect(theirs.get_by_role("region", name="试用", exact=True)).to_have_count(0)

    page.get_by_role("button", name="结束试用").click()
    expect(page.get_by_text("还没有开始试用")).to_be_visible()


def test_back_in_the_designer_one_is_in_the_real_house_and_the_trial_can_be_entered_again(someone: Enter) -> None:
    boss = someone("chenjing")
    page = boss.open("/design/sales/try")
    _begin(page)
    bar = page.get_by_role("region", name="试用", exact=True)
    _as(page, "李销售")
    # The rep has something to act on at once.
    for entity in ("customer", "opportunity", "quote", "payment"):
        page.goto(f"{boss.url}/a/sales/e/{entity}")
        expect(page.get_by_role("main").get_by_text("共 3 条")).to_be_visible()
    _owed(page, f"{CUSTOMER}二")

    # Another tab is in the real house, whatever this one does.
    other = page.context.new_page()
    other.goto(f"{boss.url}/a/sales/e/customer")
    expect(other.get_by_role("heading", level=1).first).to_be_visible()
    expect(other.get_by_role("region", name="试用", exact=True)).to_have_count(0)
    expect(bar).to_be_visible()
    other.close()

    # Back, as often as it takes.
    for _ in range(12):
        if "/design/" in page.url:
            break
        page.go_back()
    page.wait_for_url("**/design/sales/try")
    expect(page.get_by_role("button", name="以李销售的身份试用")).to_be_visible()
    expect(bar).to_have_count(0)
    page.goto(f"{boss.url}/a/sales/e/customer")
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    expect(bar).to_have_count(0)

    # The same trial again; now an address of the designer leads out of it, and what is done there is real.
    page.goto(f"{boss.url}/design/sales/try")
    _as(page, "李销售")
    page.goto(f"{boss.url}/a/sales/e/customer")
    expect(page.get_by_role("main").get_by_text(f"{CUSTOMER}二").first).to_be_visible()
    asked: list[dict[str, str]] = []
    page.on("request", lambda one: asked.append(one.headers))
    page.goto(f"{boss.url}/design/sales/publish")
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    expect(bar).to_have_count(0)
    assert asked
    assert not [one for one in asked if "x-trial" in one]
