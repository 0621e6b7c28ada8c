"""Doing an action: its mini form, evidence, what it writes and creates, and the stage it advances to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from followthrough.core.compile.app import CompiledAction, CompiledCreation, CompiledFlow, CompiledPath
from followthrough.core.fields import FieldIssue
from followthrough.core.rules import inner, outer

from .acts import Allow, Decision, Deny, EventDraft, FileInfo, Invalid, Issue, Milestones, Missing, Perform, Values
from .apply import Issues, accept, defaults, use_file
from .change import open_record
from .derive import aggregate, contributions, derive, start_rollups, stored_form
from .form import Form
from .judge import judge
from .lacks import Lack, LackKey, Lacks, lacks_of, merge
from .needs import needs_of
from .permit import admits_action, admits_transition
from .settle import Mode, Standing, blocked, missing_in_place, missing_on_way, settle
from .touch import Asked, touched_result, unasked
from .verdict import allow, created_event, write_of
from .world import State, World, behind

if TYPE_CHECKING:
    from followthrough.core.model.access import EntityAccess


@dataclass(frozen=True, slots=True)
class Terms:
    """How an action with an approval is judged (docs/approvals.md).

    `signed` are the inputs of approvers, by key; `files` those the request has tied to the record already; `awaits`:
    what approvers will give is not asked for yet; `told` goes into the event, which `actor` (None: who acts) has done.
    """

    signed: Values = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    awaits: bool = False
    told: Mapping[str, Any] = field(default_factory=dict)
    actor: str | None = None


PLAIN = Terms()


def perform(world: World, act: Perform, access: EntityAccess, terms: Terms = PLAIN) -> Decision:
    """Judge an action on the acted record and everything it writes, as a whole."""
    state, actor = open_record(world), world.actor
    assert actor is not None
    action = state.entity.actions.get(act.action)
    if action is None:
        return Deny("unknown_action", {"action": act.action})
    refused = _offered(action, state) if admits_action(action, actor, access) else _not_for(action)
    return refused or Doing(world, action, act, state, terms).decide()


def foreseen(world: World, action: CompiledAction, act: Perform, terms: Terms) -> Doing:
    """The act as it would leave its record, whatever stands against it: for rules about who has to approve it."""
    doing = Doing(world, action, act, open_record(world), terms)
    doing.foresee()
    return doing


def _not_for(action: CompiledAction) -> Deny:
    return Deny("not_permitted", {"right": f"action:{action.id}"})


def _offered(action: CompiledAction, state: State) -> Deny | None:
    params: dict[str, Any] = {"action": action.id, "stage": state.stage}
    if state.archived:
        return Deny("record_archived")
    if action.stages is not None and state.stage not in action.stages:
        return Deny("not_offered", {**params, "reason": "stage"})
    if action.when is not None and not action.when.holds(state.env):
        return Deny("not_offered", {**params, "reason": "when", "message": action.doc.message})
    return None


class Doing:
    """One act of an action, from its inputs to the decision."""

    def __init__(self, world: World, action: CompiledAction, act: Perform, state: State, terms: Terms = PLAIN) -> None:
        self.world, self.action, self.act, self.state, self.terms = world, action, act, state, terms
        self.issues: Issues = []
        self.reused: list[str] = []
        self.made: State | None = _make(world, action.creates, act, state) if action.creates else None
        state.made, state.acting, state.asked_ms = self.made, action.id, terms.told.get("asked_ms")
        self.form = Form(action, state, self.made)
        self.admits = partial(admits_transition, actor=world.actor, edit=True)
        self.done = _once_more(state.milestones, action.id)
        world.taken = terms.files
        for key, part in (action.approval.inputs if action.approval else {}).items():
            state.extras[f"act.{key}"] = inner(terms.signed.get(key), part.type)
        world.forget()

    def foresee(self) -> None:
        """Let the inputs, what the action sets and where it leads show, without judging anything."""
        if self.form.fill(self.act.inputs, self.issues) is None:
            self._write()
        self._create()
        settle(self.state, self._goal)

    def decide(self) -> Decision:
        """Deny, Invalid, Missing or Allow."""
        refused = self.form.fill(self.act.inputs, self.issues) or self._write()
        if refused is not None:
            return refused
        self._evidence()
        made_standing = self._create()
        standing = settle(self.state, self._goal)
        refused = blocked(self.state, standing, self.admits)
        if refused is not None:
            return refused
        self._weigh()
        own = self._missing()
        asked = self.form.missing(own) | self._awaited()
        self._judge(asked)
        others, newly = touched_result(self.world, self.form.touched, self.action.id, self.issues, asked)
        if self.issues:
            return Invalid(tuple(self.form.told(self.issues)))
        lacks = self._all(standing, asked, merge((own, newly, self._missing_made(made_standing))))
        if lacks:
            return Missing(needs_of(self.world, lacks))
        return self._allow(standing, made_standing, others)

    def _weigh(self) -> None:
        """Whether the act is effective, for rules about it."""
        if self.action.effective is not None:
            self.state.extras["act._effective"] = self.action.effective.holds(self.state.env)
            self.world.forget()

    def _write(self) -> Deny | None:
        """What the action sets by rule, on the record as the inputs leave it."""
        if not self.action.writes:
            return None
        self.form.settle()
        entities = self.world.app.entities
        for write in self.action.writes:
            entity = self.state.entity
            if write.via is not None:
                entity = entities[entity.fields[write.via].targets[0]]
            value = stored_form(entity.fields[write.field], write.rule.value(self.state.env))
            refused = self.form.write(write.path, write.via, write.field, value, self.issues)
            if refused is not None:
                return refused
        return None

    def _evidence(self) -> None:
        wanted, files = self.action.evidence, self.act.files
        if wanted is None and files:
            self.issues.append(Issue("files", "unknown_input", {"key": "files"}))
        if wanted is None:
            return
        if len(files) > wanted.max:
            self.issues.append(Issue("files", "evidence_too_many", {"max": wanted.max}))
        for index, file in enumerate(files):
            try:
                use_file(self.world, file, frozenset(wanted.accept))
            except FieldIssue as issue:
                self.issues.append(Issue(f"files[{index}]", issue.code, issue.params))
            else:
                self._original(index, self.world.snapshot.files[file], wanted.reuse)

    def _original(self, index: int, file: FileInfo, reuse: str) -> None:
        """A file that was handed in before is refused, or noted; what `earlier` names is for those who may see it."""
        if reuse == "refuse" and file.uses:
            first = file.uses[0]
            params = {"file": file.name, "entity": first.entity, "record": first.record}
            self.issues.append(Issue(f"files[{index}]", "evidence_reused", params))
        elif reuse == "flag" and file.uses:
            self.reused.append(file.id)

    def _create(self) -> Standing | None:
        """Fill the record the act creates, and let the acted record's rollups count it."""
        made, creation = self.made, self.action.creates
        if made is None or creation is None:
            return None
        derive(self.state)
        given = {f.field for f in self.action.inputs.values() if f.where == "new" and f.key in self.form.values}
        for name, rule in creation.values.items():
            if name not in given:
                value = outer(rule.value(self.state.env), made.entity.fields[name].type)
                accept(made, made.entity.fields[name], value, self.issues, f"new.{name}")
        made.raw[creation.link] = made.values[creation.link] = self.state.id
        self.world.forget()
        defaults(made, made.raw)
        standing = settle(made)
        self._count(made, creation)
        return standing

    def _count(self, made: State, creation: CompiledCreation) -> None:
        """The acted record's rollups as they will be with the new record among its children."""
        state = self.state
        for name, rollup in state.entity.rollups.items():
            if rollup.child != creation.entity or rollup.via != creation.link:
                continue
            more, before = contributions(rollup, [made]), state.raw.get(name)
            if before is not None and rollup.op == "avg":
                count = self.world.snapshot.rollup_counts.get(name, 0)
                more = more and count * [float(before)] + more if count else []
            elif before is not None:
                more = more and [float(before), *more]
            if more:
                state.raw[name] = state.values[name] = stored_form(state.entity.fields[name], aggregate(rollup, more))
        self.world.forget()

    def _goal(self, flow: CompiledFlow, path: CompiledPath, start: str) -> str:
        """The stage the action advances to, or the present one (docs/gates.md, section 3, "action")."""
        to = self.action.advances
        if to is None or to == start or not flow.on(path.id, to):
            return start
        if start in path.position:
            return start if self.beyond(flow, path, start, to) else to
        named = self.action.stages is not None and start in self.action.stages
        return to if named else start

    @staticmethod
    def beyond(flow: CompiledFlow, path: CompiledPath, start: str, to: str) -> bool:
        """Whether a record in `start` is already further on the path than `to`, or won."""
        return flow.stages[start].kind == "won" or (to in path.position and path.position[start] >= path.position[to])

    def _missing(self) -> Lacks:
        """What the action requires before it, and its evidence."""
        lacks = lacks_of(self.state, self.action.gate, self.state.milestones, {})
        wanted, at = self.action.evidence, self.action.gate.at
        if wanted is not None and len(self.act.files) < wanted.min:
            key = ("evidence", at)
            lacks[key] = Lack(key, at, self.state, min=wanted.min, done=len(self.act.files))
        return lacks

    def _all(self, standing: Standing | None, asked: Asked, lacks: Lacks) -> Lacks:
        """With the gates of where the act leads; a field that a missing input will fill is asked for as the input."""
        filled: set[LackKey] = {("field", *key, name) for key, name in asked}
        at = self.action.gate.at
        base = merge((lacks, {key: Lack(key, at, self.state) for key in filled}))
        if standing is not None and standing.moves:
            found = missing_on_way(self.state, standing, self.admits, self.done, base)
        else:
            found = merge((base, missing_in_place(self.state, standing, Mode.PLACE, self.done)))
        return {key: lack for key, lack in found.items() if key not in filled}

    def _missing_made(self, standing: Standing | None) -> Lacks:
        if self.made is None:
            return {}
        return missing_on_way(self.made, standing, self.admits, Milestones())

    def _awaited(self) -> Asked:
        """The fields that what approvers give will fill."""
        approval = self.action.approval
        if approval is None or not self.terms.awaits:
            return set()
        found: Asked = set()
        for write in self.action.writes:
            target = behind(self.state, write.via) if write.via else self.state
            if write.path in approval.awaited and target is not None:
                found.add((target.key, write.field))
        return found

    def _judge(self, asked: Asked) -> None:
        for state, at in ((self.state, ""), (self.made, "new.")):
            if state is not None:
                found: Issues = []
                judge(state, found)
                self.issues.extend(replace(i, path=at + i.path) for i in unasked(found, state, asked))

    def _allow(self, standing: Standing | None, made_standing: Standing | None, others: Allow) -> Decision:
        data: dict[str, Any] = {"inputs": {**self.form.own_values(), **self.terms.signed}, **self.terms.told}
        if self.act.files:
            data["files"] = list(self.act.files)
        if self.reused:
            data["reused"] = list(self.reused)
        if self.action.effective is not None:
            data["effective"] = self.action.effective.holds(self.state.env)
        if self.made is not None:
            data["created"] = {"entity": self.made.entity.id, "id": self.made.id}
            write, changes = write_of(self.made, self.world.app.version)
            assert write is not None
            event = created_event(self.made, changes, made_standing, self.action.id)
            others = Allow((write, *others.writes), (event, *others.events))
        head = EventDraft(*self.state.key, "acted", self.action.id, data=data, actor=self.terms.actor)
        return allow(self.world, self.state, head, standing, others)


def _make(world: World, creation: CompiledCreation, act: Perform, acted: State) -> State:
    """The record to be created, empty: it belongs to whoever holds the acted record."""
    if act.new_id is None:
        raise ValueError(f"action {act.action} creates a record: new_id is needed")
    actor = world.actor
    made = State(world, world.app.entities[creation.entity], act.new_id, {}, {}, created_at=world.instant)
    made.owner = acted.owner or (actor.person if actor else None)
    made.unit = acted.unit or (actor.unit if actor else None)
    made.created_by = actor.person if actor else None
    start_rollups(made, {})
    world.states[made.key] = made
    return made


def _once_more(milestones: Milestones, action: str) -> Milestones:
    return replace(milestones, acts={**milestones.acts, action: milestones.acts.get(action, 0) + 1})
