"""A text with placeholders as each kind of channel will show it, with sample values: nobody's record is read."""

from __future__ import annotations

from collections.abc import Mapping

from followthrough.core.compile import CompiledField
from followthrough.core.run.access import visible_fields
from followthrough.store.database import Database

from .channel_kinds import KINDS
from .channel_text import Message, shown
from .noticing import lang_of
from .refusal import NOT_FOUND, Refusal, refuse
from .registry import Registry
from .titling import text_of
from .views_base import Text
from .views_messages import PreviewAnswer, PreviewView
from .who import Who
from .wording import LANGS, both
from .wording_notices import MAX_TEXT, PLACEHOLDER, Known, words

_SAMPLES = {
    "number": 100,
    "date": "2026-03-02",
    "instant": "2026-03-02T01:00:00Z",
    "time": "09:00",
    "boolean": True,
}


class Previewing:
    """Shows a text before it is published. Codes: no_role, not_found, unknown_field {field}."""

    def __init__(self, db: Database, registry: Registry) -> None:
        self._db = db
        self._registry = registry

    def show(self, who: Who, app: str, entity: str, text: Mapping[str, str]) -> PreviewAnswer | Refusal:
        """The text on every kind of channel, in the asker's language."""
        with self._db.read() as tx:
            found = self._registry.app(tx, app)
        if found is None:
            return NOT_FOUND
        role = who.roles.get(app, "")
        if role not in found.roles:
            return refuse("no_role")
        readable = visible_fields(found, role, entity) if entity in found.entities else frozenset()
        if not readable:
            return NOT_FOUND
        names = sorted({name for one in text.values() for name in PLACEHOLDER.findall(one)})
        for name in names:
            if name not in readable:
                return refuse("unknown_field", field=name)
        values = {name: sample(found.entities[entity].fields[name]) for name in names}
        known = Known(what=both({}), values=values or {"": both({})})
        said = words("message", dict(text), {}, known)
        lang = lang_of(who)
        message = Message(said[lang][:MAX_TEXT], (), "", said[lang][:MAX_TEXT], 0, lang)
        rows = [
            PreviewView(kind=kind, format=made[0], text=made[1])
            for kind in KINDS
            if kind != "webhook"
            for made in (shown(kind, message),)
        ]
        return PreviewAnswer(values={name: value[lang] for name, value in values.items()}, shown=rows)


def sample(field: CompiledField) -> Text:
    """What such a field could hold, as text: a value where the kind has an obvious one, else its own label."""
    made: Text = {}
    for lang in LANGS:
        value = _SAMPLES.get(field.type.base)
        try:
            text = text_of(field, value, lang) if value is not None else ""
        except (TypeError, ValueError):  # a kind that keeps its values in another form
            text = ""
        made[lang] = text or both(field.label)[lang]
    return made
