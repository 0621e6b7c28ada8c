"""500 fields and 50 stages stay usable: on a screen and on a phone, what is pressed is done, and what is far is found.

How long it took is printed; what is asserted is what does not depend on the machine: nodes of the page, and how often React
commits for one press. A page that draws over and over, a menu open with every field, an arrow for each pair of stages fails.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .api import Api
from .conftest import DESKTOP, PHONE, Enter, Someone
from .designer import faults, saved, settings

FIELDS = 500
STAGES = 50
NODES = 20_000
"""On one page: 40 for a field."""
COMMITS = 40
"""For one press or a title typed, with what the check says of it a moment later."""

COUNT = """() => {
  window.commits = 0;
  window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
    supportsFiber: true,
    renderers: new Map(),
    inject: () => 1,
    onCommitFiberRoot: () => { window.commits += 1; },
    onCommitFiberUnmount: () => undefined,
    onPostCommitFiberRoot: () => undefined,
    checkDCE: () => undefined,
  };
}"""

KINDS = ("text", "number", "date", "boolean")


def _field(n: int) -> dict[str, Any]:
    kind, shape = (
        KINDS[n % 4],
        ({"type": "string"}, {"type": "number"}, {"type": "string", "format": "date"}, {"type": "boolean"})[n % 4],
    )
    return {**shape, "field": {"kind": kind, "label": {"zh": f"字段{n:03d}"}, "order": n * 10}}


def _flow(entity: str) -> dict[str, Any]:
    """A line of stages, the last one won, each open one may be lost."""
    ids = [f"s{n:02d}" for n in range(STAGES - 1)]
    stages = {
        one: {"label": {"zh": f"阶段{n:02d}", "en": f"Stage {n:02d}"}, "kind": "open", "order": n * 10}
        for n, one in enumerate(ids)
    }
    stages[ids[-1]]["kind"] = "won"
    stages["lost"] = {"label": {"zh": "未成交", "en": "Lost"}, "kind": "lost", "order": 9000}
    ways = {
        f"to_{to}": {"label": {"zh": f"到{to}", "en": f"To {to}"}, "from": {at: {}}, "to": to, "order": n * 10}
        for n, (at, to) in enumerate(pairwise(ids))
    }
    ways["to_lost"] = {
        "label": {"zh": "未成交", "en": "Lost"}, "from": {one: {} for one in ids[:-1]}, "to": "lost", "order": 9000,
    }  # fmt: skip
    line = {
        "label": {"zh": "标准", "en": "Standard"},
        "order": 10,
        "stages": {s: {"order": n} for n, s in enumerate(ids)},
    }
    label = {"zh": "大流程", "en": "Long flow"}
    return {
        "id": entity,
        "entity": entity,
        "label": label,
        "stages": stages,
        "paths": {"main": line},
        "transitions": ways,
    }


def _big_app(boss: Someone) -> tuple[str, str]:
    """A draft with all of it; the app's key, and its entity."""
    boss.open("/design")
    api = Api(boss.page, boss.url)
    begun = {
        "start": {"kind": "blank", "entity": {"zh": "大表", "en": "Big one"}},
        "name": {"zh": "五百个字段", "en": "Big"},
    }
    made = api.send("POST", "/design", begun)
    assert made.status == 201, made.text()
    app = made.json()["app"]
    said = api.get(f"/design/{app}")["documents"]
    (entity,) = said["entities"]
    form = said["forms"][entity]
    fields = {f"f{n:03d}": _field(n) for n in range(1, FIELDS)}
    sections = {
        f"part{part}": {
            "label": {"zh": f"第 {part} 部分", "en": f"Part {part}"},
            "order": 100 + part,
            "fields": {one: {"order": n} for n, one in enumerate(fields) if n // 50 == part},
        }
        for part in range(10)
    }
    properties = said["entities"][entity]["properties"]
    steps = [
        (f"entity/{entity}/properties", properties, {**properties, **fields}),
        (f"form/{entity}/sections", form["sections"], {**form["sections"], **sections}),
        (f"flow/{entity}", None, _flow(entity)),
    ]
    body = {
        "label": {"zh": "很多", "en": "A lot"},
        "operations": [{"path": p, "was": was, "value": now} for p, was, now in steps],
    }
    done = api.send("POST", f"/design/{app}/edits", body)
    assert done.ok, done.text()
    assert [one for one in done.json()["findings"] if one["severity"] == "error"] == []
    return app, entity


@pytest.fixture
def boss(someone: Enter) -> Someone:
    found = someone("chenjing", bypass_csp=True)
    found.context.add_init_script(f"({COUNT})()")
    return found


@contextmanager
def measured(page: Page, what: str, commits: int | None = COMMITS) -> Iterator[None]:
    """Print how long it took, and have it stay within the commits of a page that draws what has changed."""
    page.evaluate("window.commits = 0")
    begun = time.monotonic()
    yield
    took, done = (time.monotonic() - begun) * 1000, page.evaluate("window.commits")
    nodes = page.evaluate("document.querySelectorAll('*').length")
    print(f"{what}: {took:.0f} ms, {done} commits, {nodes} nodes")
    assert nodes <= NODES, what
    assert commits is None or 0 < done <= commits, (what, done)


def _open(boss: Someone, address: str, shown: str) -> Page:
    begun = time.monotonic()
    page = boss.open(address)
    expect(page.locator(shown).first).to_be_visible(timeout=30_000)
    nodes = page.evaluate("document.querySelectorAll('*').length")
    print(f"open {address.split('/', 3)[3]}: {(time.monotonic() - begun) * 1000:.0f} ms, {nodes} nodes")
    assert nodes <= NODES
    assert page.evaluate("window.commits") > 0, "commits are counted"
    return page


def _undo(page: Page) -> None:
    page.get_by_role("button", name="撤销").click()


def test_five_hundred_fields(boss: Someone) -> None:
    app, entity = _big_app(boss)
    page = _open(boss, f"/design/{app}/data/entity/{entity}", ".dd-card")
    cards = page.locator(".dd-card")
    expect(cards).to_have_count(FIELDS)
    with measured(page, "select a field"):
        page.locator("[data-field=f020] .dd-card-face").click()
        expect(settings(page).get_by_role("textbox", name="标题")).to_have_value("字段020")
    with measured(page, "give it a title"):
        settings(page).get_by_role("textbox", name="标题").fill("")
        page.keyboard.type("采购委员会意见")
        page.keyboard.press("Enter")
        expect(page.locator("[data-field=f020]")).to_contain_text("采购委员会意见")
    with measured(page, "add a field from the palette"):
        page.get_by_role("button", name="添加单行文本").click()
        page.keyboard.type("新的字段")
        page.keyboard.press("Enter")
        expect(cards).to_have_count(FIELDS + 1)
    saved(page)
    with measured(page, "undo"):
        _undo(page)
        expect(cards).to_have_count(FIELDS)
    with measured(page, "find one of 500"):
        page.get_by_role("searchbox", name=f"在 {FIELDS} 个字段里查找").fill("字段499")
        expect(cards).to_have_count(1)
    with measured(page, "select what was found"):
        cards.locator(".dd-card-face").click()
        expect(settings(page).get_by_role("textbox", name="标题")).to_have_value("字段499")
    page.get_by_role("searchbox", name=f"在 {FIELDS} 个字段里查找").fill("")
    with measured(page, "scroll to the last", commits=None):
        page.locator("[data-field=f499]").scroll_into_view_if_needed()
        expect(page.locator("[data-field=f499]")).to_be_in_viewport()
    saved(page)

    page.set_viewport_size(PHONE)  # type: ignore[arg-type] # a plain dict of the same shape
    page = _open(boss, f"/design/{app}/data/entity/{entity}", ".dd-card")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    with measured(page, "390 px: find and select"):
        page.get_by_role("searchbox", name=f"在 {FIELDS} 个字段里查找").fill("字段250")
        expect(page.locator(".dd-card")).to_have_count(1)
        page.locator(".dd-card-face").click()
        expect(page.get_by_role("textbox", name="标题")).to_have_value("字段250")


def _search(page: Page) -> Locator:
    return page.get_by_role("combobox", name=f"在 {STAGES} 个阶段里查找")


def _seen(page: Page, stage: str) -> bool:
    """Whether its card lies wholly inside the drawing."""
    card, drawing = page.locator(f"[data-stage={stage}]").bounding_box(), page.locator(".flw-canvas").bounding_box()
    assert card
    assert drawing
    return (
        drawing["x"] <= card["x"]
        and card["x"] + card["width"] <= drawing["x"] + drawing["width"]
        and drawing["y"] <= card["y"]
        and card["y"] + card["height"] <= drawing["y"] + drawing["height"]
    )


def _comes(page: Page, stage: str, there: bool = True) -> None:
    Api(page, page.url.split("/design/")[0]).until(lambda: _seen(page, stage) == there, f"{stage} in sight: {there}")


def _find_a_stage(page: Page) -> None:
    """By its name, on the small map, from afar."""
    assert not _seen(page, "s47")
    with measured(page, "find a stage by its name"):
        _search(page).click()
        page.keyboard.type("阶段4")
        expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(9)
        page.keyboard.type("7")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="阶段：阶段47")).to_be_visible()
    expect(page.locator("[data-stage=s47]")).to_be_focused()
    _comes(page, "s47")
    assert not _seen(page, "s00")
    # Arrows go on into the next row.
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-stage=s48]")).to_be_focused()
    _comes(page, "s48")
    # The small map: a press goes there, a drag comes along.
    small = page.locator(".react-flow__minimap").bounding_box()
    assert small
    page.mouse.click(small["x"] + small["width"] * 0.15, small["y"] + small["height"] * 0.1)
    _comes(page, "s00")
    _comes(page, "s47", there=False)
    page.mouse.move(small["x"] + small["width"] * 0.2, small["y"] + small["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(small["x"] + small["width"] * 0.8, small["y"] + small["height"] * 0.75, steps=6)
    page.mouse.up()
    _comes(page, "s39")
    _comes(page, "s00", there=False)
    # All at once; a press on one goes up to it.
    page.get_by_role("button", name="显示全部").click()
    for one in ("s00", "s25", "s48", "lost"):
        _comes(page, one)
    expect(page.locator(".react-flow__minimap")).to_have_count(0)
    page.locator("[data-stage=s25]").click()
    expect(page.get_by_role("heading", name="阶段：阶段25")).to_be_visible()
    _comes(page, "s00", there=False)
    _comes(page, "s25")


def test_fifty_stages(boss: Someone) -> None:
    app, entity = _big_app(boss)
    page = _open(boss, f"/design/{app}/flow/flow/{entity}", ".flw-card")
    with measured(page, "select a stage on the drawing"):
        page.locator("[data-stage=s01]").click()
        expect(page.get_by_role("heading", name="阶段：阶段01")).to_be_visible()
    _find_a_stage(page)
    page.get_by_role("tab", name="列表").click()
    line = page.get_by_role("region", name="推进的阶段").get_by_role("listitem")
    expect(line).to_have_count(STAGES - 1)
    with measured(page, "add a stage before the last"):
        page.get_by_role("button", name="在「阶段47」后插入阶段").click()
        page.get_by_role("dialog").get_by_label("阶段名称").fill("最后一关")
        page.get_by_role("dialog").get_by_role("button", name="添加", exact=True).click()
        expect(line).to_have_count(STAGES)
    expect(line.nth(STAGES - 2)).to_contain_text("最后一关")
    saved(page)
    with measured(page, "the drawing again"):
        page.get_by_role("tab", name="流程图").click()
        expect(page.locator(".flw-card").first).to_be_visible()
    with measured(page, "undo"):
        _undo(page)
        expect(page.get_by_text("最后一关")).to_have_count(0)
    saved(page)
    assert faults(page) == []

    page.set_viewport_size(PHONE)  # type: ignore[arg-type] # a plain dict of the same shape
    page = _open(boss, f"/design/{app}/flow/flow/{entity}", ".flw-row")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    with measured(page, "390 px: find a stage"):
        _search(page).fill("阶段33")
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog", name="阶段：阶段33")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("[data-stage=s33]")).to_be_focused()
    expect(page.locator("[data-stage=s33]")).to_be_in_viewport()
    with measured(page, "390 px: open the last stage"):
        page.get_by_role("button", name="阶段48 赢单").click()
        expect(page.get_by_role("dialog", name="阶段：阶段48")).to_be_visible()
    page.keyboard.press("Escape")
    with measured(page, "390 px: the drawing"):
        page.get_by_role("tab", name="流程图").click()
        expect(page.locator(".flw-card").first).to_be_visible()
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type] # a plain dict of the same shape
