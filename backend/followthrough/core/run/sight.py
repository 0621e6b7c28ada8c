"""What a role may know of an app's documents: fields by path, and rules by the fields they read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from followthrough.core.rules import fields_of

from .access import visible_fields

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp


class Sight:
    """The eyes of a role on one version of an app."""

    def __init__(self, app: CompiledApp, role: str) -> None:
        self.app = app
        self.seen: Mapping[str, frozenset[str]] = {name: visible_fields(app, role, name) for name in app.entities}

    def rule(self, entity: str, node: Any) -> bool:
        """Whether everything a rule over an entity reads is visible; None, no rule, hides nothing."""
        return node is None or all(self.path(entity, path) for path in fields_of(node))

    def path(self, entity: str, path: str) -> bool:
        """Whether every step of a path leads over fields the role may see. `act.…` and `new.…` are the action's own."""
        here: str | None = entity
        for part in path.split("."):
            if part in ("act", "new"):
                return True
            if part.startswith("_"):
                continue
            if here is None or part not in self.seen.get(here, ()):
                return False
            targets = self.app.entities[here].fields[part].targets
            here = targets[0] if targets else None
        return True
