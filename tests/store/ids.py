"""Ids for tests, as a client of the store makes them."""

import time

from followthrough.store import ids


def new_id() -> str:
    """A new id of this moment."""
    return ids.new_id(time.time_ns() // 1_000_000)
