"""A store in memory that keeps a log as the database does: who, when, judged by which version."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from followthrough.core.design.replay import PastEvent
from followthrough.core.run.acts import Act, Actor, Allow, Decision, Moment
from tests.support.memory import Key, Memory


@dataclass
class Chronicle(Memory):
    """`acts` are the events that each act wrote, in order."""

    acts: list[list[PastEvent]] = field(default_factory=list)
    person: str | None = None

    @property
    def log(self) -> list[PastEvent]:
        """All of them."""
        return [event for act in self.acts for event in act]

    def settled(self, key: Key | None, act: Act, actor: Actor, moment: Moment) -> Decision:
        self.person = actor.person or None
        self.acts.append([])
        decision = super().settled(key, act, actor, moment)
        if not isinstance(decision, Allow) or not self.acts[-1]:
            self.acts.pop()
        return decision

    def store(self, decision: Allow, moment: Moment) -> None:
        super().store(decision, moment)
        written = {(write.after.entity, write.after.id): write.after for write in decision.writes}
        if not self.acts:
            self.acts.append([])
        seq = sum(map(len, self.acts))
        for number, draft in enumerate(decision.events, 1):
            changes, data = dict(draft.changes), dict(draft.data)
            record = written.get((draft.entity, draft.record))
            if record is not None:
                stored = self.records[draft.entity, draft.record].values
                changes = {
                    n: [old, stored.get(n) if isinstance(new, list) else new] for n, (old, new) in changes.items()
                }
                data["record_version"] = record.version
                if draft.kind == "created":
                    place: dict[str, Any] = {"_owner": record.owner, "_unit": record.unit, "_path": record.path}
                    changes |= {name: [None, value] for name, value in place.items() if value is not None}
            self.acts[-1].append(
                PastEvent(
                    seq + number,
                    moment.now_ms,
                    draft.actor or self.person,
                    draft.entity,
                    draft.record,
                    draft.kind,
                    draft.name,
                    draft.from_stage,
                    draft.to_stage,
                    changes,
                    data,
                    self.app.version,
                )
            )
