"""How a record is called, and the names behind the ids in records: references, persons, units, files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from followthrough.core.compile import CompiledApp, CompiledEntity, CompiledField
from followthrough.core.fields.cells import PrintContext
from followthrough.core.kit.fieldtype import FILE, PERSON, UNIT
from followthrough.core.run.access import visible_fields
from followthrough.core.run.acts import Record
from followthrough.store import files, people, query, units
from followthrough.store.query import Reader
from followthrough.store.tx import Tx

from .views import Titles

Names = dict[tuple[str, str], str]
"""(entity id, `_person`, `_unit` or `_file`; id) -> name."""
Places = dict[str, set[tuple[str, str]]]
"""Field path -> what it names."""


def text_of(found: CompiledField | None, value: Any, lang: str = "zh", names: Names | None = None) -> str:
    """A value as people read it, "" for none; ids stand by their names, or not at all."""
    if found is None or value is None:
        return ""
    known = names or {}
    if found.type.base == "ref":
        return known.get((str(found.type.target), str(value)), "")
    context = PrintContext(title=lambda target, key: known.get((target, key)))
    return found.kind.format(value, found.property, "en" if lang == "en" else "zh", context)


def record_title(app: CompiledApp, role: str, record: Record, lang: str = "zh", names: Names | None = None) -> str:
    """The title of a record for a role; "" when it is empty or hidden from the role."""
    entity = app.entities[record.entity]
    title = entity.info.title
    if title not in visible_fields(app, role, record.entity):
        return ""
    return text_of(shown_field(app, entity, title), record.values.get(title), lang, names)


def places_of(app: CompiledApp, entity: CompiledEntity, values: Mapping[str, Any], at: str = "") -> Places:
    """What the values of a record (or detail row) name, by field path (`lines.product`)."""
    found: Places = {}
    for name, value in values.items():
        compiled = entity.fields.get(name)
        if compiled is None or not value:
            continue
        if compiled.rows is not None:
            for row in value:
                for path, named in places_of(app, app.entities[compiled.rows], row, f"{at}{name}.").items():
                    found.setdefault(path, set()).update(named)
            continue
        named = named_by(compiled, value)
        if named:
            found.setdefault(at + name, set()).update(named)
    return found


def named_by(compiled: CompiledField, value: Any) -> set[tuple[str, str]]:
    """What a value names, as (target, id)."""
    kind = compiled.type
    if kind.base == "ref" and kind.target and isinstance(value, str):
        return {(kind.target, value)}
    if kind.base == "set" and kind.target and isinstance(value, list):
        return {(kind.target, one) for one in value}
    if compiled.kind.id == "poly_reference" and isinstance(value, dict):
        return {(value["entity"], value["id"])}
    return set()


def shown_field(app: CompiledApp, entity: CompiledEntity, path: str) -> CompiledField | None:
    """The field a path (`customer.level`) ends at, a lookup followed to the field it shows; None for a system field."""
    here: CompiledEntity | None = entity
    found: CompiledField | None = None
    for part in path.split("."):
        found = here.fields.get(part) if here else None
        if found is not None and found.lookup is not None and here is not None:
            return shown_field(app, here, f"{found.lookup.via}.{found.lookup.value}")
        here = app.entities.get(found.targets[0]) if found and found.targets else None
    return found


def names_of(tx: Tx, app: CompiledApp, reader: Reader, named: Iterable[tuple[str, str]], lang: str = "zh") -> Names:
    """The names of what is named, as far as the reader may see it: one query per kind of thing."""
    by_target: dict[str, set[str]] = {}
    for target, key in named:
        by_target.setdefault(target, set()).add(key)
    made: Names = {}
    for target, ids in by_target.items():
        made.update({(target, key): name for key, name in _names(tx, app, reader, target, ids, lang).items()})
    return made


def _names(tx: Tx, app: CompiledApp, reader: Reader, target: str, ids: set[str], lang: str) -> dict[str, str]:
    if target == PERSON:
        return people.names(tx, ids)
    if target == UNIT:
        return units.names(tx, ids)
    if target == FILE:
        return {key: info.name for key, info in files.load(tx, ids).items()}
    if target not in app.entities:
        return {}
    entity = app.entities[target]
    field = shown_field(app, entity, entity.info.title)
    found = query.titles(tx, app, reader, target, ids)
    named = {key: text_of(field, title.title, lang) for key, title in found.items()}
    return {key: name for key, name in named.items() if name}


def titles_at(places: Places, names: Names) -> Titles:
    """The names by field path and id; what has no name for this reader is left out."""
    made: Titles = {}
    for path, named in places.items():
        here = {key: name for target, key in named if (name := names.get((target, key)))}
        if here:
            made[path] = here
    return made
