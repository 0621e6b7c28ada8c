"""Every page, at both widths and in both languages: nothing for axe to find, no word of the other language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .api import Api
from .conftest import Enter, Someone
from .served import ROOT
from .words import foreign, wrong_words

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "var" / "e2e" / "pages"
WIDTHS = [pytest.param(False, "zh", id="1440-zh"), pytest.param(True, "en", id="390-en")]

Press = Callable[[Page, str], None]


@dataclass(frozen=True)
class Scene:
    """A page, and what is pressed on it before it is looked at; `path` may name the deal."""

    name: str
    path: str
    press: Press | None = None
    login: str | None = "lina"


def _by(zh: str, en: str) -> Press:
    """Press the button of this name, and wait for the dialog it opens."""

    def press(page: Page, lang: str) -> None:
        page.get_by_role("button", name=zh if lang == "zh" else en, exact=True).first.click()
        expect(page.get_by_role("dialog")).to_be_visible()

    return press


def _refused(page: Page, lang: str) -> None:
    """The form with its complaints."""
    page.get_by_role("button", name="保存" if lang == "zh" else "Save", exact=True).click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def _tab(zh: str, en: str) -> Press:
    return lambda page, lang: page.get_by_role("tab", name=zh if lang == "zh" else en).click()


def _row(page: Page, lang: str) -> None:
    page.get_by_role("button", name="添加一行" if lang == "zh" else "Add a row").click()


def _columns(page: Page, lang: str) -> None:
    page.get_by_role("button", name="更多" if lang == "zh" else "More", exact=True).first.click()
    page.get_by_role("menuitem", name="列设置" if lang == "zh" else "Columns").click()
    expect(page.get_by_role("dialog")).to_be_visible()


DEAL = "/a/sales/e/opportunity/{deal}"
SCENES = [
    Scene("login", "/login", login=None),
    Scene("apps", "/"),
    Scene("today", "/a/sales/today"),
    Scene("menu", "/a/sales/menu"),
    Scene("me", "/me"),
    Scene("list", "/a/sales/e/opportunity"),
    Scene("filter", "/a/sales/e/opportunity", _by("筛选", "Filter")),
    Scene("columns", "/a/sales/e/opportunity", _columns),
    Scene("board", "/a/sales/e/opportunity/board"),
    Scene("record", DEAL),
    Scene("related", DEAL, _tab("相关记录", "Related")),
    Scene("timeline", DEAL, _tab("动态", "History")),
    Scene("edit", DEAL, lambda page, lang: page.get_by_role("button", name="编辑" if lang == "zh" else "Edit").click()),
    Scene("action", DEAL, _by("写跟进", "Log a follow-up")),
    Scene("create", "/a/sales/e/opportunity/new", _refused),
    Scene("create customer", "/a/sales/e/customer/new"),
    Scene("quote", "/a/sales/e/quote/new", _row),
    Scene("import", "/a/sales/e/customer/import", login="chenjing"),
    Scene("people", "/people", login="sunlei"),
    Scene("calendars", "/calendars", login="sunlei"),
    Scene("rosters", "/rosters", login="sunlei"),
    Scene("channels", "/channels", login="sunlei"),
    Scene("not there", "/a/sales/e/opportunity/01990000-0000-7000-8000-000000000000"),
]


def _axe(page: Page) -> list[str]:
    page.add_script_tag(path=AXE)
    rules: list[dict[str, Any]] = page.evaluate(
        "() => axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations)"
    )
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for rule in rules
        for node in rule["nodes"][:3]
    ]


def _deal(person: Someone) -> str:
    api = Api(person.page, person.url)
    key: str = api.deal("每个页面都看一遍")["id"]
    return key


@pytest.fixture(scope="session")
def seen() -> dict[str, Any]:
    """What the scenes share: one deal, and the words each language must not show."""
    return {}


@pytest.mark.parametrize(("phone", "lang"), WIDTHS)
@pytest.mark.parametrize("scene", SCENES, ids=[scene.name for scene in SCENES])
def test_a_page(someone: Enter, seen: dict[str, Any], scene: Scene, phone: bool, lang: str) -> None:
    person = someone(scene.login, phone=phone, lang=lang, bypass_csp=True)
    if "{deal}" in scene.path and "deal" not in seen:
        seen["deal"] = _deal(person)
    if scene.login and lang not in seen:
        seen[lang] = foreign(Api(person.page, person.url).get("/apps/sales"), lang)
    page = person.open(scene.path.format(deal=seen.get("deal")))
    if scene.press:
        scene.press(page, lang)
    page.wait_for_timeout(250)  # Motion ends: axe would measure half-faded colours.
    _keep(page, PICTURES / f"{scene.name.replace(' ', '-')}-{'390' if phone else '1440'}-{lang}.png")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "scrolls sideways"
    if scene.login:
        assert wrong_words(page, seen[lang]) == []
    assert _axe(page) == []


def _keep(page: Page, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
