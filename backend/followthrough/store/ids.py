"""New ids: UUID version 7 (RFC 9562), so that keys made one after the other lie beside each other in the index."""

from __future__ import annotations

import os


def new_id(now_ms: int) -> str:
    """A UUIDv7 in lower case: 48 bits of time (`now_ms`) and 74 random ones. An id is no capability, but its neighbours
    cannot be guessed either."""
    noise = int.from_bytes(os.urandom(10), "big")
    number = (
        (now_ms & (1 << 48) - 1) << 80 | 0x7 << 76 | (noise >> 62 & 0xFFF) << 64 | 0b10 << 62 | noise & (1 << 62) - 1
    )
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
