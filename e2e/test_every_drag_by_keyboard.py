"""Whatever is dragged in the designer is moved without a mouse too: reached by Tab, taken with Space, carried by arrows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from .api import Api
from .bench import Bench, ordered_lists, up
from .conftest import Enter
from .designer import press, reach, saved, start_from_template


@pytest.fixture
def bench(someone: Enter) -> Bench:
    boss = someone("chenjing")
    page = start_from_template(boss, "不用鼠标", "销售管理")
    return Bench(boss, page, page.url.split("/design/")[1].split("/")[0])


def _said(page: Page, words: str) -> None:
    """It is spoken, to whoever does not see it."""
    expect(page.locator("[id^=DndLiveRegion]").filter(has_text=words)).to_have_count(1)


DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"


def carry(page: Page, grip: Locator, name: str, *over: tuple[str, str]) -> None:
    """Take it, press each key and hear where it is then, let it go."""
    reach(page, grip)
    page.keyboard.press("Space")
    _said(page, name)
    page.evaluate(DRAWN)  # where everything is was measured by then, also on a busy machine
    for key, words in over:
        page.keyboard.press(key)
        _said(page, words)
    page.keyboard.press("Space")


def _grip(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"拖动{name}", exact=True)


def test_a_form_is_arranged(bench: Bench) -> None:
    page = bench.open("data/entity/lead")
    section = ("forms", "lead", "sections")
    # A field among others, and back by Escape.
    reach(page, _grip(page, "单位"))
    page.keyboard.press("Space")
    _said(page, "单位：放到线索信息，单位之前")
    page.keyboard.press("Escape")
    _said(page, "单位放回原处")
    bench.becomes(["name", "company", "mobile"], *section, "basic", "fields")
    carry(page, _grip(page, "手机"), "手机", ("ArrowUp", "单位之前"))
    expect(_grip(page, "手机")).to_be_focused()
    bench.becomes(["name", "mobile", "company"], *section, "basic", "fields")
    # From one section into the next: through what lies between.
    carry(page, _grip(page, "需求描述"), "需求描述", ("ArrowDown", "线索信息的末尾"), ("ArrowDown", "跟进结果"))
    bench.becomes(["need", "customer", "invalid_reason"], *section, "after", "fields")
    # A section before another.
    carry(page, _grip(page, "跟进结果"), "跟进结果", ("ArrowUp", "线索信息"))
    bench.becomes(["after", "basic"], *section)
    # Off the form by its menu, and from the tray to a place on it.
    press(page, page.get_by_role("button", name="所在区域的操作"))
    expect(page.get_by_role("menuitem", name="上移")).to_be_focused()
    reach(page, page.get_by_role("menuitem", name="移出表单"), "ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("未放到表单的字段（1）")).to_be_visible()
    carry(page, _grip(page, "所在区域"), "所在区域", ("ArrowUp", "所在区域：放到"))
    expect(page.get_by_text("未放到表单的字段")).to_have_count(0)
    bench.becomes(["after", "basic"], *section)


def test_a_kind_is_carried_from_the_palette_to_its_place(bench: Bench) -> None:
    page = bench.open("data/entity/lead")
    kind = page.get_by_role("complementary", name="字段类型").get_by_role("button", name="日期", exact=True)
    carry(page, kind, "日期", ("ArrowDown", "放到"))
    title = page.get_by_role("textbox", name="新日期的标题")
    expect(title).to_be_focused()
    page.keyboard.type("约定日")
    page.keyboard.press("Enter")
    expect(_grip(page, "约定日")).to_be_visible()
    form = ("forms", "lead", "sections", "basic", "fields")
    Api(page, bench.boss.url).until(lambda: len(bench.order(*form)) == 9, "it stands on the form")


def _names(inside: Locator) -> list[str]:
    """What stands there to be taken, in its order."""
    grips = inside.get_by_role("button", name="拖动").all()
    return [(one.get_attribute("aria-label") or "").removeprefix("拖动") for one in grips]


def _stand(inside: Locator, expected: list[str]) -> None:
    Api(inside.page, inside.page.url.split("/design/")[0]).until(lambda: _names(inside) == expected, str(expected))


def test_columns_of_detail_rows_change_places(bench: Bench) -> None:
    page = bench.open("data/entity/quote_line")
    expect(page.locator(".dd-card").first).to_be_visible()
    cards = page.locator(".dd-card")
    names = _names(cards)
    carry(page, _grip(page, names[1]), names[1], ("ArrowUp", f"{names[0]}之前"))
    _stand(cards, up(names, 1))
    saved(page)


@ordered_lists
def test_an_ordered_list_is_reordered(bench: Bench, place: str, topic: str | None, name: str) -> None:
    page = bench.open(place)
    if topic is not None:
        summary = page.locator("summary").filter(has_text=topic)
        if not summary.evaluate("node => node.parentElement.open"):
            press(page, summary)
    # A card and a list may both have a column of that name: the first list is the one meant.
    grip = _grip(page, name).first
    lines = grip.locator("xpath=ancestor::ol")
    names = _names(lines)
    at = names.index(name)
    carry(page, grip, name, ("ArrowUp", f"{name}：第 {at} 位"))
    expect(grip).to_be_focused()
    _stand(lines, up(names, at))
    # The arrows beside it do the same.
    press(page, lines.get_by_role("button", name=f"下移{name}", exact=True))
    _stand(lines, names)
    saved(page)


def test_the_few_fields_of_an_action(bench: Bench) -> None:
    page = bench.open("actions/action/diagnose_need")
    fields = ("actions", "diagnose_need", "fields")
    form = page.get_by_role("list", name="表单")
    bench.becomes(["need_summary", "budget", "pain"], *fields)
    budget = form.get_by_role("button", name="拖动“客户预算”")
    carry(page, budget, "客户预算", ("ArrowUp", "“客户预算”在“需求要点”的位置"))
    expect(budget).to_be_focused()
    bench.becomes(["budget", "need_summary", "pain"], *fields)
    # From the palette: a press puts it last, and the next one is at hand; from there it is carried like the others.
    palette = page.get_by_role("group", name="可以加的字段")
    press(page, palette.get_by_role("button").first)
    grips = form.get_by_role("button", name="拖动")
    expect(grips).to_have_count(4)
    expect(palette.get_by_role("button").first).to_be_focused()
    Api(page, bench.boss.url).until(lambda: len(bench.order(*fields)) == 4, "it is asked for")
    added = bench.order(*fields)[-1]
    reach(page, grips.nth(3), "Shift+Tab")
    carry(page, grips.nth(3), "", ("ArrowUp", "在“痛点”的位置"))
    bench.becomes(["budget", "need_summary", added, "pain"], *fields)


def test_rows_of_a_decision_table(bench: Bench) -> None:
    page = bench.open("tables/decision_table/payment_risk")
    rows = bench.order("decision_tables", "payment_risk", "rows")
    reach(page, page.locator('[data-cell="0-0"]'))
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator('[data-cell="1-0"]')).to_be_focused()
    bench.becomes(up(rows, 1), "decision_tables", "payment_risk", "rows")
