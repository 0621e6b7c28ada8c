"""What happens once: compiling an app, publishing a field over many rows, starting the server, loading its script."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import event

from followthrough.core.compile import compile_app
from followthrough.core.kit.ids import canonical_json
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import to_json
from followthrough.services.catalogue import check_folder
from followthrough.store.database import Database
from followthrough.store.publish import publish
from tests.services.house import changed

from .place import ROOT, SALES, Place
from .report import Report

COMPILE_MS, LOCK_MS, START_S = 20, 100, 2.0


def template() -> AppDocument:
    found = check_folder(SALES).app
    assert found is not None
    return found


def compiling(report: Report) -> None:
    """A published version, which was checked when it was published."""
    from followthrough.core.compile import compile_published

    app = template()
    spent = []
    for number in range(20):
        began = perf_counter()
        compile_published(app, number + 1)
        spent.append((perf_counter() - began) * 1000)
    report.add("compile the sales app", f"{median(spent):.1f} ms", "", f"< {COMPILE_MS} ms", median(spent) < COMPILE_MS)


def publishing(place: Place, report: Report, rows: int, repeat: int) -> None:
    """Add one field: the whole publishing transaction; its DDL alone; and how long others wait for the table: from the
    first ALTER to the end of the commit on PostgreSQL, all of it where one writes at a time."""
    spent, ddl, locked = [], [], []
    for number in range(repeat):
        name = f"bench_{number}"
        spec = {"kind": "text", "label": {"zh": "新字段", "en": "New field"}, "order": 900 + number}

        def add(plain: Any, name: str = name, spec: object = spec) -> None:
            entity = plain["entities"]["opportunity"]
            entity["properties"][name] = {"type": "string", "maxLength": 50, "field": spec}

        app = changed(template(), add)
        compiled, content = compile_app(app), canonical_json(to_json(app))
        with _altering(place.db) as altering:
            began = perf_counter()
            place.db.transact(lambda tx, content=content, compiled=compiled: publish(tx, "sales", content, compiled))  # type: ignore[misc] # mypy cannot type default arguments
            ended = perf_counter()
        assert altering.first is not None, "a field is a column"
        spent.append((ended - began) * 1000)
        ddl.append(altering.spent * 1000)
        locked.append((ended - (began if place.engine == "sqlite" else altering.first)) * 1000)
    what = f"{place.engine}, {rows:,} rows: publish one more field"
    report.add(what, f"{median(spent):.0f} ms")
    report.add(f"{what}, its DDL alone", f"{median(ddl):.1f} ms")
    report.add(f"{what}, others wait", f"{median(locked):.0f} ms", "", f"< {LOCK_MS} ms", median(locked) < LOCK_MS)


@dataclass
class _Altering:
    """When the first statement that changes a table was sent, and the seconds that all of them took."""

    first: float | None = None
    spent: float = 0.0


@contextmanager
def _altering(db: Database) -> Iterator[_Altering]:
    found, engine = _Altering(), db.engines.write
    sent = 0.0

    def before(*said: Any) -> None:
        nonlocal sent
        sent = perf_counter()
        if found.first is None and _changes_a_table(said[2]):
            found.first = sent

    def after(*said: Any) -> None:
        if _changes_a_table(said[2]):
            found.spent += perf_counter() - sent

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", before)
        event.remove(engine, "after_cursor_execute", after)


def _changes_a_table(statement: str) -> bool:
    return statement.lstrip().startswith(("ALTER", "CREATE", "DROP"))


def starting(report: Report, repeat: int) -> None:
    """From the command to the first answer of /health/ready, on SQLite set up before."""
    folder = Path(tempfile.mkdtemp(prefix="followthrough-start-"))
    command = [str(Path(sys.executable).parent / "followthrough")]
    env = {**os.environ, "FT_DATA_DIR": str(folder), "FT_PORT": str(free_port())}
    try:
        subprocess.run([*command, "init"], env=env, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        spent = [_started([*command, "serve"], env) for _ in range(repeat)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report.add("cold start of the server", f"{median(spent):.1f} s", "", f"< {START_S:g} s", median(spent) < START_S)


def _started(command: list[str], env: dict[str, str]) -> float:
    began = perf_counter()
    server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not ready(int(env["FT_PORT"])):
            if server.poll() is not None or perf_counter() - began > 60:
                raise RuntimeError("the server did not start")
            time.sleep(0.01)
        return perf_counter() - began
    finally:
        server.terminate()
        server.wait(20)


def ready(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def script_size(report: Report) -> None:
    """What the front end's own check says; it fails where its budget is not kept."""
    if not (ROOT / "frontend" / "dist").is_dir():
        report.add("script of the rep's pages", "not built: make build")
        return
    done = subprocess.run(
        ["node", "scripts/budget.js"], cwd=ROOT / "frontend", capture_output=True, text=True, check=False
    )
    judged = [line.split() for line in done.stdout.splitlines() if line.startswith(("ok", "OVER"))]
    told = f"at most {max(float(line[1]) for line in judged):.0f} KB" if judged else (done.stdout + done.stderr)[-80:]
    report.add("script of the rep's pages", told, "", "<= 150 KB gzip", done.returncode == 0)
