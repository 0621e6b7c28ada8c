"""The app as one value: its manifest and all its documents, keyed by kind and id."""

from __future__ import annotations

from msgspec import field as member

from .access import Access
from .base import Doc, Mark, Text
from .entity import Entity
from .flow import Action, Flow
from .later import DecisionTable, Duty, Metric, MetricBoard, Trigger
from .layout import Form, ListDoc


class Lineage(Doc):
    """Where a clone comes from: template key, its version, and the digest of the base it was cloned from."""

    template: str
    version: str
    base: str


class Manifest(Doc):
    """The app's manifest. `clone_may_change` and `locks` name document paths (`entity/customer/level`)."""

    key: str
    name: Text
    version: str
    help: Text | None = None
    icon: str | None = None
    lineage: Lineage | None = None
    clone_may_change: dict[str, Mark] = member(default_factory=dict)
    locks: dict[str, Mark] = member(default_factory=dict)


class AppDocument(Doc):
    """A whole app: what a folder of `templates_catalog/` holds and what a version stores."""

    app: Manifest
    entities: dict[str, Entity]
    access: Access
    forms: dict[str, Form] = member(default_factory=dict)
    lists: dict[str, ListDoc] = member(default_factory=dict)
    flows: dict[str, Flow] = member(default_factory=dict)
    actions: dict[str, Action] = member(default_factory=dict)
    duties: dict[str, Duty] = member(default_factory=dict)
    triggers: dict[str, Trigger] = member(default_factory=dict)
    decision_tables: dict[str, DecisionTable] = member(default_factory=dict)
    metrics: dict[str, Metric] = member(default_factory=dict)
    boards: dict[str, MetricBoard] = member(default_factory=dict)
