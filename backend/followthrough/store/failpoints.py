"""Places where a fault can be forced, so that tests can kill the process at and between any two statements.

A spec is `name:kill` (or `name:error`), several separated by commas; `name@3:kill` for the third passage. Besides the named
places there is one before every statement of a transaction that writes: `statement@7` is the seventh of a transaction that has
so many, `statement/sweeping.Sweeping._batch@7` the seventh of one that does that work (`work_name`).

It takes effect only when `enable()` is called, and nothing of the product calls it: tests do, and the servers that they
start, which read the spec from the environment variable FP (tests/faults/serving.py). Disabled, `hit` costs one comparison,
and a statement one look at `on`.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from functools import partial
from typing import Any

from .errors import StoreUnavailable

VARIABLE = "FP"
STATEMENT = "statement"
on = False
"""Whether anything is armed or watched."""
_armed: dict[str, tuple[int, str]] = {}
_passed: dict[str, int] = {}
_watch: Callable[[str, int], None] | None = None


def enable(spec: str, watch: Callable[[str, int], None] | None = None) -> None:
    """Arm the failpoints of `spec`; "" disarms all. `watch` is told of every statement: the work, its number."""
    global on, _watch  # noqa: PLW0603 - a process-wide switch by nature
    _armed.clear()
    _passed.clear()
    _watch = watch
    for item in filter(None, spec.split(",")):
        place, _, what = item.partition(":")
        name, _, nth = place.partition("@")
        _armed[name] = (int(nth or 1), what or "error")
    on = bool(_armed) or watch is not None


def hit(name: str) -> None:
    """Pass the failpoint `name`: nothing, or the armed fault."""
    if not on or name not in _armed:
        return
    nth, what = _armed[name]
    _passed[name] = _passed.get(name, 0) + 1
    if _passed[name] == nth:
        _fail(name, what)


def statement(work: str, number: int) -> None:
    """Pass the place before statement `number` (from 1) of a transaction that does `work`."""
    if _watch is not None:
        _watch(work, number)
    for name in (STATEMENT, f"{STATEMENT}/{work}"):
        nth, what = _armed.get(name, (0, ""))
        if nth == number:
            _fail(f"{name}@{number}", what)


def work_name(work: Callable[..., Any]) -> str:
    """What a transaction does, by the function that does it: "sweeping.Sweeping._batch"."""
    while isinstance(work, partial):
        work = work.func
    module, name = getattr(work, "__module__", ""), getattr(work, "__qualname__", type(work).__name__)
    return f"{module.rpartition('.')[2]}.{name}".replace(".<locals>", "").replace("<lambda>", "lambda")


def kill() -> None:
    """End the process as a crash would."""
    os.kill(os.getpid(), signal.SIGKILL)


def _fail(name: str, what: str) -> None:
    if what == "kill":
        kill()
    raise StoreUnavailable(f"failpoint {name}")
