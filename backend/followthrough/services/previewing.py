"""A text with placeholders as each kind of channel will show it, with sample values: nobody's record is read."""

from __future__ import annotations

from collections.abc import Mapping

from followthrough.core.compile import CompiledApp
from followthrough.core.model.trigger import PLACEHOLDER, placeholders
from followthrough.core.run.access import visible_fields
from followthrough.store.database import Database

from .channel_kinds import KINDS
from .channel_text import Message, shown
from .exporting import SYSTEM_LABELS
from .noticing import lang_of
from .refusal import NOT_FOUND, Refusal, refuse
from .registry import Registry
from .titling import shown_field, text_of
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
        if entity not in found.entities or not visible_fields(found, role, entity):
            return NOT_FOUND
        paths = sorted(placeholders(text))
        for path in paths:
            if not readable(found, role, entity, path):
                return refuse("unknown_field", field=path)
        values = {path: sample(found, entity, path) for path in paths}
        lang = lang_of(who)
        said = PLACEHOLDER.sub(lambda match: values[match[1]][lang], text.get(lang) or text.get("zh", ""))
        message = Message(said, (), "", brief({"message": 1}, lang), 0, lang)
        rows = [
            PreviewView(kind=kind, format=made[0], text=made[1])
            for kind in KINDS
            if kind != "webhook"
            for made in (shown(kind, message),)
        ]
        return PreviewAnswer(values={name: value[lang] for name, value in values.items()}, shown=rows)


def readable(app: CompiledApp, role: str, entity: str, path: str) -> bool:
    """Whether a role may read the field at the end of a path, and those on the way."""
    here: str | None = entity
    for name in path.split("."):
        if here is None or (not name.startswith("_") and name not in visible_fields(app, role, here)):
            return False
        found = app.entities[here].fields.get(name)
        here = found.targets[0] if found is not None and found.targets else None
    return True


def sample(app: CompiledApp, entity: str, path: str) -> Text:
    """What such a field could hold, as text: a value where the kind has an obvious one, else its own label."""
    field = shown_field(app, app.entities[entity], path)
    if field is None:
        return both(SYSTEM_LABELS.get(path.rpartition(".")[2], {"zh": path}))
    made: Text = {}
    for lang in LANGS:
        value = _SAMPLES.get(field.type.base)
        try:
            text = text_of(field, value, lang) if value is not None else ""
        except (TypeError, ValueError):  # a kind that keeps its values in another form
            text = ""
        made[lang] = text or both(field.label)[lang]
    return made
