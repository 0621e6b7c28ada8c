"""Named places where a fault can be forced, so that tests can kill the process between any two statements.

`FP=name:kill` (or `name:error`, several separated by commas; `name@3:kill` for the third passage)
takes effect only when `enable()` was called: the settings do so in test builds of the server, never in
production. Disabled, `hit` costs one comparison.
"""

from __future__ import annotations

import os
import signal

from .errors import StoreUnavailable

_armed: dict[str, tuple[int, str]] = {}
_passed: dict[str, int] = {}
_on = False


def enable(spec: str) -> None:
    """Arm the failpoints of `spec`; "" disarms all."""
    global _on  # noqa: PLW0603 - a process-wide switch by nature
    _armed.clear()
    _passed.clear()
    for item in filter(None, spec.split(",")):
        place, _, what = item.partition(":")
        name, _, nth = place.partition("@")
        _armed[name] = (int(nth or 1), what or "error")
    _on = bool(_armed)


def hit(name: str) -> None:
    """Pass the failpoint `name`: nothing, or the armed fault."""
    if not _on or name not in _armed:
        return
    nth, what = _armed[name]
    _passed[name] = _passed.get(name, 0) + 1
    if _passed[name] != nth:
        return
    if what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise StoreUnavailable(f"failpoint {name}")
