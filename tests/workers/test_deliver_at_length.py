"""Delivery at the size that was promised: a hundred endpoints of which one hangs, and ten thousand messages in a queue."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from http.server import BaseHTTPRequestHandler

import pytest

from followthrough.services.delivering import LONGEST_WAIT_MS
from followthrough.store import outbox
from followthrough.workers.deliver import Delivery
from followthrough.workers.notify.letter import Letter, NotSent, Way
from followthrough.workers.outbound import Outbound
from tests.services.house import House
from tests.services.message_house import add_channel, put, states

from .servers import Asked, Say, answer, hang, serving

pytestmark = pytest.mark.fuzz

ENDPOINTS, EACH, BEHIND = 99, 10, 100
"""Endpoints that answer, messages for each of them, and messages for the one that may hang."""
RATIO, HALF_A_SECOND = 2.0, 0.5
"""How much later the last hundredth of the others' messages may come because one endpoint hangs: twice as late, and half a
second where all of them come at once."""
QUEUED, RECIPIENTS = 10_000, 50


class Clock:
    """An endpoint that answers and notes when it was asked."""

    def __init__(self) -> None:
        self.at: list[float] = []
        self._say: Say = answer(204)

    def __call__(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        self.at.append(time.monotonic())
        self._say(handler, asked)


def p99(house: House, delivery: Delivery, clock: Clock, patience_s: float = 180.0) -> float:
    """Seconds after which ninety-nine of a hundred messages to those that answer had come; all of them come."""
    clock.at.clear()
    for n in range(EACH):
        for m in range(ENDPOINTS):
            put(house, f"ok{m}", kind="webhook", n=n)
    for n in range(BEHIND):
        put(house, "other", kind="webhook", n=n)
    began = time.monotonic()
    while len(clock.at) < ENDPOINTS * EACH and time.monotonic() - began < patience_s:
        if not delivery.deliver():
            time.sleep(0.005)
    assert len(clock.at) == ENDPOINTS * EACH
    return sorted(clock.at)[len(clock.at) * 99 // 100] - began


def test_one_of_a_hundred_endpoints_hangs_and_the_others_do_not_wait(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Clock()
    with serving(clock) as good, serving(answer(204)) as other:
        rate = {"per_minute": "100000"}
        for m in range(ENDPOINTS):
            add_channel(house, f"ok{m}", "webhook", url=f"{good.url}/{m}", **rate)
        add_channel(house, "other", "webhook", url=f"{other.url}/x", **rate)
        delivery = Delivery(house.services.delivering, Outbound([good.allow, other.allow], deadline_s=3))
        whole = p99(house, delivery, clock)
        delivery.settle()
        while states(house).get("waiting"):
            delivery.deliver()
            delivery.settle()
        other.say, before = hang, len(other.seen)
        one_hangs = p99(house, delivery, clock)
        delivery.close()
        with capsys.disabled():
            print(
                f"\n{house.db.dialect}: p99 {whole:.2f} s with all answering, {one_hangs:.2f} s with one of 100 hanging"
            )
        assert len(other.seen) > before, "it was asked"
        assert states(house)["waiting"] >= BEHIND - 10, "what it did not take waits for it"
        assert one_hangs <= RATIO * whole + HALF_A_SECOND


def test_ten_thousand_in_a_queue_reach_everybody_in_order(house: House) -> None:
    """Now and then the vendor wants fewer requests, or the line breaks: nothing is lost, and nobody is told out of turn."""
    people = [f"u{n}" for n in range(RECIPIENTS)]
    for who in people:
        house.add_person(who, "rep", "shanghai")
    house.refresh()
    add_channel(house, "wx", "wecom", *people, per_minute="100000")
    with house.db.write() as tx:
        for n in range(QUEUED):
            payload = {"title": str(n), "lines": [], "url": ""}
            outbox.add(tx, "message", payload, channel="wx", person=house.people[people[n % RECIPIENTS]].person)
    came: dict[str, list[int]] = defaultdict(list)
    tries, lock = [0], threading.Lock()

    def post(way: Way, letter: Letter) -> None:
        with lock:
            tries[0] += 1
            if tries[0] % 97 == 0:
                raise NotSent("wecom 45009", rest_s=60)
            if tries[0] % 41 == 0:
                raise NotSent("timeout")
            came[letter.target].append(int(letter.message.title))

    delivery = Delivery(house.services.delivering, Outbound(), {"wecom": post})
    while delivery.deliver() or states(house).get("waiting"):
        delivery.settle()
        if not delivery.deliver():
            house.now_ms += LONGEST_WAIT_MS
            for state in delivery._states.values():
                state.rests_until = 0.0
        delivery.settle()
    delivery.close()
    assert states(house) == {"sent": QUEUED}
    assert dict(came) == {who: list(range(n, QUEUED, RECIPIENTS)) for n, who in enumerate(people)}
