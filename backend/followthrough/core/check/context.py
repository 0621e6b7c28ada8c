"""What every check works with: the app, scopes made once, and the findings gathered so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.model.app import AppDocument
from followthrough.core.model.base import Node
from followthrough.core.model.entity import Entity
from followthrough.core.model.flow import Action, Flow
from followthrough.core.model.scope import EntityScope, action_prefixes, archived_entities, flow_of, kept_inputs
from followthrough.core.model.table import table_for
from followthrough.core.rules import Expect, Scope, check_rule

from .findings import Finding

COMPUTED = frozenset({"formula", "rollup", "lookup", "serial"})
"""The kinds whose value follows from others, or from the server."""


class Context:
    """The app under check."""

    def __init__(self, app: AppDocument) -> None:
        self.app = app
        self.findings: list[Finding] = []
        self._scopes: dict[str, EntityScope] = {}
        self._actions: dict[str, EntityScope] = {}
        self._archived = archived_entities(app)

    def add(self, code: str, path: str, example: dict[str, Any] | None = None, /, **params: Any) -> None:
        """One more finding."""
        self.findings.append(Finding(code, path, params, example))

    def scope(self, entity: str) -> EntityScope:
        """The scope of an entity's rules."""
        if entity not in self._scopes:
            self._scopes[entity] = EntityScope(self.app, entity)
        return self._scopes[entity]

    def action_scope(self, name: str, action: Action) -> EntityScope:
        """The scope of the rules of an action's mini form."""
        if name not in self._actions:
            self._actions[name] = EntityScope(self.app, action.entity, action_prefixes(self.app, action))
        return self._actions[name]

    def act_scope(self, entity: str, action: str | None) -> EntityScope:
        """The scope of a rule about a done act of an entity's action: its record, and what is kept with the act."""
        known = self.app.actions.get(action or "")
        if known is None or known.entity != entity:
            return self.scope(entity)
        return EntityScope(self.app, entity, kept_inputs(self.app, known))

    def archived(self, entity: str) -> bool:
        """Whether nobody meets the records of an entity: what people could not do with them is no trouble."""
        return entity in self._archived

    def flow(self, entity: str) -> Flow | None:
        """The flow of an entity."""
        return flow_of(self.app, entity)

    def rule(self, node: Node | None, scope: Scope, path: str, expect: Expect = None) -> bool:
        """Checks a rule; whether it may be evaluated (True for none, so that callers ask `node is None` first)."""
        if node is None:
            return True
        issues = check_rule(node, scope, expect)
        for issue in issues:
            self.add(issue.code, path, None, at=issue.path, **issue.params)
        return all(issue.severity != "error" for issue in issues)

    def condition(self, node: Node | None, scope: Scope, path: str) -> bool:
        """As `rule`, for a rule that has to be true or false."""
        return self.rule(node, scope, path, "condition")

    def good(self, node: Node | None, scope: Scope, expect: Expect = "condition") -> bool:
        """Whether the rule is there and has no errors (reports nothing)."""
        return node is not None and all(issue.severity != "error" for issue in check_rule(node, scope, expect))

    def entity(self, name: str, path: str) -> Entity | None:
        """The entity called `name`; a finding at `path` and None when there is none."""
        found = self.app.entities.get(name)
        if found is None:
            self.add("unknown_entity", path, None, entity=name)
        return found

    def own_field(self, entity: str, name: str, path: str) -> bool:
        """Whether `entity` has field `name`; a finding at `path` when not."""
        document = self.app.entities.get(entity)
        if document is not None and name in document.properties:
            return True
        self.add("unknown_field", path, None, entity=entity, field=name)
        return False

    def field_path(self, entity: str, name: str, path: str) -> FieldType | None:
        """The type behind a field path of `entity`; a finding at `path` and None when it leads nowhere."""
        kind = self.scope(entity).lookup(name)
        if kind is None:
            self.add("unknown_field", path, None, entity=entity, field=name)
        return kind

    def computed(self, entity: str, name: str) -> bool:
        """Whether nobody writes the field: its kind is computed, or a decision table fills it."""
        prop = self.app.entities[entity].properties[name]
        return prop.field.kind in COMPUTED or table_for(self.app.decision_tables, entity, name) is not None

    def roles(self, names: Mapping[str, Any], path: str) -> None:
        """Every role named must be there."""
        for name in names:
            if name not in self.app.access.roles:
                self.add("unknown_role", f"{path}/{name}", None, role=name)

    def stages(self, flow: Flow | None, names: Mapping[str, Any], path: str) -> None:
        """Every stage named must be in the flow."""
        for name in names:
            if flow is None or name not in flow.stages:
                self.add("unknown_stage", f"{path}/{name}", None, stage=name)

    def actions(self, entity: str, names: Mapping[str, Any], path: str) -> None:
        """Every action named must be there and be one of `entity`."""
        for name in names:
            self.action(entity, name, f"{path}/{name}")

    def action(self, entity: str, name: str, path: str) -> None:
        """The action named must be there and be one of `entity`."""
        action = self.app.actions.get(name)
        if action is None:
            self.add("unknown_action", path, None, action=name)
        elif action.entity != entity:
            self.add("other_entity", path, None, id=name, found=action.entity, expected=entity)
