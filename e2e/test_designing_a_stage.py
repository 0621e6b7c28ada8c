"""The team's own stage: "clinical trial" with two required fields and a duty with a screenshot, drawn, replayed, published, met.

Once with the mouse in Chinese and once without it in English; then the rep on the phone is held up by it and goes on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .api import Api
from .conftest import Enter, Someone
from .designer import press, publish_form, publish_now, reach, saved, section
from .screenshots import hand_in, picture


@dataclass(frozen=True)
class Said:
    """What the replay and the rep's phone say, in one language."""

    entered: str
    lacked: str
    fields: tuple[str, str]
    next_step: str
    two_missing: str
    fill_in: str
    fill_both: str
    calendar: str
    today: str
    save_and_go: str
    moved: tuple[str, str]
    one_missing: str
    owed: str
    owed_first: str
    left: str
    action: str
    submit: str
    evidence: str
    choose: str
    on: str
    picture: int


ZH = Said(
    entered="商机 · 进入阶段「异议处理」",
    lacked="可能缺：「试用开始日」没有填写、「试用科室」没有填写",
    fields=("试用科室", "试用开始日"),
    next_step="下一步",
    two_missing="进入“临床试用”还差 2 项",
    fill_in="填写「{}」",
    fill_both="补齐 2 项并进入“临床试用”",
    calendar="打开日历",
    today="今天",
    save_and_go="保存并进入“临床试用”",
    moved=("已进入“临床试用”", "已进入“异议处理”"),
    one_missing="进入“异议处理”还差 1 项",
    owed="待办",
    owed_first="先完成待办「提交试用记录」",
    left="还剩 47小时",
    action="提交试用记录",
    submit="提交",
    evidence="凭证",
    choose="选择图片",
    on="异议处理",
    picture=4402,
)
EN = Said(
    entered="Opportunity · entered “Objections”",
    lacked="may have lacked: “Trial begins” was not filled in, “Ward” was not filled in",
    fields=("Ward", "Trial begins"),
    next_step="Next step",
    two_missing="2 missing for “Clinical trial”",
    fill_in="Fill in “{}”",
    fill_both="Fill in 2 and go to “Clinical trial”",
    calendar="Open calendar",
    today="Today",
    save_and_go="Save and go to “Clinical trial”",
    moved=("Now in “Clinical trial”", "Now in “Objections”"),
    one_missing="1 missing for “Objections”",
    owed="Owed",
    owed_first="First do what is owed: “Hand in the trial report”",
    left="47 h",
    action="Hand in the trial report",
    submit="Submit",
    evidence="Evidence",
    choose="Choose a picture",
    on="Objections",
    picture=4403,
)


def _panel(page: Page, name: str = "详情") -> Locator:
    return page.get_by_role("complementary", name=name)


def _deal_before_it(rep: Someone) -> dict[str, Any]:
    """A deal in the stage before the new one, with all done that the stages around it ask for."""
    api = Api(rep.page, rep.url)
    deal = api.deal("监护仪换新")
    api.act(deal, "log_follow_up", {"way": "phone", "content": "电话确认科室想先试用再谈", "next_step": "约演示"})
    api.act(deal, "diagnose_need", {"need_summary": "科室要先试用一周", "budget": 30_000_000})
    for stage in ("diagnosis", "demo"):
        version = api.get(f"/apps/sales/opportunity/{deal['id']}")["record"]["version"]
        moved = api.send("POST", f"/apps/sales/opportunity/{deal['id']}/move", {"version": version, "to": stage})
        assert moved.ok, moved.text()
    api.act(deal, "send_plan", {"core_need": ["replace"], "decision_role": "technical"})
    demo = {"demo_on": "2026-03-02", "customisation": 4}
    api.act(deal, "give_demo", demo, api.upload(picture(4401), "演示.jpg"))
    return deal


def _new_stage(page: Page) -> None:
    """After the demo, on its path."""
    page.get_by_role("button", name="在「方案演示」和「异议处理」之间插入阶段").click()
    page.get_by_role("dialog").get_by_label("阶段名称").fill("临床试用")
    page.get_by_role("dialog").get_by_role("button", name="添加", exact=True).click()
    expect(page.get_by_role("heading", name="阶段：临床试用")).to_be_visible()


def _required_field(page: Page, name: str, kind: str | None = None) -> None:
    _panel(page).get_by_role("button", name="添加必填字段").click()
    page.get_by_role("button", name="新字段…").click()
    form = page.get_by_role("dialog", name="新字段…")
    form.get_by_label("字段名称").fill(name)
    if kind:
        form.get_by_label("字段类型").select_option(label=kind)
    form.get_by_role("button", name="添加", exact=True).click()
    expect(_panel(page).get_by_text(name, exact=True)).to_be_visible()


def _timed_action(page: Page) -> None:
    """Within 48 hours of entering the stage, with a screenshot; not done: no way on."""
    _panel(page).get_by_role("button", name="添加限时必做").click()
    page.get_by_role("button", name="新动作…").click()
    page.get_by_role("dialog", name="新动作…").get_by_label("动作名称").fill("提交试用记录")
    page.get_by_role("dialog", name="新动作…").get_by_role("button", name="添加", exact=True).click()
    page.get_by_role("button", name="时限: 24 小时内").click()
    page.get_by_label("时限：数").fill("48")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="加条件").click()
    page.get_by_role("menuitem", name="没做就不能推进").click()
    said = page.locator(".da-sentence")
    expect(said).to_contain_text("48 小时内")
    expect(said).to_contain_text("没完成前不能「进入异议处理」")
    page.get_by_role("button", name="编辑这个动作").click()
    page.get_by_label("要凭证").check()
    expect(page.get_by_role("list", name="概要")).to_contain_text("至少 1 张图片")


def _slip_and_remedy(page: Page) -> None:
    """The way on is taken away; the check says so, and one press brings it back."""
    _panel(page).get_by_role("button", name="不能再去「异议处理」").click()
    findings = page.get_by_role("button", name="检查结果")
    expect(findings).to_have_attribute("data-tone", "bad")
    findings.click()
    panel = _panel(page, "检查结果")
    expect(panel.get_by_text("走“标准路径”时到不了阶段“异议处理”")).to_be_visible()
    panel.get_by_role("button", name="添加流转「进入异议处理」").click()
    expect(findings).to_have_attribute("data-tone", "warn")
    panel.get_by_role("button", name="关闭").click()


def _replayed(page: Page, said: Said, titles: list[str]) -> Locator:
    """The report of what the organisation lived through, with deals one can open: the way to the first."""
    report = page.get_by_role("tabpanel")
    expect(report.get_by_text(said.entered)).to_be_visible(timeout=60_000)
    expect(report.get_by_text(said.lacked).first).to_be_visible()
    named = report.get_by_role("link").first
    assert named.inner_text() in titles
    return named


def _replay(page: Page, titles: list[str]) -> None:
    section(page, "发布")
    page.get_by_role("tab", name="回放历史").click()
    page.get_by_role("button", name="开始回放").click()
    named = _replayed(page, ZH, titles)
    with page.expect_popup() if named.get_attribute("target") else page.expect_navigation():
        named.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.go_back()


def _publish(page: Page) -> None:
    publish_form(page)
    expect(page.get_by_text("新增阶段「临床试用」")).to_be_visible()
    publish_now(page, "演示之后先做临床试用", 2)


def _held_up_and_goes_on(rep: Someone, deal: dict[str, Any], said: Said) -> None:
    """On the phone: told the two fields, fills them in on the spot; told the duty, hands the screenshot in; goes on."""
    page = rep.open(f"/a/sales/e/opportunity/{deal['id']}")
    assert page.viewport_size is not None
    assert page.viewport_size["width"] == 390
    way = page.get_by_role("region", name=said.next_step)
    expect(way).to_contain_text(said.two_missing)
    for field in said.fields:
        expect(way.get_by_text(said.fill_in.format(field))).to_be_visible()
    way.get_by_role("button", name=said.fill_both).click()
    form = page.get_by_role("dialog")
    form.get_by_label(said.fields[0]).fill("心内科")
    form.get_by_role("button", name=f"{said.calendar} {said.fields[1]}").click()
    page.get_by_role("dialog", name=said.fields[1]).get_by_role("button", name=said.today).click()
    form.get_by_role("button", name=said.save_and_go).click()
    expect(page.get_by_text(said.moved[0])).to_be_visible()

    expect(way).to_contain_text(said.one_missing)
    expect(way).to_contain_text(said.owed_first)
    expect(page.get_by_role("region", name=said.owed)).to_contain_text(said.left)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    way.get_by_role("button", name=said.action).click()
    form = page.get_by_role("dialog", name=said.action)
    form.get_by_role("button", name=said.submit, exact=True).click()
    expect(form).to_contain_text(said.evidence)
    hand_in(page, form, picture(said.picture), "试用记录.jpg", said.choose)
    expect(form.get_by_text("试用记录.jpg")).to_be_visible()
    form.get_by_role("button", name=said.submit, exact=True).click()
    expect(form).to_be_hidden()
    on = way.get_by_role("button", name=said.on)
    expect(on).to_be_visible(timeout=30_000)  # The worker may have the one writer just then: it is sent again.
    on.click()
    expect(page.get_by_text(said.moved[1])).to_be_visible()


def test_a_stage_is_drawn_replayed_and_published_and_the_rep_meets_it(someone_apart: Enter) -> None:
    rep = someone_apart("lina", phone=True)
    deal = _deal_before_it(rep)
    boss = someone_apart("chenjing")
    page = boss.open("/design/sales/flow")
    _new_stage(page)
    _required_field(page, "试用科室")
    _required_field(page, "试用开始日", "日期")
    _slip_and_remedy(page)
    _timed_action(page)
    saved(page)
    api = Api(boss.page, boss.url)
    _replay(page, [row["values"]["title"] for row in api.get("/apps/sales/opportunity?limit=100")["rows"]])
    _publish(page)
    _held_up_and_goes_on(rep, deal, ZH)


def _by_keyboard_a_stage(page: Page) -> None:
    """From the drawing: arrows to the demo, Enter, and on to the way to insert one after it."""
    reach(page, page.locator('.flw-card[tabindex="0"]'))
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowUp")
    demo = page.locator('[data-stage="demo"]')
    for _ in range(6):
        if demo.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Stage: Demo")).to_be_visible()
    press(page, page.get_by_role("button", name="Insert a stage after “Demo”"))
    page.keyboard.type("Clinical trial")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Stage: Clinical trial")).to_be_visible()
    expect(page.get_by_label("Name of the stage")).to_be_focused()


def _by_keyboard_a_field(page: Page, name: str, kind: str | None = None) -> None:
    press(page, _panel(page, "Details").get_by_role("button", name="Require a field"))
    expect(page.get_by_role("combobox", name="Require a field")).to_be_focused()
    press(page, page.get_by_role("button", name="New field…"))
    page.keyboard.type(name)
    if kind:
        reach(page, page.get_by_label("Kind of field"))
        page.keyboard.type(kind)
    else:
        page.keyboard.press("Enter")
    if kind:
        press(page, page.get_by_role("button", name="Add", exact=True))
    expect(_panel(page, "Details").get_by_text(name, exact=True)).to_be_visible()
    # Whoever came by keyboard is where the next one is asked for.
    expect(_panel(page, "Details").get_by_role("button", name="Require a field")).to_be_focused()


def _by_keyboard_a_timed_action(page: Page) -> None:
    press(page, _panel(page, "Details").get_by_role("button", name="Add a timed duty"))
    expect(page.get_by_role("combobox", name="Add a timed duty")).to_be_focused()
    press(page, page.get_by_role("button", name="New action…"))
    page.keyboard.type("Hand in the trial report")
    page.keyboard.press("Enter")
    press(page, page.get_by_role("button", name=re.compile("By when: .*24 hours")))
    reach(page, page.get_by_label("Time limit: number"))
    page.keyboard.press("Control+a")
    page.keyboard.type("48")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=re.compile("By when: .*48 hours"))).to_be_focused()
    press(page, page.get_by_role("button", name="Add a clause"))
    blocks = page.get_by_role("menuitem", name="Blocks a move")
    reach(page, blocks, "ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".da-sentence")).to_contain_text("until then no “To Objections”")
    press(page, page.get_by_role("button", name="Edit this action"))
    evidence = page.get_by_label("Ask for evidence")
    press(page, evidence, "Space")
    expect(page.get_by_role("list", name="In short")).to_contain_text("at least 1 picture")


def _by_keyboard_a_slip_and_remedy(page: Page) -> None:
    press(page, _panel(page, "Details").get_by_role("button", name="No longer lead to “Objections”"))
    findings = page.get_by_role("button", name=re.compile("^Findings"))
    expect(findings).to_have_attribute("data-tone", "bad")
    press(page, findings)
    panel = _panel(page, "Findings")
    expect(panel.get_by_text("the stage “Objections” cannot be reached")).to_be_visible()
    press(page, panel.get_by_role("button", name="Add transition “To Objections”"))
    expect(findings).to_have_attribute("data-tone", "warn")
    press(page, panel.get_by_role("button", name="Close"))
    expect(panel).to_have_count(0)


def _by_keyboard_to_publish(page: Page) -> None:
    sections = page.get_by_role("navigation", name="What is designed")
    press(page, sections.get_by_role("button", name="Publish"))
    page.wait_for_url("**/publish**")


def _by_keyboard_a_replay(page: Page, titles: list[str]) -> None:
    _by_keyboard_to_publish(page)
    reach(page, page.get_by_role("tab", name="Go live"))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Replay")).to_have_attribute("aria-selected", "true")
    press(page, page.get_by_role("tabpanel").get_by_role("button", name="Replay", exact=True))
    named = _replayed(page, EN, titles)
    assert named.get_attribute("target") is None, "it opens here"
    press(page, named)
    page.wait_for_url("**/e/opportunity/**")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.go_back()  # The browser's own key: no page hears it.


def _by_keyboard_published(page: Page) -> None:
    _by_keyboard_to_publish(page)
    expect(page.get_by_text("Stage “Clinical trial” added", exact=True)).to_be_visible()
    reach(page, page.get_by_label("What changed, and why"))
    page.keyboard.type("A trial after the demo")
    press(page, page.get_by_role("tabpanel").get_by_role("button", name="Publish", exact=True))
    press(page, page.get_by_role("dialog").get_by_role("button", name="Publish", exact=True))
    expect(page.get_by_text("Version 2 is in force")).to_be_visible(timeout=20_000)


def test_without_a_mouse_in_english_it_is_drawn_replayed_and_published_and_the_rep_meets_it(
    someone_apart: Enter,
) -> None:
    rep = someone_apart("lina", phone=True, lang="en")
    deal = _deal_before_it(rep)
    boss = someone_apart("chenjing", lang="en")
    page = boss.open("/design/sales/data")
    page.keyboard.press("Alt+2")
    page.wait_for_url("**/flow**")
    _by_keyboard_a_stage(page)
    _by_keyboard_a_field(page, "Ward")
    _by_keyboard_a_field(page, "Trial begins", "Date")
    _by_keyboard_a_slip_and_remedy(page)
    _by_keyboard_a_timed_action(page)
    saved(page, "en")
    api = Api(boss.page, boss.url)
    _by_keyboard_a_replay(
        page, [row["values"]["title"] for row in api.get("/apps/sales/opportunity?limit=100")["rows"]]
    )
    _by_keyboard_published(page)
    flow = api.get("/apps/sales")["flows"]["opportunity"]
    stage = next(one for one in flow["stages"].values() if one["label"]["en"] == "Clinical trial")
    assert len(stage["entry"]["fields"]) == 2
    _held_up_and_goes_on(rep, deal, EN)
