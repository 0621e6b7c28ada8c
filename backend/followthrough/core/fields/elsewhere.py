"""What a value names, as a copy of it has to know: what it is called, what is called so, and of which kind a file is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Elsewhere(Protocol):
    """Asked for the app itself, not for somebody: a value is copied for all who see the field."""

    def title(self, target: str, key: str) -> str | None:
        """What a record (target: its entity), person (`_person`) or unit (`_unit`) is called; None: nothing, or there is none."""
        ...

    def called(self, target: str, title: str) -> Sequence[str]:
        """The ids of those called exactly so, records that are archived and units that are closed left out."""
        ...

    def file_kind(self, file: str) -> str | None:
        """image, pdf, …; None: the file is not there."""
        ...


class _Nowhere:
    def title(self, target: str, key: str) -> str | None:
        return None

    def called(self, target: str, title: str) -> Sequence[str]:
        return ()

    def file_kind(self, file: str) -> str | None:
        return None


NOWHERE: Elsewhere = _Nowhere()
"""There is nothing else."""


class Asked:
    """Notes what is asked, and knows nothing: so that it can be looked up at once for many values."""

    def __init__(self) -> None:
        self.titles: set[tuple[str, str]] = set()
        self.names: set[tuple[str, str]] = set()
        self.files: set[str] = set()

    def title(self, target: str, key: str) -> str | None:
        """Not known yet."""
        self.titles.add((target, key))
        return None

    def called(self, target: str, title: str) -> Sequence[str]:
        """Not known yet."""
        self.names.add((target, title))
        return ()

    def file_kind(self, file: str) -> str | None:
        """Not known yet."""
        self.files.add(file)
        return None
