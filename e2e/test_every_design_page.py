"""Every page of the designer, at both widths and in both languages: nothing for axe to find, no word of the other language.

Those of one section follow each other in one browser: what is opened on one is closed by opening the next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from .api import Api
from .conftest import Enter
from .designer import faults
from .test_every_page import PICTURES, WIDTHS
from .words import foreign, wrong_words

Press = Callable[[Page, str], None]
BASE = "/design/sales"


@dataclass(frozen=True)
class View:
    """A page of the designer, and what is pressed on it before it is looked at."""

    name: str
    path: str
    press: Press | None = None
    only: str = ""
    """`wide` or `narrow`, where it is at one width alone."""


def _button(zh: str, en: str, *then: tuple[str, str]) -> Press:
    """Press the buttons of these names, one after the other."""

    def press(page: Page, lang: str) -> None:
        for pair in ((zh, en), *then):
            page.get_by_role("button", name=pair[0] if lang == "zh" else pair[1]).first.click()

    return press


def _tab(zh: str, en: str) -> Press:
    return lambda page, lang: page.get_by_role("tab", name=zh if lang == "zh" else en, exact=True).click()


def _card(zh: str, en: str) -> Press:
    """A way to a new app, and the dialog it opens."""

    def press(page: Page, lang: str) -> None:
        page.locator("button.d-card").filter(has_text=zh if lang == "zh" else en).last.click()
        expect(page.get_by_role("dialog")).to_be_visible()

    return press


def _more(zh: str, en: str) -> Press:
    """An entry of the workbench's menu."""

    def press(page: Page, lang: str) -> None:
        page.get_by_role("button", name="更多" if lang == "zh" else "More", exact=True).first.click()
        page.get_by_role("menuitem", name=zh if lang == "zh" else en).click()
        expect(page.get_by_role("dialog")).to_be_visible()

    return press


def _report(page: Page, lang: str) -> None:
    """A replay and what it found."""
    _tab("回放历史", "Replay")(page, lang)
    panel = page.get_by_role("tabpanel")
    panel.get_by_role("button", name="开始回放" if lang == "zh" else "Replay", exact=True).click()
    expect(panel.get_by_text("看了" if lang == "zh" else "looked at").first).to_be_visible(timeout=60_000)


FIELD = f"{BASE}/data/entity/opportunity/properties/intent"
STAGE = f"{BASE}/flow/flow/opportunity/stages/demo"
SECTIONS: dict[str, list[View]] = {
    "start": [
        View("start", "/design"),
        View("from-template", "/design", _card("销售管理", "Sales")),
        View("from-file", "/design", _card("从 Excel 或 CSV 开始", "Start from Excel or CSV")),
        View("copy", "/design", _card("复制已有的应用", "Copy an app")),
        View("blank", "/design", _card("空白应用", "Blank app")),
    ],
    "data": [
        View("form", f"{BASE}/data"),
        View("field", FIELD),
        View("preview", f"{BASE}/data", _tab("预览", "Preview"), "wide"),
        View("lists", f"{BASE}/data", _tab("列表与看板", "List and kanban")),
        View("entity", f"{BASE}/data", _tab("对象设置", "Entity")),
        View("new-entity", f"{BASE}/data", _button("新业务对象", "New entity")),
    ],
    "flow": [
        View("canvas", f"{BASE}/flow", _tab("流程图", "Drawn")),
        View("list", f"{BASE}/flow", _tab("列表", "List")),
        View("stage", STAGE),
        View("insert", STAGE, _button("在后面插入", "Insert after")),
        View("require", STAGE, _button("添加必填字段", "Require a field")),
        View("transition", f"{BASE}/flow/flow/opportunity/transitions/to_quote"),
        View("path", f"{BASE}/flow/flow/opportunity/paths/board"),
    ],
    "actions": [
        View("list", f"{BASE}/actions"),
        View("new", f"{BASE}/actions", _button("动作", "Action")),
        View("action", f"{BASE}/actions/action/give_demo"),
        View("duty", f"{BASE}/actions/duty/quote_confirmation"),
        View("limit", f"{BASE}/actions/duty/quote_confirmation", _button("时限: 24 小时内", "By when")),
        View("automation", f"{BASE}/actions/trigger/risk_red"),
        View("queue", f"{BASE}/actions/queue/payment_proofs"),
    ],
    "tables": [
        View("grid", f"{BASE}/tables"),
        View("rules", f"{BASE}/tables", _tab("规则一览", "All rules")),
    ],
    "access": [
        View("roles", f"{BASE}/access"),
        View("fields", f"{BASE}/access", _tab("字段对照", "Fields by role")),
        View("who", f"{BASE}/access", _tab("谁可以做", "Who may do what")),
    ],
    "talk": [View("talk", f"{BASE}/talk")],
    "try": [View("try", f"{BASE}/try")],
    "publish": [
        View("live", f"{BASE}/publish"),
        View("report", f"{BASE}/publish", _report),
        View("burden", f"{BASE}/publish", _tab("填写负担", "Form burden")),
        View("versions", f"{BASE}/publish", _tab("版本", "Versions")),
        View("files", f"{BASE}/publish", _tab("文件", "Files")),
    ],
    "frame": [
        View("findings", f"{BASE}/data", _button("检查结果", "Findings")),
        View("keys", f"{BASE}/data", _more("快捷键", "Keyboard shortcuts")),
        View("settings", f"{BASE}/data", _more("应用设置", "App settings")),
    ],
}


def _shown(page: Page) -> Locator:
    return page.locator("[aria-busy=true]")


@pytest.mark.parametrize(("phone", "lang"), WIDTHS)
@pytest.mark.parametrize("section", SECTIONS)
def test_a_section(someone: Enter, section: str, phone: bool, lang: str) -> None:
    boss = someone("chenjing", phone=phone, lang=lang, bypass_csp=True)
    banned = foreign(Api(boss.page, boss.url).get("/design/sales")["documents"], lang)
    wrong: list[str] = []
    for view in SECTIONS[section]:
        if view.only and view.only != ("narrow" if phone else "wide"):
            continue
        page = boss.open(view.path)
        if view.press:
            view.press(page, lang)
            expect(_shown(page)).to_have_count(0)
        found = faults(page)
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"design-{section}-{view.name}-{'390' if phone else '1440'}-{lang}.png")
        # The line for English words shows the Chinese ones as long as it is empty.
        shown = set(page.locator("[placeholder]").evaluate_all("nodes => nodes.map((node) => node.placeholder)"))
        wrong += [f"{view.name}: {one}" for one in [*found, *wrong_words(page, banned - shown)]]
        if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
            wrong.append(f"{view.name}: scrolls sideways")
    assert not wrong, "\n".join(wrong)
