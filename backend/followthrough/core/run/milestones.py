"""What has happened to a record, counted on from its events."""

from __future__ import annotations

from collections.abc import Iterable

from .acts import EventDraft, Milestones


def milestones_after(milestones: Milestones, events: Iterable[EventDraft], now_ms: int) -> Milestones:
    """The milestones of a record after these events of it, in order, at `now_ms` (epoch milliseconds).

    An act counts once per `acted` event; a stage is entered by `created`, `moved` and a `path_changed` that changes it.
    """
    acts, first_act, last_act = dict(milestones.acts), dict(milestones.act_first_ms), dict(milestones.act_last_ms)
    first_stage, last_stage = dict(milestones.stage_first_ms), dict(milestones.stage_last_ms)
    for event in events:
        if event.kind == "acted" and event.name is not None:
            acts[event.name] = acts.get(event.name, 0) + 1
            first_act.setdefault(event.name, now_ms)
            last_act[event.name] = now_ms
        if event.to_stage is not None and event.to_stage != event.from_stage:
            first_stage.setdefault(event.to_stage, now_ms)
            last_stage[event.to_stage] = now_ms
    return Milestones(acts, first_act, last_act, first_stage, last_stage)
