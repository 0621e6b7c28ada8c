"""People who go on working while the server dies under them: every request is sent until it is answered, under one key."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

GIVE_UP_S = 600.0
PAUSE_S = 0.1
LOST = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Told:
    """An answered write: what the server acknowledged. `mark` stands in no other request, and once in what is stored; ""
    where the same words stand with a request and with the act it led to."""

    key: str
    mark: str
    kind: str
    entity: str
    record: str
    version: int
    answer: Any


@dataclass
class Client:
    """One person with a session, doing the same round again and again. `product`: he keeps price lists and sells nothing.
    `ports`: the servers he may ask; where one does not answer he asks the next, with the same key."""

    name: str
    ports: list[int]
    headers: dict[str, str]
    photos: list[str]
    product: str
    shots: list[str] = field(default_factory=list)
    """Files with one and the same picture in them, everybody's."""
    told: list[Told] = field(default_factory=list)
    refused: list[Any] = field(default_factory=list)
    tries: int = 0
    rounds: int = 0
    _numbers: Any = field(default_factory=lambda: count(1))
    _line: http.client.HTTPConnection | None = None

    def round(self) -> None:
        """A customer, a deal, a follow-up with a photo, a change, a contract (numbered, counted into the deal, and the cause of
        an exception by a trigger), then another country of the customer (which its contracts follow), and a request to a
        manager with a picture that was handed in before; or a price list with its lines. Every third deal is not followed up:
        what is owed for it is left to the clock."""
        self.rounds += 1
        if self.product:
            self._create("price_list", "name", valid_from="2026-01-01", lines=self._lines())
            return
        customer = self._create("customer", "name", grade="standard", level="a")
        deal = self._create("opportunity", "title", customer=customer, product_line="monitor", intent="high")
        photos = [self.photos.pop()] if self.photos else []
        if self.rounds % 3:
            self._act(deal, photos)
        self._edit(deal)
        if self.rounds % 2:
            self._create("contract", "note", opportunity=deal, amount=120_000, signed_on="2026-03-02")
            self._change("customer", customer, "", country="hk")
        elif self.shots:
            self._ask(deal, self.shots.pop())

    def _lines(self) -> list[dict[str, Any]]:
        return [{"product": self.product, "min_quantity": n, "price": 1000 * n} for n in (1, 10)]

    def _create(self, entity: str, title: str, **values: Any) -> str:
        mark = self._mark()
        found = self._send(
            "created", "POST", f"/api/apps/sales/{entity}", mark, entity, {"values": {title: mark, **values}}
        )
        return str(found["record"]["id"])

    def _act(self, deal: str, photos: list[str]) -> None:
        mark = self._mark()
        inputs = {"way": "visit", "content": mark, "next_step": "周四发方案", **({"photos": photos} if photos else {})}
        body = {"action": "log_follow_up", "inputs": inputs, "files": [], "version": self._version(deal)}
        self._send("acted", "POST", f"/api/apps/sales/opportunity/{deal}/act", mark, "opportunity", body)

    def _ask(self, deal: str, shot: str) -> None:
        body = {"action": "ask_board", "inputs": {}, "files": [shot], "version": self._version(deal)}
        self._send("asked", "POST", f"/api/apps/sales/opportunity/{deal}/act", "", "opportunity", body)

    def _edit(self, deal: str) -> None:
        mark = self._mark()
        self._change("opportunity", deal, mark, need_summary=mark)

    def _change(self, entity: str, record: str, mark: str, **values: Any) -> None:
        path = f"/api/apps/sales/{entity}/{record}"
        body = {"version": self._version(record), "values": values}
        if entity == "customer":  # its deals and contracts are counted into it
            body["version"] = self._answered("GET", path, "", None)["record"]["version"]
        self._send("edited", "PATCH", path, mark, entity, body)

    def _mark(self) -> str:
        return f"{self.name}-{next(self._numbers):05d}-mark"

    def _version(self, record: str) -> int:
        return max(one.version for one in self.told if one.record == record)

    def _send(self, kind: str, method: str, path: str, mark: str, entity: str, body: Any) -> Any:
        """The answer, however often it has to be asked for; then once more, which is to change nothing."""
        key = f"key-{mark or self._mark()}"
        answer = self._answered(method, path, key, body)
        signed = kind == "signed"  # the answer to a decision is the approval
        record = answer["record"] if signed else answer["record"]["id"]
        version = answer["record_version"] if signed else answer["record"]["version"]
        self.told.append(Told(key, mark, kind, entity, record, version, answer))
        if len(self.told) % 5 == 0 and _lasting(self._answered(method, path, key, body)) != _lasting(answer):
            self.refused.append(f"{key}: the same request was answered otherwise")
        return answer

    def _answered(self, method: str, path: str, key: str, body: Any) -> Any:
        until = time.monotonic() + GIVE_UP_S
        while time.monotonic() < until:
            self.tries += 1
            try:
                status, found = self._asked(method, path, key, body)
            except LOST:
                self.hang_up()
                time.sleep(PAUSE_S)
                continue
            if status in (200, 201):
                return json.loads(found)
            if status != 503:
                raise AssertionError(f"{method} {path}: {status} {found.decode()[:500]}")
            time.sleep(PAUSE_S)
        raise AssertionError(f"{method} {path}: no answer in {GIVE_UP_S:g} s")

    def _asked(self, method: str, path: str, key: str, body: Any) -> tuple[int, bytes]:
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self.ports[0], timeout=20)
        headers = {**self.headers, "content-type": "application/json", "idempotency-key": key}
        self._line.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = self._line.getresponse()
        return answer.status, answer.read()

    def hang_up(self) -> None:
        """Close the connection; the next one is to another server."""
        if self._line is not None:
            self._line.close()
            self._line = None
        self.ports = [*self.ports[1:], self.ports[0]]


def _lasting(answer: Any) -> Any:
    """What an answer says for ever: a decision is answered with the approval as it is seen now, with its record beside it."""
    if "turns" not in answer:
        return answer
    return {name: answer[name] for name in ("id", "record", "state", "closed_at", "turns", "values")}


@dataclass
class Signer(Client):
    """A manager who approves what he is asked for."""

    def round(self) -> None:
        """The first of those that wait for him."""
        waiting = self._answered("GET", "/api/apps/sales/approvals?box=to_sign", "", None)["rows"]
        if not waiting:
            time.sleep(PAUSE_S)
        for one in waiting[:1]:
            body = {"verdict": "approve", "version": one["record_version"], "comment": "同意"}
            self._send("signed", "POST", f"/api/apps/sales/approvals/{one['id']}/sign", "", one["entity"], body)


def all_work(clients: list[Client], over: Callable[[], bool]) -> None:
    """Everybody does rounds until `over()`; the first failure comes out."""
    failed: list[BaseException] = []

    def work(client: Client) -> None:
        try:
            while not failed and not over():
                client.round()
        except BaseException as error:
            failed.append(error)
        finally:
            client.hang_up()

    threads = [threading.Thread(target=work, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
