"""Whatever is dragged in the designer is moved by mouse and by finger: the draft with the server says so, and undo puts it back.

The finger is on a phone of 390 px, and on a tablet for what a phone adds by a press instead (kinds, and the fields an action
may ask for). It rests a moment before what it holds comes along: until then it scrolls the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from .api import Api
from .bench import Bench, ordered_lists, up
from .conftest import Enter, Someone

TABLET = {"width": 1180, "height": 820}
HOLD = 320
"""Milliseconds a finger rests before it carries: more than the page asks for."""
STEPS = 8
EDGE = 24
"""How near the edge of the screen one gets, in px."""


@dataclass
class Mouse:
    """A mouse at a desktop."""

    page: Page
    touch: bool = False

    def down(self, x: float, y: float) -> None:
        """Press."""
        self.page.mouse.move(x, y)
        self.page.mouse.down()

    def move(self, x: float, y: float) -> None:
        """Carry."""
        self.page.mouse.move(x, y)

    def up(self) -> None:
        """Let go."""
        self.page.mouse.up()


@dataclass
class Finger:
    """A finger on glass: what the browser makes of it (scrolling, presses) is the browser's own."""

    page: Page
    touch: bool = True
    _session: CDPSession | None = field(default=None)

    def _send(self, kind: str, *points: tuple[float, float]) -> None:
        self._session = self._session or self.page.context.new_cdp_session(self.page)
        told = [{"x": x, "y": y} for x, y in points]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})

    def down(self, x: float, y: float) -> None:
        """Put it down, and let it rest."""
        self._send("touchStart", (x, y))
        self.page.wait_for_timeout(HOLD)

    def move(self, x: float, y: float) -> None:
        """Carry."""
        self._send("touchMove", (x, y))

    def up(self) -> None:
        """Lift it."""
        self._send("touchEnd")


Hand = Mouse | Finger


@dataclass
class Worker:
    """A supervisor at her draft, with one of the two hands."""

    bench: Bench
    hand: Hand

    @property
    def page(self) -> Page:
        """The page of the draft."""
        return self.bench.page

    def open(self, place: str) -> Page:
        """A place of the draft."""
        return self.bench.open(place)

    def drag(self, thing: Locator, onto: Locator, part: float = 0.5) -> None:
        """Take a thing, carry it onto a part of a place (0: its upper edge), let it go."""
        begin = _middle(self.page, thing, onto)
        self.hand.down(*begin)
        for step in range(1, STEPS + 1):
            end = self._within(_point(onto, part))
            self.hand.move(*(a + (b - a) * step / STEPS for a, b in zip(begin, end, strict=True)))
            self.page.wait_for_timeout(30)
        # Held at the edge of the screen the page comes along.
        for _ in range(100):
            end = _point(onto, part)
            self.hand.move(*self._within(end))
            self.page.wait_for_timeout(60)
            if _near(end, self._within(end)) and _near(end, _point(onto, part)):
                break
        self.hand.up()

    def _within(self, point: tuple[float, float]) -> tuple[float, float]:
        size = self.page.viewport_size
        assert size
        return min(max(point[0], EDGE), size["width"] - EDGE), min(max(point[1], EDGE), size["height"] - EDGE)

    def becomes(self, expected: list[str], *path: str) -> None:
        """It stands so with the server."""
        self.bench.becomes(expected, *path)

    def undone(self, before: list[str], *path: str) -> None:
        """Undo puts it back."""
        self.page.get_by_role("button", name="撤销").click()
        self.bench.becomes(before, *path)


def _near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < 2 and abs(one[1] - other[1]) < 2


STANDS = """node => {
  const { x, y, width, height } = node.getBoundingClientRect();
  const { e, f } = new DOMMatrix(getComputedStyle(node).transform);
  return [x - e, y - f, width, height];
}"""
"""Where a place is on the screen when nothing makes way for what is dragged."""


def _point(place: Locator, part: float) -> tuple[float, float]:
    x, y, width, height = place.evaluate(STANDS)
    return x + min(width / 2, 120), y + height * part


def _middle(page: Page, thing: Locator, onto: Locator) -> tuple[float, float]:
    """Where it is taken, once it and the place are on the screen as far as both fit."""
    expect(onto).to_be_visible()
    thing.evaluate("node => node.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(100)
    box = thing.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _begin(boss: Someone, hand: Callable[[Page], Hand]) -> Worker:
    boss.open("/design")
    api = Api(boss.page, boss.url)
    made = api.send("POST", "/design", {"start": {"kind": "template", "template": "sales"}, "name": {"zh": "用手拖"}})
    assert made.status == 201, made.text()
    return Worker(Bench(boss, boss.page, made.json()["app"]), hand(boss.page))


@pytest.fixture(params=["mouse", "finger"])
def worker(request: pytest.FixtureRequest, someone: Enter) -> Worker:
    finger = request.param == "finger"
    return _begin(someone("chenjing", phone=finger), Finger if finger else Mouse)


@pytest.fixture(params=["mouse", "finger"])
def at_tablet(request: pytest.FixtureRequest, someone: Enter) -> Worker:
    """With room for a palette beside the form."""
    finger = request.param == "finger"
    boss = someone("chenjing", phone=finger)
    if finger:
        boss.page.set_viewport_size(TABLET)  # type: ignore[arg-type] # a plain dict of the same shape
    return _begin(boss, Finger if finger else Mouse)


def _grip(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"拖动{name}", exact=True)


SECTIONS = ("forms", "lead", "sections")
BASIC = (*SECTIONS, "basic", "fields")
AFTER = (*SECTIONS, "after", "fields")


def test_a_form_is_arranged(worker: Worker) -> None:
    page = worker.open("data/entity/lead")
    card = page.locator("[data-field=company]")
    before = worker.bench.order(*BASIC)
    assert before[:3] == ["name", "company", "mobile"]
    # A field before another, and after one.
    worker.drag(_grip(page, "手机"), card, 0.2)
    worker.becomes(["name", "mobile", "company"], *BASIC)
    worker.undone(before, *BASIC)
    worker.drag(_grip(page, "单位"), page.locator("[data-field=mobile]"), 0.85)
    worker.becomes(["name", "mobile", "company"], *BASIC)
    worker.undone(before, *BASIC)
    # Into another section: on a phone far below, the page comes along.
    after = worker.bench.order(*AFTER)
    worker.drag(_grip(page, "需求描述"), page.locator(f"[data-field={after[0]}]"), 0.2)
    worker.becomes(["need", *after], *AFTER)
    assert "need" not in worker.bench.order(*BASIC)
    worker.undone(after, *AFTER)
    worker.bench.becomes(before, *BASIC)
    # A section before another.
    heads = page.locator(".dd-head")
    worker.drag(_grip(page, "跟进结果"), heads.first, 0.5)
    worker.becomes(["after", "basic"], *SECTIONS)
    worker.undone(["basic", "after"], *SECTIONS)


def test_a_field_comes_from_the_tray(worker: Worker) -> None:
    page = worker.open("data/entity/lead")
    page.get_by_role("button", name="无效原因的操作").click()
    page.get_by_role("menuitem", name="移出表单").click()
    expect(page.get_by_text("未放到表单的字段（1）")).to_be_visible()
    Api(page, worker.bench.boss.url).until(
        lambda: "invalid_reason" not in worker.bench.order(*AFTER), "it is off the form"
    )
    after = worker.bench.order(*AFTER)
    worker.drag(_grip(page, "无效原因"), page.locator(f"[data-field={after[-1]}]"), 0.2)
    expect(page.get_by_text("未放到表单的字段")).to_have_count(0)
    worker.becomes([*after[:-1], "invalid_reason", after[-1]], *AFTER)
    worker.undone(after, *AFTER)
    expect(page.get_by_text("未放到表单的字段（1）")).to_be_visible()


def test_a_kind_is_put_where_it_is_wanted(at_tablet: Worker) -> None:
    page = at_tablet.open("data/entity/lead")
    before = at_tablet.bench.order(*BASIC)
    kind = page.get_by_role("complementary", name="字段类型").get_by_role("button", name="日期", exact=True)
    at_tablet.drag(kind, page.locator("[data-field=name]"), 0.85)
    title = page.get_by_role("textbox", name="新日期的标题")
    expect(title).to_be_focused()
    page.keyboard.type("约定日")
    page.keyboard.press("Enter")
    expect(_grip(page, "约定日")).to_be_visible()
    Api(page, at_tablet.bench.boss.url).until(
        lambda: len(at_tablet.bench.order(*BASIC)) == len(before) + 1, "it stands on the form"
    )
    now = at_tablet.bench.order(*BASIC)
    assert [now[0], *now[2:]] == before
    at_tablet.undone(before, *BASIC)


def _names(inside: Locator) -> list[str]:
    grips = inside.get_by_role("button", name="拖动").all()
    return [(one.get_attribute("aria-label") or "").removeprefix("拖动") for one in grips]


def _stand(inside: Locator, expected: list[str]) -> None:
    Api(inside.page, inside.page.url.split("/design/")[0]).until(lambda: _names(inside) == expected, str(expected))


def test_columns_of_detail_rows_change_places(worker: Worker) -> None:
    page = worker.open("data/entity/quote_line")
    cards = page.locator(".dd-card")
    expect(cards.first).to_be_visible()
    names = _names(cards)
    worker.drag(_grip(page, names[1]), cards.first, 0.2)
    _stand(cards, up(names, 1))
    page.get_by_role("button", name="撤销").click()
    _stand(cards, names)


@ordered_lists
def test_an_ordered_list_is_reordered(worker: Worker, place: str, topic: str | None, name: str) -> None:
    page = worker.open(place)
    draft = worker.bench.documents()
    if topic is not None:
        summary = page.locator("summary").filter(has_text=topic)
        if not summary.evaluate("node => node.parentElement.open"):
            summary.click()
    lines = _grip(page, name).first.locator("xpath=ancestor::ol")
    names = _names(lines)
    at = names.index(name)
    worker.drag(_grip(page, name).first, lines.locator("> li").nth(at - 1), 0.3)
    _stand(lines, up(names, at))
    api = Api(page, worker.bench.boss.url)
    api.until(lambda: worker.bench.documents() != draft, "it is with the server")
    # On a phone a field's settings lie over the page.
    if page.get_by_role("dialog").count() > 0:
        page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    page.get_by_role("button", name="撤销").click()
    api.until(lambda: worker.bench.documents() == draft, "undone it is as it was")


def test_the_few_fields_of_an_action(worker: Worker) -> None:
    page = worker.open("actions/action/diagnose_need")
    fields = ("actions", "diagnose_need", "fields")
    before = worker.bench.order(*fields)
    assert before == ["need_summary", "budget", "pain"]
    form = page.get_by_role("list", name="表单")
    worker.drag(form.get_by_role("button", name="拖动“客户预算”"), form.locator(".da-input").first, 0.3)
    worker.becomes(["budget", "need_summary", "pain"], *fields)
    worker.undone(before, *fields)


def test_a_field_is_put_among_the_few_of_an_action(at_tablet: Worker) -> None:
    worker, page = at_tablet, at_tablet.open("actions/action/diagnose_need")
    fields = ("actions", "diagnose_need", "fields")
    before = worker.bench.order(*fields)
    form = page.get_by_role("list", name="表单")
    pick = page.get_by_role("group", name="可以加的字段").get_by_role("button").first
    worker.drag(pick, form.locator(".da-input").last, 0.5)
    expect(form.get_by_role("button", name="拖动")).to_have_count(4)
    Api(page, worker.bench.boss.url).until(lambda: len(worker.bench.order(*fields)) == 4, "it is asked for")
    now = worker.bench.order(*fields)
    assert [one for one in now if one in before] == before
    assert now[-1] == "pain", "it stands where it was let go"
    worker.undone(before, *fields)


def test_rows_of_a_decision_table(worker: Worker) -> None:
    page = worker.open("tables/decision_table/payment_risk")
    path = ("decision_tables", "payment_risk", "rows")
    rows = worker.bench.order(*path)
    grips = page.locator(".dt-grip")
    worker.drag(grips.nth(1), grips.nth(0).locator("xpath=ancestor::tr"), 0.3)
    worker.becomes(up(rows, 1), *path)
    worker.undone(rows, *path)
