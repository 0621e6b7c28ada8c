"""A text with placeholders as each kind of channel will show it, with sample values: nobody's record is read."""

from __future__ import annotations

from collections.abc import Mapping

from followthrough.core.compile import CompiledApp
from followthrough.core.fields import KINDS as FIELD_KINDS
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import decode_app
from followthrough.core.model.entity import Property
from followthrough.core.model.scope import own_type, property_at
from followthrough.core.model.trigger import PLACEHOLDER, placeholders
from followthrough.core.run.access import visible_fields
from followthrough.store.database import Database
from followthrough.store.tx import Tx

from .channel_kinds import KINDS
from .channel_text import Message, shown
from .designing.desk import answered, designs, open_desk
from .exporting import SYSTEM_LABELS
from .noticing import lang_of
from .refusal import NOT_FOUND, Abandoned, Refusal, refuse
from .registry import Registry
from .views_base import Text
from .views_messages import PreviewAnswer, PreviewView
from .who import Who
from .wording import LANGS, both
from .wording_notices import brief

_SAMPLES = {
    "number": 100,
    "date": "2026-03-02",
    "instant": "2026-03-02T01:00:00Z",
    "time": "09:00",
    "boolean": True,
}
_FURTHEST = 8
"""Lookups of lookups are followed so far."""


class Previewing:
    """Shows a text before it is published. Codes: no_role, not_found, unknown_field {field}."""

    def __init__(self, db: Database, registry: Registry) -> None:
        self._db = db
        self._registry = registry

    def show(self, who: Who, app: str, entity: str, text: Mapping[str, str]) -> PreviewAnswer | Refusal:
        """The text on every kind of channel, in the asker's language. To whoever designs the app it speaks of the draft, to
        all others of what is in force."""

        def work(tx: Tx) -> Mapping[str, Text]:
            live, role = self._registry.app(tx, app), who.roles.get(app, "")
            if live is not None and role not in live.roles:
                raise Abandoned(refuse("no_role"))
            if live is not None and entity in live.entities and not visible_fields(live, role, entity):
                raise Abandoned(NOT_FOUND)
            if live is not None and not designs(live, role):
                said = live.doc
            else:
                said = decode_app(open_desk(tx, self._registry, who, app).documents)
            if entity not in said.entities:
                raise Abandoned(NOT_FOUND)
            return _values(live, role, said, entity, text)

        values = answered(self._db, work)
        if isinstance(values, Refusal):
            return values
        lang = lang_of(who)
        told = PLACEHOLDER.sub(lambda match: values[match[1]][lang], text.get(lang) or text.get("zh", ""))
        message = Message(told, (), "", brief({"message": 1}, lang), 0, lang)
        rows = [
            PreviewView(kind=kind, format=made[0], text=made[1])
            for kind in KINDS
            if kind != "webhook"
            for made in (shown(kind, message),)
        ]
        return PreviewAnswer(values={name: value[lang] for name, value in values.items()}, shown=rows)


def _values(
    live: CompiledApp | None, role: str, said: AppDocument, entity: str, text: Mapping[str, str]
) -> Mapping[str, Text]:
    """A sample for everything a text names. Raises Abandoned(unknown_field)."""
    paths = sorted(placeholders(text))
    for path in paths:
        if not readable(live, role, said, entity, path):
            raise Abandoned(refuse("unknown_field", field=path))
    return {path: sample(said, entity, path) for path in paths}


def readable(live: CompiledApp | None, role: str, said: AppDocument, entity: str, path: str) -> bool:
    """Whether there is a field at the end of a path, and a role may read it and those on the way, as far as they are in force:
    what is not yet hides nothing that anybody could hold."""
    here: str | None = entity
    for name in path.split("."):
        if here is None:
            return False
        prop = said.entities[here].properties.get(name)
        if not name.startswith("_") and (prop is None or _hidden(live, role, here, name)):
            return False
        here = _behind(said, prop)
    return True


def _hidden(live: CompiledApp | None, role: str, entity: str, name: str) -> bool:
    if live is None or entity not in live.entities:
        return False
    seen = visible_fields(live, role, entity)
    return not seen or (name in live.entities[entity].fields and name not in seen)


def _behind(said: AppDocument, prop: Property | None) -> str | None:
    targets = [] if prop is None else [prop.field.target, *sorted(prop.field.targets)]
    return next((one for one in targets if one in said.entities), None)


def sample(said: AppDocument, entity: str, path: str) -> Text:
    """What such a field could hold, as text: a value where the kind has an obvious one, else its own label."""
    found = _shown(said, entity, path)
    if found is None:
        return both(SYSTEM_LABELS.get(path.rpartition(".")[2], {"zh": path}))
    here, name, prop = found
    kind, type_ = FIELD_KINDS[prop.field.kind], own_type(said, here, name)
    value = _SAMPLES.get(type_.base) if type_ is not None else None
    made: Text = {}
    for lang in LANGS:
        try:
            text = kind.format(value, prop, "en" if lang == "en" else "zh") if value is not None else ""
        except (TypeError, ValueError):  # a kind that keeps its values in another form
            text = ""
        made[lang] = text or both(prop.field.label)[lang]
    return made


def _shown(said: AppDocument, entity: str, path: str) -> tuple[str, str, Property] | None:
    """The field a path ends at, a lookup followed to the field it shows; None for a system field."""
    for _ in range(_FURTHEST):
        found = property_at(said, entity, path)
        if found is None:
            return None
        entity, prop = found
        if prop.field.lookup is None:
            return entity, path.rpartition(".")[2], prop
        path = f"{prop.field.lookup.via}.{prop.field.lookup.value}"
    return None
