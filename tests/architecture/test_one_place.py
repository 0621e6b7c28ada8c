"""One place per decision: what may be called or imported in one module only, found by reading the source."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.support.tree import dotted, modules

BACKEND = "backend/followthrough"
CLOCKS = {
    *(f"{module}datetime.{call}" for module in ("", "datetime.") for call in ("now", "utcnow", "today")),
    *("date.today", "datetime.date.today", "time.time", "time.time_ns", "time.localtime", "time.gmtime"),
}
EXECUTERS = {"eval", "exec", "compile", "__import__"}
SQL_TAKERS = {"text", "literal_column", "exec_driver_sql", "DDL", "TextClause"}


@dataclass(frozen=True)
class Place:
    """Something that stands in the module(s) `only` and nowhere else; `found` yields the lines where it stands."""

    name: str
    why: str
    only: tuple[str, ...]
    found: Callable[[ast.Module], Iterator[int]]


def _calls(names: set[str]) -> Callable[[ast.Module], Iterator[int]]:
    def found(tree: ast.Module) -> Iterator[int]:
        yield from (n.lineno for n in ast.walk(tree) if isinstance(n, ast.Call) and dotted(n.func) in names)

    return found


def _mentions(names: set[str]) -> Callable[[ast.Module], Iterator[int]]:
    def found(tree: ast.Module) -> Iterator[int]:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and dotted(node) in names:
                yield node.lineno
            if isinstance(node, ast.ImportFrom):
                yield from (node.lineno for alias in node.names if f"{node.module}.{alias.name}" in names)

    return found


def _imports(*packages: str) -> Callable[[ast.Module], Iterator[int]]:
    def found(tree: ast.Module) -> Iterator[int]:
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            else:
                continue
            if any(name == package or name.startswith(f"{package}.") for name in names for package in packages):
                yield node.lineno

    return found


def _built_text(node: ast.expr) -> bool:
    """True for text put together from values: an f-string with a hole, `%`, `+` or `.format`."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Mod | ast.Add)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"


def _built_sql(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _built_text(node.args[0]):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else dotted(node.func)
            if name in SQL_TAKERS:
                yield node.lineno


PLACES = (
    Place(
        "the clock",
        "deadlines are judged by the database's clock; everything else is told the time, so a replay is the same code",
        ("services/clock.py",),
        _calls(CLOCKS),
    ),
    Place(
        "the environment",
        "one list of what can be set, with types and defaults",
        ("settings.py",),
        _mentions({"os.environ", "os.getenv", "os.putenv"}),
    ),
    Place("SQL text put together from values", "a value in SQL text is an injection sooner or later", (), _built_sql),
    Place(
        "calls out of the house",
        "addresses come from users: one guarded client decides what may be reached",
        ("workers/outbound.py",),
        _imports("httpx", "httpcore", "requests", "aiohttp", "urllib.request", "http.client", "socket", "smtplib"),
    ),
    Place(
        "a template engine",
        "Jinja2 serves our own files; what users write is placeholders, never a template",
        ("web/",),
        _imports("jinja2", "litestar.contrib.jinja", "litestar.plugins.jinja"),
    ),
    Place(
        "other processes",
        "a workbook is read in a capped child process; nothing else starts one",
        ("services/sheets.py", "services/sheets/"),
        _imports("subprocess", "multiprocessing", "pty"),
    ),
    Place("code made from text", "nothing is compiled from text", (), _calls(EXECUTERS)),
    Place("unpickling", "bytes from outside never become objects", (), _imports("pickle", "shelve", "marshal", "dill")),
)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_it_stands_in_its_one_place(place: Place) -> None:
    allowed = tuple(f"{BACKEND}/{only}" for only in place.only)
    elsewhere = [
        f"{name}:{line}"
        for name, tree in modules()
        if not (allowed and name.startswith(allowed))
        for line in place.found(tree)
    ]
    assert not elsewhere, f"{place.name}: {place.why}. Found in {elsewhere}"


SEEN = [
    ("the clock", "from datetime import datetime\nx = datetime.now(UTC)"),
    ("the clock", "import time\nx = time.time()"),
    ("the environment", "import os\nx = os.environ['A']"),
    ("the environment", "from os import environ"),
    ("SQL text put together from values", "c.execute(text(f'SELECT {a}'))"),
    ("SQL text put together from values", "c.exec_driver_sql('SELECT ' + a)"),
    ("SQL text put together from values", "sa.text('SELECT {}'.format(a))"),
    ("calls out of the house", "import httpx"),
    ("calls out of the house", "from urllib.request import urlopen"),
    ("a template engine", "from jinja2 import Environment"),
    ("other processes", "import subprocess"),
    ("code made from text", "eval('1')"),
    ("unpickling", "import pickle"),
]


@pytest.mark.parametrize(("name", "source"), SEEN)
def test_the_search_sees_what_it_looks_for(name: str, source: str) -> None:
    (place,) = (place for place in PLACES if place.name == name)
    assert list(place.found(ast.parse(source)))
