"""What is owed as people see it: today by deadline, lists, queues, the reason, rows and records."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from followthrough.core.run.acts import Extend, Reassign
from followthrough.services.owing import OwedAsked
from followthrough.services.refusal import Refusal
from followthrough.services.views_owed import OwedPage, Why
from followthrough.services.watching import ListAsked
from followthrough.store.platform import obligation
from followthrough.store.tx import Tx
from tests.services.owed_house import DAY_MS, FOLLOW_UP, HOUR_MS, OwedHouse


def _page(house: OwedHouse, who: str, **asked: Any) -> OwedPage:
    found = house.services.owing.page(house.people[who], "sales", OwedAsked(**asked))
    assert isinstance(found, OwedPage), found
    return found


def test_today_sorts_what_i_owe_by_deadline(owing: OwedHouse) -> None:
    """On Monday: the follow-up is due within a day, the weekly act by Saturday."""
    deal, _ = owing.deal()
    today = owing.services.today.read(owing.people["li"], "sales")
    assert not isinstance(today, Refusal)
    parts = today.owed
    assert [one.duty for one in parts.week] == ["follow_up", "weekly"], "due tomorrow at nine, and on Saturday"
    assert (parts.counts.overdue, parts.counts.today, parts.counts.week, parts.counts.later) == (0, 0, 2, 0)
    owing.pass_time(DAY_MS)
    today = owing.services.today.read(owing.people["li"], "sales")
    assert not isinstance(today, Refusal)
    (due,) = today.owed.today
    assert due.duty == "follow_up"
    assert due.record == deal
    assert due.record_title == "监护仪更新"
    assert due.rights.act, "it can be done at once"
    assert not due.overdue, "the very millisecond of the deadline is in time"
    owing.pass_time(1500)
    today = owing.services.today.read(owing.people["li"], "sales")
    assert not isinstance(today, Refusal)
    (late,) = today.owed.overdue
    assert late.late_s == 2
    assert today.worker.stale
    other = owing.services.today.read(owing.people["wang"], "sales")
    assert not isinstance(other, Refusal)
    assert other.owed.overdue == [], "his list holds what he owes"


def test_lists_show_what_one_may_see_soonest_first_page_by_page(owing: OwedHouse) -> None:
    mine, _ = owing.deal("li")
    owing.pass_time(HOUR_MS)
    others, _ = owing.deal("zhou")
    south, _ = owing.deal("zhao")
    assert {one.record for one in _page(owing, "li").rows} == {mine}
    assert {one.record for one in _page(owing, "li", mine=False).rows} == {mine}, "a rep sees his own records"
    seen = _page(owing, "wang", mine=False)
    assert {one.record for one in seen.rows} == {mine, others}, "those of his units, not of the south"
    assert {one.record for one in _page(owing, "chen", mine=False).rows} == {mine, others, south}
    got, after = [], None
    while True:
        page = _page(owing, "chen", mine=False, after=after, limit=2)
        got += [one.id for one in page.rows]
        after = page.next
        if after is None:
            break
    whole = _page(owing, "chen", mine=False)
    assert got == [one.id for one in whole.rows]
    assert [one.due_at for one in whole.rows] == sorted(str(one.due_at) for one in whole.rows)
    assert {one.duty for one in _page(owing, "chen", mine=False, duty="weekly").rows} == {"weekly"}
    bad = owing.services.owing.page(owing.people["chen"], "sales", OwedAsked(after="bad!"))
    assert isinstance(bad, Refusal)
    assert bad.code == "bad_cursor"


def test_a_queue_counts_and_shows_what_nobody_owes_first(owing: OwedHouse) -> None:
    owing.deal("li")
    second, _ = owing.deal("zhou")
    with owing.db.write() as tx:
        tx.execute(obligation.update().where(obligation.c.record == second).values(owner=None))
    owing.pass_time(DAY_MS + HOUR_MS)
    queues = owing.services.owing.queues(owing.people["wang"], "sales")
    assert not isinstance(queues, Refusal)
    (late,) = queues
    assert (late.id, late.open, late.overdue, late.unassigned) == ("late", 2, 2, 1)
    rows = _page(owing, "wang", queue="late").rows
    assert [one.owner.name if one.owner else None for one in rows] == [None, "li"]
    assert owing.services.owing.queues(owing.people["li"], "sales") == [], "who sees his own only has none"
    hidden = owing.services.owing.page(owing.people["li"], "sales", OwedAsked(queue="late"))
    assert isinstance(hidden, Refusal)


def test_the_reason_says_the_duty_the_deadline_and_what_happened(owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    one = owing.owed(deal)["follow_up"]
    version = owing.stored("opportunity", deal).record.version
    later = one.due_ms + DAY_MS if one.due_ms else 0
    owing.services.owing.do(owing.people["wang"], "sales", one.id, Extend(one.id, later, "客户出差"), "", b"", version)
    owing.pass_time(3 * DAY_MS)
    owing.sweep()
    why = owing.services.owing.why(owing.people["li"], "sales", one.id)
    assert isinstance(why, Why)
    assert why.why.duty["zh"] == "新建商机后，负责人要在 24 小时内完成「写跟进」。"
    assert why.why.due.sentence["en"] == "within 24 hours"
    assert why.why.opened_by is not None
    assert why.why.opened_by.kind == "created", "what opened it, not that it was opened"
    assert why.why.due.limit == "PT24H"
    assert why.why.due.base_at == why.opened_at
    (change,) = why.why.due.changes
    assert (change.cause, change.reason, change.actor.name if change.actor else "") == ("extended", "客户出差", "wang")
    assert [event.kind for event in why.log][:3] == ["escalated", "breached", "extended"]
    assert {(told.kind, told.person.name) for told in why.deliveries} == {("breach", "li"), ("escalation", "wang")}
    assert why.escalated
    hidden = owing.services.owing.why(owing.people["zhao"], "sales", one.id)
    assert isinstance(hidden, Refusal)
    assert hidden.code == "not_found"


def test_rows_and_records_say_what_is_owed_on_them(owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    free, _ = owing.deal()
    owing.follow_up(free)
    owing.pass_time(DAY_MS + 2000)
    who = owing.people["li"]

    def listed(**asked: Any) -> dict[str, Any]:
        page = owing.services.watching.page(who, "sales", "opportunity", ListAsked(**asked))
        assert not isinstance(page, Refusal)
        return {row.id: row.owed for row in page.rows}

    rows = listed()
    assert rows[free] is None
    assert (rows[deal].open, rows[deal].overdue, rows[deal].escalated) == (2, 1, 0)
    assert set(listed(owed="overdue")) == {deal}
    assert set(listed(owed="open")) == {deal}
    board = owing.services.watching.board(who, "sales", "opportunity", ListAsked())
    assert not isinstance(board, Refusal)
    carded = {row.id: row.owed for column in board.columns for row in column.rows}
    assert carded == rows
    record = owing.services.watching.record(who, "sales", "opportunity", deal)
    assert not isinstance(record, Refusal)
    assert [one.duty for one in record.record.obligations] == ["follow_up", "weekly"]
    assert record.record.owed == rows[deal]


def test_a_row_a_card_and_a_record_say_that_it_was_escalated(owing: OwedHouse) -> None:
    """Of how many that are open somebody above was told: neither a breach nor what was done after all counts."""
    deal, _ = owing.deal()
    who = owing.people["li"]

    def told() -> tuple[int, int] | None:
        """Of the deal: what a row says, and what a card and the record say alike; None when nothing is owed on it."""
        page = owing.services.watching.page(who, "sales", "opportunity", ListAsked())
        board = owing.services.watching.board(who, "sales", "opportunity", ListAsked())
        record = owing.services.watching.record(who, "sales", "opportunity", deal)
        assert not isinstance(page, Refusal)
        assert not isinstance(board, Refusal)
        assert not isinstance(record, Refusal)
        listed = {row.id: row.owed for row in page.rows}
        assert {row.id: row.owed for column in board.columns for row in column.rows} == listed
        assert record.record.owed == listed[deal]
        found = listed[deal]
        return (found.overdue, found.escalated) if found is not None else None

    owing.pass_time(DAY_MS + 2000)
    owing.sweep()
    assert told() == (1, 0), "he was told, his manager not yet"
    owing.pass_time(2 * DAY_MS)
    owing.sweep()
    assert owing.owed(deal)["follow_up"].escalated
    assert told() == (1, 1)
    owing.follow_up(deal)
    assert told() is None, "what was done is owed no more"


def _asked(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> int:
    """How many statements `work` takes."""
    count = [0]
    with monkeypatch.context() as patched:
        for name in ("run", "execute"):
            real = getattr(Tx, name)

            def counted(self: Tx, *given: Any, real: Any = real, **named: Any) -> Any:
                count[0] += 1
                return real(self, *given, **named)

            patched.setattr(Tx, name, counted)
        work()
    return count[0]


def _keep_what_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name and zone of the organisation are kept for seconds: a slow machine would read them once more in the middle."""
    monkeypatch.setattr("followthrough.services.clock.passed_s", lambda: 0.0)


def test_lists_take_as_many_queries_for_many_as_for_few(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite, where no query makes a journey, one per record is meant."""
    _keep_what_is_read_anew(monkeypatch)
    house = OwedHouse(postgresql_url, tmp_path, FOLLOW_UP)
    rep, manager = house.people["li"], house.people["wang"]
    looks: dict[str, Callable[[], object]] = {
        "today": lambda: house.services.today.read(rep, "sales"),
        "mine": lambda: house.services.owing.page(rep, "sales", OwedAsked()),
        "seen": lambda: house.services.owing.page(manager, "sales", OwedAsked(mine=False)),
        "queue": lambda: house.services.owing.page(manager, "sales", OwedAsked(queue="late")),
    }
    took = []
    for deals in (2, 10):
        for _ in range(deals):
            house.deal()
        took.append({name: _asked(monkeypatch, look) for name, look in looks.items()})
    house.close()
    assert took[0] == took[1]


def test_a_sweep_reads_as_often_for_many_records_as_for_few(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def more(plain: dict[str, Any]) -> None:
        head = {"label": {"zh": "经理"}, "approvers": {"head": {"person": {"to": "role", "role": "manager"}}}}
        plain["actions"]["log_follow_up"]["approval"] = {"steps": {"head": head}}

    _keep_what_is_read_anew(monkeypatch)
    house = OwedHouse(postgresql_url, tmp_path, {**FOLLOW_UP, "escalate": {}}, more=more)
    took = []
    for deals in (2, 10):
        for _ in range(deals):
            house.deal()
        house.pass_time(DAY_MS + HOUR_MS)
        took.append(_asked(monkeypatch, house.sweep))
    house.close()
    assert took[0] == took[1]


def test_only_who_may_see_the_record_is_offered_to_owe_it(owing: OwedHouse) -> None:
    """To all who are offered it can be given; to nobody else."""
    deal, _ = owing.deal("zhou")
    south, _ = owing.deal("zhao")
    one, far = owing.owed(deal)["follow_up"], owing.owed(south)["follow_up"]
    ask = owing.services.owing.assignable
    offered = ask(owing.people["chen"], "sales", [one.id])
    assert not isinstance(offered, Refusal)
    names = {person.name for person in offered}
    assert "wang" in names, "his manager"
    assert not {"li", "zhao", "zhou"} & names, "reps see their own; zhou owes it"
    assert all(person.login is None for person in offered), "names and units, no more"
    version = owing.stored("opportunity", deal).record.version
    for alias, other in owing.people.items():
        act = Reassign(one.id, other.person, "换人跟进")
        answer = owing.services.owing.do(owing.people["chen"], "sales", one.id, act, "", b"", version)
        done = not isinstance(answer, Refusal)
        assert done == (alias in names), alias
        if done:
            with owing.db.write() as tx:
                tx.execute(obligation.update().where(obligation.c.id == one.id).values(owner=one.owner, data="{}"))
    (found,) = [ask(owing.people["chen"], "sales", [one.id], "wan")]
    assert not isinstance(found, Refusal)
    assert [person.name for person in found] == ["wang"]
    both = ask(owing.people["chen"], "sales", [one.id, far.id])
    assert not isinstance(both, Refusal)
    assert "wang" not in {person.name for person in both}, "he does not see the south"
    for who, ids, code in (
        ("li", [one.id], "not_found"),
        ("zhou", [one.id], "not_permitted"),
        ("wang", [far.id], "not_found"),
    ):
        refused = ask(owing.people[who], "sales", ids)
        assert isinstance(refused, Refusal)
        assert refused.code == code, who
