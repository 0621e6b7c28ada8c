"""S8 on the phone, under a clock: material sent, the follow-up owed within 24 hours, overdue, done late and seen as late."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .api import Api
from .conftest import Enter
from .frozen import Frozen

DUTY = "资料发出后 24 小时跟进"
COMPLETE = {
    "level": "b",
    "industry": "hospital",
    "country": "cn",
    "core_need": ["replace"],
    "decision_role": "technical",
}


def _send_material(page: Page) -> None:
    page.get_by_role("region", name="可以做的动作").get_by_role("button", name="发送产品资料").click()
    form = page.get_by_role("dialog", name="发送产品资料")
    form.get_by_text("微信", exact=True).click()
    form.get_by_label("发了什么").fill("监护仪产品图")
    form.get_by_role("button", name="提交").click()
    expect(form).to_be_hidden()


def test_material_sent_and_forgotten_is_overdue_and_done_late(frozen: Frozen, someone_then: Enter) -> None:
    clock = frozen.clock
    clock.monday()
    rep = someone_then("lina", phone=True)
    page = rep.page
    api = Api(page, rep.url)
    customer = api.create("customer", {"name": "恒达精密", "grade": "standard", **COMPLETE})
    deal = api.deal("发了资料的商机", customer=customer["id"])
    # The first follow-up is done: only the material asks for one.
    api.act(deal, "log_follow_up", {"way": "phone", "content": "电话里约好先看产品资料", "next_step": "发产品图"})
    rep.open(f"/a/sales/e/opportunity/{deal['id']}")
    _send_material(page)
    owing = page.get_by_role("region", name="待办", exact=True)
    expect(owing.get_by_role("listitem").filter(has_text=DUTY)).to_contain_text("还剩 24小时")

    # Each names the act it comes from.
    owing.get_by_role("listitem").filter(has_text="72 小时未更新").get_by_role("button", name="为什么要做").click()
    why = page.get_by_role("dialog", name="为什么要我做")
    expect(why.get_by_text("李娜在 今天 09:00 做了：写跟进")).to_be_visible()
    expect(why.get_by_text("产生待办“72 小时未更新”，截止")).to_be_visible()
    why.get_by_role("button", name="关闭").click()

    # In time it is today's or this week's; a second after the hour it is overdue, with or without a reminder.
    clock.on(hours=24, seconds=1)
    rep.open("/a/sales/today")
    row = page.get_by_role("region", name="逾期").get_by_role("listitem").filter(has_text=DUTY)
    expect(row).to_contain_text("逾期 不到 1 分钟")
    expect(row).to_contain_text("发了资料的商机")
    clock.on(hours=5)
    api.until(
        lambda: api.owed(deal, "follow_up_after_material")[0]["escalated"], "the manager hears of it after four hours"
    )
    rep.open("/a/sales/today")
    expect(row).to_contain_text("逾期 5小时")
    expect(row).to_contain_text("已上报")

    # One press to the form; changing a field of the deal would not have done.
    row.get_by_role("button", name=DUTY).first.click()
    form = page.get_by_role("dialog", name="写跟进")
    form.get_by_text("拜访", exact=True).click()
    form.get_by_label("跟进内容").fill("拜访设备科，资料看过了，对监护仪有兴趣")
    form.get_by_label("下一步").fill("周四发方案")
    form.get_by_role("button", name="提交").click()
    expect(form).to_be_hidden()
    expect(page.get_by_text(f"已完成“{DUTY}”")).to_be_visible()
    expect(row).to_have_count(0)

    # Late is late, and whoever looks sees it.
    done = api.owed(deal, "follow_up_after_material", "done")
    assert [(one["late"], one["late_s"]) for one in done] == [(True, 5 * 3600 + 1)]
    rep.open(f"/a/sales/e/opportunity/{deal['id']}")
    page.get_by_role("tab", name="动态").click()
    expect(page.get_by_text(f"待办“{DUTY}”完成，晚了 5小时")).to_be_visible()
    expect(page.get_by_text(f"产生待办“{DUTY}”，截止 今天 09:00")).to_be_visible()
