"""A private PostgreSQL cluster from the machine's own binaries, for tests, benchmarks and fault runs.

Nothing of an installed service is touched: the cluster lives in a temporary directory, listens on a unix socket there
and nowhere else, and is removed at the end. `initdb` refuses to run as root, so for root it runs as a lesser user.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

ROLE = "followthrough"
PREFIX = "followthrough-pg-"
MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30
"""Where Linux keeps files in memory, and the bytes that have to be free there for a test run to use it."""
MISSING = (
    "PostgreSQL server binaries (initdb, pg_ctl) were found neither in /usr/lib/postgresql/*/bin nor on PATH. "
    "Tests that store run on PostgreSQL too and are not skipped: install it (Debian: apt-get install postgresql)."
)


class PostgresMissingError(RuntimeError):
    """The machine has no PostgreSQL server binaries."""


@dataclass(frozen=True)
class Cluster:
    """A running cluster; `directory` holds its data, its log and its socket."""

    directory: Path

    def url(self, database: str) -> str:
        """SQLAlchemy URL of `database` through psycopg."""
        return f"postgresql+psycopg://{ROLE}@/{database}?host={self.directory}"

    def dsn(self, database: str = "postgres") -> str:
        """libpq connection string of `database`, for psycopg, psql and pgbench."""
        return f"host={self.directory} user={ROLE} dbname={database}"

    def stop(self) -> None:
        """Stop the server, closing what is still connected, and remove the directory. Stopping twice is harmless."""
        if (self.directory / "data" / "postmaster.pid").exists():
            _run([*_as_owner(), _binary("pg_ctl"), "stop", "-D", str(self.directory / "data"), "-m", "immediate"])
        shutil.rmtree(self.directory, ignore_errors=True)


def start(directory: Path, *, durable: bool = False) -> Cluster:
    """Initialise and start a cluster in `directory` (made if absent). `durable` turns fsync on, as benchmarks and
    fault runs need; without it a test run is a few times faster and a power cut would lose the cluster."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.geteuid() == 0:
        owner = _owner()
        os.chown(directory, owner.pw_uid, owner.pw_gid)
        directory.chmod(0o700)
    data = directory / "data"
    initdb = [_binary("initdb"), "-D", str(data), "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    _run([*_as_owner(), *initdb, "--no-sync", "--no-instructions"])
    safety = "on" if durable else "off"
    settings = {
        "listen_addresses": "''",
        "unix_socket_directories": f"'{directory}'",
        "fsync": safety,
        "synchronous_commit": safety,
        "full_page_writes": safety,
        "max_connections": "200",
        "timezone": "'UTC'",
        "log_min_messages": "warning",
    }
    with (data / "postgresql.conf").open("a") as conf:
        conf.writelines(f"{name} = {value}\n" for name, value in settings.items())
    log = str(directory / "server.log")
    _run([*_as_owner(), _binary("pg_ctl"), "start", "-D", str(data), "-w", "-t", "60", "-s", "-l", log])
    return Cluster(directory)


def new_directory(*, in_memory: bool = False) -> Path:
    """A fresh directory to keep a cluster in; `in_memory` where the machine has room for that. Its name tells the process
    it belongs to, for `sweep`."""
    place = MEMORY if in_memory and _roomy(MEMORY) else None
    home = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=place))
    home.chmod(0o711)  # the lesser user that the server runs as walks through it
    return home


def _roomy(place: Path) -> bool:
    try:
        return os.access(place, os.W_OK | os.X_OK) and shutil.disk_usage(place).free >= ROOM
    except OSError:
        return False


def sweep() -> None:
    """Stop and remove clusters of test runs that were killed before they could."""
    for place in {Path(tempfile.gettempdir()), MEMORY}:
        for left in place.glob(f"{PREFIX}*-*"):
            owner = left.name.removeprefix(PREFIX).split("-")[0]
            if owner.isdigit() and not Path(f"/proc/{owner}").exists() and os.access(left, os.R_OK | os.W_OK | os.X_OK):
                with suppress(RuntimeError):  # its server may be gone as well, and its pid be nobody's
                    Cluster(left / "cluster").stop()
                shutil.rmtree(left)


def copy_database(admin: psycopg.Connection, name: str, source: str) -> None:
    """Make the database `name` as a copy of `source`, to which nobody is connected."""
    # As files: through the log, which is what PostgreSQL does untold since 15, takes ten times as long.
    how = sql.SQL("STRATEGY file_copy" if admin.info.server_version >= 150_000 else "")
    made = sql.SQL("CREATE DATABASE {} TEMPLATE {} {}").format(sql.Identifier(name), sql.Identifier(source), how)
    admin.execute(made)


@contextmanager
def running(*, durable: bool = False) -> Iterator[Cluster]:
    """A cluster for the length of a `with` block."""
    home = new_directory()
    cluster = start(home / "cluster", durable=durable)
    try:
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(home)


def _binary(name: str) -> str:
    versions = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]), reverse=True
    )
    found = str(versions[0]) if versions else shutil.which(name)
    if not found:
        raise PostgresMissingError(MISSING)
    return found


def _owner() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresMissingError("running as root, and neither user postgres nor nobody exists to run initdb as")


def _as_owner() -> list[str]:
    if os.geteuid() != 0:
        return []
    owner = _owner()
    return ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]


def _run(command: list[str]) -> None:
    # The output goes to a file: a server that inherited a pipe would keep it open for ever.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, check=False
        )
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{' '.join(command)} failed:\n{output.read().decode(errors='replace')}")
