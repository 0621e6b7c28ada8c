"""Where the acts of an import go: judged and remembered only (the check), or stored (the run). One command path."""

from __future__ import annotations

from collections.abc import Callable

from followthrough.core.compile import CompiledApp
from followthrough.core.run.acts import Act, Actor, Allow, Milestones, Record
from followthrough.core.run.world import Key
from followthrough.services.command import Command, Done
from followthrough.services.filling import Batch
from followthrough.services.loading import Surroundings
from followthrough.services.refusal import Refusal
from followthrough.store.tx import Tx


class _Unlocked(Surroundings):
    """Reads instead of locking; what was put here stands."""

    def lock(self, key: Key) -> Record | None:
        return self.records[key] if key in self.milestones else self.read(key)


class Judging(Command):
    """The command path up to the decision. What is allowed is remembered as if it were stored, so that later rows find it.

    What only storing can tell (a parent's gate, a record changed meanwhile) comes out in the run.
    """

    def __init__(self, tx: Tx, app: CompiledApp, actor: Actor, zone: str) -> None:
        super().__init__(tx, app, actor, zone, dry=True, later_parents=True)
        self.around = _Unlocked(tx, app, actor, zone)

    def _stored(self, decision: Allow, record: Record | None, act: Act) -> Done:
        for write in decision.writes:
            key = (write.after.entity, write.after.id)
            self.around.put(write.after, self.around.milestones.get(key, Milestones()))
        if not decision.writes:
            assert record is not None, "a creation writes its record"
            return Done(record, changed=False)
        return Done(decision.writes[0].after)

    # -- as a door ----------------------------------------------------------------------------------------------------

    def act(self, entity: str, record: str | None, act: Act) -> Done | Refusal:
        """Judge one act."""
        return self.run(entity, record, act)

    def standing(self, entity: str, record: str) -> Record | None:
        """The record as it would stand by now."""
        return self.around.lock((entity, record))

    def together(self, work: Callable[[], Refusal | None]) -> Refusal | None:
        """Judge several acts, each on what the one before left."""
        memory = self.memory()
        refused = work()
        if refused is not None:
            self.recall(memory)
        return refused


class Storing:
    """Stores, in the transaction of a batch."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch

    def act(self, entity: str, record: str | None, act: Act) -> Done | Refusal:
        """Do one act."""
        return self._batch.run(entity, record, act)

    def standing(self, entity: str, record: str) -> Record | None:
        """The record, locked."""
        return self._batch.command.around.lock((entity, record))

    def together(self, work: Callable[[], Refusal | None]) -> Refusal | None:
        """Do several acts as one."""
        return self._batch.together(work)
