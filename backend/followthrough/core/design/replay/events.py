"""The log as a replay reads it: events, and the acts they tell (docs/replay.md, section 1)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from followthrough.core.run.acts import EventDraft
from followthrough.core.run.world import Key

VALUES = frozenset({"created", "edited", "moved", "acted", "assigned", "archived", "path_changed", "rolled_up"})
"""Kinds that tell what became of a record."""
STEPS = frozenset({"moved", "path_changed"})
"""Kinds that may follow another event of the same write."""
SEEN = frozenset({"waived", "extended", "reassigned"})
"""What people do about an obligation."""
AHEAD = 32
"""How far apart in the log the events of one act may lie (writers at once may come between)."""


@dataclass(frozen=True, slots=True)
class PastEvent:
    """An event of the log. `version` is that of the app which judged it."""

    seq: int
    at_ms: int
    actor: str | None
    entity: str
    record: str
    kind: str
    name: str | None = None
    from_stage: str | None = None
    to_stage: str | None = None
    changes: dict[str, list[Any]] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    version: int = 0

    @property
    def key(self) -> Key:
        """Whose event it is."""
        return self.entity, self.record

    def draft(self) -> EventDraft:
        """The event as duties and triggers read it."""
        return EventDraft(
            self.entity,
            self.record,
            self.kind,
            self.name,
            self.from_stage,
            self.to_stage,
            self.changes,
            self.data,
            self.actor,
        )


@dataclass(frozen=True, slots=True)
class PastAct:
    """What one act did: the events of the acted record first, then those of other records it wrote."""

    events: tuple[PastEvent, ...]

    @property
    def head(self) -> PastEvent:
        """The event that says what was done, by whom and when."""
        return self.events[0]

    @property
    def own(self) -> list[PastEvent]:
        """The events of the acted record."""
        return [event for event in self.events if event.key == self.head.key]


def acts_of(events: Iterable[PastEvent]) -> Iterator[PastAct]:
    """The acts that events, in order of seq, tell. Events that change no record come one by one."""
    waiting: deque[PastEvent] = deque()
    source = iter(events)
    while True:
        while len(waiting) < AHEAD and (event := next(source, None)) is not None:
            waiting.append(event)
        if not waiting:
            return
        head = waiting.popleft()
        if head.kind not in VALUES:
            yield PastAct((head,))
            continue
        taken = _Taken(head)
        if any(event.at_ms == head.at_ms for event in waiting):
            waiting = deque(event for event in waiting if not taken.takes(event))
        yield PastAct(tuple(taken.events))


class _Taken:
    """The events found to belong to the act of `head`."""

    def __init__(self, head: PastEvent) -> None:
        self.events = [head]
        self._head = head
        self._writes = {head.key: head.data.get("record_version")}
        self._over = False

    def takes(self, event: PastEvent) -> bool:
        """Whether the next event of the log belongs to it; then it is kept."""
        if self._over or event.at_ms != self._head.at_ms or event.kind not in VALUES:
            return False
        key, version = event.key, event.data.get("record_version")
        if event.kind in STEPS and key in self._writes and self._writes[key] == version:
            self.events.append(event)
            return True
        if key in self._writes:  # the next write of a record this act wrote: another act
            self._over = True
            return False
        if self._follows(event):
            self.events.append(event)
            self._writes[key] = version
            return True
        return False

    def _follows(self, event: PastEvent) -> bool:
        """Whether a write of another record follows from the act: what it wrote or created, a parent whose rollups changed."""
        if event.kind == "rolled_up":
            return True
        named = self._head.kind == "acted" and event.name == self._head.name
        return named and event.kind in ("created", "edited")
