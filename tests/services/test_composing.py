"""From notices to messages: when, by what, how many; and that nobody is told what he may not see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from followthrough.services.managing import PersonChange
from followthrough.services.message_settings import PATIENCE_MS, SETTLE_MS, Wants, due_to_tell
from followthrough.store.platform import notice
from tests.services.house import House, template
from tests.services.message_house import add_channel, compose, queued, tell

HOUR = 3_600_000
MIN = 60_000
NINE = 1_772_413_200_000  # 2026-03-02 09:00 in Shanghai
ZONE = "Asia/Shanghai"


@pytest.fixture
def clocked(engine_url: str, tmp_path: Path) -> Iterator[House]:
    """A house whose clock stands until it is set."""
    made = House(engine_url, tmp_path, template("sales"), clocked=True).settle()
    yield made
    made.close()


TIMES = (
    (Wants(), NINE, NINE, NINE + SETTLE_MS, "one notice waits a moment for others"),
    (Wants(), NINE, NINE + 4000, NINE + 4000 + SETTLE_MS, "and a little longer when another comes"),
    (Wants(), NINE, NINE + 300_000, NINE + PATIENCE_MS, "but not for ever"),
    (Wants(digest="hourly"), NINE, NINE, NINE + HOUR, "at the next full hour"),
    (Wants(digest="hourly"), NINE - MIN, NINE + 5000, NINE, "counted from the first"),
    (Wants(digest="daily"), NINE, NINE, NINE - 30 * MIN + 24 * HOUR, "tomorrow at half past eight"),
    (Wants(digest="daily"), NINE - HOUR, NINE - HOUR, NINE - 30 * MIN, "today at half past eight"),
    (Wants(quiet=("22:00", "08:00")), NINE, NINE, NINE + SETTLE_MS, "no quiet hours now"),
    (Wants(quiet=("22:00", "08:00")), NINE - 2 * HOUR, NINE - 2 * HOUR, NINE - HOUR, "in the morning of the night"),
    (Wants(quiet=("22:00", "08:00")), NINE + 14 * HOUR, NINE + 14 * HOUR, NINE + 23 * HOUR, "in the evening before"),
    (Wants(quiet=("08:30", "10:00")), NINE, NINE, NINE + HOUR, "quiet by day"),
    (Wants(quiet=("09:00", "09:01")), NINE - SETTLE_MS, NINE - SETTLE_MS, NINE + MIN, "quiet from its first minute"),
    (Wants(quiet=("08:00", "09:00")), NINE - SETTLE_MS, NINE - SETTLE_MS, NINE, "no longer quiet at its end"),
    (
        Wants(("08:00", "09:30"), "daily"),
        NINE - HOUR,
        NINE - HOUR,
        NINE + 30 * MIN,
        "a digest waits for the quiet to end",
    ),
)


@pytest.mark.parametrize(("wants", "first", "last", "expected", "why"), TIMES, ids=[case[4] for case in TIMES])
def test_when_a_person_is_told(wants: Wants, first: int, last: int, expected: int, why: str) -> None:
    assert due_to_tell(wants, first, last, ZONE) == expected, why


def test_one_notice_is_one_message_by_each_channel_that_reaches_him(clocked: House) -> None:
    deal, _ = clocked.deal()
    for channel, kind in (("wx", "wecom"), ("mail", "email")):
        add_channel(clocked, channel, kind, "li", "wang")
    add_channel(clocked, "other", "wecom", "wang")
    tell(clocked, "li", record=deal)
    assert compose(clocked) == 0, "it waits a moment"
    clocked.now_ms += SETTLE_MS
    assert compose(clocked) == 1
    found = queued(clocked)
    assert sorted((item.channel, item.person) for item in found) == [
        ("mail", clocked.people["li"].person),
        ("wx", clocked.people["li"].person),
    ]
    assert found[0].payload["title"] == "「follow_up」已逾期：监护仪更新"
    assert found[0].payload["url"].endswith(f"/a/sales/e/opportunity/{deal}")
    clocked.now_ms += HOUR
    assert compose(clocked) == 0, "told once"


def test_several_at_once_are_one_digest_and_a_flood_is_followed_by_a_pause(clocked: House) -> None:
    deal, _ = clocked.deal()
    add_channel(clocked, "wx", "wecom", "li")
    for _ in range(30):
        tell(clocked, "li", record=deal)
    tell(clocked, "li", "approval", deal, params={"asked_by": clocked.people["zhou"].person})
    clocked.now_ms += SETTLE_MS
    assert compose(clocked) == 1
    (digest,) = queued(clocked)
    assert digest.payload["title"] == "您有 31 条新提醒：30 项已逾期、1 项待审批"
    assert len(digest.payload["lines"]) == 11
    assert digest.payload["lines"][-1] == "还有 21 条，请到「消息」里查看"
    for _ in range(5):
        tell(clocked, "li", record=deal)
        clocked.now_ms += MIN
        compose(clocked)
    assert len(queued(clocked)) == 1
    clocked.now_ms += 15 * MIN
    assert compose(clocked) == 1
    assert queued(clocked)[-1].payload["count"] == 5


def test_a_great_many_are_at_most_one_message_per_person(clocked: House) -> None:
    deal, _ = clocked.deal()
    reached = ("li", "zhou", "zhao", "wang")
    add_channel(clocked, "wx", "wecom", *reached)
    rows = [
        {
            "person": clocked.people[reached[n % 4]].person, "kind": "breach", "app": "sales", "entity": "opportunity",
            "record": deal, "duty": "follow_up", "text": "{}", "params": "{}", "at_ms": clocked.now_ms,
        }
        for n in range(20_000)
    ]  # fmt: skip
    with clocked.db.write() as tx:
        tx.execute(notice.insert(), rows)
    clocked.now_ms += SETTLE_MS
    assert compose(clocked) == 4
    assert sorted((item.person, item.payload["count"]) for item in queued(clocked)) == sorted(
        (clocked.people[who].person, 5000) for who in reached
    )


def test_what_he_switched_off_stays_quiet_and_the_inbox_has_it_all_the_same(clocked: House) -> None:
    deal, _ = clocked.deal()
    add_channel(clocked, "wx", "wecom", "li")
    add_channel(clocked, "mail", "email", "li")
    li = clocked.people["li"]
    clocked.services.channels.set_settings(li, ("22:00", "08:00"), "off", {"mail": False})
    clocked.now_ms += 14 * HOUR
    tell(clocked, "li", record=deal)
    assert clocked.services.noticing.page(li).unread == 1
    clocked.now_ms += HOUR
    assert compose(clocked) == 0, "quiet"
    clocked.now_ms += 8 * HOUR
    assert compose(clocked) == 1
    assert [item.channel for item in queued(clocked)] == ["wx"]


def test_a_person_nobody_can_reach_or_who_left_is_done_with(clocked: House) -> None:
    deal, _ = clocked.deal()
    add_channel(clocked, "wx", "wecom", "zhou")
    tell(clocked, "li", record=deal)
    tell(clocked, "zhou", record=deal)
    clocked.services.managing.change_person(
        clocked.people["sun"], clocked.people["zhou"].person, PersonChange(active=False)
    )
    clocked.now_ms += SETTLE_MS
    compose(clocked)
    assert queued(clocked) == []
    with clocked.db.read() as tx:
        waiting = sa.select(sa.func.count()).select_from(notice).where(notice.c.composed_ms.is_(None))
        assert tx.scalar(waiting) == 0


HIDDEN = (
    ("li", True, "his own"),
    ("wang", True, "in his subtree"),
    ("zhao", False, "of another's unit"),
    ("liang", False, "of a unit beside"),
)


@pytest.mark.parametrize(("who", "sees", "why"), HIDDEN)
def test_a_record_he_may_not_see_is_not_named(clocked: House, who: str, sees: bool, why: str) -> None:
    deal, _ = clocked.deal("li")
    text = {"zh": "监护仪更新 金额 100 万", "en": "Monitor 1M"}
    tell(clocked, who, record=deal)
    tell(clocked, who, "message", deal, text=text, params={"trigger": "gone"})
    page = clocked.services.noticing.page(clocked.people[who])
    told = [str(row.title) for row in page.rows]
    assert all(("监护仪更新" in one) is sees for one in told), why
    assert [row.record for row in page.rows] == ([deal, deal] if sees else [None, None])


def test_a_text_is_never_read_as_a_template(clocked: House) -> None:
    deal, _ = clocked.deal("li")
    text = "{{7*7}} {title} {what} {0.__class__} %(x)s ${7*7}"
    tell(clocked, "li", "message", deal, text={"zh": text, "en": text})
    (row,) = clocked.services.noticing.page(clocked.people["li"]).rows
    assert row.title == {"zh": text, "en": text}
