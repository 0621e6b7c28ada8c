"""A rep proposes another rule, a supervisor decides, and the rep hears of it: the rules are built together."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import Enter, Someone
from .designer import faults

DUTY = "新商机首次跟进"
WHY = "周末录入的商机来不及在一天内跟进"


def _card(page: Page) -> Page:
    expect(page.get_by_role("heading", name="规则", exact=True)).to_be_visible()
    page.get_by_label("在规则里找").fill(DUTY)
    return page


def _propose(rep: Someone) -> Page:
    """One working day becomes two, by keyboard where it matters."""
    page = _card(rep.open("/a/sales/rules"))
    page.get_by_role("button", name=f"提议修改「{DUTY}」").first.press("Enter")
    box = page.get_by_role("dialog", name=f"提议修改「{DUTY}」")
    expect(box.get_by_text("现在", exact=True)).to_be_visible()
    box.get_by_role("button", name="提交提议").click()
    expect(box.get_by_text("先改一处，再提交")).to_be_visible()
    days = box.get_by_label("时限", exact=True).get_by_role("textbox")
    days.fill("2")
    days.press("Tab")
    expect(box.get_by_role("status").filter(has_text="改成")).to_contain_text("2 个工作日")
    box.get_by_role("button", name="提交提议").click()
    expect(box.get_by_text("请写上理由")).to_be_visible()
    box.get_by_label("为什么这样改").fill(WHY)
    assert faults(page) == []
    box.get_by_role("button", name="提交提议").click()
    expect(page.get_by_text("提议已提交，有结果会通知您")).to_be_visible()
    expect(box).to_have_count(0)
    return page


def _accept(boss: Someone) -> None:
    """From the notice to the draft, and into force."""
    page = boss.open("/inbox")
    page.get_by_role("button").filter(has_text=f"李娜提议修改「{DUTY}」").first.click()
    page.wait_for_url("**/a/sales/rules?topic=*")
    expect(page.get_by_role("dialog", name="讨论")).to_contain_text(WHY)

    page = boss.open("/design/sales/talk")
    page.get_by_role("button").filter(has_text=WHY).first.click()
    expect(page.get_by_role("region", name="对现在的草稿来说")).to_contain_text("时限：1 个工作日 → 2 个工作日")
    expect(page.get_by_text("采纳后检查不会发现新问题")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="采纳", exact=True).click()
    expect(page.get_by_text("采纳了提议")).to_be_visible()
    # It is taken back and done again like any command.
    page.get_by_role("button", name=f"撤销“采纳提议：{DUTY}”").click()
    expect(page.get_by_role("button", name=f"重做“采纳提议：{DUTY}”")).to_be_enabled()
    page.get_by_role("button", name=f"重做“采纳提议：{DUTY}”").click()
    expect(page.get_by_text("已保存", exact=True)).to_be_visible()
    page.get_by_role("navigation", name="设计内容").get_by_role("button", name="发布").click()
    form = page.get_by_role("region", name="发布", exact=True)
    form.get_by_role("button", name="发布", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("已发布第 2 版")).to_be_visible()


def _hears(rep: Someone) -> None:
    """What became of it, and the rule that is now in force."""
    page = rep.open("/inbox")
    page.get_by_role("button").filter(has_text=f"关于「{DUTY}」的提议已被采纳").first.click()
    box = page.get_by_role("dialog", name="讨论")
    expect(box.get_by_text("已采纳", exact=True)).to_be_visible()
    expect(box.get_by_text("第 2 版起生效")).to_be_visible()
    expect(box.get_by_text("采纳了提议")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="规则").click()
    expect(_card(page).get_by_text("新建商机后 2 个工作日内").first).to_be_visible()


def test_a_rep_proposes_a_supervisor_accepts_and_the_rep_is_told(someone_apart: Enter) -> None:
    rep, boss = someone_apart("lina", bypass_csp=True), someone_apart("chenjing", bypass_csp=True)
    _propose(rep)
    _accept(boss)
    _hears(rep)


def test_on_a_phone_in_english_one_remarks_on_a_rule(someone: Enter) -> None:
    rep = someone("zhangwei", phone=True, lang="en", bypass_csp=True)
    page = rep.open("/a/sales/menu")
    page.get_by_role("link", name="Rules and talk").click()
    expect(page.get_by_role("heading", name="Rules", exact=True)).to_be_visible()
    page.get_by_label("Search the rules").fill("Confirmation of the quote within 24 hours")
    page.get_by_role("button", name="Remark on “").first.click()
    box = page.get_by_role("dialog")
    box.get_by_role("button", name="Send", exact=True).click()
    expect(box.get_by_text("Write something")).to_be_visible()
    box.get_by_label("What do you think?").fill("Customers rarely answer within a day <b>")
    box.get_by_role("button", name="Send", exact=True).click()
    said = box.get_by_role("button").filter(has_text="Customers rarely answer within a day <b>")
    expect(said).to_be_visible()
    assert faults(page) == []
    said.click()
    box.get_by_label("Your reply").fill("Two days would do")
    box.get_by_role("button", name="Reply", exact=True).click()
    expect(box.get_by_text("Two days would do")).to_be_visible()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
