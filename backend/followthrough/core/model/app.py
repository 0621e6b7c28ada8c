"""The app as one value: its manifest and all its documents, keyed by kind and id."""

from __future__ import annotations

from msgspec import field as member

from .access import Access
from .base import Doc, DocumentPath, Id, Mark, Text
from .duty import Duty, QueueDoc
from .entity import Entity
from .flow import Action, Flow
from .layout import Form, ListDoc
from .metric import Metric, MetricBoard
from .table import DecisionTable
from .trigger import Trigger


class Lineage(Doc, frozen=True, kw_only=True):
    """Where a clone comes from: template key, its version, and the digest of the base it was cloned from."""

    template: Id
    version: str
    base: str


class Manifest(Doc, frozen=True, kw_only=True):
    """The app's manifest. `clone_may_change` and `locks` name document paths (`entity/customer/level`)."""

    key: Id
    name: Text
    version: str
    help: Text | None = None
    icon: str | None = None
    lineage: Lineage | None = None
    clone_may_change: dict[DocumentPath, Mark] = member(default_factory=dict)
    locks: dict[DocumentPath, Mark] = member(default_factory=dict)


class AppDocument(Doc, frozen=True, kw_only=True):
    """A whole app: what a folder of `templates_catalog/` holds and what a version stores."""

    app: Manifest
    entities: dict[Id, Entity]
    access: Access
    forms: dict[Id, Form] = member(default_factory=dict)
    lists: dict[Id, ListDoc] = member(default_factory=dict)
    flows: dict[Id, Flow] = member(default_factory=dict)
    actions: dict[Id, Action] = member(default_factory=dict)
    duties: dict[Id, Duty] = member(default_factory=dict)
    triggers: dict[Id, Trigger] = member(default_factory=dict)
    queues: dict[Id, QueueDoc] = member(default_factory=dict)
    decision_tables: dict[Id, DecisionTable] = member(default_factory=dict)
    metrics: dict[Id, Metric] = member(default_factory=dict)
    boards: dict[Id, MetricBoard] = member(default_factory=dict)
