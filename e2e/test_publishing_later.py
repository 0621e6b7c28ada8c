"""A publication of later: planned in the browser, frozen, taken back, published once, or not and its author told why."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .api import Api
from .conftest import Enter, Someone
from .designer import add_required_field, faults, publish_form, saved, settings, versions
from .frozen import ZONE, Clock, Frozen

FIELD = "消息来源"
NOTE = "从周三起记下客户从哪里听说我们"
WEDNESDAY = datetime(2026, 3, 4, 8, 30, tzinfo=ZONE)
EFFECT = "2026年3月4日星期三 08:30 生效"


def _plan(page: Page, note: str, day: int = 4, time: str = "08:30") -> None:
    """Later, on a day of the month shown, chosen from the calendar."""
    form = publish_form(page)
    form.get_by_label("改动说明").fill(note)
    form.get_by_text("定时", exact=True).click()
    go = form.get_by_role("button", name="定时发布", exact=True)
    expect(form.get_by_text("先选好生效的日期和时间")).to_be_visible()
    expect(go).to_be_disabled()
    form.get_by_role("button", name="打开日历 生效日期").click()
    form.get_by_role("gridcell", name=f"2026-03-{day:02d}").click()
    form.get_by_label("时间", exact=True).fill(time)
    assert faults(page) == []
    go.click()
    sure = page.get_by_role("dialog", name="定时发布？")
    expect(sure).to_contain_text(f"2026年3月{day}日")
    sure.get_by_role("button", name="定时发布", exact=True).click()
    expect(_planned(page)).to_contain_text(note)


def _planned(page: Page) -> Locator:
    return page.get_by_role("region", name="定时发布", exact=True)


def _rename_field(page: Page, to: str) -> None:
    """By the way from its difference."""
    page.get_by_role("listitem").filter(has_text=f"新增字段「{FIELD}」").get_by_text("去看看").click()
    settings(page).get_by_role("textbox", name="标题").fill(to)
    page.keyboard.press("Enter")
    saved(page)


def _contact(rep: Someone, customer: str, name: str) -> Page:
    page = rep.open(f"/a/sales/e/contact/new?customer={customer}")
    page.get_by_label("姓名").fill(name)
    return page


def _stored(page: Page, name: str) -> None:
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def _notices(api: Api) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api.get("/notices?limit=20")["rows"]
    return [one for one in rows if one["kind"] in ("published", "not_published")]


def _numbers(api: Api) -> list[int]:
    """The versions there are, newest first."""
    return [one["number"] for one in api.get("/design/sales/versions")]


def _worker_turns(api: Api, clock: Clock, count: int) -> None:
    """Wait until the worker has done all it does so many times over, at as many times of day.

    It says that it is alive before every turn, so at the time it says so the turn before is over.
    """
    for _ in range(count + 1):
        clock.on(minutes=1)
        api.until(partial(_seen_by, api, clock.now.astimezone(UTC)), "the worker looks again")


def _seen_by(api: Api, now: datetime) -> bool:
    return any(one["seen_at"] == now.strftime("%Y-%m-%dT%H:%M:%SZ") for one in api.get("/workers"))


def _told(boss: Someone, said: str) -> Page:
    """The newest notice, and the way from it."""
    page = boss.open("/inbox")
    row = page.get_by_role("listitem").filter(has_text="您定时发布的「销售管理」")
    expect(row.first).to_contain_text(said)
    row.first.get_by_role("button").click()
    page.wait_for_url("**/design/sales/publish")
    return boss.settled()


def test_it_takes_effect_by_itself_and_the_rep_gets_the_new_form(
    frozen_apart: Frozen, someone_then_apart: Enter
) -> None:
    clock = frozen_apart.clock
    boss, rep = someone_then_apart("chenjing", bypass_csp=True), someone_then_apart("lina")
    api, mine = Api(boss.page, boss.url), Api(rep.page, rep.url)
    customer = mine.create("customer", {"name": "定时发布的客户", "grade": "standard"})["id"]

    page = boss.open("/design/sales/data/entity/contact")
    add_required_field(page, FIELD)
    _plan(page, NOTE)
    expect(_planned(page)).to_contain_text(EFFECT)
    expect(_planned(page)).to_contain_text("陈静")
    expect(_planned(page)).to_contain_text("之后的修改不算在内")
    assert faults(page) == []

    # It is frozen: what is edited now is ahead of it. One at a time.
    _rename_field(page, "从哪里听说")
    form = publish_form(page)
    form.get_by_text("定时", exact=True).click()
    expect(form.get_by_text("已有一次定时发布，先撤回它")).to_be_visible()
    expect(form.get_by_role("button", name="定时发布", exact=True)).to_be_disabled()

    # Until then the rep works as ever, and is half-way through a form when it comes.
    theirs = _contact(rep, customer, "周二的联系人")
    expect(theirs.get_by_label(FIELD)).to_have_count(0)
    _stored(theirs, "周二的联系人")
    theirs = _contact(rep, customer, "周三的联系人")
    clock.to(WEDNESDAY)
    api.until(lambda: api.get("/design/sales/planned")["planned"] is None, "the worker publishes it")
    theirs.get_by_role("button", name="保存", exact=True).click()
    expect(theirs.get_by_text(f"新增必填字段「{FIELD}」").first).to_be_visible()
    theirs.get_by_label(FIELD).fill("展会")
    theirs.get_by_role("button", name="按新表单提交").click()
    expect(theirs.get_by_role("heading", level=1, name="周三的联系人")).to_be_visible()
    theirs = _contact(rep, customer, "新表单的联系人")
    theirs.get_by_role("button", name="保存", exact=True).click()
    expect(theirs.get_by_label(FIELD)).to_be_focused()
    theirs.get_by_label(FIELD).fill("老客户介绍")
    _stored(theirs, "新表单的联系人")

    # Once, however often the worker looks; its author is told, and what was edited since is still ahead.
    _worker_turns(Api(someone_then_apart("sunlei").page, boss.url), clock, 5)
    assert _numbers(api) == [2, 1]
    assert [one["kind"] for one in _notices(api)] == ["published"]
    page = _told(boss, "已生效，现为版本 2")
    expect(_planned(page)).to_have_count(0)
    expect(page.get_by_role("tabpanel")).to_contain_text("从哪里听说")
    newest, first = versions(page)
    assert [part in newest for part in ("第 2 版", "使用中", "陈静", NOTE)] == [True] * 4, newest
    assert "使用中" not in first
    page.get_by_role("button", name="这一版改了什么 第 2 版").click()
    expect(page.get_by_text(f"新增字段「{FIELD}」").first).to_be_visible()
    assert faults(page) == []


def test_one_taken_back_never_comes(frozen_apart: Frozen, someone_then_apart: Enter) -> None:
    clock = frozen_apart.clock
    boss = someone_then_apart("chenjing", bypass_csp=True)
    api = Api(boss.page, boss.url)
    page = boss.open("/design/sales/data/entity/contact")
    add_required_field(page, FIELD)
    _plan(page, NOTE)
    _planned(page).get_by_role("button", name="撤回定时发布").click()
    sure = page.get_by_role("dialog", name="撤回这次定时发布？")
    expect(sure).to_contain_text(EFFECT)
    sure.get_by_role("button", name="撤回定时发布").click()
    expect(page.get_by_text("已撤回定时发布")).to_be_visible()
    expect(_planned(page)).to_have_count(0)
    # Another may be planned at once.
    _plan(page, "改到周四", day=5)
    clock.to(WEDNESDAY)
    clock.on(hours=1)
    page.reload()
    assert len(versions(page)) == 1, "the one taken back did not come"
    expect(_planned(page)).to_contain_text("2026年3月5日星期四 08:30 生效")
    clock.on(days=1)
    api.until(lambda: api.get("/design/sales/planned")["planned"] is None, "the other one came")
    page.reload()
    newest, _ = versions(page)
    assert "改到周四" in newest
    assert [one["kind"] for one in _notices(api)] == ["published"]


def test_one_that_cannot_take_effect_tells_its_author_why(frozen_apart: Frozen, someone_then_apart: Enter) -> None:
    clock = frozen_apart.clock
    boss, colleague = someone_then_apart("chenjing", bypass_csp=True), someone_then_apart("sunlei")
    api = Api(boss.page, boss.url)
    page = boss.open("/design/sales/data/entity/contact")
    add_required_field(page, FIELD)
    _plan(page, NOTE)

    # A colleague publishes something before it is due, and is told what that means.
    theirs = colleague.open("/design/sales/publish")
    form = publish_form(theirs)
    form.get_by_label("改动说明").fill("等不到周三")
    form.get_by_role("button", name="发布", exact=True).click()
    sure = theirs.get_by_role("dialog", name="现在发布？")
    expect(sure).to_contain_text("已有一次定时发布：现在发布后，它就不会进行了")
    sure.get_by_role("button", name="发布", exact=True).click()
    expect(theirs.get_by_text("已发布第 2 版")).to_be_visible(timeout=20_000)
    page.reload()
    expect(_planned(page)).to_contain_text("这次定时发布不会进行")
    assert faults(page) == []
    clock.to(WEDNESDAY)
    api.until(lambda: _notices(api), "its author is told")
    page = _told(boss, "没有发布：计划之后已有别的版本生效，请核对后重新发布")
    expect(_planned(page)).to_have_count(0)

    # A stage nobody is in is archived; a record goes there before the day.
    page = boss.open("/design/sales/flow/flow/lead/stages/invalid")
    page.get_by_role("button", name="删除阶段").click()
    page.get_by_role("dialog").get_by_role("button", name="停用", exact=True).click()
    saved(page)
    _plan(page, "无效的线索不再单独放", day=6)
    rep = Api(someone_then_apart("lina").page, boss.url)
    lead = rep.create("lead", {"name": "打错电话的人", "mobile": "13800000000", "source": "other"})
    _to_invalid(rep, lead)
    clock.on(days=2)
    api.until(lambda: len(_notices(api)) == 2, "its author is told again")
    page = _told(boss, "没有发布：有记录所在的阶段不再存在")
    # What is missing is asked for there.
    expect(page.get_by_role("tabpanel")).to_contain_text("无效")
    assert faults(page) == []
    assert len(versions(page)) == 2


def _to_invalid(rep: Api, lead: dict[str, Any]) -> None:
    path = f"/apps/sales/lead/{lead['id']}"
    body = {
        "version": rep.get(path)["record"]["version"],
        "to": "invalid",
        "values": {"invalid_reason": "wrong_number"},
    }
    moved = rep.send("POST", f"{path}/move", body)
    assert moved.ok, moved.text()
