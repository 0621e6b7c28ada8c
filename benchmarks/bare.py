"""The same statements without us: pgbench on PostgreSQL, sqlite3 of the standard library on SQLite."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from .recorded import Said
from .timing import CONNECTIONS, Rate, measured, rate_of

_numbers = count(10**14)
SET_N = "\\set n random(100000000, 9000000000000000)"


def bare(engine: str, where: str, scripts: Sequence[Sequence[Said]], seconds: float, *, writes: bool) -> Rate:
    """Run `scripts`, one transaction each, in turn, at 16 connections for so long."""
    if engine == "sqlite":
        return _sqlite_writes(where, scripts, seconds) if writes else _sqlite_reads(where, scripts, seconds)
    return _pgbench(where, scripts, seconds, writes=writes)


def _pgbench(dsn: str, scripts: Sequence[Sequence[Said]], seconds: float, *, writes: bool) -> Rate:
    begin, end = ("BEGIN;", "COMMIT;") if writes else ("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;", "ROLLBACK;")
    known = dict(part.split("=", 1) for part in dsn.split())
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    binary = str(found[-1]) if found else shutil.which("pgbench")
    assert binary, "pgbench was not found; it comes with PostgreSQL"
    # Each client its own script, as each of our threads has its own records: none waits for another's row.
    lines = [SET_N, begin]
    for client in range(CONNECTIONS):
        lines.append(f"\\{'elif' if client else 'if'} :client_id = {client}")
        lines += [said.for_pgbench() for said in scripts[client % len(scripts)]]
    lines += ["\\endif", end]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "script.sql"
        file.write_text("\n".join(lines) + "\n")
        command = [binary, "-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "2", "-T", str(max(1, round(seconds)))]
        command += ["-f", str(file), "-l", "--log-prefix", f"{folder}/log", "-h", known["host"], "-U", known["user"]]
        command.append(known["dbname"])
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PGOPTIONS": "-c jit=off"})
        if done.returncode or "aborted" in done.stderr:
            raise RuntimeError(f"pgbench: {done.stderr}")
        spent = [
            int(line.split()[2]) / 1e6 for log in Path(folder).glob("log*") for line in log.read_text().splitlines()
        ]
    per_s = next(float(line.split()[2]) for line in done.stdout.splitlines() if line.startswith("tps"))
    rate = rate_of(spent, 1.0)
    return Rate(per_s, rate.p50, rate.p95)


def _open(file: str, *pragmas: str) -> sqlite3.Connection:
    """With the settings of `store.engines`."""
    made = sqlite3.connect(file, isolation_level=None, check_same_thread=False, timeout=30, cached_statements=512)
    for pragma in ("foreign_keys=ON", "temp_store=MEMORY", "mmap_size=268435456", *pragmas):
        made.execute(f"PRAGMA {pragma}")
    return made


def _sqlite_writes(file: str, scripts: Sequence[Sequence[Said]], seconds: float) -> Rate:
    """One connection writes, in turn: waiting for it counts, as it does for us."""
    connection, turn = _open(file, "synchronous=FULL", "cache_size=-65536"), threading.Lock()

    def once(_: int) -> None:
        with turn:
            n = next(_numbers)
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            for said in scripts[n % len(scripts)]:
                cursor.execute(said.text, said.for_sqlite(n))
                cursor.fetchall()
            cursor.execute("COMMIT")

    try:
        return measured(once, seconds)
    finally:
        connection.close()


def _sqlite_reads(file: str, scripts: Sequence[Sequence[Said]], seconds: float) -> Rate:
    connections = [_open(file, "query_only=ON", "cache_size=-16384") for _ in range(CONNECTIONS)]
    numbers = [count(number) for number in range(CONNECTIONS)]

    def once(thread: int) -> None:
        cursor = connections[thread].cursor()
        cursor.execute("BEGIN")
        for said in scripts[next(numbers[thread]) % len(scripts)]:
            cursor.execute(said.text, said.for_sqlite(0))
            cursor.fetchall()
        cursor.execute("ROLLBACK")

    try:
        return measured(once, seconds)
    finally:
        for connection in connections:
            connection.close()
