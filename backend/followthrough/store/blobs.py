"""The bytes of files: one file on disk per id under a data directory, nothing of the uploader's name in the path."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from .errors import StoreUnavailable

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_VARIANT = re.compile(r"[a-z]{1,16}")


class BlobStore:
    """Blobs under `root`. A blob appears whole or not at all: written aside, synced, then renamed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, file_id: str, chunks: Iterable[bytes], variant: str = "") -> int:
        """Store the bytes under the id (and a variant such as "thumb"); how many. Raises StoreUnavailable (disk full)."""
        path = self._path(file_id, variant)
        aside = path.with_name(f".{path.name}.{os.getpid()}")
        size = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with aside.open("wb") as out:
                for chunk in chunks:
                    size += out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            aside.replace(path)
            self._sync(path.parent)
        except BaseException as error:
            with suppress(OSError):
                aside.unlink()
            if isinstance(error, OSError):
                raise StoreUnavailable("blob not written") from error
            raise
        return size

    def open(self, file_id: str, variant: str = "") -> BinaryIO | None:
        """The bytes for reading, None when there are none."""
        try:
            return self._path(file_id, variant).open("rb")
        except FileNotFoundError:
            return None

    def size(self, file_id: str, variant: str = "") -> int | None:
        """The number of bytes, None when there are none."""
        try:
            return self._path(file_id, variant).stat().st_size
        except FileNotFoundError:
            return None

    def delete(self, file_id: str) -> None:
        """Remove the blob and its variants; harmless when there is none."""
        path = self._path(file_id, "")
        for found in path.parent.glob(f"{path.name}*"):
            found.unlink(missing_ok=True)

    def _path(self, file_id: str, variant: str) -> Path:
        if not _ID.fullmatch(file_id) or (variant and not _VARIANT.fullmatch(variant)):
            raise ValueError("not a file id")
        # The end of a UUIDv7 is random, its beginning time: folders fill evenly.
        name = f"{file_id}.{variant}" if variant else file_id
        return self.root / file_id[-2:] / file_id[-4:-2] / name

    @staticmethod
    def _sync(folder: Path) -> None:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
