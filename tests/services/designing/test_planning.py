"""A publication of later: frozen, shown, taken back, published once when it is due, or not at all and its author told why."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from followthrough.core.check import check
from followthrough.core.compile import compile_published
from followthrough.core.rules import instant_text
from followthrough.services.designing import Asked, FromTemplate, planning, publishing
from followthrough.services.refusal import Refusal
from followthrough.services.views_design import PlannedView, PlanView, PublishedView, StartedApp
from followthrough.services.wiring import services_over
from followthrough.store import apps, failpoints, people
from followthrough.store.database import Database
from followthrough.store.platform import notice, planned_publication
from tests.services.designing.studio import Studio, keyed
from tests.services.house import House, template
from tests.store.kill import killed_at

LABEL = "entity/customer/properties/level/field/label/zh"
HOUR = 3_600_000


@pytest.fixture
def studio(engine_url: str, tmp_path: Path) -> Iterator[Studio]:
    """The designer of the sales app on a clock that stands still."""
    house = House(engine_url, tmp_path, template("sales"), clocked=True).settle()
    yield Studio(house)
    house.close()


def plan(studio: Studio, in_ms: int = HOUR, who: str = "chen", note: str = "周一起") -> Any:
    """Plan the draft as it stands."""
    asked = Asked(studio.bench(who).revision, note)
    house = studio.house
    return house.services.planning.plan(house.people[who], studio.app, asked, house.now_ms + in_ms, keyed())


def shown(studio: Studio, who: str = "sun") -> PlannedView | None:
    found = studio.house.services.planning.planned(studio.house.people[who], "sales")
    assert isinstance(found, PlanView), found
    return found.planned


def versions(house: House) -> list[tuple[int, str, str | None]]:
    with house.db.read() as tx:
        return [(one.number, one.note, one.author) for one in apps.versions(tx, "sales")]


def told(studio: Studio, who: str = "chen") -> list[str]:
    """What the inbox says, newest first."""
    house = studio.house
    return [one.title["zh"] for one in house.services.noticing.page(house.people[who]).rows]


def test_it_takes_effect_when_it_is_due_and_what_was_edited_since_is_not_part_of_it(studio: Studio) -> None:
    house = studio.house
    studio.put("chen", LABEL, "客户分级")
    done = plan(studio)
    assert isinstance(done, PlannedView), done
    said = shown(studio)
    assert said == done
    assert said is not None
    assert (said.effective_at, said.note) == (instant_text((house.now_ms + HOUR) // 1000), "周一起")
    assert said.by is not None
    assert (said.by.name, said.base, said.revision, said.overtaken) == ("chen", 1, 1, False)
    studio.put("chen", LABEL, "还没想好")
    assert house.services.planning.due() == 0
    house.now_ms += HOUR
    assert house.services.planning.due() == 1
    assert house.services.planning.due() == 0
    assert versions(house)[0] == (2, "周一起", house.people["chen"].person)
    with house.db.read() as tx:
        app = house.services.registry.app(tx, "sales")
    assert app is not None
    assert app.doc.entities["customer"].properties["level"].field.label["zh"] == "客户分级"
    bench = studio.bench()
    assert (studio.at(LABEL), bench.live, bench.ahead) == ("还没想好", 2, 1)
    assert shown(studio) is None
    assert told(studio) == [f"您定时发布的「{app.doc.app.name['zh']}」已生效，现为版本 2"]


def test_one_at_most_and_whoever_designs_takes_it_back(studio: Studio) -> None:
    house = studio.house
    plans = house.services.planning
    studio.put("chen", LABEL, "客户分级")
    key = keyed(b"one")
    asked = Asked(studio.bench().revision)
    first, again = (plans.plan(house.people["chen"], "sales", asked, house.now_ms + HOUR, key) for _ in range(2))
    assert isinstance(first, PlannedView)
    assert first == again, "sent twice it is planned once"
    second = plan(studio)
    assert isinstance(second, Refusal)
    assert second.code == "plan_exists"
    for who in ("li", "wang"):
        for hidden in (plans.planned(house.people[who], "sales"), plans.take_back(house.people[who], "sales")):
            assert isinstance(hidden, Refusal)
            assert hidden.code == "not_found"
    assert plans.take_back(house.people["sun"], "sales") is None
    assert shown(studio) is None
    gone = plans.take_back(house.people["sun"], "sales")
    assert isinstance(gone, Refusal)
    assert gone.code == "not_found"
    house.now_ms += 2 * HOUR
    assert plans.due() == 0
    assert isinstance(plan(studio), PlannedView)


@pytest.mark.parametrize("in_ms", [0, -HOUR, 367 * 24 * HOUR])
def test_it_lies_ahead_and_within_a_year(studio: Studio, in_ms: int) -> None:
    studio.put("chen", LABEL, "客户分级")
    refused = plan(studio, in_ms)
    assert isinstance(refused, Refusal)
    assert refused.code == "plan_time"


def test_what_would_refuse_it_now_refuses_it_now(studio: Studio) -> None:
    house = studio.house
    old = Asked(studio.bench().revision)
    studio.put("chen", LABEL, "客户分级")
    refused = house.services.planning.plan(house.people["chen"], "sales", old, house.now_ms + HOUR, keyed())
    assert isinstance(refused, Refusal)
    assert refused.code == "draft_changed"
    house.create("li", "customer", name="甲", grade="standard", level="a", website="https://a.cn")
    studio.put("chen", "form/customer/sections/basic/fields/nowhere", {"order": 99})
    refused = plan(studio)
    assert isinstance(refused, Refusal)
    assert refused.code == "findings_forbid"


@pytest.mark.parametrize("why", ["overtaken", "author", "data"])
def test_what_cannot_be_published_any_more_is_not_and_its_author_is_told_why(studio: Studio, why: str) -> None:
    house = studio.house
    place = "entity/customer/properties/note_two"
    if why == "data":
        new = {"type": "string", "maxLength": 50, "field": {"kind": "text", "label": {"zh": "备注二"}}}
        studio.put("chen", place, new)
        studio.published()
        studio.put("chen", place, None)
    else:
        studio.put("chen", LABEL, "客户分级")
    assert isinstance(plan(studio), PlannedView)
    before = versions(house)
    if why == "overtaken":
        studio.put("sun", LABEL, "别的")
        assert isinstance(studio.publish("sun"), PublishedView)
        before = versions(house)
        said = shown(studio)
        assert said is not None
        assert said.overtaken
    elif why == "author":
        with house.db.write() as tx:
            people.set_roles(tx, house.people["chen"].person, {"sales": "rep"})
    else:
        house.create("li", "customer", name="甲", grade="standard", level="a", note_two="满")
    house.now_ms += HOUR
    assert house.services.planning.due() == 1
    assert house.services.planning.due() == 0
    assert versions(house) == before
    assert shown(studio) is None
    (words,) = told(studio)
    assert words.startswith("您定时发布的「")
    assert {
        "overtaken": "计划之后已有别的版本生效",
        "author": "您已不再设计这个应用",
        "data": "有数据会失去位置",
    }[why] in words


def test_of_many_workers_at_once_one_publishes(studio: Studio) -> None:
    house = studio.house
    studio.put("chen", LABEL, "客户分级")
    assert isinstance(plan(studio), PlannedView)
    house.now_ms += HOUR
    other = services_over(house.db, house.settings)
    start = threading.Barrier(4)
    done: list[Any] = []

    def work(n: int) -> None:
        start.wait()
        try:
            done.append((other if n % 2 else house.services).planning.due())
        except BaseException as error:
            done.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [0, 0, 0, 1]
    assert [one[0] for one in versions(house)] == [2, 1]
    assert len(told(studio)) == 1


PLACES = ["publish_begin", "publish_ddl", "publish_live", "notices", "commit"]


@pytest.mark.parametrize("place", PLACES)
def test_a_worker_killed_on_the_way_leaves_it_to_the_next(studio: Studio, place: str) -> None:
    house = studio.house
    studio.put(
        "chen",
        "entity/customer/properties/note_two",
        {"type": "string", "field": {"kind": "text", "label": {"zh": "备注二"}}},
    )
    assert isinstance(plan(studio), PlannedView)
    house.now_ms += HOUR

    def work() -> None:
        db = Database(house.db.url, house.db.schema, clock=lambda: house.now_ms)
        services_over(db, house.settings).planning.due()

    assert killed_at(f"{place}:kill", work)
    assert [one[0] for one in versions(house)] == [1]
    with house.db.read() as tx:
        assert tx.scalar(sa.select(sa.func.count()).select_from(planned_publication)) == 1
        assert tx.scalar(sa.select(sa.func.count()).select_from(notice)) == 0
    assert house.services.planning.due() == 1
    assert [one[0] for one in versions(house)] == [2, 1]
    assert len(told(studio)) == 1


def test_a_database_that_is_away_leaves_it_for_the_next_turn(studio: Studio) -> None:
    house = studio.house
    studio.put("chen", LABEL, "客户分级")
    assert isinstance(plan(studio), PlannedView)
    house.now_ms += HOUR
    failpoints.enable("publish_live:error")
    try:
        assert house.services.planning.due() == 0
    finally:
        failpoints.enable("")
    assert shown(studio) is not None
    assert house.services.planning.due() == 1
    assert [one[0] for one in versions(house)] == [2, 1]


def frozen_wrong(studio: Studio, content: bytes) -> None:
    """The plan of the sales app is one that an older product froze."""
    with studio.house.db.write() as tx:
        tx.execute(sa.update(planned_publication).where(planned_publication.c.app == "sales").values(content=content))


def second_app(house: House) -> Studio:
    """Another app with a plan that is due when the first one is."""
    done = house.services.starting.start(house.people["sun"], FromTemplate("sales"), {"zh": "门店"}, keyed())
    assert isinstance(done, StartedApp), done
    house.refresh()
    other = Studio(house, done.app)
    assert isinstance(plan(other, HOUR + 1, "sun"), PlannedView)
    return other


def versions_of(studio: Studio) -> list[int]:
    with studio.house.db.read() as tx:
        return [one.number for one in apps.versions(tx, studio.app)]


def test_one_that_does_not_read_any_more_is_given_up_and_keeps_no_other(studio: Studio) -> None:
    house = studio.house
    studio.put("chen", LABEL, "客户分级")
    assert isinstance(plan(studio), PlannedView)
    other = second_app(house)
    frozen_wrong(studio, b'{"app": {"key": "sales", "nowhere": 1}}')
    house.now_ms += 2 * HOUR
    assert house.services.planning.due() == 2
    assert shown(studio) is None
    assert told(studio)[0].endswith("请打开发布页查看后重新发布")
    assert (versions_of(studio), versions_of(other)) == ([1], [1])


def test_a_fault_with_one_keeps_no_other(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    house = studio.house
    studio.put("chen", LABEL, "客户分级")
    assert isinstance(plan(studio), PlannedView)
    other = second_app(house)
    house.now_ms += 2 * HOUR
    sound = check

    def broken(app: Any) -> Any:
        assert app.app.key != "sales", "a fault of ours"
        return sound(app)

    monkeypatch.setattr(planning, "check", broken)
    assert house.services.planning.due() == 1
    assert versions_of(other) == [1]
    assert shown(studio) is not None, "on the next turn"
    monkeypatch.setattr(planning, "check", sound)
    assert house.services.planning.due() == 1
    assert versions_of(studio) == [2, 1]


def test_who_manages_people_no_more_gives_nobody_people_to_manage_later(studio: Studio) -> None:
    house = studio.house
    other = second_app(house)
    sun = house.people["sun"]
    with house.db.write() as tx:
        people.set_roles(tx, sun.person, {other.app: sun.roles[other.app]})
    house.now_ms += 2 * HOUR
    assert house.services.planning.due() == 1
    assert house.services.planning.due() == 0
    assert versions_of(other) == []
    (words,) = told(studio, "sun")
    assert "管理人员" in words


def test_nobody_waits_while_a_plan_is_checked(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    house = studio.house
    order: list[str] = []

    def noted(name: str) -> None:
        sound = getattr(planning, name)

        def call(*args: Any) -> Any:
            order.append(name)
            return sound(*args)

        monkeypatch.setattr(planning, name, call)

    for name in ("check", "compile_published", "lock_app"):
        noted(name)
    studio.put("chen", LABEL, "客户分级")
    assert isinstance(plan(studio), PlannedView)
    assert "lock_app" not in order, "it changes nothing in force"
    house.now_ms += HOUR
    order.clear()
    assert house.services.planning.due() == 1
    assert order == ["check", "compile_published", "lock_app"]


def test_nobody_waits_while_a_draft_is_checked_to_be_planned(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one writes at a time others write meanwhile."""
    house = studio.house
    studio.put("chen", LABEL, "客户分级")
    sound = compile_published
    compiled: list[int] = []

    def meanwhile(*args: Any) -> Any:
        compiled.append(len(compiled))
        house.create("li", "customer", name="恒达精密", grade="standard", level="a")
        return sound(*args)

    monkeypatch.setattr(publishing, "compile_published", meanwhile)
    assert isinstance(plan(studio), PlannedView)
    assert compiled == [0]


def test_another_plan_made_while_one_is_checked_waits_for_its_own_time(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = studio.house
    studio.put("chen", LABEL, "客户分级")
    assert isinstance(plan(studio), PlannedView)
    house.now_ms += HOUR
    sound = check

    def meanwhile(app: Any) -> Any:
        monkeypatch.setattr(planning, "check", sound)
        assert house.services.planning.take_back(house.people["chen"], "sales") is None
        studio.put("chen", LABEL, "想好了")
        assert isinstance(plan(studio, 1), PlannedView)
        house.now_ms += 1
        return sound(app)

    monkeypatch.setattr(planning, "check", meanwhile)
    assert house.services.planning.due() == 0
    assert versions_of(studio) == [1]
    assert house.services.planning.due() == 1
    with house.db.read() as tx:
        app = house.services.registry.app(tx, "sales")
    assert app is not None
    assert app.doc.entities["customer"].properties["level"].field.label["zh"] == "想好了"
