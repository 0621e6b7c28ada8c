"""What is no longer needed goes, what is needed stays, and the log is sealed."""

from __future__ import annotations

from pathlib import Path

from followthrough.services.tidying import ANSWERS_FOR_MS, DAY_MS, Tidied, tidy
from followthrough.services.views import Answer
from followthrough.store import limits, sessions, verify
from tests.scenarios.filling_stage import sample
from tests.services.house import Create, House, template


def test_tidying(engine_url: str, tmp_path: Path) -> None:
    house = House(engine_url, tmp_path, template("sales"), clocked=True).settle()
    customer = Create("customer", "", {"name": "恒达精密", "grade": "standard"})
    first = house.submit("li", "customer", None, customer, key="key-1", body=b"x")
    house.upload("li", sample("image"))
    with house.db.write() as tx:
        sessions.open_session(tx, "a" * 64, house.people["li"].person, "b" * 64, life_ms=DAY_MS)
        limits.take(tx, "login:x", burst=5, per_s=1)

    def tidied() -> Tidied:
        return tidy(house.db, house.services.attaching)

    assert tidied() == Tidied(0, 0, 0, 0, 0), "too early for everything"
    assert house.submit("li", "customer", None, customer, key="key-1", body=b"x") == first
    house.now_ms += DAY_MS + 1000
    later = tidied()
    assert (later.sessions, later.answers, later.buckets, later.uploads) == (1, 0, 1, 1)
    assert isinstance(first, Answer)
    assert first.created is not None
    assert later.sealed == len(house.events("customer", first.created.id))
    house.now_ms += ANSWERS_FOR_MS
    assert tidied().answers == 1
    again = house.submit("li", "customer", None, customer, key="key-1", body=b"x")
    assert isinstance(again, Answer)
    assert again != first
    with house.db.read() as tx:
        assert list(verify.verify_all(tx)) == []
    house.close()
