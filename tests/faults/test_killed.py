"""Servers and workers killed at every statement and at random, while people go on: nothing is lost, doubled or half written.

On PostgreSQL two servers and two workers die by turns beside each other, on SQLite the one server with its worker inside.
Some lives end at a named place, some before a statement before which nobody was killed yet (whatever work it belongs to: a
submit, a sweep, a delivery, working out again; the places are those that the run comes to, no list of them is kept), some
wherever they are. `make test` kills SHORT times a process; `make faults` (FAULT_ROUNDS, FAULT_SEED) at every named place again
and again, at the place's first to ninth passage, so that it is somebody else's work each time, and before one
new statement after the other; before how many of those that the works in WHOLE came to nobody died is printed.
"""

from __future__ import annotations

import io
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from followthrough.services.refusal import Refusal
from followthrough.store.database import Database
from followthrough.store.engines import Limits
from tests.faults.clients import Client, Signer, all_work
from tests.faults.decided import ASKED, judged_decided
from tests.faults.history import judged
from tests.faults.owed import judged_owed, unsettled
from tests.faults.serving import FRESH, LETTERS, RANDOM, places_in
from tests.services.house import House
from tests.services.message_house import add_channel
from tests.services.owed_house import with_duties

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = int(os.environ.get("FAULT_ROUNDS", "0"))
"""0: the short run."""
SEED = int(os.environ.get("FAULT_SEED", "0"))
SHORT = 12
PEOPLE = ("li", "zhou", "zhao")
SIGNERS = ("wang", "liang")
FOLLOW_UP = {
    "id": "follow_up",
    "entity": "opportunity",
    "label": {"zh": "新商机跟进", "en": "First follow-up"},
    "opens_when": {"entity": "opportunity", "kind": "created"},
    "action": "log_follow_up",
    "due": {"after": "PT1S"},
    "escalate": {"manager": {"after": "PT1S", "person": {"to": "role", "role": "manager"}}},
}
SUBMIT = (
    "record", "rows", "events", "milestones", "files", "reaction", "obligation", "approvals", "effect", "idempotency", "commit",
    "committed",
)  # fmt: skip
WORK = (
    "worker_sweep", "sweep", "reaction", "obligation", "notices", "events", "milestones", "ticked", "swept",
    "worker_compose", "outbox", "commit", "committed", "worker_deliver", "leased", "delivered",
)  # fmt: skip
WHOLE = ("filling.Filling.submit", "sweeping.Sweeping._batch", "composing.", "delivering.", "recomputing.")
"""The works of which it is told how many statements nobody died before."""
FRESH_A_ROUND = 16
CHANCE = {False: 0.03, True: 0.5}
"""That a life ends at a statement that is new, in the short run and in the long one: so that the first of all are not the first
each time."""
QUIET_S = 90.0
PATIENT = Limits(wait_s=60, statement_ms=600_000, idle_ms=600_000)
"""Some ten thousand answers are read back in one statement and gone through, on a machine that has just been worn out."""


def plan(rng: random.Random, places: tuple[str, ...]) -> list[str]:
    """Every place in every round, new statements, and half as many moments at random, in an order and at passages of the
    seed."""
    deepest = (9 if places is SUBMIT else 4) if ROUNDS else 2
    faults = [f"{place}@{rng.randint(1, deepest)}:kill" for _ in range(max(1, ROUNDS)) for place in places]
    faults += [f"{RANDOM}{rng.uniform(0.5, 5.0):.2f}" for _ in range(len(faults) // 2)]
    rng.shuffle(faults)
    fresh = [f"{FRESH}{CHANCE[bool(ROUNDS)]}"] * (FRESH_A_ROUND * ROUNDS if ROUNDS else SHORT // 2)
    faults = [*fresh, *(faults if ROUNDS else faults[: SHORT // 2])]
    rng.shuffle(faults)
    return faults


def plans(engine: str) -> list[tuple[str, list[str]]]:
    """What each process goes through."""
    rng = random.Random(SEED)
    if engine == "sqlite":
        return [("web", plan(rng, tuple(dict.fromkeys(SUBMIT + WORK))))]
    web, work = plan(rng, SUBMIT), plan(rng, WORK)
    return [("web", web[::2]), ("web", web[1::2]), ("worker", work[::2]), ("worker", work[1::2])]


def more(plain: dict[str, Any]) -> None:
    """A contract with words in it, which leads to an exception by a trigger; an act that a manager approves, with a picture."""
    note = {"type": "string", "field": {"kind": "text", "label": {"zh": "备注", "en": "Note"}, "order": 98}}
    plain["entities"]["contract"]["properties"]["note"] = note
    order = {"opportunity": {"f": "opportunity"}, "kind": {"v": "other"}, "summary": {"v": "请核对合同"}}
    effect = {"kind": "create", "entity": "order_issue", "values": order, "order": 10}
    on = {"entity": "contract", "kind": "created"}
    trigger = {"id": "check", "label": {"zh": "核对", "en": "Check"}, "on": on, "effects": {"issue": effect}}
    plain["triggers"] = {"check": trigger}
    shot = {"min": 1, "max": 1, "accept": {"image": {}}, "label": {"zh": "截图", "en": "Shot"}, "reuse": "flag"}
    approvers = {"manager": {"person": {"to": "role", "role": "manager"}, "order": 10}}
    steps = {"manager": {"label": {"zh": "主管", "en": "Manager"}, "order": 10, "approvers": approvers}}
    asked = {"id": ASKED, "entity": "opportunity", "label": {"zh": "申请上会", "en": "Ask for the board"}, "order": 99}
    plain["actions"][ASKED] = {**asked, "evidence": shot, "approval": {"steps": steps}}


@pytest.fixture
def house(engine_url: str, tmp_path: Path) -> Iterator[House]:
    """The sales app in which a new deal is owed a follow-up within a second; everybody has an address."""
    made = House(engine_url, tmp_path, with_duties(FOLLOW_UP, more=more)).settle()
    add_channel(made, "mail", "email", *made.people, per_minute="6000")
    yield made
    made.close()


def client(house: House, name: str, ports: list[int], product: str) -> Client:
    """Somebody with a session, photos to send and something to sell."""
    who = house.people[name]
    signed = house.db.transact(lambda tx: house.services.signing_in._opened(tx, who.person))
    assert not isinstance(signed, Refusal)
    headers = {"cookie": f"followthrough={signed.token}", "x-csrf-token": signed.csrf}
    photos = (
        [] if product or name in SIGNERS else [house.upload(name, photo(n), f"{n}.jpg") for n in range(8 + 6 * ROUNDS)]
    )
    shots = (
        []
        if product or name in SIGNERS
        else [house.upload(name, photo(255), f"shot{n}.jpg") for n in range(6 + 6 * ROUNDS)]
    )
    return (Signer if name in SIGNERS else Client)(name, ports, headers, photos, product, shots)


def photo(shade: int) -> bytes:
    """A small picture."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8), (shade % 256, 40, 80)).save(made, "JPEG")
    return made.getvalue()


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


@contextmanager
def dying(house: House, folder: Path, planned: list[tuple[str, list[str]]], ports: list[int]) -> Iterator[list[Path]]:
    """The processes under their plans of deaths, without this process on the database; where each notes its ends."""
    settings, sqlite = house.settings, house.db.dialect == "sqlite"
    env = {
        **os.environ,
        "FT_DATA_DIR": str(settings.data_dir),
        "FT_DATABASE_URL": settings.database_url,
        "FT_DATABASE_SCHEMA": house.db.schema or "",
        "FT_TEMPLATES": str(settings.templates),
        "FT_WORKER_INSIDE": "1" if sqlite else "0",
        LETTERS: str(folder / "letters"),
    }
    house.close()
    with (folder / "processes.log").open("wb") as log:
        processes: list[subprocess.Popen[bytes]] = []
        try:
            for n, (role, faults) in enumerate(planned):
                (folder / f"{n}.plan").write_text("\n".join(faults))
                command = [sys.executable, "-m", "tests.faults.serving", role, str(ports[n]), str(folder / f"{n}.plan")]
                made = subprocess.Popen(command, env=env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
                processes.append(made)
            yield [folder / f"{n}.done" for n in range(len(planned))]
        finally:
            for process in processes:
                os.killpg(process.pid, signal.SIGKILL)
            for process in processes:
                process.wait(20)


def lives(done: list[Path]) -> list[str]:
    """How each life so far ended."""
    return [line for one in done if one.exists() for line in one.read_text().splitlines()]


def settle(db: Database) -> dict[str, int]:
    """Wait until the workers have nothing left to do; what was left when patience ended."""
    until, left = time.monotonic() + QUIET_S, {"": 1}
    while any(left.values()) and time.monotonic() < until:
        time.sleep(0.2)
        with db.read() as tx:
            left = unsettled(tx)
    return {name: count for name, count in left.items() if count}


def test_killed_at_every_statement_and_at_random_nothing_is_lost_doubled_or_half_written(
    house: House, engine_kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planned = plans(engine_kind)
    kills = sum(len(faults) for _, faults in planned)
    ports = free_ports(len(planned))
    product = house.create("chen", "product", name="监护仪", code="M1", line="monitor", unit="set", list_price=100).id
    asked = [port for port, (role, _) in zip(ports, planned, strict=True) if role == "web"]
    clients = [
        client(house, name, asked[n % len(asked) :] + asked[: n % len(asked)], "")
        for n, name in enumerate((*PEOPLE, *SIGNERS))
    ]
    clients.append(client(house, "chen", list(asked), product))
    began = time.monotonic()
    with dying(house, tmp_path, planned, ports) as done:
        all_work(clients, lambda: len(lives(done)) >= kills)
        spent = time.monotonic() - began
        db = Database(house.settings.database_url, house.db.schema, limits=PATIENT)
        left = settle(db)
    with db.read(snapshot=True) as tx:
        app = house.services.registry.app(tx, "sales")
        assert app is not None
        told = [one for each in clients for one in each.told]
        verdict = judged(tx, app, told)
        figures = judged_owed(tx, told, tmp_path / "letters", verdict)
        decided = judged_decided(tx, app, told, verdict)
    db.close()
    ends = lives(done)
    planned_hits = sum(1 for line in ends if line.endswith(" killed"))
    places = places_in(tmp_path)
    reached, died = places.seen("reached"), places.seen("died")
    missed = sorted(place for place in reached - died if place.startswith(WHOLE))
    with capsys.disabled():
        tries = sum(each.tries for each in clients)
        print(
            f"\n{engine_kind}: {len(ends)} kills ({planned_hits} at a statement) in {spent:.0f} s; {len(told)} submits "
            f"acknowledged in {tries} tries ({len(told) / spent:.1f}/s); killed before {len(died)} of {len(reached)} statements "
            f"(before {len(missed)} of submit, sweep, compose, deliver and recompute not); {figures}; {decided}: "
            f"{len(verdict.lost)} lost, {len(verdict.doubled)} doubled, {len(verdict.half)} half written"
        )
    assert [line for line in ends if "killed" not in line] == []
    assert left == {}
    assert not [line for each in clients for line in each.refused]
    assert verdict.total() == 0, verdict
    assert died, "no statement was new"
    fresh = sum(fault.startswith(FRESH) for _, faults in planned for fault in faults)
    assert not ROUNDS or len(died) >= min(len(reached), fresh) // 2, missed
    # A short run on a busy machine may be over before anybody asked for an approval.
    assert not ROUNDS or min(decided.requests, decided.approved, decided.reused, decided.triggered) > 0, decided
    assert min(figures.breached, figures.discharged, figures.messages) > 0, "there was something to get wrong"
