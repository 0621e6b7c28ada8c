"""Hands in the designer: how journeys find their way, with the mouse and without."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from .conftest import Someone
from .served import ROOT

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SAVED = {"zh": "已保存", "en": "Saved"}


def start_from_template(boss: Someone, called: str, template: str = "") -> Page:
    """A new app from the template of that name, or the first on offer, open in the workbench."""
    page = boss.open("/design")
    card = page.locator("button.d-card", has=page.get_by_text("模板", exact=True)).filter(has_text=template).first
    expect(card).to_be_visible()
    card.click()
    name = page.get_by_role("dialog").get_by_label("应用名称")
    assert name.input_value()
    name.fill(called)
    page.get_by_role("button", name="新建", exact=True).click()
    page.wait_for_url("**/design/*/data")
    # The dialog asked for a name too, and stands until the workbench does.
    expect(page.get_by_role("navigation", name="设计内容")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("应用名称")).to_have_value(called)
    return page


def saved(page: Page, lang: str = "zh") -> None:
    """All that was done is with the server."""
    expect(page.get_by_text(SAVED[lang], exact=True)).to_be_visible(timeout=20_000)


def section(page: Page, name: str) -> None:
    """Open a section of the designer, by its Chinese name."""
    page.get_by_role("navigation", name="设计内容").get_by_role("button", name=name, exact=True).click()


def settings(page: Page) -> Locator:
    """What is set of the selected field."""
    return page.get_by_role("complementary", name="设置与预览")


def add_required_field(page: Page, name: str) -> None:
    """A text, at the end of the open form."""
    page.get_by_role("button", name="添加单行文本").click()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(settings(page).get_by_role("textbox", name="标题")).to_have_value(name)
    settings(page).get_by_role("checkbox", name="必填", exact=True).check()
    saved(page)


def publish_form(page: Page) -> Locator:
    """The form of the publish page, opened."""
    section(page, "发布")
    page.get_by_role("tab", name="发布", exact=True).click()
    form = page.get_by_role("region", name="发布", exact=True)
    expect(form).to_be_visible()
    return form


def publish_now(page: Page, note: str, number: int) -> None:
    """Put the draft into force at once; the number its version has then."""
    form = publish_form(page)
    form.get_by_label("改动说明").fill(note)
    form.get_by_role("button", name="发布", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text(f"已发布第 {number} 版")).to_be_visible(timeout=20_000)


def versions(page: Page) -> list[str]:
    """The lines of the versions there were, newest first; their list is open then."""
    section(page, "发布")
    page.get_by_role("tab", name="版本", exact=True).click()
    expect(page.locator(".dpb-list").get_by_text("第 1 版", exact=True).first).to_be_visible()
    return page.locator(".dpb-list .dpb-version").all_inner_texts()


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands; motion has ended."""
    page.wait_for_timeout(250)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations)")
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


def reach(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab until the target has the focus, as somebody without a mouse does."""
    expect(target).to_be_attached()
    for _ in range(160):
        if target.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"not reached by {key}: {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Reach it and press it, by keyboard."""
    reach(page, target)
    page.keyboard.press(key)
