"""A sheet of 8,800 opportunities and nothing else: guessed, confirmed, published, all its rows in, its list and kanban in use.

The sheet is crm_pipeline's or, as that is not ours to ship, one of the same shape.
"""

from __future__ import annotations

import csv
import io
import time
from collections import Counter
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.support.crm_pipeline import STAGES, sheet

from .api import Api
from .conftest import Enter
from .test_one_gate_every_way import drag

PAGE = 20
"""Cards a column of a kanban shows before more are asked for."""


def _choose(page: Page, data: bytes) -> Locator:
    page.locator("button.d-card").filter(has_text="从 Excel 或 CSV 开始").click()
    with page.expect_file_chooser() as chosen:
        page.get_by_role("dialog").get_by_role("button", name="选择文件").click()
    chosen.value.set_files({"name": "sales_pipeline.csv", "mimeType": "text/csv", "buffer": data})
    found = page.get_by_role("dialog", name="确认每一列（共 8800 行）")
    expect(found).to_be_visible(timeout=30_000)
    return found


def _confirmed(found: Locator) -> None:
    """What was guessed is right; only names are given."""
    kinds = {
        "opportunity_id": "单行文本", "sales_agent": "单行文本", "product": "单选", "account": "单行文本",
        "deal_stage": "单选", "engage_date": "日期", "close_date": "日期",
    }  # fmt: skip
    for column, kind in kinds.items():
        chosen = found.get_by_label(f"“{column}”的类型")
        assert chosen.evaluate("node => node.selectedOptions[0].textContent") == kind, column
    for column, must in (("opportunity_id", True), ("product", True), ("account", False), ("close_date", False)):
        assert found.get_by_label(f"“{column}”的必填").is_checked() is must, column
    expect(found.get_by_text("GTX Plus Basic", exact=True)).to_be_visible()
    found.get_by_label("应用名称").fill("成交跟踪")
    found.get_by_label("每一行是什么").fill("成交机会")
    found.get_by_role("button", name="新建", exact=True).click()


def _published(page: Page) -> str:
    page.wait_for_url("**/design/*/data**", timeout=20_000)
    sections = page.get_by_role("navigation", name="设计内容")
    sections.get_by_role("button", name="流程").click()
    for stage in STAGES:
        expect(page.get_by_role("button", name=stage).first).to_be_attached()
    sections.get_by_role("button", name="发布").click()
    page.get_by_role("tabpanel").get_by_role("button", name="发布", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("已发布第 1 版")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("已全部发布")).to_be_visible()
    return page.url.split("/design/")[1].split("/")[0]


def _imported(page: Page) -> None:
    page.get_by_role("link", name="去导入").click()
    page.get_by_role("button", name="检查全部 8,800 行").click()
    expect(page.get_by_text("检查完了：8,800 行都可以导入")).to_be_visible(timeout=120_000)
    page.get_by_role("button", name="导入全部 8,800 行").click()
    expect(page.get_by_text("导入完成")).to_be_visible(timeout=180_000)


def _list_in_use(page: Page, rows: list[dict[str, str]]) -> None:
    """Filtered by search, ordered, opened."""
    page.get_by_role("link", name="在列表中查看").click()
    expect(page.get_by_text("共 8,800 条")).to_be_visible()
    # The first column is what a row is called by, the others stand as in the file.
    heads = page.get_by_role("columnheader").all_inner_texts()
    assert [one for one in heads if one.strip()][:4] == ["opportunity_id", "阶段", "sales_agent", "product"]
    row = next(one for one in rows if one["deal_stage"] == "Won" and one["account"])
    page.get_by_role("searchbox").fill(row["opportunity_id"])
    page.get_by_role("link", name=row["opportunity_id"], exact=True).click()
    expect(page.get_by_role("heading", level=1, name=row["opportunity_id"])).to_be_visible()
    facts = page.get_by_role("tabpanel")
    for shown in (row["account"], row["product"], row["sales_agent"], row["engage_date"], row["close_date"]):
        expect(facts.get_by_text(shown, exact=True).first).to_be_visible()


def _cards(page: Page) -> dict[str, int]:
    """How many cards stand in each column of the page."""
    columns = {stage: page.get_by_role("region", name=stage, exact=True) for stage in STAGES}
    return {stage: column.get_by_role("listitem").count() for stage, column in columns.items()}


def _board_in_use(page: Page, api: Api, path: str) -> None:
    """Of thousands a page of each column is drawn; a card carried to the next stage is there, and the record with it."""
    before = page.get_by_role("region", name="Prospecting", exact=True)
    expect(before.get_by_text("500", exact=True)).to_be_visible()
    assert _cards(page) == dict.fromkeys(STAGES, PAGE)
    card = before.get_by_role("listitem").first
    title = card.get_by_role("link").inner_text()
    drag(page, card, page.get_by_role("region", name="Engaging", exact=True))
    moved = page.get_by_role("region", name="Engaging", exact=True).get_by_role("listitem").filter(has_text=title)
    expect(moved).to_be_visible()
    expect(before.get_by_text("499", exact=True)).to_be_visible()
    assert [row["stage"] for row in api.get(f"{path}?q={title}")["rows"]] == ["engaging"]
    assert sum(_cards(page).values()) <= PAGE * len(STAGES) + 1, "what was carried came with no others"


def test_a_sheet_alone_becomes_an_app_in_use(
    someone_apart: Enter, record_property: Callable[[str, object], None]
) -> None:
    data = sheet("sales_pipeline.csv")
    rows = list(csv.DictReader(io.StringIO(data.decode())))
    assert Counter(row["deal_stage"] for row in rows) == Counter(STAGES)
    boss = someone_apart("chenjing")
    page = boss.open("/design")
    begun = time.monotonic()
    marks: dict[str, float] = {}

    def mark(what: str) -> None:
        marks[what] = round(time.monotonic() - begun, 1)
        record_property(what, marks[what])

    _confirmed(_choose(page, data))
    mark("confirmed")
    app = _published(page)
    mark("published")
    _imported(page)
    mark("imported")
    _list_in_use(page, rows)
    api, path = Api(page, boss.url), f"/apps/{app}/sales_pipeline"
    before = time.monotonic()
    boss.open(f"/a/{app}/e/sales_pipeline/board")
    assert time.monotonic() - before < 5, "8,800 cards are opened as any other board"
    _board_in_use(page, api, path)
    mark("in use")
    print("a sheet of 8,800 rows, seconds since the designer's start page stood:", marks)
