"""Prints of pictures: made when a picture comes in, and later for those that have none; see `likeness`."""

from __future__ import annotations

from functools import partial

from followthrough.store import prints
from followthrough.store.blobs import BlobStore
from followthrough.store.database import Database
from followthrough.store.prints import Print
from followthrough.store.tx import Tx

from .likeness import ALIKE, METHOD, REACH, Looks, bands, distance, likeness, near
from .pictures import BadPicture, picture_of

GRAY = "gray"
MOST_COMPARED = 12
"""Second looks for one picture, the nearest prints first."""
NOTHING = Looks(None, b"")


class Printing:
    """Finds the pictures that look the same."""

    def __init__(self, db: Database, blobs: BlobStore) -> None:
        self.db = db
        self.blobs = blobs

    def twin(self, tx: Tx, looks: Looks, seen: dict[str, float]) -> str | None:
        """The picture that this one looks most like, by its `looks` name; None when there is none. `seen` remembers what
        was compared already."""
        if looks.bits is None:
            return None
        mine = looks.bits
        found = prints.near(tx, METHOD, [near(part) for part in bands(mine)])
        gaps = {one.file: distance(mine, one.bits) for one in found if one.bits is not None}
        close = sorted((one for one in found if gaps.get(one.file, 65) <= REACH), key=lambda one: gaps[one.file])
        named: dict[str, Print] = {}
        for one in close:
            named.setdefault(one.looks, one)  # of those known to look the same the nearest
        for one in list(named.values())[:MOST_COMPARED]:
            if one.file not in seen:
                seen[one.file] = self._compared(looks, one.file)
        best = max((one for one in named.values() if one.file in seen), key=lambda one: seen[one.file], default=None)
        return best.looks if best is not None and seen[best.file] >= ALIKE else None

    def keep(self, tx: Tx, file: str, looks: Looks, seen: dict[str, float]) -> None:
        """Keep the print of a file, beside those it looks like. `seen`: as compared before the transaction, so that little
        is left to compare while others wait."""
        prints.lock_prints(tx)
        twin = self.twin(tx, looks, seen)
        parts = bands(looks.bits) if looks.bits is not None else ()
        prints.add(tx, Print(file, METHOD, looks.bits, parts, twin or file))

    def catch_up(self, limit: int = 200) -> int:
        """Make the prints that are lacking, of at most `limit` pictures; how many."""
        with self.db.read() as tx:
            lacking = prints.unprinted(tx, METHOD, limit)
        for file in lacking:
            looks = self._looks(file)
            seen: dict[str, float] = {}
            with self.db.read() as tx:
                self.twin(tx, looks, seen)
            self.db.transact(partial(self.keep, file=file, looks=looks, seen=seen))
        return len(lacking)

    def _looks(self, file: str) -> Looks:
        """Of a picture kept before; NOTHING when it can no longer be read."""
        stream = self.blobs.open(file)
        if stream is None:
            return NOTHING
        with stream:
            try:
                looks = picture_of(stream.read()).looks
            except BadPicture:
                return NOTHING
        self.blobs.put(file, [looks.gray], GRAY)
        return looks

    def _compared(self, looks: Looks, other: str) -> float:
        stream = self.blobs.open(other, GRAY)
        if stream is None:
            return 0.0
        with stream:
            data = stream.read()
        try:
            return likeness(looks.gray, data)
        except OSError:  # Pillow: the file on disk is damaged
            return 0.0
