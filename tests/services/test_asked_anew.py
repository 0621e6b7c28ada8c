"""A new version, or a person who is gone, reaches what is owed without a write: by the worker, once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from followthrough.core.run.acts import Reassign
from followthrough.services import redating
from followthrough.services.managing import PersonChange
from followthrough.services.recomputing import recompute
from followthrough.services.refusal import Refusal
from followthrough.store import failpoints, obligations
from followthrough.store.errors import StoreError
from followthrough.store.platform import outbox
from tests.services.owed_house import DAY_MS, FOLLOW_UP, HOUR_MS, WEEKLY, OwedHouse, with_duties

LONGER: dict[str, Any] = {**FOLLOW_UP, "due": {"after": "PT48H"}}
HIGH = {"op": "eq", "a": [{"f": "intent"}, {"v": "high"}]}


@pytest.fixture(autouse=True)
def disarmed() -> Iterator[None]:
    yield
    failpoints.enable("")


def publish(house: OwedHouse, *duties: dict[str, Any], more: Any = None) -> None:
    house.services.publishing.documents(with_duties(*duties, more=more))


def waiting(house: OwedHouse) -> int:
    asked = sa.select(sa.func.count()).where(outbox.c.kind == "recompute", outbox.c.state == "waiting")
    with house.db.read() as tx:
        return int(tx.scalar(asked) or 0)


def test_a_new_limit_re_dates_what_is_open_and_the_original_counts(owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    done, _ = owing.deal()
    owing.follow_up(done)
    before = owing.owed(deal)["follow_up"]
    publish(owing, LONGER, WEEKLY)
    owing.pass_time(HOUR_MS)
    assert owing.owed(deal)["follow_up"] == before, "by the worker, not by who publishes"
    assert recompute(owing.services) > 0
    after = owing.owed(deal)["follow_up"]
    assert before.due_ms is not None
    assert (after.due_ms, after.original_due_ms) == (before.due_ms + DAY_MS, before.due_ms)
    (told,) = [event.data for event in owing.events("opportunity", deal) if event.kind == "redated"]
    assert (told["old"], told["new"], told["cause"]) == (before.due_ms, after.due_ms, "rule")
    assert owing.kinds(done).count("redated") == 0, "what is done is done"
    count = len(owing.events("opportunity", deal))
    recompute(owing.services)
    assert len(owing.events("opportunity", deal)) == count


def test_a_duty_that_is_gone_is_withdrawn_and_one_that_comes_back_has_its_deadline(owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    due = owing.owed(deal)["follow_up"].due_ms
    publish(owing, WEEKLY)
    recompute(owing.services)
    assert owing.owed(deal)["follow_up"].state == "withdrawn"
    assert owing.owed(deal)["weekly/2026-W10"].open
    (told,) = [event.data for event in owing.events("opportunity", deal) if event.kind == "withdrawn"]
    assert told["reason"] == "gone"
    owing.pass_time(2 * DAY_MS)
    owing.sweep()
    assert owing.told(deal) == [], "nobody is told of a breach"
    publish(owing, FOLLOW_UP, WEEKLY)
    recompute(owing.services)
    back = owing.owed(deal)["follow_up"]
    assert (back.state, back.due_ms) == ("open", due)
    assert back.overdue(owing.now_ms), "leaving and coming back wins no time"


def test_a_rule_added_and_taken_away_again(owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    publish(owing, {**FOLLOW_UP, "owed_while": HIGH}, WEEKLY)
    recompute(owing.services)
    assert owing.owed(deal)["follow_up"].state == "withdrawn"
    publish(owing, FOLLOW_UP, WEEKLY)
    recompute(owing.services)
    assert owing.owed(deal)["follow_up"].open
    assert owing.kinds(deal)[-2:] == ["withdrawn", "owed_again"]


def test_a_series_that_ends_by_a_new_rule_opens_no_other_period_though_this_one_is_done(owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    owing.follow_up(deal)
    assert owing.owed(deal)["weekly/2026-W10"].state == "done"
    publish(owing, FOLLOW_UP, {**WEEKLY, "owed_while": HIGH})
    recompute(owing.services)
    owing.pass_time(7 * DAY_MS)
    owing.edit("li", "opportunity", deal, need_summary="监护仪 8 台")
    assert "weekly/2026-W11" not in owing.owed(deal), "it was not owed any more when the week began"


def test_a_period_that_began_before_a_change_was_seen_is_opened_by_the_clock_as_by_a_write(owing: OwedHouse) -> None:
    swept, written = owing.deal()[0], owing.deal()[0]
    publish(owing, FOLLOW_UP, {**WEEKLY, "owed_while": HIGH})
    owing.pass_time(7 * DAY_MS)
    owing.edit("li", "opportunity", written, need_summary="监护仪 8 台")
    owing.sweep()
    for deal in (swept, written):
        found = owing.owed(deal)["weekly/2026-W11"]
        assert (found.state, found.data["reason"]) == ("withdrawn", "rule")


def test_a_series_that_comes_back_goes_on_though_nothing_of_it_was_open(owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    owing.follow_up(deal)
    assert owing.owed(deal)["weekly/2026-W10"].state == "done"
    publish(owing, FOLLOW_UP)
    recompute(owing.services)
    owing.pass_time(7 * DAY_MS)
    owing.sweep()
    with owing.db.read() as tx:
        assert obligations.next_step(tx) is None, "the clock waits for nothing"
    assert "weekly/2026-W11" not in owing.owed(deal)
    publish(owing, FOLLOW_UP, WEEKLY)
    recompute(owing.services)
    assert owing.owed(deal)["weekly/2026-W11"].open
    assert owing.owed(deal)["weekly/2026-W10"].state == "done", "what was done is done"
    with owing.db.read() as tx:
        assert obligations.next_step(tx) is not None


def test_a_new_duty_opens_nothing_for_what_has_happened(owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    publish(owing, FOLLOW_UP, WEEKLY, {**LONGER, "id": "second", "order": 5})
    recompute(owing.services)
    assert sorted(owing.owed(deal)) == ["follow_up", "weekly/2026-W10"]


def test_what_says_nothing_about_duties_asks_nothing(owing: OwedHouse) -> None:
    owing.deal()
    recompute(owing.services)

    def label(plain: dict[str, Any]) -> None:
        next(iter(plain["lists"].values()))["label"] = {"zh": "新名字", "en": "New name"}

    publish(owing, FOLLOW_UP, WEEKLY, more=label)
    assert waiting(owing) == 0
    publish(owing, LONGER, WEEKLY, more=label)
    assert waiting(owing) == 1


@pytest.mark.parametrize("nth", [1, 3, 4, 6])
def test_a_worker_that_dies_on_the_way_is_followed_by_another_and_each_is_told_once(
    owing: OwedHouse, nth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redating, "BATCH", 2)
    deals = [owing.deal()[0] for _ in range(5)]
    recompute(owing.services)
    publish(owing, LONGER)
    failpoints.enable(f"commit@{nth}:error")
    with pytest.raises(StoreError):
        recompute(owing.services, "first")
    failpoints.enable("")
    owing.pass_time(10 * 60_000)  # its lease ends
    recompute(owing.services, "second")
    assert waiting(owing) == 0
    for deal in deals:
        kinds = owing.kinds(deal)
        assert (kinds.count("redated"), kinds.count("withdrawn")) == (1, 1), "the limit, and the week that is gone"


@pytest.mark.parametrize(
    ("change", "cause"), [(PersonChange(active=False), "disabled"), (PersonChange(roles={"sales": ""}), "no_role")]
)
def test_what_somebody_owes_who_is_gone_reaches_somebody_else(
    owing: OwedHouse, change: PersonChange, cause: str
) -> None:
    deal, _ = owing.deal("zhou")
    own, _ = owing.deal("li")
    one = owing.owed(deal)["follow_up"]
    wang, li, zhou = (owing.people[name].person for name in ("wang", "li", "zhou"))
    version = owing.stored("opportunity", deal).record.version
    act = Reassign(one.id, wang, "zhou 在休假")
    answer = owing.services.owing.do(owing.people["chen"], "sales", one.id, act, "", b"", version)
    assert not isinstance(answer, Refusal)
    for gone in (wang, li):
        changed = owing.services.managing.change_person(owing.people["sun"], gone, change)
        assert not isinstance(changed, Refusal)
    assert owing.owed(deal)["follow_up"].owner == wang
    recompute(owing.services)
    assert owing.owed(deal)["follow_up"].owner == zhou, "as the duty says: the deal's owner"
    assert {one.owner for one in owing.owed(own).values()} == {None}, "nobody is left: the queues show it first"
    queues = owing.services.owing.queues(owing.people["chen"], "sales")
    assert not isinstance(queues, Refusal)
    assert queues[0].unassigned == 1
    (told,) = [event.data for event in owing.events("opportunity", deal) if event.data.get("cause") == cause]
    assert (told["from"], told["to"]) == (wang, zhou)
    count = len(owing.events("opportunity", own))
    recompute(owing.services)
    assert len(owing.events("opportunity", own)) == count
