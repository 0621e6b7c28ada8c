"""Would a version have let a past act through? Asked of every act that entered a stage, and of every action (docs/replay.md,
section 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from followthrough.core.compile.app import CompiledAction, CompiledFlow, CompiledInput, CompiledPath, CompiledTransition
from followthrough.core.rules import inner
from followthrough.core.run.action import Doing
from followthrough.core.run.acts import Record
from followthrough.core.run.derive import derive
from followthrough.core.run.flow import Admits, gates_at, stage_on
from followthrough.core.run.lacks import Lack
from followthrough.core.run.owed import Obligation
from followthrough.core.run.world import Key, State, behind, own

from .doubt import Doubt
from .events import PastAct
from .found import OPEN, Found, Verdict, Want, verdict
from .gatekeeper import Acts, Gatekeeper
from .side import Roles, Side

Kind = Literal["create", "stage", "action"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A past act as it is judged anew: created, moved into a stage (`name`), or an action (`name`) done. `source` is the
    stage it began in, `goal` the one it ended in (None: no flow)."""

    kind: Kind
    entity: str
    name: str
    source: str | None
    goal: str | None
    walked: bool


@dataclass(frozen=True, slots=True)
class Given:
    """What there was: the records before and after the act, how often actions had been done before it, what was owed."""

    act: PastAct
    asked: Asked
    before: Record | None
    after: Record
    acts: Acts
    obligations: tuple[Obligation, ...]
    others: dict[Key, Record | None]
    """The other records that the act wrote, as they were before."""


def asked_of(act: PastAct, before: Record | None) -> Asked | None:
    """What is asked about an act; None: nothing (an edit in place, an assignment, what the app worked out anew)."""
    head = act.head
    source = before.stage if before is not None else None
    goal, walked = source, False
    for event in act.own:
        if event.to_stage is not None:
            goal = event.to_stage
        walked = walked or event.kind == "moved"
    if head.kind == "created":
        return Asked("create", head.entity, "", None, goal, walked)
    if head.kind == "acted" and head.name is not None:
        return Asked("action", head.entity, head.name, source, goal, walked)
    if head.kind == "rolled_up" or before is None or goal is None:
        return None
    if walked:
        return Asked("stage", head.entity, goal, source, goal, True)
    again = head.data.get("recomputed") or (head.kind == "path_changed" and head.actor is None)
    if goal != source and not again:
        return Asked("stage", head.entity, goal, source, goal, False)
    return None


class Judge:
    """Judges past acts by one version."""

    def __init__(self, side: Side, roles: Roles) -> None:
        self._side = side
        self._roles = roles

    def verdict(self, given: Given) -> Verdict:
        """Whether the version would have let it through just then."""
        side = self._side
        if side.entity(given.asked.entity) is None:
            return _gone("entity", given, given.asked.entity)
        return _Judgement(side, side.doubt(given.act.head.version), given, self._role(given)).verdict()

    def _role(self, given: Given) -> str | None:
        actor = given.act.head.actor
        return None if actor is None else self._roles(actor)


class _Judgement:
    def __init__(self, side: Side, doubt: Doubt, given: Given, role: str | None) -> None:
        self.side, self.doubt, self.given, self.role = side, doubt, given, role
        doubt.of_act = frozenset()
        self.keeper = Gatekeeper(doubt)
        if given.asked.kind == "action":
            self.state = side.state(given.after, given.obligations)
        else:  # it is asked from where it began, and what follows from the stage is worked out once
            self.state = side.state(given.after, given.obligations, stage=given.asked.source)
        self.flow = self.state.entity.flow
        if given.before is None:
            self.state.before = None

    def verdict(self) -> Verdict:
        asked, flow = self.given.asked, self.flow
        if asked.kind == "action":
            return self._action()
        if flow is None or asked.goal is None:
            found = Found()
            self.keeper.rules(self.state, found)
            return verdict(found) if asked.kind == "create" else OPEN
        if asked.walked and asked.goal not in flow.stages:
            return _gone("stage", self.given, asked.goal)
        if asked.kind == "create":
            return self._settled(None, asked.goal if asked.walked else None, {}, Found())
        if asked.source not in flow.stages:
            return _gone("stage", self.given, str(asked.source), sure=False)
        return self._settled(asked.source, asked.goal if asked.walked else None, self.given.acts, Found())

    def _settled(
        self, source: str | None, wanted: str | None, acts: Acts, base: Found, action: CompiledAction | None = None
    ) -> Verdict:
        """The verdict once it is known what is missing anyway (`base`): the record goes from `source` to the stage that is
        wanted (None: it stays, or its action leads on)."""
        state, flow, keeper = self.state, self.flow, self.keeper
        assert flow is not None
        self._place(source)
        path, sure = keeper.path(state, flow)
        start = stage_on(flow, path, source)
        goal = wanted or (self._advance(action, flow, path, start) if action is not None else start)
        if not sure:
            base.miss("path", f"entity:{state.entity.id}", state, path.id, sure=False)
        self._goes(goal, path)
        keeper.rules(state, base)
        if source is None:
            keeper.gates(state, gates_at(flow, path.id, start), acts, base)
        if start != goal:
            return keeper.walked(state, path, start, goal, self._admits(action is not None), acts, base)
        if action is not None:
            self._in_place(path, goal, acts, base)
        elif source is not None and (start != source or wanted is not None):  # where its path led it, or was moved to
            keeper.gates(state, gates_at(flow, path.id, goal), acts, base)
        return verdict(base)

    def _goes(self, goal: str, path: CompiledPath) -> None:
        """The record stands at `goal`, as rules about the resulting record see it."""
        if (self.state.stage, self.state.path) != (goal, path.id):
            self.state.path = path.id
            self._place(goal)

    def _place(self, stage: str | None) -> None:
        """Let the record stand in a stage, with what follows from it."""
        state = self.state
        if state.stage != stage:
            state.stage = stage
            state.world.forget()
            if state.entity.id in self.side.placed:
                derive(state)

    def _admits(self, by_action: bool) -> Admits:
        """Which transitions the actor's role of today walks. Whoever has none today is not asked for it."""
        role, app = self.role, self.side.app
        if role is None or role not in app.roles:
            return lambda _: True
        access = app.roles[role].entities.get(self.state.entity.id)
        creating = self.given.asked.kind == "create"
        edit = by_action or (access is not None and (access.edit or (creating and access.create)))

        def admits(transition: CompiledTransition) -> bool:
            return edit if transition.roles is None else role in transition.roles

        return admits

    # -- actions --------------------------------------------------------------------------------------------------------

    def _action(self) -> Verdict:
        given, state = self.given, self.state
        action = state.entity.actions.get(given.asked.name)
        if action is None:
            return _gone("action", given, given.asked.name)
        assert given.before is not None, "an action is done on a record"
        self._see(action)
        base = Found()
        self._offered(action, base)
        self._effective(action)
        self.keeper.gate(state, action.gate, given.acts, base)
        answered = self._inputs(action, base)
        self._evidence(action, base)
        self._new(action, base)
        done = {**given.acts, action.id: given.acts.get(action.id, 0) + 1}
        if self.flow is None:
            self.keeper.rules(state, base)
            return verdict(_without(base, answered))
        if given.asked.source not in self.flow.stages:
            return _gone("stage", given, str(given.asked.source), sure=False)
        return self._settled(given.asked.source, None, done, _without(base, answered), action)

    def _see(self, action: CompiledAction) -> None:
        """Let rules read what was kept with the act; an input that there was not then is unknown."""
        inputs = self.given.act.head.data.get("inputs") or {}
        state, then = self.state, self.doubt.shape.actions.get(action.id)
        state.acting = action.id
        state.asked_ms = self.given.act.head.data.get("asked_ms")
        kept = {key: part for key, part in action.inputs.items() if part.where == "act"}
        state.extras = {f"act.{key}": inner(inputs[key], part.type) for key, part in kept.items() if key in inputs}
        known = then.inputs if then is not None else frozenset[str]()
        self.doubt.of_act = frozenset(f"act.{key}" for key in kept if key not in inputs and key not in known)
        state.made = self._made()
        state.world.forget()

    def _made(self) -> State | None:
        """The record the act created."""
        made = self.given.act.head.data.get("created")
        return self.state.world.state((made["entity"], made["id"])) if made else None

    def _new(self, action: CompiledAction, into: Found) -> None:
        """What the record that the act created lacks in its first stage."""
        made = self.state.made
        if made is None or action.creates is None or action.creates.entity != made.entity.id:
            return
        derive(own(made))
        self.keeper.rules(made, into)
        if made.entity.flow is not None:
            path, sure = self.keeper.path(made, made.entity.flow)
            if not sure:
                into.miss("path", f"entity:{made.entity.id}", made, path.id, sure=False)
            self.keeper.gates(made, gates_at(made.entity.flow, path.id, path.first), {}, into)

    def _offered(self, action: CompiledAction, into: Found) -> None:
        """Whether it was offered: to the role, in the stage, on the record as it was before."""
        given, state = self.given, self.state
        before = given.before
        assert before is not None
        role, app = self.role, self.side.app
        if role is not None and role in app.roles:
            access = app.roles[role].entities.get(state.entity.id)
            edit = access is not None and access.edit
            if not (edit if action.roles is None else role in action.roles):
                into.miss("role", action.gate.at, state, action.id)
        if action.stages is not None and before.stage not in action.stages:
            into.miss("offered", action.gate.at, state, str(before.stage))
        if action.when is not None:
            told = self.doubt.holds(action.when, self._was())
            if told is not True:
                into.miss("offered", action.gate.at, state, "when", told is False)

    def _was(self) -> State:
        """The acted record as it was before the act, among the others as they were."""
        before = self.given.before
        assert before is not None
        return self.side.earlier(before, self.given.others)

    def _effective(self, action: CompiledAction) -> None:
        if action.effective is None:
            return
        told = self.doubt.holds(action.effective, self.state)
        self.state.extras["act._effective"] = told is True
        if told is None:
            self.doubt.of_act |= {"act._effective"}
        self.state.world.forget()

    def _inputs(self, action: CompiledAction, into: Found) -> set[tuple[str, ...]]:
        """Required inputs without a value; the needs that they answer for."""
        answered: set[tuple[str, ...]] = set()
        for key, part in action.inputs.items():
            shown = True if part.relevance is None else self.doubt.holds(part.relevance, self.state)
            asked = True if part.required else None
            if not part.required:
                asked = False if part.required_when is None else self.doubt.holds(part.required_when, self.state)
            if shown is False or asked is False:
                continue
            sure = shown is True and asked is True
            target = self._target(part)
            if part.where == "ref" and target is None:
                self.keeper.field(self.state, str(part.via), action.gate.at, sure, into, unless_filled=False)
            elif part.where == "act" or target is None or part.field is None:
                self._kept(action, key, sure, into)
            else:
                self._filled(action, part, target, sure, into, answered)
        return answered

    def _target(self, part: CompiledInput) -> State | None:
        match part.where:
            case "own":
                return self.state
            case "ref":
                return behind(self.state, str(part.via))
            case "new":
                return self.state.made
        return None

    def _kept(self, action: CompiledAction, key: str, sure: bool, into: Found) -> None:
        given = (self.given.act.head.data.get("inputs") or {}).get(key)
        if given is None:
            then = self.doubt.shape.actions.get(action.id)
            known = then is not None and key in then.inputs
            self._input(action, key, sure and known, into)

    def _filled(
        self,
        action: CompiledAction,
        part: CompiledInput,
        target: State,
        sure: bool,
        into: Found,
        answered: set[tuple[str, ...]],
    ) -> None:
        found = Found()
        assert part.field is not None
        self.keeper.field(target, part.field, action.gate.at, sure, found)
        own = ("field", *target.key, part.field)
        if own in found.sure or own in found.unsure:
            self._input(action, part.key, own in found.sure, into)
            if own in found.sure:
                answered.add(own)

    def _input(self, action: CompiledAction, key: str, sure: bool, into: Found) -> None:
        at = action.gate.at
        into.add(Lack(("input", at, key), at, self.state), sure)

    def _evidence(self, action: CompiledAction, into: Found) -> None:
        wanted = action.evidence
        had = len(self.given.act.head.data.get("files") or ())
        if wanted is None or had >= wanted.min:
            return
        then = self.doubt.shape.actions.get(action.id)
        at = action.gate.at
        lack = Lack(("evidence", at), at, self.state, min=wanted.min, done=had)
        into.add(lack, then is not None and then.files >= wanted.min)

    @staticmethod
    def _advance(action: CompiledAction, flow: CompiledFlow, path: CompiledPath, start: str) -> str:
        """Where the action leads, as `core.run.action` has it."""
        to = action.advances
        if to is None or to == start or not flow.on(path.id, to):
            return start
        if start in path.position:
            return start if Doing.beyond(flow, path, start, to) else to
        return to if action.stages is not None and start in action.stages else start

    def _in_place(self, path: CompiledPath, goal: str, acts: Acts, base: Found) -> None:
        """An action in place is refused only for what it newly breaks."""
        keeper, flow, state = self.keeper, self.flow, self.state
        assert flow is not None
        now = Found()
        keeper.gates(state, gates_at(flow, path.id, goal), acts, now)
        if not now.sure and not now.unsure:
            return
        before = self.given.before
        assert before is not None
        if before.stage != goal:  # its path led it elsewhere
            base.take(now)
            return
        old, was = Found(), self._was()
        keeper.gates(was, gates_at(flow, keeper.path(was, flow)[0].id, goal), self.given.acts, old)
        for lack in (*now.sure.values(), *now.unsure.values()):
            known = old.sure.get(lack.key)
            if known is not None and lack.owed <= known.owed:
                continue
            doubtful = old.unsure.get(lack.key)
            if doubtful is None:
                base.add(lack, lack.key in now.sure)
            elif lack.key in now.sure:
                base.add(lack, False)


def _without(base: Found, answered: set[tuple[str, ...]]) -> Found:
    """A field that a missing input would fill is asked for once, as the input."""
    for key in answered:
        base.sure.pop(key, None)
        base.unsure.pop(key, None)
    return base


def _gone(at: str, given: Given, name: str, sure: bool = True) -> Verdict:
    """The version has no such entity, stage or action."""
    opening: Literal["blocked", "undetermined"] = "blocked" if sure else "undetermined"
    return Verdict(opening, (Want("gone", at, *given.act.head.key, name),))
