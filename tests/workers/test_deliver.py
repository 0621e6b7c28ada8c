"""Delivery: at least once under one id, in order per person, tried for a day, and no channel waits for another."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from followthrough.services.channels import ChannelChange
from followthrough.services.delivering import (
    DAY_MS,
    FIRST_WAIT_MS,
    LEASE_MS,
    LEAST_TRIES,
    LONGEST_WAIT_MS,
    Parcel,
    of_obligation,
    wait_ms,
)
from followthrough.services.refusal import Refusal
from followthrough.services.tidying import tidy
from followthrough.services.views_messages import DeliveryPage
from followthrough.store import outbox
from followthrough.store.platform import outbox as outbox_table
from followthrough.workers.deliver import Delivery
from followthrough.workers.notify.letter import Letter, NotSent, Way
from followthrough.workers.outbound import Outbound
from tests.services.house import House
from tests.services.message_house import add_channel, compose, put, states, tell

from .servers import answer, hang, serving

ALL = 1000


def claim(house: House, most: int = ALL, per_channel: int = ALL) -> list[Parcel]:
    return house.services.delivering.claim(most, lambda _: per_channel)


class Post:
    """A sender that notes what it is given, and fails as told."""

    def __init__(self, fails: Callable[[Letter], NotSent | None] = lambda _: None) -> None:
        self.fails = fails
        self.seen: list[tuple[str, str, str]] = []
        self.lock = threading.Lock()

    def __call__(self, way: Way, letter: Letter) -> None:
        failure = self.fails(letter)
        with self.lock:
            self.seen.append((letter.channel, letter.target, letter.message.title))
        if failure is not None:
            raise failure


def run(house: House, post: Post, *, rounds: int = 1000) -> Delivery:
    """Deliver until nothing more can be handed out."""
    made = Delivery(house.services.delivering, Outbound(), dict.fromkeys(("wecom", "email", "webhook"), post))
    for _ in range(rounds):
        if not made.deliver():
            break
        made.settle()
    return made


def test_each_person_is_told_in_order_and_one_at_a_time(house: House) -> None:
    add_channel(house, "wx", "wecom", "li", "zhou", per_minute="100000")
    for n in range(10):
        for who in ("li", "zhou"):
            put(house, "wx", who, title=f"{n}")
    heads = claim(house)
    assert [parcel.item.payload["title"] for parcel in heads] == ["0", "0"]
    assert claim(house) == [], "the rest waits for them"
    for parcel in heads:
        assert house.services.delivering.sent(parcel, 5)
    post = Post()
    run(house, post).close()
    for who in ("li", "zhou"):
        assert [title for _, target, title in post.seen if target == who] == [str(n) for n in range(1, 10)]
    assert states(house) == {"sent": 20}


def test_a_lease_that_ended_is_somebody_elses(house: House) -> None:
    add_channel(house, "wx", "wecom", "li")
    put(house, "wx", "li")
    (slow,) = claim(house)
    assert claim(house) == []
    house.now_ms += LEASE_MS + 1
    (quick,) = claim(house)
    assert quick.item.id == slow.item.id, "the same delivery id"
    assert quick.item.attempts == 2
    asked = house.services.delivering
    assert (asked.sent(slow, 1), asked.failed(slow, "late", 1)) == (False, False), "fenced off"
    assert asked.sent(quick, 1) is True
    assert states(house) == {"sent": 1}


def test_waits_double_and_are_spread() -> None:
    assert [wait_ms(n, 0.5) for n in (1, 2, 3, 20, 5000)] == [
        FIRST_WAIT_MS, 2 * FIRST_WAIT_MS, 4 * FIRST_WAIT_MS, LONGEST_WAIT_MS, LONGEST_WAIT_MS,
    ]  # fmt: skip
    assert wait_ms(1, 0.0) == 0.8 * FIRST_WAIT_MS
    assert wait_ms(1, 1.0) == 1.2 * FIRST_WAIT_MS


def test_a_failure_is_tried_for_a_day_then_dead_and_can_be_replayed(house: House) -> None:
    add_channel(house, "wx", "wecom", "li")
    made = put(house, "wx", "li")
    began, attempts = house.now_ms, 0
    while states(house) == {"waiting": 1}:
        for parcel in claim(house):
            attempts += 1
            assert house.services.delivering.failed(parcel, "unreachable", 7)
        house.now_ms += 60_000
        assert house.now_ms < began + DAY_MS + 3 * LONGEST_WAIT_MS, "it ends"
    assert house.now_ms >= began + DAY_MS
    assert 25 <= attempts <= 45
    sun = house.people["sun"]
    page = house.services.delivering.page(sun, "dead", None, None, None, 10)
    assert isinstance(page, DeliveryPage)
    (row,) = page.rows
    assert (row.id, row.error, row.attempts, len(row.tries)) == (made, "unreachable", attempts, attempts)
    assert [tried.state for tried in row.tries] == ["failed"] * (attempts - 1) + ["dead"]
    assert not isinstance(house.services.delivering.replay(sun, made), Refusal)
    again = house.services.delivering.replay(sun, made)
    assert isinstance(again, Refusal)
    assert again.code == "delivery_not_dead"
    (parcel,) = claim(house)
    assert (parcel.item.id, parcel.item.attempts) == (made, 1)
    assert house.services.delivering.sent(parcel, 3)
    assert states(house) == {"sent": 1}


def test_what_waited_a_day_behind_others_is_tried_all_the_same(house: House) -> None:
    add_channel(house, "wx", "wecom", "li")
    put(house, "wx", "li")
    house.now_ms += 2 * DAY_MS
    for n in range(1, LEAST_TRIES + 1):
        (parcel,) = claim(house)
        assert house.services.delivering.failed(parcel, "unreachable", 1)
        assert states(house) == ({"waiting": 1} if n < LEAST_TRIES else {"dead": 1})
        house.now_ms += LONGEST_WAIT_MS * 2


def test_what_will_never_arrive_is_dead_at_once_and_blocks_nobody(house: House) -> None:
    add_channel(house, "wx", "wecom", "li", "zhou")
    for title in ("bad", "good"):
        put(house, "wx", "li", title=title)
    put(house, "wx", "wang", title="no address")
    post = Post(lambda letter: NotSent("wecom 81013", permanent=True) if letter.message.title == "bad" else None)
    run(house, post).close()
    assert [title for _, _, title in post.seen] == ["bad", "good"]
    assert states(house) == {"dead": 2, "sent": 1}


def test_a_receiver_that_asks_for_time_gets_it_and_nothing_counts(house: House) -> None:
    add_channel(house, "wx", "wecom", "li")
    put(house, "wx", "li")
    house.now_ms += 2 * DAY_MS
    for _ in range(10):
        (parcel,) = claim(house)
        assert parcel.item.attempts == 1
        assert house.services.delivering.failed(parcel, "wecom 45009", 1, rest_ms=60_000)
        house.now_ms += 59_000
        assert claim(house) == []
        house.now_ms += 2_000
    assert states(house) == {"waiting": 1}


def test_a_channel_sends_no_more_than_its_rate(house: House) -> None:
    add_channel(house, "wx", "wecom", "li", per_minute="20")
    for n in range(60):
        put(house, "wx", to=f"user{n}")
    sent = Counter[int]()
    for second in range(180):
        for parcel in claim(house):
            house.services.delivering.sent(parcel, 1)
            sent[second // 60] += 1
        house.now_ms += 1000
    assert sum(sent.values()) == 60, "nothing is lost"
    assert max(sent.values()) <= 20 + 4, sent


def test_one_dead_endpoint_among_many_delays_nobody(house: House) -> None:
    """Ninety-nine answer, one hangs until the deadline; all its messages arrive when it is back."""
    with serving(answer(204)) as good, serving(hang) as dead:
        config = {"url": f"{good.url}/x", "per_minute": "100000"}
        for n in range(10):
            add_channel(house, f"ok{n}", "webhook", **config)
        add_channel(house, "dead", "webhook", **(config | {"url": f"{dead.url}/x"}))
        for n in range(5):
            for name in (*(f"ok{m}" for m in range(10)), "dead"):
                put(house, name, kind="webhook", n=n)
        outbound = Outbound([good.allow, dead.allow], deadline_s=3)
        delivery = Delivery(house.services.delivering, outbound)
        began = time.monotonic()
        while len(good.seen) < 50 and time.monotonic() - began < 20:
            delivery.deliver()
            time.sleep(0.01)
        assert len(good.seen) == 50
        assert len(dead.seen) <= 10, "it was left alone after it did not answer"
        dead.say = answer(204)
        delivery.settle()
        for state in delivery._states.values():
            state.rests_until = 0.0
        for _ in range(40):
            house.now_ms += LONGEST_WAIT_MS
            delivery.deliver()
            delivery.settle()
        delivery.close()
        ids = {asked.headers["webhook-id"] for asked in dead.seen}
        assert (states(house), len(ids)) == ({"sent": 55}, 5)


def test_a_crash_between_sending_and_noting_repeats_under_the_same_id(house: House) -> None:
    add_channel(house, "hook", "webhook")
    made = put(house, "hook", kind="webhook")
    ids: list[str] = []

    def dies(way: Way, letter: Letter) -> None:
        ids.append(letter.id)
        raise SystemExit

    delivery = Delivery(house.services.delivering, Outbound(), {"webhook": dies})
    delivery.deliver()
    delivery.settle()
    delivery.close()
    assert states(house) == {"waiting": 1}
    house.now_ms += LEASE_MS + 1
    post = Post()
    run(house, post).close()
    assert (ids, len(post.seen), states(house)) == ([made], 1, {"sent": 1})


def test_two_workers_send_each_message_once(house: House) -> None:
    names = [f"u{n}" for n in range(60)]
    add_channel(house, "wx", "wecom", per_minute="100000")
    for name in names:
        put(house, "wx", to=name)
    post = Post()
    workers = [Delivery(house.services.delivering, Outbound(), {"wecom": post}) for _ in range(3)]

    def work(one: Delivery) -> None:
        for _ in range(300):
            if states(house).get("sent") == len(names):
                return
            one.deliver()
            one.settle()

    threads = [threading.Thread(target=work, args=(one,)) for one in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in workers:
        one.close()
    assert Counter(target for _, target, _ in post.seen) == Counter(names)


def test_the_log_of_an_obligation_holds_what_told_of_it(house: House) -> None:
    deal, _ = house.deal()
    add_channel(house, "wx", "wecom", "li", "zhou")
    tell(house, "li", record=deal, obligation="o-1")
    tell(house, "zhou", record=deal, obligation="o-2")
    house.now_ms += 60_000
    compose(house)
    run(house, Post()).close()
    with house.db.read() as tx:
        (found,) = of_obligation(tx, "o-1")
    assert (found.person.id if found.person else "", found.state) == (house.people["li"].person, "sent")
    assert found.tries[0].error == ""


def test_a_channel_that_is_switched_off_keeps_what_waits(house: House) -> None:
    add_channel(house, "hook", "webhook")
    put(house, "hook", kind="webhook")
    url = {"url": "https://hooks.example.com/x"}
    for revision, on, expected in ((1, False, 0), (2, True, 1)):
        change = ChannelChange("webhook", "hook", url, None, active=on, revision=revision)
        assert not isinstance(house.services.channels.put(house.people["sun"], "hook", change), Refusal)
        assert len(claim(house)) == expected


def test_what_was_sent_long_ago_is_forgotten_and_what_is_dead_is_not(house: House) -> None:
    add_channel(house, "wx", "wecom", "li")
    put(house, "wx", "li")
    put(house, "wx", "wang", title="no address")
    run(house, Post()).close()
    assert states(house) == {"sent": 1, "dead": 1}
    house.now_ms += house.settings.keep_messages_days * DAY_MS + 1
    assert tidy(house.db, house.services.attaching, house.settings).messages == 1
    assert states(house) == {"dead": 1}


def test_the_heads_of_a_long_queue_are_read_along_the_index(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each person the first, however many wait behind, a few rows at a time; nothing is sorted."""
    monkeypatch.setattr(outbox, "LOOK", 2)
    add_channel(house, "wx", "wecom", "li", "wang", "zhou")
    for alias in ("li", "li", "li", "wang", "li", "wang", "zhou"):
        put(house, "wx", alias)
    with house.db.write() as tx:
        heads = outbox.heads(tx, "wx", 10)
        rows = {row[0]: row[1] for row in tx.rows(sa.select(outbox_table.c.seq, outbox_table.c.person))}
        assert [rows[seq] for seq in heads] == [house.people[name].person for name in ("li", "wang", "zhou")]
        assert heads == sorted(heads)
        assert outbox.heads(tx, "wx", 2) == heads[:2]
        later = outbox_table.update().where(outbox_table.c.seq == heads[0]).values(due_ms=tx.now_ms() + 1)
        tx.execute(later)
        assert outbox.heads(tx, "wx", 10) == heads[1:], "he is told in order, or not yet"
        schema = tx.db.schema
        text = outbox.queue("wx", 3).compile(
            dialect=tx.connection.dialect,
            compile_kwargs={"literal_binds": True},
            schema_translate_map={None: schema} if schema else None,
            render_schema_translate=bool(schema),
        )
        if tx.dialect == "postgresql":
            tx.execute(sa.text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN " if tx.dialect == "postgresql" else "EXPLAIN QUERY PLAN "
        plan = "\n".join(str(row[-1]) for row in tx.connection.exec_driver_sql(explain + str(text)))
    assert "ix_outbox_queue" in plan, plan
    assert "Sort" not in plan, plan
    assert "TEMP B-TREE" not in plan, plan
