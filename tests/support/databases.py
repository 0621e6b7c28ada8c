"""Fresh, empty databases of both engines, as SQLAlchemy URLs."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests.support import postgres, prepared

ENGINES = ("sqlite", "postgresql")
_SHARED, _FSYNC = "FOLLOWTHROUGH_TEST_PG", "FOLLOWTHROUGH_TEST_FSYNC"


class Databases:
    """Makes fresh databases and drops them again. One per test process; the PostgreSQL cluster behind it is started by
    the first test that needs it and shared by all processes of the run."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._cluster: postgres.Cluster | None = None

    @contextmanager
    def fresh(self, engine: str) -> Iterator[str]:
        """SQLAlchemy URL of an empty database of `engine` ("sqlite" or "postgresql"), gone after the block."""
        make = {"sqlite": self._sqlite, "postgresql": self._postgresql}[engine]
        with make() as url:
            prepared.is_empty(url)
            yield url

    @contextmanager
    def copy(self, engine: str, url: str) -> Iterator[str]:
        """SQLAlchemy URL of a copy of the database at `url`, to which nobody may be connected, gone after the block."""
        name = Path(str(make_url(url).database)).name
        with self._sqlite() if engine == "sqlite" else self._postgresql(name) as made:
            if engine == "sqlite":
                prepared.copy_files(url, made)
            yield made

    @contextmanager
    def _sqlite(self) -> Iterator[str]:
        folder = Path(tempfile.mkdtemp(prefix="sqlite-", dir=os.environ[_SHARED]))
        try:
            yield f"sqlite:///{folder / 'test.db'}"
        finally:
            shutil.rmtree(folder)

    @contextmanager
    def _postgresql(self, template: str = "template1") -> Iterator[str]:
        cluster = self.cluster()
        name = f"t{os.getpid()}_{next(self._numbers)}"
        with psycopg.connect(cluster.dsn(), autocommit=True) as admin:
            postgres.copy_database(admin, name, template)
        try:
            yield cluster.url(name)
        finally:
            with psycopg.connect(cluster.dsn(), autocommit=True) as admin:
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def cluster(self) -> postgres.Cluster:
        """The run's PostgreSQL cluster, started if no test has needed it before."""
        if self._cluster is None:
            home = Path(os.environ[_SHARED])
            with (home / "lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if (home / "cluster").exists():
                    self._cluster = postgres.Cluster(home / "cluster")
                else:
                    durable = os.environ.get(_FSYNC) == "on"
                    self._cluster = postgres.start(home / "cluster", durable=durable)
        return self._cluster


def open_run() -> None:
    """Called once by the process that leads a test run: names the place where its processes share a cluster and keep their
    databases, in memory unless the run asks for a durable one."""
    postgres.sweep()
    durable = os.environ.get(_FSYNC) == "on"
    os.environ[_SHARED] = str(postgres.new_directory(in_memory=not durable))


def close_run() -> None:
    """Called once when every process of the run is done: stops the cluster, if one was started. Nothing where the run
    did not get so far as to open."""
    if _SHARED not in os.environ:
        return
    home = Path(os.environ.pop(_SHARED))
    if (home / "cluster").exists():
        postgres.Cluster(home / "cluster").stop()
    shutil.rmtree(home)
