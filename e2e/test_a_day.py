"""A day in the life: the rep's morning on the phone, the manager's round, a seal asked for and affixed, and what went out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .api import Api
from .conftest import Enter, Someone
from .frozen import Frozen
from .screenshots import hand_in, picture

NEW = {"grade": "standard", "level": "b", "industry": "factory", "core_need": ["replace"], "decision_role": "technical"}
SEAL = "seal_approval"


def _rows(page: Page, group: str) -> Locator:
    return page.get_by_role("region", name=group, exact=True).get_by_role("listitem")


def _reachable(frozen: Frozen, admin: Someone, rep: Api) -> None:
    """The company's WeCom is set up, and the rep's account in it is known."""
    api = Api(admin.page, admin.url)
    body = {
        "kind": "wecom",
        "name": "企业微信",
        "config": {"corp_id": frozen.wecom.corp, "agent_id": "1", "base": frozen.wecom_url},
        "secret": {"secret": frozen.wecom.secret},
        "revision": 0,
    }
    made = api.send("PUT", "/channels/wecom", body)
    assert made.ok, made.text()
    put = api.send("PUT", "/channels/wecom/addresses", {"addresses": {rep.me["id"]: "ShenYue"}})
    assert put.ok, put.text()


def _some_days_before(frozen: Frozen, api: Api) -> dict[str, Any]:
    """On Monday a yellow contract and a key customer, on Tuesday a new deal: what Wednesday begins with. The contract."""
    clock = frozen.clock
    abroad = api.create("customer", {"name": "西贡医疗", "country": "vn", "payment_term": 75, **NEW})
    old = api.deal("西贡的监护仪", customer=abroad["id"])
    api.act(old, "log_follow_up", {"way": "phone", "content": "电话确认了合同寄出的时间", "next_step": "等回签"})
    contract = api.create("contract", {"opportunity": old["id"], "amount": 9_000_000, "signed_on": "2026-03-02"})
    api.create("customer", {"name": "安和器械", "country": "cn", **NEW, "level": "a"})
    clock.on(days=1, hours=6)
    api.create("customer", {"name": "新来的客户", "grade": "standard"})
    clock.to(clock.now.replace(hour=9, minute=30) + timedelta(days=1))
    return contract


def _done(page: Page, row: Locator, form: Locator, shot: bytes) -> None:
    hand_in(page, form, shot, "截图.jpg")
    expect(form.get_by_text("截图.jpg")).to_be_visible()
    form.get_by_role("button", name="提交").click()
    expect(form).to_be_hidden()
    expect(row).to_have_count(0, timeout=60_000)  # The worker may have the one writer just then.


def _two_acts(page: Page) -> None:
    """The overdue reminder and this week's update, each with its screenshot."""
    row = _rows(page, "逾期").filter(has_text="付款提醒")
    row.get_by_role("button", name="付款提醒").first.click()
    form = page.get_by_role("dialog", name="提前发起付款提醒")
    form.get_by_text("微信", exact=True).click()
    _done(page, row, form, picture(7001))
    row = _rows(page, "本周到期").filter(has_text="竞品动态同步")
    row.get_by_role("button", name="竞品动态同步").first.click()
    form = page.get_by_role("dialog", name="竞品动态同步")
    form.get_by_label("竞品", exact=False).first.fill("迈得")
    form.get_by_label("动态", exact=False).first.fill("本周报价下调百分之五")
    _done(page, row, form, picture(7002))


def _round(boss: Someone, rep: Page) -> None:
    """The manager finds what is overdue first, nudges, hands one on, lets one go with a reason."""
    page = boss.open("/a/sales/queues?queue=payment_proofs")
    row = page.get_by_role("row").filter(has_text="沈悦").filter(has_text="黄色预警")
    expect(row).to_contain_text("逾期")
    bell = rep.get_by_role("banner").get_by_role("link", name="通知")
    before = bell.inner_text()
    row.get_by_role("button", name="催办").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("textbox").fill("上午就发提醒，截图给我")
    sheet.get_by_role("button", name="催办").click()
    expect(page.get_by_text("已提醒 沈悦")).to_be_visible()
    # The rep has not touched the phone: the badge goes up by itself.
    expect(bell).not_to_have_text(before, timeout=15_000)

    page = boss.open("/a/sales/queues?queue=follow_ups")
    row = page.get_by_role("row").filter(has_text="新来的客户")
    row.get_by_role("button", name="处理待办").click()
    page.get_by_role("menuitem", name="转派").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="转派给").click()
    page.get_by_role("option", name="王强").click()
    sheet.get_by_label("原因").fill("老客户介绍来的，我先打电话")
    sheet.get_by_role("button", name="转派", exact=True).click()
    expect(row).to_contain_text("王强")

    page = boss.open("/a/sales/queues?queue=missing_information")
    row = page.get_by_role("row").filter(has_text="新来的客户")
    row.get_by_role("button", name="处理待办").click()
    page.get_by_role("menuitem", name="豁免").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="豁免").click()
    expect(sheet.get_by_text("请填写原因")).to_be_visible()
    sheet.get_by_label("原因").fill("资料由总部统一补")
    sheet.get_by_role("button", name="豁免").click()
    expect(row).to_have_count(0)


def _asked(rep: Someone) -> dict[str, Any]:
    """A seal for the contract, asked for on the phone."""
    values = {"title": "西贡医疗合同盖章", "kind": "contract", "seals": ["contract"], "copies": 2}
    request = Api(rep.page, rep.url).create("request", values, app=SEAL)
    page = rep.open(f"/a/{SEAL}/e/request/{request['id']}")
    page.get_by_role("region", name="可以做的动作").get_by_role("button", name="申请用印").click()
    form = page.get_by_role("dialog", name="申请用印")
    with page.expect_file_chooser() as chosen:
        form.get_by_role("button", name="选择文件").click()
    chosen.value.set_files({"name": "合同终稿.jpg", "mimeType": "image/jpeg", "buffer": picture(7003)})
    expect(form.get_by_text("合同终稿.jpg")).to_be_visible()
    form.get_by_role("button", name="提交审批").click()
    expect(page.get_by_role("region", name="审批").get_by_text("审批中：申请用印")).to_be_visible()
    return request


def _sealed(boss: Someone, keeper: Someone, request: dict[str, Any]) -> None:
    """Approved by the head of department, then sealed by the keeper, to whom it is owed from that moment."""
    page = boss.open(f"/a/{SEAL}/approvals")
    page.get_by_role("link").filter(has_text=request["title"]).click()
    page.get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_text("已通过").first).to_be_visible()
    page = keeper.open(f"/a/{SEAL}/today")
    row = page.get_by_role("listitem").filter(has_text=request["title"])
    row.get_by_role("button", name=request["title"]).first.click()
    form = page.get_by_role("dialog", name="用印")
    form.get_by_label("实盖份数").fill("2")
    _done(page, row.filter(has_text="用印").filter(has_not_text="归档"), form, picture(7004))


def test_a_day_of_a_rep_and_those_around(frozen: Frozen, someone_then: Enter) -> None:
    frozen.clock.monday()
    rep = someone_then("shenyue", phone=True)
    page, api = rep.page, Api(rep.page, rep.url)
    admin = someone_then("sunlei")
    _reachable(frozen, admin, api)
    contract = _some_days_before(frozen, api)
    api.until(lambda: api.owed(contract, "early_reminder")[0]["escalated"], "the manager hears of the late reminder")

    rep.open("/a/sales/today")
    expect(_rows(page, "逾期").filter(has_text="付款提醒")).to_contain_text("已上报")
    expect(_rows(page, "今天到期").filter(has_text="新客户首次联系")).to_contain_text("新来的客户")
    expect(_rows(page, "本周到期").filter(has_text="竞品动态同步")).to_contain_text("安和器械")
    boss = someone_then("wangqiang")
    _round(boss, page)
    rep.open("/a/sales/today")
    expect(_rows(page, "今天到期").filter(has_text="新来的客户")).to_have_count(0)
    _rows(page, "逾期").filter(has_text="付款提醒").get_by_role("button", name="为什么要做").click()
    sheet = page.get_by_role("dialog", name="为什么要我做")
    expect(sheet.get_by_text("上午就发提醒，截图给我")).to_be_visible()
    sheet.get_by_role("button", name="关闭").first.click()
    _two_acts(page)
    assert [one["late"] for one in api.owed(contract, "early_reminder", "done")] == [True]

    request = _asked(rep)
    _sealed(boss, someone_then("xuhui"), request)

    # What was told besides the inbox: one message to the rep's WeCom, and it says so in the log.
    frozen.clock.on(minutes=3)
    api.until(lambda: any("催" in str(one) for one in frozen.wecom.sent), "WeCom gets the nudge")
    assert {one["touser"] for one in frozen.wecom.sent} == {"ShenYue"}
    log = admin.open("/channels")
    log.get_by_role("tab", name="投递记录").click()
    expect(log.get_by_role("row").filter(has_text="沈悦").filter(has_text="企业微信").first).to_contain_text("已")
