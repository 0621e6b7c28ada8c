"""A stage in memory for scenarios and conformance cases."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from followthrough.core.compile.app import CompiledApp
from followthrough.core.model.scenario import Scenario, ScenarioDelegation, ScenarioShift
from followthrough.core.rules import Calendar, calendar_of
from followthrough.core.run.access import in_scope
from followthrough.core.run.acts import (
    Act,
    Actor,
    Allow,
    Archive,
    Assign,
    Create,
    Decision,
    Deny,
    Edit,
    Extend,
    FileInfo,
    Invalid,
    Milestones,
    Missing,
    Moment,
    Move,
    Nudge,
    PassOn,
    Perform,
    Reassign,
    Record,
    Sign,
    Signing,
    TakeBack,
    Waive,
)
from followthrough.core.run.expectation import Outcome, Seen, Truth
from followthrough.core.run.milestones import milestones_after
from followthrough.core.run.next_step import next_step
from followthrough.core.run.scenario import Deed, instant_ms
from followthrough.services.calendar_days import shipped

from .effects import Shift
from .memory import Memory, uid


class MemoryStage:
    """`followthrough.core.run.scenario.Stage`, with no database and no web."""

    def __init__(self, app: CompiledApp) -> None:
        self.memory = Memory(app)
        self.actors: dict[str, Actor] = {}
        self.moment = Moment(0)
        self.calendars: dict[str, Calendar] = {}

    def begin(self, story: Scenario) -> dict[str, str]:
        ids = {alias: uid(alias) for alias in (*story.units, *story.people)}
        below = {unit: {unit} for unit in story.units}
        for unit in story.units:
            above = story.units[unit].parent
            while above is not None:
                below[above].add(unit)
                above = story.units[above].parent
        for alias, person in story.people.items():
            subtree = frozenset(ids[unit] for unit in below[person.unit])
            self.actors[ids[alias]] = Actor(ids[alias], person.role, ids[person.unit], subtree, person.name)
        staff = self.memory.effects.staff
        staff.actors = self.actors
        staff.parents = {ids[unit]: ids[told.parent] if told.parent else None for unit, told in story.units.items()}
        staff.units = {ids[unit]: told.name for unit, told in story.units.items()}
        self.memory.people = {ids[a]: frozenset({ids[p.unit]}) for a, p in story.people.items()}
        staff.shifts = {name: [_shift(told, ids) for told in part] for name, part in story.rosters.items()}
        staff.delegations = [(ids[told.person], _absence(told, ids)) for told in story.delegations]
        self.calendars = {"organisation": shipped()} | {
            name: calendar_of(data) for name, data in story.calendars.items()
        }
        self.memory.units = frozenset(ids[unit] for unit in story.units)
        return ids

    def staff(self, roles: dict[str, str | None]) -> None:
        """These have another role from now on; "" none in this app; None: they are disabled."""
        for person, role in roles.items():
            if role is None:
                del self.actors[person]
            else:
                self.actors[person] = replace(self.actors[person], role=role)

    def at(self, now_ms: int) -> None:
        self.moment = Moment(now_ms, calendars=self.calendars)

    def sweep(self) -> None:
        self.memory.recompute(self.moment)
        self.memory.owing.sweep(self.memory, self.moment)

    def heard(self) -> list[tuple[str, str, str | None]]:
        told = [*self.memory.owing.notices, *self.memory.effects.notices]
        return [(draft.kind, draft.person, draft.duty) for draft in told]

    def upload(self, person: str, name: str, kind: str) -> str:
        file = self.memory.new_id()
        self.memory.files[file] = FileInfo(file, name, kind, 1000, person)
        return file

    def do(self, deed: Deed) -> Outcome:
        act = self._act(deed)
        key = (deed.entity, deed.record) if deed.record else None
        decision = self.memory.submit(key, act, self.actors[deed.person], self.moment)
        record = act.id if isinstance(act, Create) else deed.record
        return outcome(decision, str(record), act)

    def _act(self, deed: Deed) -> Act:
        entry: Any = deed.entry
        match deed.kind:
            case "create":
                record = self.memory.new_id()
                return Create(deed.entity, record, deed.values, deed.to, deed.owner, deed.unit, entry)
            case "edit":
                return Edit(deed.values, entry)
            case "move":
                return Move(str(deed.to), deed.values, entry)
            case "act":
                made = self.memory.new_id()
                return Perform(str(deed.action), deed.values, deed.files, made, self.memory.new_id(), entry)
            case "assign":
                return Assign(str(deed.owner), str(deed.unit), deed.reason)
            case "waive":
                return Waive(deed.obligation, deed.reason)
            case "extend":
                return Extend(deed.obligation, deed.due_ms, deed.reason)
            case "reassign":
                return Reassign(deed.obligation, deed.other, deed.reason)
            case "nudge":
                return Nudge(deed.obligation, deed.reason)
            case "sign" | "pass_on" | "take_back":
                return signing(deed, self._latest(deed))
        return Archive(deed.reason, deed.restore)

    def _latest(self, deed: Deed) -> str:
        """The latest request for the deed's action on its record."""
        asked = self.memory.asked((deed.entity, str(deed.record)))
        return next((one.id for one in reversed(asked) if one.action == deed.action), uid("none"))

    def see(self, person: str, entity: str, record: str) -> Seen | None:
        snapshot = self.memory.snapshot((entity, record))
        actor, app = self.actors[person], self.memory.app
        if snapshot.record is None or not in_scope(app, snapshot, actor, snapshot.record):
            return None
        return Seen(asdict(next_step(app, snapshot, actor, self.moment)))

    def truth(self, entity: str, record: str) -> Truth:
        found = self.memory.records[entity, record]
        events = [e for e in self.memory.events if (e.entity, e.record) == (entity, record)]
        told = tuple(f"{e.kind}:{e.name}" if e.name else e.kind for e in events)
        place = (found.stage, found.path, found.owner, found.unit, found.archived)
        owed, asked = self.memory.owing.of((entity, record)), self.memory.asked((entity, record))
        return Truth(found.version, found.values, *place, told, owed, asked)

    def seed(self, record: Record, milestones: Milestones | None = None) -> None:
        """Put a record there as it is, past every gate."""
        self.memory.records[record.entity, record.id] = record
        self.memory.milestones[record.entity, record.id] = milestones or milestones_after(Milestones(), [], 0)


def _shift(told: ScenarioShift, ids: dict[str, str]) -> Shift:
    begins, ends = instant_ms(told.from_), instant_ms(told.to)
    return Shift(ids[told.person], begins, ends, ids[told.unit] if told.unit else None)


def _absence(told: ScenarioDelegation, ids: dict[str, str]) -> Shift:
    return Shift(ids[told.deputy], instant_ms(told.from_), instant_ms(told.to))


def signing(deed: Deed, approval: str) -> Signing:
    """What a step does about an approval."""
    match deed.kind:
        case "sign":
            verdict: Any = deed.verdict
            return Sign(approval, verdict, deed.values, deed.reason, deed.to)
        case "pass_on":
            return PassOn(approval, deed.other, deed.added, deed.before, deed.reason)
    return TakeBack(approval, deed.reason)


def outcome(decision: Decision, record: str, act: Act) -> Outcome:
    """A decision as scenarios see it."""
    match decision:
        case Missing():
            return Outcome("missing", needs=tuple(asdict(need) for need in decision.needs))
        case Invalid():
            return Outcome("invalid", issues=tuple(asdict(issue) for issue in decision.issues))
        case Deny():
            return Outcome("deny", code=decision.code)
        case Allow():
            own = [e for e in decision.events if e.record == record and e.kind in ("moved", "path_changed")]
            moved = [e.to_stage for e in own if e.to_stage is not None and e.to_stage != e.from_stage]
            made = None
            if isinstance(act, Perform):
                made = next(((e.entity, e.record) for e in decision.events if e.kind == "created"), None)
            return Outcome("ok", record=record, made=made, moved=tuple(moved))
