"""The same gate by every way in: drag by mouse and keys, bulk, cell, request, a window with an old version (S7)."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .api import Api
from .conftest import Enter

NEED = "写跟进"
"""What 客户触达 still lacks before 需求诊断."""


@pytest.fixture
def rep(someone: Enter) -> Any:
    return someone("lina")


def _stage(api: Api, deal: dict[str, Any]) -> str:
    stage: str = api.get(f"/apps/sales/opportunity/{deal['id']}")["record"]["stage"]
    return stage


def _card(page: Page, stage: str, title: str) -> Locator:
    return page.get_by_role("region", name=stage, exact=True).get_by_role("listitem").filter(has_text=title)


def drag(page: Page, card: Locator, onto: Locator) -> None:
    """Carry a card onto a column by mouse."""
    start, end = card.bounding_box(), onto.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 20, start["y"] + start["height"] - 6)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 30, steps=5)
    page.mouse.move(end["x"] + 60, end["y"] + 120, steps=12)
    page.wait_for_timeout(100)
    page.mouse.up()


def test_a_card_dragged_by_mouse_asks_for_what_is_missing_and_then_goes_on(rep: Any) -> None:
    api = Api(rep.page, rep.url)
    deal = api.deal("拖动的卡片")
    page = rep.open("/a/sales/e/opportunity/board")
    drag(page, _card(page, "客户触达", deal["title"]), page.get_by_role("region", name="需求诊断", exact=True))
    asked = page.get_by_role("dialog", name="进入“需求诊断”")
    expect(asked).to_contain_text("还差 1 项")
    assert _stage(api, deal) == "contact"

    asked.get_by_role("button", name=NEED).click()
    form = page.get_by_role("dialog", name=NEED)
    form.get_by_text("电话", exact=True).click()
    form.get_by_label("跟进内容").fill("电话里确认了预算和决策人")
    form.get_by_label("下一步").fill("周五上门")
    form.get_by_role("button", name="提交").click()
    go_on = page.get_by_role("dialog", name="进入“需求诊断”").get_by_role("button", name="进入需求诊断")
    go_on.click()
    expect(_card(page, "需求诊断", deal["title"])).to_be_visible()
    assert _stage(api, deal) == "diagnosis"


def test_a_card_carried_by_keys_is_stopped_by_the_same_gate(rep: Any) -> None:
    api = Api(rep.page, rep.url)
    deal = api.deal("键盘移动的卡片")
    page = rep.open("/a/sales/e/opportunity/board")
    handle = page.get_by_role("button", name=f"拖动“{deal['title']}”")
    handle.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text(f"“{deal['title']}”在“客户触达”上方")).to_be_attached()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("在“需求诊断”上方")).to_be_attached()
    page.keyboard.press("Space")
    asked = page.get_by_role("dialog", name="进入“需求诊断”")
    expect(asked.get_by_role("button", name=NEED)).to_be_visible()
    asked.get_by_role("button", name="取消").click()
    expect(_card(page, "客户触达", deal["title"])).to_be_visible()
    assert _stage(api, deal) == "contact"


def test_moving_many_at_once_judges_each(rep: Any) -> None:
    api = Api(rep.page, rep.url)
    ready, shut = api.deal("批量推进的商机一"), api.deal("批量推进的商机二")
    api.act(ready, "log_follow_up", {"way": "phone", "content": "电话确认了需求和时间安排", "next_step": "约演示"})
    page = rep.open("/a/sales/e/opportunity?q=批量推进")
    for deal in (ready, shut):
        page.get_by_role("checkbox", name=f"选择“{deal['title']}”").check()
    page.get_by_role("button", name="批量推进").click()
    ask = page.get_by_role("dialog")
    ask.get_by_label("目标阶段").select_option(label="需求诊断")
    ask.get_by_role("button", name="应用到 2 条").click()
    told = page.get_by_role("dialog")
    expect(told).to_contain_text("1 条已完成")
    refused = told.get_by_role("listitem").filter(has_text=shut["title"])
    expect(refused.get_by_role("button", name="去补齐")).to_be_visible()
    assert (_stage(api, ready), _stage(api, shut)) == ("diagnosis", "contact")


def _with_budget(api: Api, title: str) -> dict[str, Any]:
    """A deal in 方案演示, whose gate demands the budget."""
    deal = api.deal(title)
    api.act(deal, "log_follow_up", {"way": "phone", "content": "电话确认了需求和时间安排", "next_step": "约演示"})
    deal = api.act(deal, "diagnose_need", {"need_summary": "两台监护仪", "budget": 20_000_000})
    moved = api.send("POST", f"/apps/sales/opportunity/{deal['id']}/move", {"version": deal["version"], "to": "demo"})
    assert moved.ok, moved.text()
    record: dict[str, Any] = moved.json()["record"]
    return record


def test_a_cell_of_the_list_cannot_be_emptied_below_its_gate(rep: Any) -> None:
    api = Api(rep.page, rep.url)
    deal = _with_budget(api, "清空预算的商机")
    page = rep.open("/a/sales/e/opportunity?q=清空预算")
    page.get_by_role("button", name="更多", exact=True).click()
    page.get_by_role("menuitem", name="列设置").click()
    columns = page.get_by_role("dialog", name="列设置")
    columns.get_by_text("更多字段").click()
    columns.get_by_role("checkbox", name="客户预算").check()
    columns.get_by_role("button", name="保存").click()
    row = page.get_by_role("row").filter(has_text=deal["title"])
    cell = row.get_by_role("cell").filter(has_text="¥200,000.00")
    cell.hover()
    cell.get_by_role("button", name="修改客户预算").click()
    form = page.get_by_role("form", name="客户预算")
    form.get_by_role("textbox").fill("")
    form.get_by_role("button", name="保存").click()
    expect(form.get_by_role("alert")).to_contain_text("客户预算")
    assert api.get(f"/apps/sales/opportunity/{deal['id']}")["record"]["values"]["budget"] == 20_000_000


REQUESTS = [
    ("move", "POST", "/move", {"to": "diagnosis"}, 422, "the gate itself"),
    ("move far ahead", "POST", "/move", {"to": "sign"}, 422, "every gate on the way counts"),
    ("stage by edit", "PATCH", "", {"values": {"_stage": "diagnosis"}}, 422, "a stage is not a field to write"),
    (
        "act out of turn",
        "POST",
        "/act",
        {"action": "give_demo", "inputs": {}, "files": []},
        409,
        "not an act of this stage",
    ),
]


@pytest.mark.parametrize(
    ("name", "method", "path", "body", "status", "why"), REQUESTS, ids=[one[0] for one in REQUESTS]
)
def test_a_request_by_hand_gets_no_further(
    rep: Any, name: str, method: str, path: str, body: dict[str, Any], status: int, why: str
) -> None:
    api = Api(rep.page, rep.url)
    deal = api.deal(f"手工请求 {name}")
    answer = api.send(method, f"/apps/sales/opportunity/{deal['id']}{path}", {"version": deal["version"], **body})
    assert answer.status == status, (why, answer.text())
    assert _stage(api, deal) == "contact", why
