"""A server killed at every statement of a submit, while people go on: nothing is lost, doubled or half written.

`make test` kills once at each place on each database; `make faults` (FAULT_ROUNDS) again and again, at the place's
first to ninth passage, so that it is somebody else's work each time.
"""

from __future__ import annotations

import io
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from followthrough.services.refusal import Refusal
from followthrough.store.database import Database
from tests.faults.clients import Client, all_work
from tests.faults.history import judged
from tests.services.house import House

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("record", "rows", "events", "milestones", "files", "idempotency", "commit", "committed")
ROUNDS = int(os.environ.get("FAULT_ROUNDS", "1"))
PEOPLE = ("li", "zhou", "zhao")


def plan(seed: int) -> list[str]:
    """Every place in every round, in an order and at passages of the seed."""
    rng = random.Random(seed)
    faults = [f"{place}@{rng.randint(1, 3 if ROUNDS == 1 else 9)}:kill" for _ in range(ROUNDS) for place in PLACES]
    rng.shuffle(faults)
    return faults


def client(house: House, name: str, port: int, product: str) -> Client:
    """Somebody with a session, photos to send and something to sell."""
    who = house.people[name]
    signed = house.db.transact(lambda tx: house.services.signing_in._opened(tx, who.person))
    assert not isinstance(signed, Refusal)
    headers = {"cookie": f"followthrough={signed.token}", "x-csrf-token": signed.csrf}
    photos = [] if product else [house.upload(name, photo(n), f"{n}.jpg") for n in range(6 + 6 * ROUNDS)]
    return Client(name, port, headers, photos, product)


def photo(shade: int) -> bytes:
    """A small picture."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8), (shade % 256, 40, 80)).save(made, "JPEG")
    return made.getvalue()


@contextmanager
def served(house: House, port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The server under its plan of deaths, without this process on the database."""
    settings = house.settings
    env = {
        **os.environ,
        "FT_DATA_DIR": str(settings.data_dir),
        "FT_DATABASE_URL": settings.database_url,
        "FT_DATABASE_SCHEMA": house.db.schema or "",
        "FT_PORT": str(port),
        "FT_TEMPLATES": str(settings.templates),
    }
    house.close()
    command = [sys.executable, "-m", "tests.faults.serving", str(port), str(folder / "plan")]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=log, stderr=log)
        try:
            yield server
        finally:
            server.terminate()
            server.wait(20)


def test_killed_at_every_statement_nothing_is_lost_doubled_or_half_written(
    house: House, engine_kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faults = plan(seed=ROUNDS)
    (tmp_path / "plan").write_text("\n".join(faults))
    done = tmp_path / "plan.done"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    product = house.create("chen", "product", name="监护仪", code="M1", line="monitor", unit="set", list_price=100).id
    clients = [client(house, name, port, "") for name in PEOPLE]
    clients.append(client(house, "chen", port, product))
    began = time.monotonic()
    with served(house, port, tmp_path):
        all_work(clients, lambda: done.exists() and len(done.read_text().splitlines()) >= len(faults))
    spent = time.monotonic() - began
    db = Database(house.settings.database_url, house.db.schema)
    with db.read(snapshot=True) as tx:
        app = house.services.registry.app(tx, "sales")
        assert app is not None
        told = [one for each in clients for one in each.told]
        verdict = judged(tx, app, told)
    db.close()
    lives = done.read_text().splitlines()
    with capsys.disabled():
        tries = sum(each.tries for each in clients)
        print(
            f"\n{engine_kind}: {len(lives)} kills in {spent:.0f} s, {len(told)} submits acknowledged in {tries} tries "
            f"({len(told) / spent:.0f}/s): {len(verdict.lost)} lost, {len(verdict.doubled)} doubled, "
            f"{len(verdict.half)} half written"
        )
    assert [line for line in lives if not line.endswith(" killed")] == []
    assert not [line for each in clients for line in each.refused]
    assert verdict.total() == 0, verdict
