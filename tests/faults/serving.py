"""A process that is killed where it is told, and comes back: `python -m tests.faults.serving (web | worker) PORT PLAN`.

PLAN is a file with one fault a line: failpoints (`record@3:kill`, `statement/sweeping.Sweeping._batch@7:kill`); `fresh@0.3`:
killed before the first statement of a writing transaction before which no process of this run was killed yet, each with
chance 0.3; or `random@0.8`: killed from outside 0.8 seconds after it was ready, wherever it then is. Each life arms the next,
in the environment variable FP; where there is no PLAN ("-") the one life takes what FP says. A parent that has imported
everything forks each life, so that a life begins in a fraction of a second; what runs is the product's own app in granian, or
its worker, on connections of its own. A failpoint that nothing passes for LIMIT_S is a kill from outside as well. When the
plan is done, the last life arms nothing. Whoever started it kills its group.
"""

from __future__ import annotations

import asyncio
import faulthandler
import hashlib
import os
import random
import signal
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.server.embed import Server

from followthrough import serving
from followthrough.services import composing, delivering, message_settings
from followthrough.services.catalogue import check_folder
from followthrough.services.wiring import open_services
from followthrough.settings import read_settings
from followthrough.store import failpoints, recomputes
from followthrough.web.app import app_of
from followthrough.workers import loop
from followthrough.workers.notify import SENDERS
from followthrough.workers.notify.letter import Letter, Way

LIMIT_S = 10.0
RANDOM = "random@"
FRESH = "fresh@"
LETTERS = "FAULT_LETTERS"
"""Environment: the file in which every message that left is a line: delivery id, hash of what it said."""


def post(_: Way, letter: Letter) -> None:
    """Stands for the mail server: what arrives there is written down at once."""
    said = hashlib.sha256(repr(sorted(letter.payload.items())).encode()).hexdigest()[:16]
    handle = os.open(os.environ[LETTERS], os.O_APPEND | os.O_WRONLY | os.O_CREAT)
    os.write(handle, f"{letter.id} {said}\n".encode())
    os.close(handle)


def hurry() -> None:
    """Seconds where the product waits minutes: a life here is over in two."""
    message_settings.SETTLE_MS, message_settings.PATIENCE_MS = 100, 500
    composing.PAUSE_MS, composing.LOOK_AGAIN_MS = 0, 100
    delivering.LEASE_MS, delivering.FIRST_WAIT_MS = 1500, 500
    recomputes.LEASE_MS = 1500
    loop.REST_S = 0.2
    kinds: Any = SENDERS
    kinds["email"] = post


@dataclass
class Places:
    """The places before statements that any process of a run came to, and those where one was killed: a file each."""

    folder: Path
    chance: float = 0.0
    known: set[str] = field(default_factory=set)
    died: set[str] = field(default_factory=set)

    def watch(self, work: str, number: int) -> None:
        """Come to a place: note it, and die there if it is the first time and chance will have it."""
        place = f"{work}@{number}"
        if place not in self.known:
            self.known.add(place)
            _made(self.folder / "reached" / place)
        if place not in self.died and random.random() < self.chance:
            self.died.add(place)
            if _made(self.folder / "died" / place):
                failpoints.kill()

    def seen(self, kind: str) -> set[str]:
        """All that were `reached`, or `died` at, by anybody."""
        return {one.name for one in (self.folder / kind).iterdir()}


def places_in(folder: Path) -> Places:
    """Where a run notes them."""
    for kind in ("reached", "died"):
        (folder / kind).mkdir(exist_ok=True)
    return Places(folder)


def _made(path: Path) -> bool:
    """Whether the file was not there, and is now."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def arm(places: Places | None) -> None:
    """Arm what the environment says."""
    fault = os.environ.get(failpoints.VARIABLE, "")
    if places is not None and fault.startswith(FRESH):
        places.chance = float(fault.removeprefix(FRESH))
    named = not fault.startswith((RANDOM, FRESH))
    failpoints.enable(fault if named else "", places.watch if places is not None else None)


def _live(role: str, port: int, places: Places | None, ready: int) -> None:
    """One life, until it is killed; `ready` is a pipe that is closed when its work begins."""
    faulthandler.enable()
    hurry()
    arm(places)
    if role == "worker":
        worker = loop.Worker(open_services(read_settings()), threading.Event(), pause_s=0.05)
        os.close(ready)
        worker.run()
        return
    made: Any = serving.create_app()
    os.close(ready)
    server = Server(made, port=port, interface=Interfaces.ASGI, websockets=False, log_enabled=False)
    asyncio.run(server.serve())


def _ended(child: int, within_s: float) -> str:
    """How a life ended; one that outlives its time is killed."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
            return "killed" if killed else f"ended by itself: {status}"
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "killed from outside"


def _warm() -> None:
    """What every life would work out anew: validators read from their schemas, signatures of the routes."""
    settings = read_settings()
    check_folder(settings.templates / "sales")
    services = open_services(settings)
    app_of(services, settings)
    services.close()


def main(role: str, port: int, plan: Path | None) -> None:
    """Serve through all lives; each one's end is a line `fault how` of PLAN.done."""
    _warm()
    given = [os.environ.get(failpoints.VARIABLE, "")] if plan is None else [*plan.read_text().split(), ""]
    places = places_in(plan.parent) if plan is not None else None
    for fault in given:
        os.environ[failpoints.VARIABLE] = fault
        ready, begins = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ready)
            try:
                _live(role, port, places, begins)
            finally:
                os._exit(1)
        os.close(begins)
        os.read(ready, 1)  # nothing comes: it ends when the child closes its side
        os.close(ready)
        limit = float(fault.removeprefix(RANDOM)) if fault.startswith(RANDOM) else LIMIT_S if fault and plan else 1e9
        how = _ended(child, limit)
        if plan is not None:
            with plan.with_suffix(".done").open("a") as told:
                told.write(f"{fault} {how}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), None if sys.argv[3] == "-" else Path(sys.argv[3]))
