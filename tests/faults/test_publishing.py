"""Versions come into force one after the other while people fill in: nobody is answered that the server failed, and every
record is valid by the version that its last event names, and by no other.

Two servers over PostgreSQL. What a record must say changes with every version (odd ones want "odd", even ones "even"), and each
makes a column, so that every publication alters a table that is being written. `make test` publishes SHORT times; `make
faults` 100 times while 50 submissions a second are asked for, and prints what came of it.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from followthrough.core.compile import CompiledApp
from followthrough.core.run.acts import Issue, Moment, Snapshot
from followthrough.core.run.judge import judge
from followthrough.core.run.stored import as_stored
from followthrough.core.run.world import World, own
from followthrough.services.refusal import Refusal
from followthrough.services.views_design import WorkbenchView
from followthrough.store import records, verify
from followthrough.store.database import Database
from followthrough.store.platform import event
from followthrough.store.tx import Tx
from tests.faults.test_killed import PATIENT, ROUNDS, dying, free_ports
from tests.services.house import House, template

SHORT, WHOLE = 5, 100
PEOPLE = ("li", "zhou", "zhao", "wang")
A_SECOND = 50
PLACE = "entity/customer/properties"
WORDS = {1: "odd", 0: "even"}


def says(version: int) -> dict[str, Any]:
    """The field that only this version's records are right by."""
    wanted = {"op": "eq", "a": [{"f": "parity"}, {"v": WORDS[version % 2]}]}
    said = {"kind": "text", "label": {"zh": "单双"}, "required": True}
    return {"type": "string", "field": {**said, "constraint": {"right": {"rule": wanted, "message": {"zh": "不对"}}}}}


@dataclass
class Line:
    """A person's connection to one server."""

    port: int
    headers: dict[str, str]
    statuses: Counter[int] = field(default_factory=Counter)
    _keys: Any = field(default_factory=lambda: count(1))
    _http: HTTPConnection | None = None

    def ask(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        """A write; its status is counted."""
        if self._http is None:
            self._http = HTTPConnection("127.0.0.1", self.port, timeout=60)
        key = f"load-{id(self)}-{next(self._keys)}"
        headers = {**self.headers, "content-type": "application/json", "idempotency-key": key}
        self._http.request(method, path, json.dumps(body), headers)
        answer = self._http.getresponse()
        text = answer.read()
        self.statuses[answer.status] += 1
        return answer.status, json.loads(text) if text else None

    def hang_up(self) -> None:
        """Close the connection."""
        if self._http is not None:
            self._http.close()


@dataclass
class Filler:
    """Makes and changes customers at a steady pace, by the version it last heard of, as a page that was drawn a while ago."""

    line: Line
    every_s: float
    drawn: int = 2
    stored: int = 0
    records: dict[str, int] = field(default_factory=dict)

    def run(self, over: Callable[[], bool]) -> None:
        """Go on until it is over."""
        due = time.monotonic()
        while not over():
            due += self.every_s
            self._once()
            time.sleep(max(0.0, due - time.monotonic()))

    def _once(self) -> None:
        values = {"parity": WORDS[self.drawn % 2], "name": f"客户 {self.stored}"}
        self.line.headers["x-app-version"] = str(self.drawn)
        if self.records and self.stored % 2:
            record, version = next(reversed(self.records.items()))
            path = f"/api/apps/sales/customer/{record}"
            status, answer = self.line.ask("PATCH", path, {"version": version, "values": values})
        else:
            body = {"values": {**values, "grade": "standard", "level": "a"}}
            status, answer = self.line.ask("POST", "/api/apps/sales/customer", body)
        if status in (200, 201):
            self.stored += 1
            self.records[answer["record"]["id"]] = answer["record"]["version"]
        elif answer["code"] == "app_changed":
            self.drawn = answer["params"]["version"]
        elif answer["code"] in ("invalid", "gate_missing"):
            self.drawn += 1


def signed(house: House, name: str, port: int) -> Line:
    """Somebody signed in at a server."""
    who = house.people[name]
    found = house.db.transact(lambda tx: house.services.signing_in._opened(tx, who.person))
    assert not isinstance(found, Refusal)
    return Line(port, {"cookie": f"followthrough={found.token}", "x-csrf-token": found.csrf})


def publish(line: Line, number: int, was: Any, revision: int) -> tuple[int, Any]:
    """Version `number`, over HTTP: an edit, then its publication; the draft's revision, what stands there now."""
    now = says(number)
    more = {"type": "string", "field": {"kind": "text", "label": {"zh": f"备注 {number}"}}}
    operations: list[dict[str, Any]] = [
        {"path": f"{PLACE}/parity", "was": was, "value": now},
        {"path": f"{PLACE}/more_{number}", "value": more},
    ]
    if was is None:
        operations.append({"path": "form/customer/sections/basic/fields/parity", "value": {"order": 99}})
    label = {"zh": f"第 {number} 版", "en": f"Version {number}"}
    status, edited = line.ask("POST", "/api/design/sales/edits", {"label": label, "operations": operations})
    assert status == 200, edited
    status, done = line.ask("POST", "/api/design/sales/publish", {"revision": edited["revision"], "note": label["zh"]})
    assert (status, done.get("version")) == (200, number), done
    return edited["revision"], now


def wrong_by(app: CompiledApp, snapshot: Snapshot) -> list[Issue]:
    """What a version finds wrong with a record as it is stored."""
    record = snapshot.record
    assert record is not None
    found: list[Issue] = []
    judge(own(as_stored(World(app, snapshot, None, Moment(0)), record)), found)
    return found


def verdict(tx: Tx, house: House, versions: dict[int, CompiledApp]) -> tuple[int, list[str]]:
    """How many records there are, and what is wrong with them."""
    last = (
        sa.select(event.c.record, event.c.version)
        .where(event.c.entity == "customer")
        .order_by(event.c.record, event.c.n)
    )
    judged = {row[0]: int(row[1]) for row in tx.rows(last)}
    newest, faults = versions[max(versions)], []
    for key, version in judged.items():
        loaded = records.load(tx, newest, "customer", key)
        if loaded is None:
            faults.append(f"{key}: an event and no record")
            continue
        record = loaded.record
        if record.judged_by != version:
            faults.append(f"{key}: judged by {record.judged_by}, its event says {version}")
        for number in (version - 1, version, version + 1):
            if number >= 2 and number in versions:
                wrong = wrong_by(versions[number], Snapshot(record))
                if bool(wrong) != (number != version):
                    faults.append(f"{key}: of version {version}, by version {number}: {wrong}")
    return len(judged), faults + [f"audit: {fault}" for fault in verify.verify_all(tx)]


def test_versions_come_into_force_while_people_fill_in(
    postgresql_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house = House(postgresql_url, tmp_path, template("sales")).settle()
    many = WHOLE if ROUNDS else SHORT
    ports = free_ports(2)
    boss = signed(house, "sun", ports[0])
    fillers = [
        Filler(signed(house, name, ports[n % 2]), len(PEOPLE) * 2 / A_SECOND) for n, name in enumerate(PEOPLE * 2)
    ]
    bench = house.services.drafting.workbench(house.people["sun"], "sales")
    assert isinstance(bench, WorkbenchView)
    faults: list[BaseException] = []
    over = threading.Event()

    def fill(one: Filler) -> None:
        try:
            one.run(over.is_set)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=fill, args=(one,)) for one in fillers]
    took: list[float] = []
    with dying(house, tmp_path, [("web", []), ("web", [])], ports):
        ready(ports)
        revision, was = publish(boss, 2, None, bench.revision)
        began = time.monotonic()
        for thread in threads:
            thread.start()
        try:
            for number in range(3, many + 3):
                start = time.monotonic()
                revision, was = publish(boss, number, was, revision)
                took.append(time.monotonic() - start)
                time.sleep(0.2)
        finally:
            spent = time.monotonic() - began
            over.set()
            for thread in threads:
                thread.join()
            for line in (boss, *(one.line for one in fillers)):
                line.hang_up()
    statuses = sum((one.line.statuses for one in fillers), Counter[int]()) + boss.statuses
    db = Database(house.settings.database_url, house.db.schema, limits=PATIENT)
    with db.read(snapshot=True) as tx:
        found = {n: house.services.registry.version(tx, "sales", n) for n in range(1, many + 3)}
        versions = {n: app for n, app in found.items() if app is not None}
        stored, wrong = verdict(tx, house, versions)
    db.close()
    with capsys.disabled():
        asked = sum(sum(one.line.statuses.values()) for one in fillers)
        print(
            told(took, spent, asked, statuses)
            + f"{stored} records, {len(wrong)} not valid by exactly their last event's"
        )
    assert faults == []
    assert len(versions) == many + 2
    assert not {status: n for status, n in statuses.items() if status >= 500}
    assert wrong == []
    assert sum(one.stored for one in fillers) > many, "there was something to get wrong"


def told(took: list[float], spent: float, asked: int, statuses: Counter[int]) -> str:
    """The figures, in a line."""
    half, longest = sorted(took)[len(took) // 2] * 1000, max(took) * 1000
    return (
        f"\n{len(took)} publications in {spent:.0f} s (half within {half:.0f} ms, all within {longest:.0f} ms) while "
        f"{asked / spent:.0f} submissions/s were asked: {dict(sorted(statuses.items()))}; "
    )


def ready(ports: list[int]) -> None:
    """Wait until the servers answer."""
    until = time.monotonic() + 60
    for port in ports:
        while not answers(port):
            assert time.monotonic() < until, "the server did not begin"
            time.sleep(0.1)


def answers(port: int) -> bool:
    """Whether a server says that it lives."""
    line = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/health/live")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()
