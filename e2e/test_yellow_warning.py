"""S40 on the phone, under a clock: a yellow contract asks for a reminder within 48 hours, and only the reminder ends it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from .api import Api
from .conftest import Enter
from .frozen import Frozen
from .screenshots import hand_in, picture
from .test_one_gate_every_way import drag

DUTY = "黄色预警：48 小时内发起付款提醒"
ABROAD = {
    "grade": "standard",
    "level": "b",
    "industry": "factory",
    "country": "vn",
    "payment_term": 75,
    "core_need": ["replace"],
    "decision_role": "technical",
}


def _yellow(api: Api, title: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A deal ready for its second stage, and a contract on it that is yellow: Southeast Asia with 75 days."""
    customer = api.create("customer", {"name": f"{title}的客户", **ABROAD})
    deal = api.deal(title, customer=customer["id"])
    api.act(deal, "log_follow_up", {"way": "phone", "content": "电话确认了需求和时间安排", "next_step": "约演示"})
    values = {"opportunity": deal["id"], "amount": 48_000_000, "signed_on": "2026-03-03"}
    return deal, api.create("contract", values)


def _row(page: Page, group: str, number: str) -> Locator:
    rows = page.get_by_role("region", name=group, exact=True).get_by_role("listitem")
    return rows.filter(has_text=DUTY).filter(has_text=number)


def _still_owed(api: Api, contract: dict[str, Any]) -> None:
    assert [one["state"] for one in api.owed(contract, "early_reminder")] == ["open"]


def _other_ways(page: Page, api: Api, url: str, deal: dict[str, Any], contract: dict[str, Any]) -> None:
    """The status field, an edit, an import and the kanban: nothing of it is a reminder."""
    path = f"/apps/sales/contract/{contract['id']}"
    version = api.get(path)["record"]["version"]
    refused = api.send("PATCH", path, {"version": version, "values": {"risk": "green"}})
    assert refused.status == 422, refused.text()
    _still_owed(api, contract)
    edited = api.send("PATCH", path, {"version": version, "values": {"amount": 47_000_000}})
    assert edited.ok, edited.text()
    _still_owed(api, contract)

    page.goto(f"{url}/a/sales/e/opportunity/board?q={deal['title']}")
    card = (
        page.get_by_role("region", name="客户触达", exact=True).get_by_role("listitem").filter(has_text=deal["title"])
    )
    drag(page, card, page.get_by_role("region", name="需求诊断", exact=True))
    after = page.get_by_role("region", name="需求诊断", exact=True).get_by_role("listitem")
    expect(after.filter(has_text=deal["title"])).to_be_visible()
    _still_owed(api, contract)

    page.goto(f"{url}/a/sales/e/contract/import")
    sheet = f"合同编号,商机,合同金额,合同签署日期,回款风险\n{contract['values']['number']},{deal['title']},480000,2026-03-03,绿"
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="选择文件").click()
    chosen.value.set_files({"name": "合同.csv", "mimeType": "text/csv", "buffer": sheet.encode("utf-8")})
    expect(page.get_by_role("columnheader", name="放到字段")).to_be_visible()
    page.get_by_role("button", name="检查全部 1 行").click()
    page.get_by_role("button", name="导入全部 1 行").click(timeout=20_000)
    expect(page.get_by_text("导入完成")).to_be_visible(timeout=20_000)
    # The sheet's colour was nobody's to give: what it made is another yellow contract, with a debt of its own.
    made = [row for row in api.get("/apps/sales/contract")["rows"] if row["values"]["opportunity"] == deal["id"]]
    assert [row["values"]["risk"] for row in made] == ["yellow", "yellow"]
    for one in made:
        _still_owed(api, one)


def test_yellow_is_ended_by_the_reminder_alone_and_goes_up_when_late(frozen: Frozen, someone_then: Enter) -> None:
    clock = frozen.clock
    clock.monday()
    rep = someone_then("zhouting", phone=True)
    page = rep.page
    api = Api(page, rep.url)
    deal, contract = _yellow(api, "胡志明市的监护仪")
    number = contract["values"]["number"]
    rep.open("/a/sales/today")
    expect(_row(page, "本周到期", number)).to_contain_text("还剩 2天")

    # The colour is nobody's to write: the form has no field for it.
    rep.open(f"/a/sales/e/contract/{contract['id']}")
    page.get_by_role("button", name="编辑").click()
    expect(page.get_by_label("合同金额", exact=False).first).to_be_visible()
    expect(page.get_by_role("combobox", name="回款风险")).to_have_count(0)
    boss = someone_then("wangqiang")
    _other_ways(boss.page, Api(boss.page, boss.url), boss.url, deal, contract)

    # Two days and a minute later it is with the manager, in words.
    clock.on(hours=48, minutes=2)
    api.until(lambda: api.owed(contract, "early_reminder")[0]["escalated"], "the manager hears of it")
    boss.open("/inbox")
    told = boss.page.get_by_role("button").filter(has_text=number)
    expect(told.first).to_contain_text("周婷")
    expect(told.first).to_contain_text("黄色预警")

    rep.open("/a/sales/today")
    late = _row(page, "逾期", number)
    expect(late).to_contain_text("已上报")
    late.get_by_role("button", name=DUTY).first.click()
    form = page.get_by_role("dialog", name="提前发起付款提醒")
    form.get_by_text("微信", exact=True).click()
    form.get_by_role("button", name="提交").click()
    expect(form).to_be_visible()
    _still_owed(api, contract)
    hand_in(page, form, picture(4001), "催款截图.jpg")
    form.get_by_role("button", name="提交").click()
    expect(form).to_be_hidden()
    expect(late).to_have_count(0)
    assert [(one["late"], one["late_s"]) for one in api.owed(contract, "early_reminder", "done")] == [(True, 120)]
