"""Finding what a text in a cell names: exactly by title, and loosely (case, width, spaces, punctuation) as a suggestion."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from followthrough.core.compile import CompiledApp
from followthrough.core.fields.characters import folded
from followthrough.core.kit.fieldtype import PERSON, UNIT
from followthrough.services.titling import shown_field, text_of
from followthrough.store import people, query, units
from followthrough.store.errors import BadQuery
from followthrough.store.query import Reader
from followthrough.store.tx import Tx

from .targets import Target

MOST = 200_000
"""So many titles of one kind are looked at; a larger catalogue is matched as far as that."""
_CLOSE_AMONG = 2000


def loose(text: str) -> str:
    """The form in which `GTXPro` and `GTX Pro` are the same: compatible forms, no case, letters and digits only."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


@dataclass(slots=True)
class Named:
    """Things of one kind by what they are called."""

    titles: dict[str, str] = field(default_factory=dict)
    exact: dict[str, list[str]] = field(default_factory=dict)
    loosely: dict[str, list[str]] = field(default_factory=dict)

    def add(self, key: str, title: str, *also: str) -> None:
        """`title` is what it is called; `also` other names it goes by."""
        self.titles.setdefault(key, title)
        for text in dict.fromkeys((title, *also)):
            if text:
                _once(self.exact.setdefault(text.strip(), []), key)
                _once(self.loosely.setdefault(loose(text), []), key)

    def find(self, text: str) -> list[str]:
        """The ids of what is called exactly so."""
        return self.exact.get(text, [])

    def like(self, text: str, *, close: bool = True, most: int = 3) -> list[str]:
        """The ids of what may be meant, best first; `close`: misspelt names too, which takes longer."""
        plain = loose(text)
        if not plain:
            return []
        found = list(self.loosely.get(plain, ()))
        if not found and close and len(self.loosely) <= _CLOSE_AMONG:
            near = difflib.get_close_matches(plain, self.loosely, n=most, cutoff=0.8)
            found = [key for name in near for key in self.loosely[name]]
        return found[:most]


def _once(keys: list[str], key: str) -> None:
    if key not in keys:
        keys.append(key)


def names_for(tx: Tx, app: CompiledApp, reader: Reader, wanted: Iterable[Target]) -> dict[str, Named]:
    """Per named thing (entity id, `_person`, `_unit`) what the reader may see of it."""
    targets = list(wanted)
    needed = {target.names for target in targets if target.names}
    needed |= {entity for target in targets if target.field for entity in target.field.targets}
    return {name: _load(tx, app, reader, name) for name in sorted(needed)}


def options_of(target: Target) -> Named:
    """The options of a choice, or the stages, by id and label."""
    made = Named()
    for key, label in (target.options or {}).items():
        made.add(key, label["zh"], label["en"], key, *(folded(text) for text in (*label.values(), key)))
    return made


def _load(tx: Tx, app: CompiledApp, reader: Reader, name: str) -> Named:
    made = Named()
    if name == PERSON:
        for person in people.search(tx, limit=MOST):
            made.add(person.id, person.name, person.login)
    elif name == UNIT:
        for unit in units.tree(tx):
            if unit.active:
                made.add(unit.id, unit.name)
    elif name in reader.scopes:
        entity = app.entities[name]
        shown = shown_field(app, entity, entity.info.title)
        try:
            found = query.every(tx, app, reader, name, entity.info.title, MOST)
        except BadQuery:
            return made  # a title the reader may not see names nothing for him
        for key, value in found:
            made.add(key, value if isinstance(value, str) else text_of(shown, value))
    return made


def existing(tx: Tx, app: CompiledApp, reader: Reader, entity: str, path: str) -> dict[object, list[str]]:
    """The records the reader may see by their value of a field: what rows are matched with."""
    made: dict[object, list[str]] = {}
    for key, value in query.every(tx, app, reader, entity, path, MOST):
        made.setdefault(value, []).append(key)
    return made
