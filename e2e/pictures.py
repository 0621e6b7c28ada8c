"""Pictures for journeys: each seed gives one of its own, so that none is taken for one handed in before."""

from __future__ import annotations

import random
import struct
import zlib


def picture(seed: str, size: int = 64) -> bytes:
    """A small PNG of coloured blocks."""
    rng = random.Random(seed)
    blocks = [[bytes(rng.randrange(256) for _ in range(3)) for _ in range(8)] for _ in range(8)]
    step = size // 8
    rows = b"".join(b"\x00" + b"".join(blocks[y // step][x // step] for x in range(size)) for y in range(size))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
