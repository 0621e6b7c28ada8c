"""S43 on the phone, under a clock: the weekly competitor update of a key customer closes by an original picture alone."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from .api import Api
from .conftest import Enter
from .frozen import Frozen
from .screenshots import hand_in, picture, taken_again

DUTY = "竞品动态同步（每周）"
KEY = {"grade": "standard", "level": "a", "industry": "factory", "country": "cn"}
KEY |= {"core_need": ["replace"], "decision_role": "technical"}  # type: ignore[dict-item] # a list among words
NEWS = {"rival": "科瑞医疗", "news": "对方推出免费试用半年"}


def _row(page: Page, group: str, customer: str) -> Locator:
    rows = page.get_by_role("region", name=group, exact=True).get_by_role("listitem")
    return rows.filter(has_text=DUTY).filter(has_text=customer)


def _begin(page: Page, row: Locator) -> Locator:
    row.get_by_role("button", name=DUTY).first.click()
    form = page.get_by_role("dialog", name="竞品动态同步")
    form.get_by_label("竞品", exact=False).first.fill("科瑞医疗")
    form.get_by_label("动态", exact=False).first.fill("听说对方在谈年度框架，价格低一成")
    return form


def test_a_used_picture_is_refused_an_original_closes_it_and_next_week_it_is_owed_again(
    frozen: Frozen, someone_then: Enter
) -> None:
    clock = frozen.clock
    clock.monday()
    mate = someone_then("wuhao")
    theirs = Api(mate.page, mate.url)
    used = picture(4301)
    other = theirs.create("customer", {"name": "华光仪器", **KEY})
    theirs.act(other, "competitor_update", NEWS, theirs.upload(used, "聊天记录.jpg"))

    rep = someone_then("zhangwei", phone=True)
    page = rep.page
    api = Api(page, rep.url)
    customer = api.create("customer", {"name": "恒达精密二厂", **KEY})
    api.calm()
    rep.open("/a/sales/today")
    form = _begin(page, _row(page, "本周到期", "恒达精密二厂"))

    # A colleague's picture, saved anew and smaller, is no original; without any nothing is taken either.
    form.get_by_role("button", name="提交").click()
    expect(form.get_by_text("原始聊天截图").first).to_be_visible()
    expect(form).to_be_visible()
    hand_in(page, form, taken_again(used), "本周截图.jpg")
    expect(form.get_by_text("本周截图.jpg")).to_be_visible()
    form.get_by_role("button", name="提交").click()
    expect(form.get_by_text("「本周截图.jpg」以前提交过").first).to_be_visible()
    assert len(api.owed(customer, "competitor_weekly")) == 1

    form.get_by_role("button", name="移除本周截图.jpg").click()
    hand_in(page, form, picture(4302), "原图.jpg")
    form.get_by_role("button", name="提交").click()
    expect(form).to_be_hidden()
    # While the worker has its turn at the one writer it waits in the browser, and is sent again by itself.
    told = page.get_by_text(f"已完成“{DUTY}”").or_(page.get_by_text("已提交："))
    expect(told.first).to_be_visible(timeout=60_000)
    done = api.owed(customer, "competitor_weekly", "done")
    assert [one["late"] for one in done] == [False]

    # The manager sees that it was tried, with both places beside each other.
    boss = someone_then("wangqiang")
    boss.open("/a/sales/evidence")
    pair = boss.page.get_by_role("article", name="恒达精密二厂").first
    expect(pair.get_by_text("提交时已拒收")).to_be_visible()
    expect(pair.get_by_role("region", name="以前")).to_contain_text("吴昊")
    expect(pair.get_by_role("region", name="这次")).to_contain_text("张伟")
    pair.get_by_role("button", name="已核对").click()
    expect(pair).to_be_hidden()

    # Nothing more this week; on Monday it is owed again, by Friday at six.
    rep.open("/a/sales/today")
    expect(page.get_by_text("恒达精密二厂").filter(has_text=DUTY)).to_have_count(0)
    clock.monday()
    api.until(lambda: api.owed(customer, "competitor_weekly"), "the next week opens")
    rep.open("/a/sales/today")
    expect(_row(page, "本周到期", "恒达精密二厂")).to_contain_text("18:00")
