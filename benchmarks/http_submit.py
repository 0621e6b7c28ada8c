"""The same edit through the whole server: granian, session, gate, JSON, command path; 16 keep-alive connections."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import msgspec

from followthrough.services.refusal import Refusal

from .bare import bare
from .place import ROOT, Place
from .report import Report
from .starting import free_port, ready
from .submitting import Case, cases, script
from .timing import Rate, measured, middle


@dataclass(frozen=True)
class Signed:
    """Who sends: the headers of his session."""

    case: Case
    headers: dict[str, str]


def run(place: Place, report: Report, seconds: float, repeat: int) -> None:
    """Beside the statements of the edit alone, which leave out what HTTP adds: the session's read, the gate, the wire.
    The client shares the machine's cores."""
    edits = cases(place)["edit an opportunity"]
    signed = [_signed(place, case) for case in edits]
    over_http, alone = [], []
    with _served(place) as port:
        for _ in range(repeat):
            over_http.append(_sent(port, signed, seconds))
            scripts = [script(place, case) for case in edits[:: max(1, len(edits) // 16)][:16]]
            alone.append(bare(place.engine, place.bare, scripts, seconds, writes=True))
    report.ratio(f"{place.engine}: edit an opportunity over HTTP", middle(over_http), middle(alone))


def _signed(place: Place, case: Case) -> Signed:
    opened = place.db.transact(lambda tx: place.services.signing_in._opened(tx, case.who.person))
    assert not isinstance(opened, Refusal), opened.code
    headers = {
        "cookie": f"followthrough={opened.token}",
        "x-csrf-token": opened.csrf,
        "content-type": "application/json",
    }
    return Signed(case, headers)


@contextmanager
def _served(place: Place) -> Iterator[int]:
    port, settings = free_port(), place.settings
    env = {
        **os.environ,
        "FT_DATA_DIR": str(settings.data_dir),
        "FT_DATABASE_URL": settings.database_url,
        "FT_DATABASE_SCHEMA": settings.database_schema or "",
        "FT_PORT": str(port),
    }
    command = [str(Path(sys.executable).parent / "followthrough"), "serve"]
    server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while not ready(port):
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the server did not start")
            time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait(20)


_numbers = count(1)


def _sent(port: int, signed: list[Signed], seconds: float) -> Rate:
    """Each thread keeps one connection and edits records of its own; a version that moved on is asked for again."""
    lines = [http.client.HTTPConnection("127.0.0.1", port, timeout=30) for _ in range(16)]
    stride = max(1, len(signed) // 16)
    versions: dict[str, int] = {}

    def once(thread: int) -> None:
        number = next(_numbers)
        one = signed[(thread * stride + number % stride) % len(signed)]
        path = f"/api/apps/sales/opportunity/{one.case.record}"
        if path not in versions:
            versions[path] = _version(lines[thread], path, one.headers)
        body = msgspec.json.encode({"version": versions[path], "values": {"need_summary": f"停机频繁，再谈 {number}"}})
        headers = {**one.headers, "idempotency-key": f"http-bench-{os.getpid()}-{number}"}
        lines[thread].request("PATCH", path, body, headers)
        answer = lines[thread].getresponse()
        found = answer.read()
        assert answer.status == 200, found
        versions[path] = msgspec.json.decode(found)["record"]["version"]

    try:
        return measured(once, seconds)
    finally:
        for line in lines:
            line.close()


def _version(line: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> int:
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    found = answer.read()
    assert answer.status == 200, found
    version: int = msgspec.json.decode(found)["record"]["version"]
    return version
