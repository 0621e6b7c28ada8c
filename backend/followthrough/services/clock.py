"""This machine's clock, for what no deadline depends on: new ids, how long something took.

Whether something is due or late is decided by the database's clock (`Tx.now_ms`).
"""

from __future__ import annotations

import time


def now_ms() -> int:
    """Epoch milliseconds."""
    return time.time_ns() // 1_000_000


def passed_s() -> float:
    """Seconds since some fixed moment; never runs backwards."""
    return time.monotonic()
