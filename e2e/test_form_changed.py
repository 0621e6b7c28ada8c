"""A rep is half-way through a form when the supervisor publishes a field that must be filled: nothing is lost."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from .api import Api
from .conftest import Enter
from .designer import faults

ENTITY = "contact"
FIELD = f"entity/{ENTITY}/properties/heard_from"
REQUIRED = {
    "type": "string",
    "field": {"kind": "text", "label": {"zh": "消息来源", "en": "Heard from"}, "required": True},
}


def _publish(boss: Api, label: str, *operations: dict[str, Any]) -> None:
    """An edit of the draft, put into force."""
    edited = boss.send(
        "POST", "/design/sales/edits", {"label": {"zh": label, "en": label}, "operations": list(operations)}
    )
    assert edited.ok, edited.text()
    body = {"revision": edited.json()["revision"], "note": label, "mapping": {}}
    done = boss.send("POST", "/design/sales/publish", body)
    assert done.ok, done.text()


def test_a_rep_sees_what_changed_fills_it_and_sends_again(someone_apart: Enter) -> None:
    boss_page = someone_apart("chenjing")
    boss = Api(boss_page.page, boss_page.url)
    rep = someone_apart("lina", phone=True, bypass_csp=True)
    mine = Api(rep.page, rep.url)
    customer = mine.create("customer", {"name": "半路改版的客户", "grade": "standard"})["id"]
    page = rep.open(f"/a/sales/e/{ENTITY}/new?customer={customer}")
    page.get_by_label("姓名").fill("半路改版的联系人")
    page.get_by_label("备注").fill("渠道都收到了新价格")
    expect(page.get_by_text("已保存到本机")).to_be_visible()

    section = next(iter(boss.get("/design/sales")["documents"]["forms"][ENTITY]["sections"]))
    place = {"path": f"form/{ENTITY}/sections/{section}/fields/heard_from", "value": {"order": 15}}
    _publish(boss, "加消息来源", {"path": FIELD, "value": REQUIRED}, place)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("您填写期间，表单或规则有了新版本")).to_be_visible()
    expect(page.get_by_text("新增必填字段「消息来源」").first).to_be_visible()
    expect(page.get_by_label("姓名")).to_have_value("半路改版的联系人")
    expect(page.get_by_label("消息来源")).to_be_focused()
    assert mine.get(f"/apps/sales/{ENTITY}?q=半路改版的联系人")["rows"] == []
    assert faults(page) == []

    page.get_by_label("消息来源").fill("经销商")
    page.get_by_role("button", name="按新表单提交").click()
    expect(page.get_by_role("heading", name="半路改版的联系人")).to_be_visible()
    (stored,) = mine.get(f"/apps/sales/{ENTITY}?q=半路改版的联系人")["rows"]
    record = mine.get(f"/apps/sales/{ENTITY}/{stored['id']}")["record"]
    assert record["values"]["heard_from"] == "经销商"
    page.goto(f"{rep.url}/a/sales/e/{ENTITY}/new")
    expect(page.get_by_label("姓名")).to_have_value("")
    expect(page.get_by_role("button", name="继续填写")).to_be_hidden()
