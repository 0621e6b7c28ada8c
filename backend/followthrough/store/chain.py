"""The hash that ties an event to the one before it.

`hash = sha256(prev || canonical)`, where `prev` is the hash of the record's event before (32 zero bytes for the first)
and `canonical` the JSON array of `FIELDS` in order, with `changes` and `data` as the very text that is stored.
Not covered by the chain: `seq`, which the database counts up after the hash is made; the seals cover it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

FIELDS = (
    "app", "entity", "record", "n", "at_ms", "actor", "kind", "name", "from_stage", "to_stage", "changes", "data",
    "version",
)  # fmt: skip
START = bytes(32)


def link(prev: bytes, values: Sequence[Any]) -> bytes:
    """The hash of an event whose `FIELDS` are `values`, after `prev`."""
    return hashlib.sha256(prev + msgspec.json.encode(list(values))).digest()


def seal(prev: bytes, number: int, after_seq: int, up_to_seq: int, hashes: Sequence[tuple[int, bytes]]) -> bytes:
    """The hash of a seal over the events `(seq, hash)` with after_seq < seq <= up_to_seq."""
    made = hashlib.sha256(prev + msgspec.json.encode([number, after_seq, up_to_seq, len(hashes)]))
    for seq, value in hashes:
        made.update(seq.to_bytes(8, "big") + value)
    return made.digest()
