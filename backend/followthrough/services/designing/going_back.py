"""Going back to a version: it says again what it said, and what people wrote since has a place still.

What came since and holds data is retired instead of removed: fields, options, business objects and detail rows. Else the
way back would be closed to who needs it most, and the way forward again would lead to less than there was.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from followthrough.core.compile import CompiledApp
from followthrough.core.design.standing import leave_standing
from followthrough.store import standing
from followthrough.store.tx import Tx

from .desk import Desk, Json

_ASKS = frozenset({"required", "required_when", "relevance", "constraint", "default", "default_rule"})
"""What a retired field asks no more; it could name what is not there any more."""


@dataclass(frozen=True, slots=True)
class Back:
    """What the draft says after going back, and the entities with records that it keeps out of everybody's sight, detail
    rows after those they are rows of."""

    documents: Json
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Way:
    """Going back from `live`, which says `now`, to a version that said `said` (which is changed). `kept`: the places of
    what is retired."""

    tx: Tx
    live: CompiledApp
    now: Json
    said: Json
    hidden: frozenset[str]
    kept: set[str] = field(default_factory=set)


def gone_back(tx: Tx, desk: Desk, said: Json) -> Back:
    """What the draft says when the app goes back to a version that said `said` (which is changed).

    Entities, fields and options that the version in force has and that one has not are retired instead of removed where
    records hold something there. A retired field asks nothing any more and is seen by nobody who does not see it now; a
    retired entity is met by nobody, and what roles may do with it waits with it. What retired parts say of things that are
    not there any more goes: a field keeps the values that were worked out.
    """
    live, now = desk.live, desk.live_documents
    if live is None or now is None:
        return Back(said)
    came = live.entities.keys() - said["entities"].keys()
    hidden = frozenset(name for name in came if standing.any_record(tx, live, name))
    way = _Way(tx, live, now, said, hidden)
    for name in sorted(hidden):
        _keep_entity(way, name)
    for name in sorted(live.entities.keys() - came):
        _keep_fields(way, name)
    if way.kept:
        leave_standing(said, way.kept)
        _prune_rights(way)
    return Back(said, tuple(sorted(hidden, key=lambda name: _place_of(live, name))))


def _place_of(live: CompiledApp, name: str) -> tuple[int, str, int, str]:
    """Entities in order, detail rows after those they are rows of."""
    info = live.entities[name].info
    over = live.entities[info.rows_of].info if info.rows_of else info
    return over.order, over.id, int(info.rows_of is not None), name


def _keep_entity(way: _Way, name: str) -> None:
    """An entity as it is, with the stages its records stand in and what roles may do with it once it is used again."""
    document = way.now["entities"][name]
    way.said["entities"][name] = {**document, "entity": {**document["entity"], "archived": True}}
    way.kept.add(f"entity/{name}")
    for key, flow in way.now.get("flows", {}).items():
        if flow["entity"] == name:
            own = _free(key, way.said.setdefault("flows", {}))
            way.said["flows"][own] = {**_resting(flow), "id": own}
            way.kept.add(f"flow/{own}")
    for key, role in way.said["access"]["roles"].items():
        held = way.now["access"]["roles"].get(key, {}).get("entities", {}).get(name)
        if held is not None:
            role["entities"] = {**role.get("entities", {}), name: held}


def _free(key: str, taken: Json) -> str:
    """An id for a flow: its own, unless that version calls the flow of another entity so."""
    tried = key
    number = 1
    while tried in taken:
        number += 1
        tried = f"{key[:36]}_{number}"
    return tried


def _resting(flow: Json) -> Json:
    """A flow in which nothing moves: its stages and paths."""
    stages = {
        name: {member: value for member, value in stage.items() if member != "entry"}
        for name, stage in flow["stages"].items()
    }
    return {**flow, "stages": stages, "transitions": {}}


def _keep_fields(way: _Way, name: str) -> None:
    """The fields and options of an entity that both have."""
    entity, then = way.live.entities[name], way.said["entities"][name]["properties"]
    was = way.now["entities"][name]["properties"]
    for key in sorted(entity.fields.keys() - then.keys()):
        if entity.rows.get(key) in way.hidden or standing.any_value(way.tx, way.live, name, key):
            then[key] = _retired(was[key])
            way.kept.add(f"entity/{name}/properties/{key}")
            _as_hidden(way.said, way.now, name, key)
    for key in sorted(entity.columns.keys() & then.keys()):
        _keep_options(way.tx, way.live, name, key, was[key]["field"], then[key]["field"])
        _keep_targets(way, was[key]["field"], then[key]["field"])


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


def _keep_targets(way: _Way, was: Json, then: Json) -> None:
    """A reference of several kinds still leads to the records of retired entities that it names."""
    held = {name: mark for name, mark in (was.get("targets") or {}).items() if name in way.hidden}
    if held and then.get("targets"):
        then["targets"] = {**held, **then["targets"]}


def _prune_rights(way: _Way) -> None:
    """No right on a field that went with what it referred to."""
    for role in way.said["access"]["roles"].values():
        for name, rights in role.get("entities", {}).items():
            known = way.said["entities"].get(name, {}).get("properties", {})
            if rights.get("fields") and not rights["fields"].keys() <= known.keys():
                kept = {key: level for key, level in rights["fields"].items() if key in known}
                role["entities"][name] = {**rights, "fields": kept}
