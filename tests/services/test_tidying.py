"""What is no longer needed goes, what is needed stays, and the log is sealed."""

from __future__ import annotations

from pathlib import Path

import pytest

from followthrough.services import tidying
from followthrough.services.tidying import ANSWERS_FOR_MS, DAY_MS, Tidied, tidy
from followthrough.services.views import Answer
from followthrough.store import limits, sessions, verify
from followthrough.store.platform import notice
from tests.scenarios.filling_stage import sample
from tests.services.house import Create, House, template
from tests.services.owed_house import FOLLOW_UP, OwedHouse


def test_tidying(engine_url: str, tmp_path: Path) -> None:
    house = House(engine_url, tmp_path, template("sales"), clocked=True).settle()
    customer = Create("customer", "", {"name": "恒达精密", "grade": "standard"})
    first = house.submit("li", "customer", None, customer, key="key-1", body=b"x")
    house.upload("li", sample("image"))
    with house.db.write() as tx:
        sessions.open_session(tx, "a" * 64, house.people["li"].person, "b" * 64, life_ms=DAY_MS)
        limits.take(tx, "login:x", burst=5, per_s=1)

    def tidied() -> Tidied:
        return tidy(house.db, house.services.attaching, house.settings)

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


def test_what_was_read_long_ago_goes_and_what_is_open_stays(
    engine_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two notices each: one read and settled, the others unread, still owed, or not yet made into messages."""
    monkeypatch.setattr(tidying, "BATCH", 1)
    house = OwedHouse(engine_url, tmp_path, FOLLOW_UP)
    done, _ = house.deal()
    owed, _ = house.deal()
    house.pass_time(DAY_MS + 1)
    house.sweep()
    house.follow_up(done)
    assert house.told(done) == house.told(owed) == [("breach", "li")]
    far = house.now_ms + house.settings.keep_notices_days * DAY_MS + 1
    days, now = house.settings, house.now_ms
    with house.db.write() as tx:
        tx.execute(notice.update().values(read_ms=now, composed_ms=now))
        for read, composed in ((None, now), (now, None)):
            said = {"person": house.people["li"].person, "kind": "message", "app": "sales", "entity": "opportunity"}
            tx.execute(
                notice.insert(), {**said, "record": done, "at_ms": now, "read_ms": read, "composed_ms": composed}
            )
    house.now_ms = far
    assert tidy(house.db, house.services.attaching, days).notices == 1
    assert [kind for kind, _ in house.told(done)] == ["message", "message"], "one unread, one not yet sent"
    assert house.told(owed) == [("breach", "li")], "it is still owed"
    house.follow_up(owed)
    assert tidy(house.db, house.services.attaching, days).notices == 1
    house.close()
