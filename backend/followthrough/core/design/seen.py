"""An app as a role sees it: its documents less every field hidden from the role and every rule that reads one.

What reads something hidden goes whole, for half of it would say something else; only of a few parts (a duty, an action,
a transition, a field) the single rule goes and the rest stays. Nothing tells that anything was left out: an app without
the hidden field looks the same (docs/designing.md, section 6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from followthrough.core.compile import CompiledApp
from followthrough.core.model.access import Access, Role
from followthrough.core.model.app import AppDocument, Manifest
from followthrough.core.model.flow import Action
from followthrough.core.model.scope import signed_fields
from followthrough.core.model.trigger import Notify, Webhook, placeholders
from followthrough.core.rules import fields_of
from followthrough.core.run.access import visible_fields

from .differences import form_of

Struct = msgspec.Struct

_LENIENT = frozenset({"EntityInfo", "Field", "Transition", "Action", "ActionField", "Duty"})
"""Parts that say something true without one of their members."""
_BEARING = frozenset({"ActionField/target"})
"""Members without which even those say nothing."""
_FIELD_KEYS = frozenset(
    {
        "Entity/properties", "Requirement/fields", "Action/writes", "CreateRecord/values", "Creates/values",
        "EventPattern/fields",
    }
)  # fmt: skip
"""Collections whose keys are fields."""
_FIELD_IDS = frozenset(
    {
        "EntityInfo/title", "EntityInfo/subtitle", "EntityInfo/belongs_to", "Lookup/via", "Rollup/value", "Field/copied_from",
        "CreateRecord/link", "Creates/link", "DecisionTable/output",
    }
)  # fmt: skip
"""Members that name a field by its id."""
_OTHER_ENTITY = frozenset({"EventPattern", "Rollup", "Creates", "CreateRecord"})
"""Parts about records of an entity of their own; one the role does not see takes them along."""


@dataclass(frozen=True, slots=True)
class _At:
    """Whose fields are meant, and the action whose inputs (`act.`, `new.`) a rule may read."""

    entity: str
    action: str | None = None


class _Cut(Exception):
    """The part reads something hidden and goes whole."""


def seen(app: CompiledApp, role: str, documents: AppDocument | None = None) -> AppDocument:
    """What a role sees of `documents` (None: of the version in force), by its rights in force: what is not in force yet
    it does not see. Only what says rules: no lists, queues or metrics; of roles their names alone."""
    said = documents or app.doc
    eyes = _Eyes(app, role, said)
    entities = {name: eyes.part(one, _At(name)) for name, one in said.entities.items() if name in eyes.entities}
    return AppDocument(
        app=Manifest(
            key=said.app.key, name=said.app.name, version=said.app.version, help=said.app.help, icon=said.app.icon
        ),
        entities={name: one for name, one in entities.items() if one is not None},
        access=Access(roles={name: Role(label=one.label, order=one.order) for name, one in said.access.roles.items()}),
        flows=eyes.of_kind(said.flows),
        actions={name: eyes.action(name, one) for name, one in said.actions.items() if one.entity in eyes.entities},
        duties=eyes.of_kind(said.duties),
        triggers=eyes.of_kind(said.triggers),
        decision_tables=eyes.of_kind(said.decision_tables),
    )


class _Eyes:
    """What a role sees of the parts of an app."""

    def __init__(self, app: CompiledApp, role: str, said: AppDocument) -> None:
        self.app, self.role, self.said = app, role, said
        self.entities = {name for name in app.entities if name in app.roles[role].entities}
        self.fields = {name: visible_fields(app, role, name) for name in app.entities}

    def of_kind(self, documents: Mapping[str, Any]) -> dict[str, Any]:
        """The documents of a kind."""
        found = {}
        for name, one in documents.items():
            on = getattr(one, "on", one)
            if on.entity in self.entities:
                found[name] = self.part(one, _At(on.entity, getattr(on, "action", None)))
        return {name: one for name, one in found.items() if one is not None}

    def action(self, name: str, one: Action) -> Action:
        """An action whole where the role is admitted to it, else what it is called."""
        if self._admitted(one):
            kept: Action | None = self.part(one, _At(one.entity, name))
            if kept is not None:
                return kept
        return Action(id=one.id, entity=one.entity, label=one.label, order=one.order)

    def part(self, one: Any, at: _At) -> Any | None:
        """A part as it is seen; None: not at all."""
        try:
            return self._struct(one, at)
        except _Cut:
            return None

    def _admitted(self, one: Action) -> bool:
        return self.role in one.roles if one.roles else self.app.roles[self.role].entities[one.entity].edit

    def _struct(self, one: Struct, at: _At) -> Struct:
        owner = type(one).__name__
        inside = at
        if owner in _OTHER_ENTITY:
            entity = one.entity  # type: ignore[attr-defined]  # each of these names its entity
            if entity not in self.entities:
                raise _Cut
            inside = _At(entity, getattr(one, "action", None))
        if isinstance(one, Webhook) or (isinstance(one, Notify) and not self._all(placeholders(one.text), at)):
            raise _Cut
        changed = {}
        for part in _members(type(one)):
            value = getattr(one, part.name)
            if value is None or value == part.default:
                continue
            about = at if (owner, part.name) in (("Creates", "values"), ("CreateRecord", "values")) else inside
            try:
                kept = self._member(owner, part, value, about, inside)
            except _Cut:
                kept = self._instead(owner, part, inside)
            if kept is not value:
                changed[part.name] = kept
        return msgspec.structs.replace(one, **changed) if changed else one

    def _instead(self, owner: str, part: _Part, at: _At) -> Any:
        """What stands for a member that is hidden. Raises _Cut where the part cannot be without it."""
        where = f"{owner}/{part.name}"
        if where == "EntityInfo/title" and self.fields[at.entity]:
            return min(self.fields[at.entity])  # something a record can be called by
        if owner not in _LENIENT or part.required or part.always or where in _BEARING:
            raise _Cut
        return None

    def _member(self, owner: str, part: _Part, value: Any, at: _At, keys: _At) -> Any:
        """A member; `keys`: whose fields the keys of a collection name. Raises _Cut."""
        where = f"{owner}/{part.name}"
        if part.form == "rule":
            if not self._readable(value, at):
                raise _Cut
        elif part.form == "field_path" or where in _FIELD_IDS:
            if not self._sees(str(value), keys):
                raise _Cut
        elif part.form in ("document_path", "sort_key"):
            raise _Cut
        elif part.keyed:
            return self._keyed(where, value, at, keys)
        elif isinstance(value, Struct):
            return self._struct(value, at)
        return value

    def _keyed(self, where: str, value: Mapping[str, Any], at: _At, keys: _At) -> Any:
        """A collection less what is not seen of it; a table's rows and columns stand or fall together."""
        whole = where.startswith(("DecisionTable/", "TableRow/"))
        kept = {}
        for key, one in value.items():
            try:
                if where in _FIELD_KEYS and not self._sees(key, keys):
                    raise _Cut
                kept[key] = self._value(one, _At(at.entity, key) if where == "Duty/resets_on" else at)
            except _Cut:
                if whole:
                    raise
        if value and not kept and where in ("EventPattern/fields", "Trigger/effects", "Transition/source"):
            raise _Cut
        return value if len(kept) == len(value) and all(kept[key] is value[key] for key in kept) else kept

    def _value(self, one: Any, at: _At) -> Any:
        if isinstance(one, Struct):
            return self._struct(one, at)
        if isinstance(one, Mapping) and not self._readable(one, at):
            raise _Cut
        return one

    def _readable(self, node: Any, at: _At) -> bool:
        return self._all(fields_of(node), at)

    def _all(self, paths: Any, at: _At) -> bool:
        return all(self._sees(path, at) for path in paths)

    def _sees(self, path: str, at: _At) -> bool:
        """Whether every step of a path leads over fields the role sees."""
        head, _, rest = path.partition(".")
        if head in ("act", "new") and at.action is not None:
            return self._sees_input(head, rest, at)
        here: str | None = at.entity
        for step in path.split("."):
            if step[:1] in "_@":
                here = None if step != "_parent" else self._parent(here)
                continue
            if here is None or step not in self.fields.get(here, ()):
                return False
            targets = self.app.entities[here].fields[step].targets
            here = targets[0] if targets else None
        return True

    def _sees_input(self, head: str, key: str, at: _At) -> bool:
        action = self.said.actions.get(at.action or "")
        if action is None or not self._admitted_there(action):
            return False
        if key.startswith("_"):
            return action.effective is None or self._readable(action.effective, _At(action.entity, at.action))
        if head == "new":
            made = action.creates.entity if action.creates is not None else ""
            return self._sees(key, _At(made))
        part = {**signed_fields(action), **action.fields}.get(key)
        return part is None or part.target is None or self._sees(part.target, _At(action.entity, at.action))

    def _admitted_there(self, action: Action) -> bool:
        return action.entity in self.entities and self._admitted(action)

    def _parent(self, entity: str | None) -> str | None:
        found = self.app.entities.get(entity or "")
        return found.info.rows_of if found is not None else None


@dataclass(frozen=True, slots=True)
class _Part:
    """A member of a struct. `always`: something stands there even where nothing is written."""

    name: str
    form: str
    keyed: bool
    required: bool
    always: bool
    default: Any


@cache
def _members(cls: type[Struct]) -> tuple[_Part, ...]:
    info = inspect.type_info(cls)
    assert isinstance(info, inspect.StructType)
    return tuple(
        _Part(
            part.name,
            form_of(part.type),
            isinstance(part.type, inspect.DictType),
            part.required,
            part.default_factory is not msgspec.NODEFAULT,
            None if part.default is msgspec.NODEFAULT else part.default,
        )
        for part in info.fields
    )
