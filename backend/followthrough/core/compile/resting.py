"""What rests with an archived entity: nothing happens to records that nobody meets."""

from __future__ import annotations

import msgspec

from followthrough.core.model.app import AppDocument
from followthrough.core.model.entity import Entity
from followthrough.core.model.flow import Flow, Requirement, Stage
from followthrough.core.model.scope import archived_entities


def running(app: AppDocument) -> AppDocument:
    """The app as it runs: without the actions, duties and triggers of its archived entities, whose stages and paths stay
    and in whose flows nothing moves. The same document where none is archived."""
    archived = archived_entities(app)
    if not archived:
        return app
    return msgspec.structs.replace(
        app,
        actions={name: one for name, one in app.actions.items() if one.entity not in archived},
        duties={name: one for name, one in app.duties.items() if one.entity not in archived},
        triggers={name: one for name, one in app.triggers.items() if one.on.entity not in archived},
        flows={name: _still(flow) if flow.entity in archived else flow for name, flow in app.flows.items()},
    )


def in_use(app: AppDocument) -> AppDocument:
    """The app as it would be with all its archived entities used again."""
    entities: dict[str, Entity] = {
        name: msgspec.structs.replace(one, entity=msgspec.structs.replace(one.entity, archived=False))
        for name, one in app.entities.items()
    }
    return msgspec.structs.replace(app, entities=entities)


def _still(flow: Flow) -> Flow:
    stages: dict[str, Stage] = {
        name: msgspec.structs.replace(stage, entry=Requirement()) for name, stage in flow.stages.items()
    }
    return msgspec.structs.replace(flow, stages=stages, transitions={})
