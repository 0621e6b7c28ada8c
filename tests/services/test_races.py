"""Many at once: one record per key, one winner per version, and no parent pushed past its gate by its children."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import msgspec

from followthrough.services.refusal import Refusal
from followthrough.services.views import Answer
from followthrough.services.watching import ListAsked
from followthrough.store import people
from tests.services.house import Create, Edit, House, Move, told

T = TypeVar("T")


def at_once(number: int, work: Callable[[int], T]) -> list[T]:
    """`work(0)` … `work(number - 1)`, all begun together."""
    barrier = Barrier(number)

    def one(index: int) -> T:
        barrier.wait()
        return work(index)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def test_one_key_makes_one_record_and_equal_answers(house: House) -> None:
    customer = Create("customer", "", {"name": "恒达精密", "grade": "standard"})

    def submit(_: int) -> Answer | Refusal:
        answer = house.submit("li", "customer", None, customer, key="key-1", body=b"same")
        while isinstance(answer, Refusal) and answer.code == "try_again":  # what a client does on 503
            answer = house.submit("li", "customer", None, customer, key="key-1", body=b"same")
        return answer

    answers = at_once(20, submit)
    assert all(isinstance(answer, Answer) for answer in answers), [told(answer) for answer in answers]
    assert len({msgspec.json.encode(answer) for answer in answers}) == 1
    page = house.services.watching.page(house.people["li"], "sales", "customer", ListAsked())
    assert not isinstance(page, Refusal)
    assert len(page.rows) == 1


def test_a_key_is_of_one_person_and_one_body(house: House) -> None:
    customer = Create("customer", "", {"name": "恒达精密", "grade": "standard"})
    first = house.submit("li", "customer", None, customer, key="key-1", body=b"one")
    other_body = house.submit("li", "customer", None, customer, key="key-1", body=b"two")
    other_person = house.submit("zhou", "customer", None, customer, key="key-1", body=b"one")
    assert isinstance(first, Answer)
    assert isinstance(other_body, Refusal)
    assert other_body.code == "idempotency_key_reused"
    assert isinstance(other_person, Answer)
    assert other_person.record.id != first.record.id


def test_a_kept_answer_is_not_for_who_lost_his_role(sqlite_house: House) -> None:
    """An answer shows the record as it was: it goes with the right to see any."""
    house = sqlite_house
    customer = Create("customer", "", {"name": "恒达精密", "grade": "standard"})
    assert isinstance(house.submit("li", "customer", None, customer, key="key-1", body=b"one"), Answer)
    with house.db.write() as tx:
        people.set_roles(tx, house.people["li"].person, {})
    house.refresh()
    again = house.submit("li", "customer", None, customer, key="key-1", body=b"one")
    assert isinstance(again, Refusal)
    assert again.code == "no_role"


def test_a_refused_request_may_be_sent_again_with_its_key(house: House) -> None:
    """Nothing was stored, so the key is free: the same request is judged anew."""
    deal, _ = house.deal()
    refused = house.submit("li", "opportunity", deal, Move("diagnosis"), key="key-2", body=b"m")
    assert isinstance(refused, Refusal)
    house.perform("li", deal, "log_follow_up", way="phone", content="电话确认了下一步安排", next_step="上门")
    again = house.submit("li", "opportunity", deal, Move("diagnosis"), key="key-2", body=b"m")
    assert isinstance(again, Answer)
    assert again.moved == ["diagnosis"]


def test_fifty_transitions_at_once_have_one_winner(house: House) -> None:
    deal, _ = house.deal()
    house.perform("li", deal, "log_follow_up", way="phone", content="电话确认了下一步安排", next_step="上门")
    version = house.stored("opportunity", deal).record.version

    def move(_: int) -> str:
        answer = house.submit("li", "opportunity", deal, Move("diagnosis"), version=version)
        while isinstance(answer, Refusal) and answer.code == "try_again":
            answer = house.submit("li", "opportunity", deal, Move("diagnosis"), version=version)
        return "ok" if isinstance(answer, Answer) else answer.code

    assert Counter(at_once(50, move)) == {"ok": 1, "version_conflict": 49}
    moves = [event for event in house.events("opportunity", deal) if event.kind == "moved"]
    assert len(moves) == 1


def test_children_made_at_once_are_all_counted(house: House) -> None:
    deal, _ = house.deal()

    def follow(index: int) -> Answer | Refusal:
        values = {"opportunity": deal, "way": "phone", "content": f"第 {index} 次电话，说了说近况", "next_step": "再约"}
        answer = house.submit("li", "follow_up", None, Create("follow_up", "", values))
        while isinstance(answer, Refusal) and answer.code == "try_again":
            answer = house.submit("li", "follow_up", None, Create("follow_up", "", values))
        return answer

    answers = at_once(16, follow)
    assert all(isinstance(answer, Answer) for answer in answers), [told(answer) for answer in answers]
    values = house.stored("opportunity", deal).record.values
    assert values["follow_up_count"] == values["effective_count"] == 16


def test_a_conflict_says_what_was_done_meanwhile(house: House) -> None:
    deal, _ = house.deal()
    version = house.stored("opportunity", deal).record.version
    house.done("wang", "opportunity", deal, Edit({"intent": "high"}))
    house.done("wang", "opportunity", deal, Edit({"amount": 100}))
    answer = house.submit("li", "opportunity", deal, Edit({"intent": "low"}), version=version)
    assert isinstance(answer, Refusal)
    assert answer.code == "version_conflict"
    changed = answer.problem.params["changed"]
    assert [(one["actor"]["name"], one["kind"], one["fields"]) for one in changed] == [
        ("wang", "edited", ["intent"]),
        ("wang", "edited", ["amount"]),
    ]
    stranger = house.submit("zhao", "opportunity", deal, Edit({"intent": "low"}), version=version)
    assert isinstance(stranger, Refusal)
    assert (stranger.code, dict(stranger.problem.params)) == ("not_found", {})
