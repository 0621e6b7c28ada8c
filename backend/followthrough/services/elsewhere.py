"""What things are called, as the app itself sees it: for values that are copied to a field of another kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from followthrough.core.compile import CompiledApp
from followthrough.core.fields.elsewhere import Asked
from followthrough.core.kit.fieldtype import PERSON, UNIT
from followthrough.core.run.acts import Moment
from followthrough.store import files, people, query, units
from followthrough.store.query.reader import system_reader
from followthrough.store.tx import Tx

from .titling import names_of

Key = tuple[str, str]
Item = TypeVar("Item")
SLICE = 500
"""So many are looked for in one query."""


class Everything:
    """`core.fields.elsewhere.Elsewhere` over the database, in one transaction; each question is asked of it once. Not for an
    answer to a person: what he does not see is seen here."""

    def __init__(self, tx: Tx, app: CompiledApp, moment: Callable[[], Moment]) -> None:
        self._tx, self._app, self._moment = tx, app, moment
        self._titles: dict[Key, str | None] = {}
        self._called: dict[Key, Sequence[str]] = {}
        self._kinds: dict[str, str | None] = {}

    def title(self, target: str, key: str) -> str | None:
        """What a record, person or unit is called; None: nothing, or it is not there."""
        if (target, key) not in self._titles:
            self._learn_titles(((target, key),))
        return self._titles[target, key]

    def called(self, target: str, title: str) -> Sequence[str]:
        """Those called exactly so."""
        if (target, title) not in self._called:
            self._learn_names(target, (title,))
        return self._called[target, title]

    def file_kind(self, file: str) -> str | None:
        """Of which kind a file is; None: it is not there."""
        if file not in self._kinds:
            self._learn_files((file,))
        return self._kinds[file]

    def learn(self, asked: Asked) -> None:
        """Look up many things in few queries."""
        self._learn_titles(asked.titles - self._titles.keys())
        self._learn_files(asked.files - self._kinds.keys())
        names: dict[str, list[str]] = defaultdict(list)
        for target, title in sorted(asked.names - self._called.keys()):
            names[target].append(title)
        for target, titles in names.items():
            self._learn_names(target, titles)

    def _learn_titles(self, keys: Iterable[Key]) -> None:
        for some in _slices(sorted(keys)):
            found = names_of(self._tx, self._app, system_reader(self._app, self._moment()), some)
            self._titles.update({key: found.get(key) for key in some})

    def _learn_files(self, wanted: Iterable[str]) -> None:
        for some in _slices(sorted(wanted)):
            found = files.load(self._tx, some)
            self._kinds.update({key: found[key].kind if key in found else None for key in some})

    def _learn_names(self, target: str, titles: Sequence[str]) -> None:
        for some in _slices(titles):
            found = self._ids(target, some)
            self._called.update({(target, title): tuple(found.get(title, ())) for title in some})

    def _ids(self, target: str, titles: Sequence[str]) -> dict[str, list[str]]:
        if target == PERSON:
            return people.called(self._tx, titles)
        if target == UNIT:
            return units.called(self._tx, titles)
        if target not in self._app.entities:
            return {}
        return query.called(self._tx, self._app, system_reader(self._app, self._moment()), target, titles)


def _slices(of: Sequence[Item]) -> Iterable[Sequence[Item]]:
    return (of[at : at + SLICE] for at in range(0, len(of), SLICE))
