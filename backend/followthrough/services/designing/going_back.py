"""Going back to a version: it says again what it said, and what people wrote since has a place still."""

from __future__ import annotations

from followthrough.core.compile import CompiledApp
from followthrough.store import standing
from followthrough.store.tx import Tx

from .desk import Desk, Json

_ASKS = frozenset({"required", "required_when", "relevance", "constraint", "default", "default_rule"})
"""What a retired field asks no more; it could name what is not there any more."""


def gone_back(tx: Tx, desk: Desk, said: Json) -> Json:
    """What the draft says when the app goes back to a version that said `said` (which is changed).

    Fields that the version in force has and that one has not are retired instead of removed where a record holds a value of
    theirs, and so are options that a record holds: else the way back would be closed to who needs it most. A role that
    does not see such a field now does not see it then. Entities that came since are not kept.
    """
    live, now = desk.live, desk.live_documents
    if live is None or now is None:
        return said
    for name, entity in live.entities.items():
        then = said["entities"].get(name)
        if then is None:
            continue
        was = now["entities"][name]["properties"]
        for field in sorted(entity.columns.keys() - then["properties"].keys()):
            if standing.any_value(tx, live, name, field):
                then["properties"][field] = _retired(was[field])
                _as_hidden(said, now, name, field)
        for field in sorted(entity.columns.keys() & then["properties"].keys()):
            _keep_options(tx, live, name, field, was[field]["field"], then["properties"][field]["field"])
    return said


def _retired(prop: Json) -> Json:
    kept = {key: value for key, value in prop["field"].items() if key not in _ASKS}
    return {**prop, "field": {**kept, "archived": True}}


def _as_hidden(said: Json, now: Json, entity: str, field: str) -> None:
    """Nobody sees more of a field than he does now."""
    for name, role in said["access"]["roles"].items():
        rights = role.get("entities", {}).get(entity)
        if rights is None:
            continue
        held = now["access"]["roles"].get(name, {}).get("entities", {}).get(entity)
        level = "none" if held is None else held.get("fields", {}).get(field)
        if level is not None:
            rights["fields"] = {**rights.get("fields", {}), field: level}


def _keep_options(tx: Tx, live: CompiledApp, entity: str, field: str, was: Json, then: Json) -> None:
    options, known = was.get("options") or {}, then.get("options") or {}
    gone = sorted(options.keys() - known.keys())
    held = {name for name in gone if standing.number_holding(tx, live, entity, field, [name])}
    if not held:
        return
    then["options"] = {**known}
    for name in sorted(held):
        kept = {key: value for key, value in options[name].items() if key != "merged_into"}
        if kept.get("parent") not in held | known.keys():
            kept.pop("parent", None)
        then["options"][name] = {**kept, "archived": True}
