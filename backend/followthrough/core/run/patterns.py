"""Whether an event is one that a duty or a trigger means, judged on the record after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followthrough.core.rules import inner

from .acts import EventDraft
from .world import State

if TYPE_CHECKING:
    from followthrough.core.compile.pattern import CompiledPattern

ENTERING = frozenset({"created", "moved", "path_changed"})
"""Kinds of events by which a record may enter a stage."""


def matches(pattern: CompiledPattern, event: EventDraft, state: State) -> bool:
    """Whether `event` of the record `state` (as it stands after the whole write) is meant by `pattern`.

    `stage` and `from` ask a created, moved or path_changed event for the stage entered and the one left; a path change
    that keeps the stage enters none. `archived` means taken out, not brought back. `fields`: any of them changed.
    What the app copied over to a new field (`carried`) is nothing that happened: nobody waits for it.
    `when` sees the record and, of an act, the inputs kept with it (`act.<key>`) and whether it was effective.
    """
    doc = pattern.doc
    if (event.entity, event.kind) != (doc.entity, doc.kind) or state.key != (event.entity, event.record):
        return False
    if "carried" in event.data:
        return False
    named = {"acted": doc.action, "refused": doc.action, "breached": doc.duty}.get(doc.kind)
    if named is not None and event.name != named:
        return False
    if doc.kind == "archived" and event.name is not None:
        return False
    if not _enters(pattern, event):
        return False
    if doc.fields and doc.fields.keys().isdisjoint(event.changes):
        return False
    return pattern.when is None or (see_act(state, event) and pattern.when.holds(state.env))


def _enters(pattern: CompiledPattern, event: EventDraft) -> bool:
    doc = pattern.doc
    if doc.kind not in ENTERING or (doc.stage is None and doc.source is None):
        return True
    if event.to_stage == event.from_stage:
        return False
    return doc.stage in (None, event.to_stage) and doc.source in (None, event.from_stage)


def see_act(state: State, event: EventDraft) -> bool:
    """Let the rules of `state` read the inputs kept with an act as `act.<key>` (none of any other event). Always True."""
    action = state.entity.actions.get(event.name or "") if event.kind in ("acted", "refused") else None
    given = event.data.get("inputs") or {}
    known = action.inputs if action is not None else {}
    extras = {f"act.{key}": inner(given[key], found.type) for key, found in known.items() if key in given}
    if "effective" in event.data:
        extras["act._effective"] = event.data["effective"]
    if extras != state.extras:
        state.extras = extras
        state.world.forget()
    return True
