"""The text of a message for one receiver: `{field}` placeholders filled with what he may see himself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from followthrough.core.fields.cells import PrintContext
from followthrough.core.kit.fieldtype import PERSON, UNIT
from followthrough.core.model.trigger import PLACEHOLDER, placeholders
from followthrough.core.rules import instant_text

from .access import field_level
from .acts import Actor
from .derive import stored_form
from .permit import in_scope
from .world import State, World, behind

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledField

Naming = Callable[[str, str], str | None]
"""(`_person`, `_unit`, `_file`; id) -> name."""


def _nameless(target: str, key: str) -> str | None:
    del target, key
    return None


_NAMED = {"_owner": PERSON, "_created_by": PERSON, "_unit": UNIT}


def message_text(
    state: State, text: Mapping[str, str], label: Mapping[str, str], receiver: Actor, naming: Naming
) -> dict[str, str]:
    """The text in every language it has, as `receiver` may read it.

    A value he may see is printed as everywhere ("" when empty). One placeholder he may not see, and the text gives way
    to `label` and the record's title, or to the label alone where he may not see that either.
    """
    reading = Reading(state, receiver, naming)
    if not all(reading.sees(path) for path in placeholders(text)):
        title = state.entity.info.title
        shown = title if reading.sees(title) else None
        return {lang: _joined(name, reading.value(shown, lang) if shown else "") for lang, name in label.items()}
    return {lang: reading.filled(part, lang) for lang, part in text.items()}


def _joined(label: str, title: str) -> str:
    return f"{label}: {title}" if title else label


class Reading:
    """A record through the eyes of one receiver."""

    def __init__(self, state: State, receiver: Actor, naming: Naming = _nameless) -> None:
        self.state = state
        self.receiver = receiver
        self.naming = naming
        world = state.world
        self.world = World(world.app, world.snapshot, receiver, world.moment)

    def sees(self, path: str) -> bool:
        """Whether the record, every record on the way, and the field at the end are his to see."""
        here: State | None = self.state
        *hops, name = path.split(".")
        for hop in hops:
            if here is None:
                return True  # nothing there: empty
            if not self._open(here, hop):
                return False
            here = behind(here, hop)
        return here is None or self._open(here, name)

    def _open(self, here: State, name: str) -> bool:
        app, role = self.world.app, self.receiver.role
        record = here.before
        if role not in app.roles or here.entity.id not in app.roles[role].entities or record is None:
            return False
        if not in_scope(self.world, self.receiver, record):
            return False
        return name.startswith("_") or field_level(app, role, here.entity.id, name) != "none"

    def filled(self, text: str, lang: str) -> str:
        """The text with its placeholders filled."""
        return PLACEHOLDER.sub(lambda found: self.value(found.group(1), lang), text)

    def value(self, path: str, lang: str) -> str:
        """The value behind a path as people read it."""
        *hops, name = path.split(".")
        here: State | None = behind(self.state, ".".join(hops)) if hops else self.state
        if here is None:
            return ""
        inner = here.lens[name]
        if inner is None:
            return ""
        if name.startswith("_"):
            return self._system(here, name, inner, lang)
        return self._printed(here.entity.fields[name], stored_form(here.entity.fields[name], inner), lang)

    def _printed(self, found: CompiledField, value: Any, lang: str) -> str:
        if found.type.base == "ref":
            return self._title(str(found.type.target), str(value), lang)
        context = PrintContext(self.world.moment.zone, lambda target, key: self._title(target, key, lang))
        kind, prop = found.shown or (found.kind, found.property)
        return kind.format(value, prop, "en" if lang == "en" else "zh", context)

    def _system(self, here: State, name: str, inner: Any, lang: str) -> str:
        if name in _NAMED:
            return self.naming(_NAMED[name], str(inner)) or ""
        flow = here.entity.flow
        if flow is not None and name in ("_stage", "_path"):
            part = flow.stages[inner].label if name == "_stage" else flow.paths[inner].doc.label
            return part.get(lang) or part["zh"]
        return instant_text(int(inner)) if isinstance(inner, int | float) else str(inner)

    def _title(self, target: str, key: str, lang: str) -> str:
        """The title of a record he may see, else of nothing; the name of a person, unit or file."""
        if target.startswith("_"):
            return self.naming(target, key) or ""
        there = self.world.state((target, key))
        if there is None or not self._open(there, there.entity.info.title):
            return ""
        found = there.entity.fields[there.entity.info.title]
        inner = there.lens[found.id]
        return (
            "" if inner is None or found.type.base == "ref" else self._printed(found, stored_form(found, inner), lang)
        )
