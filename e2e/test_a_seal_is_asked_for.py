"""A seal is asked for, refused with a reason, asked for again and approved; nothing takes effect before that."""

from __future__ import annotations

from playwright.sync_api import expect

from .api import Api
from .conftest import Enter, Someone
from .pictures import picture

APP = "seal_approval"


def _ask(rep: Someone, record: str) -> None:
    page = rep.open(f"/a/{APP}/e/request/{record}")
    page.get_by_role("region", name="可以做的动作").get_by_role("button", name="申请用印").click()
    form = page.get_by_role("dialog", name="申请用印")
    expect(form.get_by_text("部门负责人审核").last).to_be_visible()
    with page.expect_file_chooser() as chosen:
        form.get_by_role("button", name="选择文件").click()
    chosen.value.set_files({"name": "合同.png", "mimeType": "image/png", "buffer": picture(record)})
    expect(form.get_by_text("合同.png")).to_be_visible()
    form.get_by_role("button", name="提交审批").click()
    expect(page.get_by_role("region", name="审批").get_by_text("审批中：申请用印")).to_be_visible()


def test_refused_then_approved(someone: Enter) -> None:
    rep = someone("zhangwei")
    api = Api(rep.page, rep.url)
    values = {"title": "框架合同盖章", "kind": "contract", "seals": ["contract"], "copies": 2}
    request = api.create("request", values, app=APP)
    where = f"/apps/{APP}/request/{request['id']}"
    _ask(rep, request["id"])
    assert api.get(where)["record"]["stage"] == "draft", "asked for is not granted"

    head = someone("wangqiang", phone=True)
    page = head.open(f"/a/{APP}/approvals")
    page.get_by_role("link").filter(has_text="框架合同盖章").click()
    page.get_by_role("button", name="不同意").click()
    expect(page.get_by_text("请填写意见")).to_be_visible()
    page.get_by_label("意见").fill("份数要改成三份")
    page.get_by_role("button", name="不同意").click()
    expect(page.get_by_text("未通过").first).to_be_visible()
    assert api.get(where)["record"]["stage"] == "draft"

    _ask(rep, request["id"])
    page = head.open(f"/a/{APP}/approvals")
    page.get_by_role("link").filter(has_text="框架合同盖章").first.click()
    page.get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_text("已通过").first).to_be_visible()
    assert api.get(where)["record"]["stage"] == "approved"

    page = rep.open(f"/a/{APP}/e/request/{request['id']}")
    page.get_by_role("tab", name="动态").click()
    expect(page.get_by_text("不同意“申请用印”（份数要改成三份）")).to_be_visible()
    expect(page.get_by_text("审批“申请用印”通过，已生效")).to_be_visible()
