"""Exactly once: whatever crashes, repeats or runs beside it, each obligation opens once and each step is told once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from followthrough.core.run.triggers import consequence
from followthrough.services.refusal import Refusal
from followthrough.services.views import Answer
from followthrough.store import failpoints
from followthrough.store.columns import from_json
from followthrough.store.errors import StoreError
from followthrough.store.platform import event, notice, obligation
from followthrough.store.verify import verify_all
from tests.services.house import Create, Perform
from tests.services.owed_house import DAY_MS, FOLLOW_UP, HOUR_MS, OwedHouse, with_duties

IN_SUBMIT = (
    "record", "events", "milestones", "reaction", "obligation", "events@2", "milestones@2", "idempotency", "commit",
)  # fmt: skip
IN_SWEEP = ("sweep", "reaction", "obligation", "notices", "events", "milestones", "ticked", "swept", "commit")
SAID = {"way": "phone", "content": "电话确认了下一步安排", "next_step": "上门"}


@pytest.fixture(autouse=True)
def disarmed() -> Iterator[None]:
    yield
    failpoints.enable("")


def _counts(house: OwedHouse) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Events about obligations by (obligation, kind), and notices by (obligation, kind)."""
    with house.db.read() as tx:
        events = tx.rows(sa.select(event.c.kind, event.c.data))
        told = tx.rows(sa.select(notice.c.obligation, notice.c.kind))
    read = [(kind, from_json(data)) for kind, data in events]
    about = [(str(data["obligation"]), kind) for kind, data in read if "obligation" in data]
    return Counter(about), Counter(told)


def _sound(house: OwedHouse) -> None:
    with house.db.read(snapshot=True) as tx:
        assert list(verify_all(tx)) == []


@pytest.mark.parametrize("place", IN_SUBMIT)
def test_a_submit_that_dies_leaves_nothing_and_is_done_once_when_repeated(place: str, owing: OwedHouse) -> None:
    _, customer = owing.deal()
    new = Create("opportunity", "", {"title": "二期", "customer": customer, "product_line": "monitor"})
    with owing.db.read() as tx:
        before = tx.scalar(sa.select(sa.func.count()).select_from(obligation))
    name, _, nth = place.partition("@")
    failpoints.enable(f"{name}@{nth}:error" if nth else f"{name}:error")
    failed = owing.submit("li", "opportunity", None, new, key="submit-key-1", body=b"x" * 32)
    assert isinstance(failed, Refusal), place
    assert failed.code == "try_again"
    failpoints.enable("")
    with owing.db.read() as tx:
        assert tx.scalar(sa.select(sa.func.count()).select_from(obligation)) == before
    answers = [owing.submit("li", "opportunity", None, new, key="submit-key-1", body=b"x" * 32) for _ in range(2)]
    assert all(isinstance(answer, Answer) for answer in answers)
    first, second = (answer.record.id for answer in answers if isinstance(answer, Answer))
    assert first == second
    assert sorted(owing.owed(first)) == ["follow_up", "weekly/2026-W10"]
    _sound(owing)


@pytest.mark.parametrize("place", IN_SWEEP)
def test_a_sweep_that_dies_tells_nothing_and_the_next_tells_it_once(place: str, owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    owing.pass_time(DAY_MS + HOUR_MS)
    failpoints.enable(f"{place}:error")
    with pytest.raises(StoreError):
        owing.sweep()
    failpoints.enable("")
    assert owing.told(deal) == []
    owing.sweep()
    owing.sweep()
    assert owing.told(deal) == [("breach", "li")]
    assert owing.kinds(deal).count("breached") == 1
    _sound(owing)


def test_two_workers_and_a_rep_share_the_work_and_nothing_is_told_twice(owing: OwedHouse) -> None:
    deals = [owing.deal()[0] for _ in range(30)]
    owing.pass_time(DAY_MS + 5 * HOUR_MS)
    stop = threading.Event()

    def work() -> int:
        done = 0
        while not stop.is_set():
            done += owing.services.sweeping.sweep()
        return done

    def act() -> list[Answer | Refusal]:
        return [owing.submit("li", "opportunity", deal, Perform("log_follow_up", SAID)) for deal in deals[::3]]

    with ThreadPoolExecutor(3) as pool:
        workers = [pool.submit(work) for _ in range(2)]
        acted = pool.submit(act).result()
        stop.set()
        for one in workers:
            one.result()
    owing.sweep()
    assert all(isinstance(answer, Answer) for answer in acted)
    events, told = _counts(owing)
    assert max(events.values()) == 1, [pair for pair, n in events.items() if n > 1]
    assert max(told.values()) == 1, [pair for pair, n in told.items() if n > 1]
    for deal in deals[::3]:
        assert owing.owed(deal)["follow_up"].state == "done"
    for deal in set(deals) - set(deals[::3]):
        assert owing.kinds(deal).count("breached") == 1
        assert owing.kinds(deal).count("escalated") == 1
    _sound(owing)


def test_a_republish_opens_nothing_again_and_a_duty_that_is_gone_is_withdrawn_or_closed_by_its_act(
    owing: OwedHouse,
) -> None:
    deal, _ = owing.deal()
    owing.follow_up(deal)
    second, _ = owing.deal()
    tighter = {**FOLLOW_UP, "due": {"after": "PT12H"}}
    owing.services.publishing.documents(with_duties(tighter))
    owing.pass_time(HOUR_MS)
    owing.edit("li", "opportunity", deal, intent="high")
    assert owing.owed(deal)["follow_up"].state == "done", "not again"
    owing.edit("li", "opportunity", second, intent="high")
    found = owing.owed(second)["follow_up"]
    assert found.original_due_ms == found.opened_ms + DAY_MS, "the first deadline is what compliance counts"
    assert found.due_ms == found.opened_ms + 12 * HOUR_MS, "re-dated by the rule that holds now"
    assert owing.owed(second)["weekly/2026-W10"].state == "withdrawn", "its duty is gone, and this write saw it"
    third, _ = owing.deal()
    owing.services.publishing.documents(with_duties())
    owing.follow_up(second)
    assert owing.owed(second)["follow_up"].state == "done", "no duty is left on deals at all, and nobody saw it before"
    assert owing.owed(second)["weekly/2026-W10"].state == "withdrawn", "what was withdrawn before is not closed"
    owing.pass_time(9 * DAY_MS)
    assert owing.sweep() > 0
    assert owing.told(third) == [], "nobody is told of a duty that is gone"
    owing.services.publishing.documents(with_duties(FOLLOW_UP))
    owing.edit("li", "opportunity", second, intent="low")
    assert owing.owed(second)["follow_up"].state == "done"
    assert len(owing.owed(second)) == 2


def test_what_cannot_be_followed_up_keeps_nothing_else_from_being_told(
    engine_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours in what an overdue record sets off: it is looked at again later, the others are told now."""

    def more(plain: dict[str, Any]) -> None:
        on = {"entity": "opportunity", "kind": "breached", "duty": "follow_up"}
        note = {"kind": "notify", "person": {"to": "owner"}, "text": {"zh": "已逾期", "en": "Late"}}
        label = {"zh": "逾期", "en": "Late"}
        plain["triggers"] = {"late": {"id": "late", "label": label, "on": on, "effects": {"tell": note}}}

    house = OwedHouse(engine_url, tmp_path, FOLLOW_UP, more=more)
    deals = [house.deal()[0] for _ in range(4)]
    bad = deals[1]

    def faulty(app: Any, snapshot: Any, *given: Any) -> Any:
        if snapshot.record.id == bad:
            raise ZeroDivisionError
        return consequence(app, snapshot, *given)

    house.pass_time(DAY_MS + HOUR_MS)
    monkeypatch.setattr("followthrough.services.reacting.consequence", faulty)
    house.sweep()
    kinds = {deal: house.kinds(deal).count("breached") for deal in deals}
    assert kinds == {deal: int(deal != bad) for deal in deals}
    assert [house.told(deal).count(("message", "li")) for deal in deals] == [1, 0, 1, 1]
    monkeypatch.undo()
    house.pass_time(HOUR_MS)
    house.sweep()
    assert house.kinds(bad).count("breached") == 1, "told when the fault is mended, and once"
    house.close()
