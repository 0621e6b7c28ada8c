"""Where a trial lies: a folder with its database, its files, what is known of it, and its clock."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from followthrough.settings import Settings

_ID = re.compile(r"[0-9a-f-]{36}")


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """Sample records that could not be made: of which entity, by whom (names of the trial), how many, and why in words."""

    entity: str
    by: tuple[str, ...]
    count: int
    why: dict[str, str]


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a trial: who began it, of which app, at which revision of its draft, when (epoch milliseconds of
    the real house), how many sample records were made and which were left out."""

    id: str
    person: str
    app: str
    revision: int
    begun_ms: int
    made: int = 0
    refused: tuple[LeftOut, ...] = ()


_DECODER = msgspec.json.Decoder(Kept)


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of a trial stands still until somebody moves it; it is a file, so that every process sees the same and a
    restart loses nothing."""

    path: Path

    def __call__(self) -> int:
        """Epoch milliseconds."""
        return int(self.path.read_text("ascii"))

    def put(self, now_ms: int) -> None:
        """Move it forward; it never goes back."""
        if self.path.exists() and now_ms < self():
            raise ValueError("a trial's clock never goes back")
        _write(self.path, str(now_ms).encode())


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of all trials of an installation."""

    root: Path

    def of(self, trial: str) -> Path:
        """The folder of one."""
        return self.root / trial

    def clock(self, trial: str) -> Clock:
        """Its clock."""
        return Clock(self.of(trial) / "now")

    def settings(self, trial: str, settings: Settings) -> Settings:
        """The installation's settings with the trial's own database and files."""
        folder = self.of(trial)
        url = f"sqlite:///{folder / 'trial.db'}"
        return replace(settings, data_dir=folder, database_url=url, database_schema=None, worker_inside=False)

    def keep(self, kept: Kept) -> None:
        """Note what is known of a trial; from then on it is there."""
        _write(self.of(kept.id) / "trial.json", msgspec.json.encode(kept))

    def get(self, trial: str) -> Kept | None:
        """What is known of a trial; None: there is none (any more)."""
        if not _ID.fullmatch(trial):
            return None
        try:
            return _DECODER.decode((self.of(trial) / "trial.json").read_bytes())
        except (OSError, msgspec.DecodeError):
            return None

    def all(self) -> list[Kept]:
        """All there are, oldest first."""
        if not self.root.is_dir():
            return []
        found = [self.get(one.name) for one in self.root.iterdir()]
        return sorted((one for one in found if one is not None), key=lambda one: (one.begun_ms, one.id))

    def remove(self, trial: str) -> None:
        """Take one away; what is known of it first, so that nobody enters while it goes."""
        (self.of(trial) / "trial.json").unlink(missing_ok=True)
        shutil.rmtree(self.of(trial), ignore_errors=True)

    def stray(self, before_s: float) -> list[str]:
        """Folders older than `before_s` (epoch seconds) in which no trial came to be: whoever made it died over it."""
        if not self.root.is_dir():
            return []
        found = [one for one in self.root.iterdir() if self.get(one.name) is None]
        return [one.name for one in found if one.stat().st_mtime < before_s]


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    beside.write_bytes(data)
    beside.replace(path)
