"""A spreadsheet becomes records in the browser: mapped, asked about, mended in place; the gate holds for rows too."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .api import Api
from .conftest import Enter, Someone


def _choose(person: Someone, entity: str, name: str, rows: list[str]) -> Page:
    page = person.open(f"/a/sales/e/{entity}/import")
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="选择文件").click()
    chosen.value.set_files({"name": name, "mimeType": "text/csv", "buffer": "\n".join(rows).encode("utf-8")})
    expect(page.get_by_role("list", name="导入步骤").get_by_text("对应字段")).to_be_visible()
    expect(page.get_by_role("columnheader", name="放到字段")).to_be_visible()
    return page


def _check(page: Page) -> None:
    page.get_by_role("button", name="下一步").or_(page.get_by_role("button", name="检查全部")).first.click()


def test_a_sheet_of_customers_with_one_bad_row_is_mended_in_place(someone: Enter) -> None:
    boss = someone("chenjing")
    sheet = ["客户名称,客户分级,客户等级", "导入的客户甲,普通企业,A 类", "导入的客户乙,普通企业,B 类", ",普通企业,C 类"]
    page = _choose(boss, "customer", "客户.csv", sheet)
    _check(page)
    expect(page.get_by_text("检查完了：2 行可以导入，1 行有问题")).to_be_visible(timeout=15_000)
    cell = page.get_by_role("textbox", name="第 3 行 客户名称").or_(
        page.get_by_role("textbox", name="第 4 行 客户名称")
    )
    cell.fill("导入的客户丙")
    cell.press("Enter")
    expect(page.get_by_text("检查完了：3 行都可以导入")).to_be_visible()
    page.get_by_role("button", name="导入全部 3 行").click()
    expect(page.get_by_text("导入完成")).to_be_visible(timeout=15_000)
    page.get_by_role("link", name="在列表中查看").click()
    for title in ("导入的客户甲", "导入的客户乙", "导入的客户丙"):
        expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()


def test_a_row_of_a_sheet_gets_through_no_gate(someone: Enter) -> None:
    boss = someone("chenjing")
    api = Api(boss.page, boss.url)
    api.create("customer", {"name": "导入商机的客户", "grade": "standard"})
    head = "商机名称,客户,产品线,意向,阶段"
    sheet = [
        head,
        "表格里跳级的商机,导入商机的客户,监护设备,高意向,需求诊断",
        "表格里正常的商机,导入商机的客户,监护设备,高意向,客户触达",
    ]
    page = _choose(boss, "opportunity", "商机.csv", sheet)
    _check(page)
    expect(page.get_by_text("检查完了：1 行可以导入，1 行有问题")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("main")).to_contain_text("写跟进")
    page.get_by_role("button", name="只导入没问题的 1 行").click()
    # What was good is in; what was not stays here to be mended.
    expect(page.get_by_text("检查完了：0 行可以导入，1 行有问题")).to_be_visible(timeout=15_000)
    found = api.get("/apps/sales/opportunity?q=表格里")["rows"]
    assert [row["values"]["title"] for row in found] == ["表格里正常的商机"]
