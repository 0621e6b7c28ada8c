"""A rep at 390 px: blocked, told exactly what is missing, does it in place, moves on (S7, S26)."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .api import Api
from .conftest import Enter


def _open_deal(person_page: Page, url: str, record: dict[str, str]) -> None:
    person_page.goto(f"{url}/a/sales/e/opportunity/{record['id']}")
    expect(person_page.get_by_role("heading", level=1)).to_be_visible()


def _next(page: Page) -> str:
    return page.get_by_role("region", name="下一步").inner_text()


def test_the_gate_names_what_is_missing_and_opens_when_it_is_done(someone: Enter) -> None:
    rep = someone("lina", phone=True)
    api = Api(rep.page, rep.url)
    deal = api.deal("手机上走一步")
    page = rep.page
    _open_deal(page, rep.url, deal)

    assert "还差 1 项" in _next(page)
    page.get_by_role("region", name="下一步").get_by_role("button", name="写跟进").click()
    form = page.get_by_role("dialog", name="写跟进")
    form.get_by_text("拜访", exact=True).click()

    # Without its required text the form says so itself and nothing is sent.
    form.get_by_role("button", name="提交").click()
    expect(form.get_by_text("跟进内容", exact=False).first).to_be_visible()
    expect(form.get_by_label("跟进内容")).to_be_focused()

    form.get_by_label("跟进内容").fill("拜访设备科，确认今年有更新计划")
    form.get_by_label("下一步").fill("周四发方案")
    form.get_by_role("button", name="提交").click()
    expect(form).to_be_hidden()

    page.get_by_role("region", name="下一步").get_by_role("button", name="需求诊断").click()
    expect(page.get_by_text("已进入“需求诊断”")).to_be_visible()
    record = api.get(f"/apps/sales/opportunity/{deal['id']}")["record"]
    assert record["stage"] == "diagnosis"
    assert record["values"]["effective_count"] == 1


def test_the_proposal_asks_two_light_questions_and_writes_them_to_the_customer(someone: Enter) -> None:
    rep = someone("lina", phone=True)
    api = Api(rep.page, rep.url)
    deal = api.deal("发方案只问两件事")
    api.act(deal, "log_follow_up", {"way": "phone", "content": "电话确认了需求和时间安排", "next_step": "发方案"})
    page = rep.page
    _open_deal(page, rep.url, deal)
    page.get_by_role("region", name="可以做的动作").get_by_role("button", name="发送方案PDF").click()
    form = page.get_by_role("dialog", name="发送方案PDF")
    form.get_by_text("替换旧设备", exact=True).click()
    form.get_by_text("技术把关", exact=True).click()
    form.get_by_role("button", name="提交").click()
    expect(form).to_be_hidden()
    customer = api.get(f"/apps/sales/customer/{deal['values']['customer']}")["record"]["values"]
    assert customer["core_need"] == ["replace"]
    assert customer["decision_role"] == "technical"
