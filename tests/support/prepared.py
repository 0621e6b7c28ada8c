"""A prepared database is made once per process and copied for each test that begins with the same: making the tables of an
app on PostgreSQL takes a second, copying them some hundredths of one."""

import os
import shutil
from collections import OrderedDict
from collections.abc import Callable
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests.support import postgres

KEPT = 12
"""Prepared databases of a process; the one not asked for the longest goes."""

_empty: set[str] = set()
_made: OrderedDict[tuple[str, str], str] = OrderedDict()
_numbers = count(1)


def is_empty(url: str) -> None:
    """Say that the database at `url` was just made and nobody has used it."""
    _empty.add(url)


def begin(url: str, what: str, make: Callable[[str], None]) -> None:
    """Let the database at `url` begin as what `make` makes of an empty one (it is given its URL and leaves nobody
    connected). `what` names that, wholly. Where the database is not known to be empty, `make` is done on it."""
    if url not in _empty:
        make(url)
        return
    _empty.discard(url)
    key = (url.partition(":")[0], what)
    if key not in _made:
        _forget(KEPT - 1)
        _made[key] = _another(url)
        make(_made[key])
    _made.move_to_end(key)
    _copy(_made[key], url)


def _forget(most: int) -> None:
    while len(_made) > most:
        _, url = _made.popitem(last=False)
        if url.startswith("sqlite"):
            shutil.rmtree(_file(url).parent)
        else:
            with _admin(url) as admin:
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(_quoted(url)))


def _another(url: str) -> str:
    """An empty database beside the one at `url`."""
    name = f"prepared{os.getpid()}_{next(_numbers)}"
    if url.startswith("sqlite"):
        folder = _file(url).parents[1] / name
        folder.mkdir()
        return f"sqlite:///{folder / 'test.db'}"
    made = make_url(url).set(database=name).render_as_string(hide_password=False)
    with _admin(url) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(_quoted(made)))
    return made


def _copy(source: str, url: str) -> None:
    if url.startswith("sqlite"):
        copy_files(source, url)
        return
    with _admin(url) as admin:
        admin.execute(sql.SQL("DROP DATABASE {}").format(_quoted(url)))
        postgres.copy_database(admin, _name(url), _name(source))


def copy_files(source: str, url: str) -> None:
    """Put the files of the SQLite database at `source`, to which nobody is connected, where `url` says."""
    for file in _file(source).parent.glob(f"{_file(source).name}*"):
        shutil.copy(file, _file(url).parent)


def _admin(url: str) -> psycopg.Connection:
    known = make_url(url)
    return psycopg.connect(host=str(known.query["host"]), user=known.username, dbname="postgres", autocommit=True)


def _name(url: str) -> str:
    return str(make_url(url).database)


def _quoted(url: str) -> sql.Identifier:
    return sql.Identifier(_name(url))


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))
