"""Every page, at both widths and in both languages: nothing for axe to find, no word of the other language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .api import Api
from .conftest import Enter
from .screenshots import picture, taken_again
from .served import ROOT
from .words import foreign, wrong_words

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "var" / "e2e" / "pages"
WIDTHS = [pytest.param(False, "zh", id="1440-zh"), pytest.param(True, "en", id="390-en")]

Press = Callable[[Page, str], None]


@dataclass(frozen=True)
class Scene:
    """A page, and what is pressed on it before it is looked at; `path` may name what the scenes share."""

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


def _nudge(page: Page, lang: str) -> None:
    page.get_by_role("button", name="催办“" if lang == "zh" else "Nudge “").first.click()
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_visible()


def _extend(page: Page, lang: str) -> None:
    page.get_by_role("button", name="处理待办" if lang == "zh" else "Handle “").first.click()
    page.get_by_role("menuitem", name="延期" if lang == "zh" else "Extend").click()
    expect(page.get_by_role("dialog").get_by_role("textbox").first).to_be_visible()


def _why(page: Page, lang: str) -> None:
    page.get_by_role("button", name="为什么要做" if lang == "zh" else "Why “").first.click()
    expect(page.get_by_role("dialog").get_by_role("heading", level=3).first).to_be_visible()


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
    Scene("deliveries", "/channels", _tab("投递记录", "Deliver"), login="sunlei"),
    Scene("inbox", "/inbox"),
    Scene("why", DEAL, _why),
    Scene("rules", "/a/sales/rules"),
    Scene("propose", "/a/sales/rules", _by("提议修改「新商机首次跟进」", "Propose a change of “First follow-up”")),
    Scene(
        "remark",
        "/a/sales/rules",
        _by("对「新商机首次跟进」的意见，已有 0 条讨论", "Remark on “First follow-up”; 0 open here"),
    ),
    Scene("talk", "/a/sales/rules", _tab("讨论", "Talk")),
    Scene("queues", "/a/sales/queues?queue=follow_ups", login="wangqiang"),
    Scene("nudge", "/a/sales/queues?queue=follow_ups", _nudge, login="wangqiang"),
    Scene("extend", DEAL, _extend, login="wangqiang"),
    Scene("evidence", "/a/sales/evidence", login="wangqiang"),
    Scene("approvals", "/a/seal_approval/approvals", login="wangqiang"),
    Scene("approval", "/a/seal_approval/approvals/{approval}", login="wangqiang"),
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


def _shared(someone: Enter) -> dict[str, Any]:
    """What the scenes are about: a deal with something owed, a picture used twice, a request that waits for a decision."""
    person = someone("lina")
    api = Api(person.page, person.url)
    deal = api.deal("每个页面都看一遍")
    used = picture(9001)
    for name, shot in (("看图的客户甲", used), ("看图的客户乙", taken_again(used))):
        customer = api.create("customer", {"name": name, "grade": "standard"})
        body = {"version": customer["version"], "action": "competitor_update"}
        body |= {"inputs": {"rival": "迈得", "news": "本周报价下调"}, "files": [api.upload(shot, "聊天.jpg")]}
        api.send("POST", f"/apps/sales/customer/{customer['id']}/act", body)
    values = {"title": "框架合同盖章", "kind": "contract", "seals": ["contract"], "copies": 2, "amount": 8_000_000}
    request = api.create("request", values, app="seal_approval")
    api.act(request, "apply", {}, api.upload(picture(9002), "合同.jpg"), app="seal_approval")
    asked = api.get("/apps/seal_approval/approvals?box=asked")["rows"]
    return {"deal": deal["id"], "approval": next(one["id"] for one in asked if one["record"] == request["id"])}


@pytest.fixture(scope="session")
def seen() -> dict[Any, Any]:
    """What the scenes share, and the words each language must not show."""
    return {}


@pytest.mark.parametrize(("phone", "lang"), WIDTHS)
@pytest.mark.parametrize("scene", SCENES, ids=[scene.name for scene in SCENES])
def test_a_page(someone: Enter, seen: dict[Any, Any], scene: Scene, phone: bool, lang: str) -> None:
    person = someone(scene.login, phone=phone, lang=lang, bypass_csp=True)
    if scene.login and "deal" not in seen:
        seen |= _shared(someone)
    app = "seal_approval" if "seal_approval" in scene.path else "sales"
    if scene.login and (app, lang) not in seen:
        seen[app, lang] = foreign(Api(person.page, person.url).get(f"/apps/{app}"), lang)
    page = person.open(scene.path.format(deal=seen.get("deal"), approval=seen.get("approval")))
    if scene.press:
        scene.press(page, lang)
    page.wait_for_timeout(250)  # Motion ends: axe would measure half-faded colours.
    _keep(page, PICTURES / f"{scene.name.replace(' ', '-')}-{'390' if phone else '1440'}-{lang}.png")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "scrolls sideways"
    if scene.login:
        assert wrong_words(page, seen[app, lang]) == []
    assert _axe(page) == []


def _keep(page: Page, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
