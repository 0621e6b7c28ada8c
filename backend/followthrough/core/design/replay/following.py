"""Which records read another one for what is owed on them: looked at anew when that one changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from followthrough.core.compile.app import CompiledApp, Follower
from followthrough.core.run.acts import Record
from followthrough.core.run.world import Key

from .books import Books


class Following:
    """The references by which records with duties read others, kept up with the books."""

    def __init__(self, app: CompiledApp, books: Books) -> None:
        self._app = app
        self._books = books
        self._followers: dict[str, tuple[Follower, ...]] = {
            target: kept
            for target, known in app.followers.items()
            if (kept := tuple(one for one in known if app.entities[one.entity].duties.all))
        }
        self._ways: dict[str, set[str]] = {}
        for target, known in self._followers.items():
            for one in known:
                for entity, way in self._hops(one, target):
                    self._ways.setdefault(entity, set()).add(way)
        self._behind: dict[tuple[str, str], dict[str, set[str]]] = {}

    def _hops(self, one: Follower, target: str) -> Iterator[tuple[str, str]]:
        """The references on the way, each with the entity that holds it."""
        first, _, second = one.via.partition(".")
        yield one.entity, first
        if second:
            for between in self._app.entities[one.entity].references.get(first, ()):
                if target in self._app.entities[between].references.get(second, ()):
                    yield between, second

    def wrote(self, before: Record | None, after: Record) -> None:
        """A record points elsewhere, perhaps."""
        for way in self._ways.get(after.entity, ()):
            was, now = _target(before, way), _target(after, way)
            if was == now:
                continue
            index = self._behind.setdefault((after.entity, way), {})
            if was is not None:
                index.get(was, set()).discard(after.id)
            if now is not None:
                index.setdefault(now, set()).add(after.id)

    def of(self, before: Record | None, after: Record) -> list[Key]:
        """Whose duties read what became different, in order."""
        found: set[Key] = set()
        for one in self._followers.get(after.entity, ()):
            if before is None or all(_held(before, name) == _held(after, name) for name in one.fields):
                continue
            first, _, second = one.via.partition(".")
            if not second:
                found |= {(one.entity, record) for record in self._at(one.entity, first, [after.id])}
                continue
            for between in self._app.entities[one.entity].references.get(first, ()):
                middle = self._at(between, second, [after.id])
                found |= {(one.entity, record) for record in self._at(one.entity, first, middle)}
        return sorted(key for key in found if key in self._books.records)

    def _at(self, entity: str, way: str, targets: Iterable[str]) -> set[str]:
        index = self._behind.get((entity, way), {})
        return set().union(*(index.get(target, set()) for target in targets))


def _target(record: Record | None, way: str) -> str | None:
    value = record.values.get(way) if record is not None else None
    return value if isinstance(value, str) else None


def _held(record: Record, name: str) -> object:
    return getattr(record, name[1:], None) if name.startswith("_") else record.values.get(name)
