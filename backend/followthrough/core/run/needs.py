"""Lacks in the words of the answer: Need, with why a statement is false and which actions would supply it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from followthrough.core.compile.app import PARENT
from followthrough.core.rules import explain

from .access import field_level
from .acts import Need
from .lacks import Lack, Lacks
from .offers import ready_actions
from .permit import sees
from .world import State, World, behind, target_key


def needs_of(world: World, lacks: Lacks) -> tuple[Need, ...]:
    """The needs, in the order in which the gates ask; `by` are actions of the acted record that can be done now."""
    if not lacks:
        return ()
    ready = ready_actions(world)
    return tuple(_need(lack, ready) for lack in lacks.values())


def _need(lack: Lack, ready: Iterable[Any]) -> Need:
    kind, state = lack.key[0], lack.state
    base: dict[str, Any] = {"at": lack.at, "entity": state.entity.id, "record": state.id}
    match kind:
        case "field":
            return Need("field", **base, field=lack.field, by=_suppliers(state, {str(lack.field)}, ready))
        case "action":
            action = lack.key[-1]
            by = tuple(found.id for found in ready if found.id == action)
            return Need("action", **base, action=action, min=lack.min, done=lack.done, by=by)
        case "input":
            return Need("input", **base, input=lack.key[-1], field=lack.field)
        case "evidence":
            return Need("evidence", **base, min=lack.min, done=lack.done)
        case "obligation":
            assert lack.duty is not None
            by = tuple(found.id for found in ready if found.id == lack.duty.action)
            return Need("obligation", **base, duty=lack.duty.id, action=lack.duty.action, by=by)
    assert lack.statement is not None
    rule = lack.statement.rule
    why = explain(rule.node, rule.scope, state.env)
    by = _suppliers(state, rule.reads, ready)
    return Need("statement", **base, statement=lack.statement.id, explain=_seen(state, why.to_json()), by=by)


def _suppliers(state: State, paths: Iterable[str], ready: Iterable[Any]) -> tuple[str, ...]:
    """Ready actions that can fill one of these paths of `state`, directly, behind a reference, or through a rollup."""
    own = state.world.snapshot.record
    if own is None:
        return ()
    wanted = set(paths)
    if (own.entity, own.id) != state.key:
        fields = state.world.app.entities[own.entity].fields.values()
        ways = [f.id for f in fields if f.targets and target_key(f, own.values.get(f.id)) == state.key]
        wanted = {f"{way}.{path}" for way in ways for path in wanted}
    return tuple(action.id for action in ready if not action.supplies.isdisjoint(wanted))


def _seen(state: State, part: Any) -> Any:
    """An explanation without the values of fields the actor may not see."""
    if isinstance(part, list):
        return [_seen(state, item) for item in part]
    if not isinstance(part, dict):
        return part
    clean = {key: _seen(state, value) for key, value in part.items() if key not in ("values", "args")}
    values = part.get("values")
    if isinstance(values, dict):
        shown = {path: value for path, value in values.items() if visible_path(state, path)}
        clean["values"] = shown
        if "args" in part and len(shown) == len(values):
            clean["args"] = part["args"]
    return clean


def visible_path(state: State, path: str) -> bool:
    """Whether the actor may see what a path leads to: every field on the way, and every record behind a reference.

    Without an actor the system asks, and sees all.
    """
    world, here = state.world, state
    *hops, last = path.split(".")
    if world.actor is None or hops[:1] in (["act"], ["new"]):
        return True
    for step in hops:
        if step != PARENT and not _sees_field(here, step):
            return False
        target = behind(here, step)
        if target is None:
            return True  # nothing there: empty
        if step != PARENT and not sees(world, target.key):
            return False
        here = target
    return last[0] in "_@" or _sees_field(here, last)


def _sees_field(state: State, name: str) -> bool:
    actor, app = state.world.actor, state.world.app
    if actor is None or actor.role not in app.roles or name not in state.entity.fields:
        return False
    if state.entity.id not in app.roles[actor.role].entities:
        return False
    return field_level(app, actor.role, state.entity.id, name) != "none"
