"""What is owed lives in the product: opened by the write, closed only by the act, told by the sweep."""

from __future__ import annotations

from pathlib import Path

from followthrough.core.run.acts import Extend, Nudge, Reassign, Waive
from followthrough.services.refusal import Refusal
from followthrough.services.views_owed import OwedAnswer, Why
from tests.services.house import Archive, Edit
from tests.services.owed_house import DAY_MS, FOLLOW_UP, HOUR_MS, WEEKLY, OwedHouse

HIGH = {"op": "eq", "a": [{"f": "intent"}, {"v": "high"}]}


def test_a_new_deal_owes_its_follow_up_from_the_transaction_that_made_it(owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    found = owing.owed(deal)
    assert found["follow_up"].state == "open"
    assert found["follow_up"].due_ms == owing.now_ms + DAY_MS
    assert found["follow_up"].owner == owing.people["li"].person
    assert found["weekly/2026-W10"].open
    assert owing.kinds(deal).count("owed") == 2


def test_the_act_closes_every_open_obligation_of_its_duty_and_says_by_which_event(owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    owing.pass_time(HOUR_MS)
    owing.follow_up(deal)
    found = owing.owed(deal)
    acted = next(event for event in owing.events("opportunity", deal) if event.kind == "acted")
    for one in (found["follow_up"], found["weekly/2026-W10"]):
        assert one.state == "done"
        assert one.closed_ms == owing.now_ms
        assert one.closed_by == acted.n
        assert not one.overdue(owing.now_ms + 99 * DAY_MS)
    assert owing.kinds(deal)[-2:] == ["discharged", "discharged"]


def test_the_sweep_tells_each_step_once_and_overdue_does_not_wait_for_it(owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    owing.pass_time(DAY_MS + 1)
    assert owing.owed(deal)["follow_up"].overdue(owing.now_ms), "derived, with no worker at all"
    assert owing.told(deal) == []
    assert owing.sweep() == 1
    assert owing.told(deal) == [("breach", "li")], "the reminder came too late and is none"
    assert owing.sweep() == 0
    owing.pass_time(4 * HOUR_MS)
    assert owing.sweep() == 1
    assert owing.told(deal) == [("breach", "li"), ("escalation", "wang")]
    assert owing.kinds(deal)[-2:] == ["breached", "escalated"]
    owing.follow_up(deal)
    done = owing.owed(deal)["follow_up"]
    assert done.state == "done"
    assert done.overdue(owing.now_ms), "late is late"


def test_a_reminder_goes_out_in_time(owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    owing.pass_time(DAY_MS - 2 * HOUR_MS - 1)
    assert owing.sweep() == 0
    owing.pass_time(1)
    assert owing.sweep() == 1
    assert owing.told(deal) == [("reminder", "li")]


def test_periods_that_began_while_no_worker_ran_are_caught_up(owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    owing.pass_time(3 * 7 * DAY_MS)
    owing.sweep()
    weeks = sorted(name for name in owing.owed(deal) if name.startswith("weekly"))
    assert weeks == ["weekly/2026-W10", "weekly/2026-W11", "weekly/2026-W12", "weekly/2026-W13"]
    owing.follow_up(deal)
    assert all(one.state == "done" for name, one in owing.owed(deal).items() if name.startswith("weekly"))
    assert owing.sweep() == 0, "nothing is left for the clock before the next week"
    owing.pass_time(7 * DAY_MS)
    owing.sweep()
    assert owing.owed(deal)["weekly/2026-W14"].open


def test_archiving_withdraws_and_restoring_wins_no_time(owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    due = owing.owed(deal)["follow_up"].due_ms
    owing.done("wang", "opportunity", deal, Archive("重复"))
    assert owing.owed(deal)["follow_up"].state == "withdrawn"
    owing.pass_time(2 * DAY_MS)
    owing.sweep()
    owing.done("wang", "opportunity", deal, Archive("不重复", restore=True))
    back = owing.owed(deal)["follow_up"]
    assert back.open
    assert back.due_ms == due
    assert back.overdue(owing.now_ms)


def _do(house: OwedHouse, who: str, deal: str, act: object, name: str = "follow_up") -> OwedAnswer | Refusal:
    one = house.owed(deal)[name]
    version = house.stored("opportunity", deal).record.version
    made = act(one.id)  # type: ignore[operator] # a maker of acts about the obligation it is given
    return house.services.owing.do(house.people[who], "sales", one.id, made, "", b"", version)


def test_waive_extend_reassign_and_nudge_go_the_one_path(owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    due = owing.now_ms + DAY_MS
    refused = _do(owing, "li", deal, lambda one: Waive(one, "客户停产"))
    assert isinstance(refused, Refusal)
    assert refused.code == "not_permitted"
    later = due + DAY_MS
    extended = _do(owing, "wang", deal, lambda one: Extend(one, later, "客户出差"))
    assert isinstance(extended, OwedAnswer)
    assert owing.owed(deal)["follow_up"].due_ms == later
    assert owing.owed(deal)["follow_up"].original_due_ms == due, "the original one counts in compliance"
    again = _do(owing, "wang", deal, lambda one: Extend(one, later, "客户出差"))
    assert isinstance(again, Refusal)
    assert again.code == "due_not_later"
    given = _do(owing, "wang", deal, lambda one: Reassign(one, owing.people["zhou"].person, "换人跟进"))
    assert isinstance(given, Refusal), "who cannot see the record cannot owe it"
    nudged = _do(owing, "wang", deal, lambda one: Nudge(one, "今天务必联系"))
    assert isinstance(nudged, OwedAnswer)
    twice = _do(owing, "wang", deal, lambda one: Nudge(one, "今天务必联系"))
    assert isinstance(twice, Refusal)
    assert twice.code == "nudged_already"
    waived = _do(owing, "wang", deal, lambda one: Waive(one, "客户停产"))
    assert isinstance(waived, OwedAnswer)
    assert waived.obligation.state == "waived"
    closed = _do(owing, "wang", deal, lambda one: Waive(one, "客户停产"))
    assert isinstance(closed, Refusal)
    assert closed.code == "obligation_closed"
    assert owing.told(deal) == [("nudge", "li")]
    owing.pass_time(9 * DAY_MS)
    owing.sweep()
    late = {event.name for event in owing.events("opportunity", deal) if event.kind == "breached"}
    assert late == {"weekly"}, "what was waived is over for the clock"
    assert not owing.owed(deal)["follow_up"].overdue(owing.now_ms)


def test_the_path_leaves_a_record_as_it_was_when_nothing_follows(owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    before = owing.owed(deal)
    owing.pass_time(HOUR_MS)
    owing.done("li", "opportunity", deal, Edit({"intent": "high"}))
    assert owing.owed(deal) == before
    assert owing.kinds(deal)[-1] == "edited"


def test_what_was_not_owed_when_it_opened_comes_back_with_its_deadline_and_says_what_opened_it(
    engine_url: str, tmp_path: Path
) -> None:
    duties = ({**FOLLOW_UP, "owed_while": HIGH}, {**WEEKLY, "owed_while": HIGH})
    house = OwedHouse(engine_url, tmp_path, *duties)
    try:
        deal, _ = house.deal()  # its intent is not high
        opened = house.now_ms
        assert house.owed(deal)["follow_up"].state == "withdrawn"
        assert house.kinds(deal).count("owed") == 0
        house.pass_time(HOUR_MS)
        house.edit("li", "opportunity", deal, intent="high")
        found = house.owed(deal)
        assert (found["follow_up"].state, found["follow_up"].due_ms) == ("open", opened + DAY_MS)
        assert found["weekly/2026-W10"].open
        assert found["weekly/2026-W10"].opened_ms == house.now_ms, "from when it became owed"
        assert house.kinds(deal)[-2:] == ["owed_again", "owed"]
        why = house.services.owing.why(house.people["li"], "sales", found["follow_up"].id)
        assert isinstance(why, Why)
        assert why.why.opened_by is not None
        assert why.why.opened_by.kind == "created"
    finally:
        house.close()
