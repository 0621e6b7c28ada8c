"""Plays a scenario (docs/contract.md, section 6) and says where the story was not kept.

Pure: who keeps the records is a `Stage`, in memory or behind HTTP. The conformance cases of
schemas/conformance/flow are told in the same words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from dataclasses import replace as dataclass_replace
from datetime import datetime
from typing import Any, Protocol

from msgspec.structs import replace

from followthrough.core.model import scenario as doc

from .acts import Values
from .expectation import (
    Outcome,
    Seen,
    Truth,
    compare_asked,
    compare_outcome,
    compare_owed,
    compare_seen,
    compare_truth,
    obligation_called,
)

_PAUSE = re.compile(r"\+P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


@dataclass(frozen=True, slots=True)
class Deed:
    """A step with every alias replaced by its id. `person` acts; `record` is None for a create.

    `obligation` is the one it is about ("": there is none), `other` the person it is to go to; `reason` is also what a
    nudge or a signer says, `to` the stage, or the step an approval returns to, `action` also the one that is approved.
    """

    kind: str
    person: str
    entity: str
    record: str | None = None
    values: Values = field(default_factory=dict)
    to: str | None = None
    action: str | None = None
    files: tuple[str, ...] = ()
    owner: str | None = None
    unit: str | None = None
    reason: str = ""
    restore: bool = False
    entry: str = "form"
    obligation: str = ""
    due_ms: int = 0
    other: str = ""
    verdict: str = ""
    added: bool = False
    before: bool = True


class Stage(Protocol):
    """Where a story is played: an organisation with people, a clock and one app."""

    def begin(self, story: doc.Scenario) -> dict[str, str]:
        """Make the units and people of the story; their ids by alias."""

    def at(self, now_ms: int) -> None:
        """Set the clock (epoch milliseconds)."""

    def upload(self, person: str, name: str, kind: str) -> str:
        """Upload a file as that person; its id."""

    def do(self, deed: Deed) -> Outcome:
        """Submit an act on the record's present version."""

    def sweep(self) -> None:
        """Let the clock do what is due by now, until nothing is."""

    def heard(self) -> list[tuple[str, str, str | None]]:
        """Every notice there was so far: (kind, person, duty), in order."""

    def see(self, person: str, entity: str, record: str) -> Seen | None:
        """What the person sees of a record; None when it is not found for him."""

    def truth(self, entity: str, record: str) -> Truth:
        """The record as it is stored, with all its events and obligations."""


@dataclass(slots=True)
class Play:
    """A story on its stage, between two steps. `ids` are by alias; `records` (entity, id) by alias."""

    stage: Stage
    ids: dict[str, str]
    now_ms: int
    records: dict[str, tuple[str, str]] = field(default_factory=dict)

    def step(self, step: doc.Step) -> list[str]:
        """Play one step: what was not as told, empty when all was."""
        self._move_clock(step.at)
        before = {alias: self.stage.truth(*key) for alias, key in self.records.items()}
        heard = len(self.stage.heard())
        if isinstance(step, doc.TickStep):
            self.stage.sweep()
            wrong: list[str] = []
        else:
            wrong = self._look(step) if isinstance(step, doc.LookStep) else self._act(step, before)
        if step.ref in self.records:
            wrong += self._compare(step.ref, step.expect, step.as_, before)
        if step.expect.notices is not None:
            wrong += self._hear(step.expect.notices, self.stage.heard()[heard:])
        for alias, state in step.expect.others.items():
            name = alias.removeprefix("@")
            wrong += [f"{alias}: {text}" for text in self._compare(name, state, step.as_, before)]
        return wrong

    def _act(self, step: Any, before: dict[str, Truth]) -> list[str]:
        outcome = self.stage.do(self._deed(step))
        if outcome.record is not None and step.ref not in self.records:
            self.records[step.ref] = (step.entity, outcome.record)
            self.ids[step.ref] = outcome.record
        new = getattr(step, "new", None)
        if new is not None and outcome.made is not None:
            self.records[new] = outcome.made
            self.ids[new] = outcome.made[1]
        told = {"missing": self.resolve(step.expect.missing), "invalid": self.resolve(step.expect.invalid)}
        expect = replace(step.expect, **told)
        wrong = compare_outcome(expect, outcome, self.records.get(step.ref), self._behind(step))
        if outcome.kind != "ok":
            now = {alias: self.stage.truth(*self.records[alias]) for alias in before}
            still = {
                a
                for a, was in before.items()
                if (now[a].version, now[a].obligations, now[a].approvals)
                == (was.version, was.obligations, was.approvals)
            }
            wrong += [f"@{alias} changed though refused" for alias in before if alias not in still]
        return wrong

    def _look(self, step: doc.LookStep) -> list[str]:
        seen = self.stage.see(self.ids[step.as_], *self.records[step.ref])
        denied = "not_found" if seen is None else None
        return [] if step.expect.deny == denied else [f"seen: {denied or 'ok'}, told: {step.expect.deny or 'ok'}"]

    def _hear(self, told: list[str], came: list[tuple[str, str, str | None]]) -> list[str]:
        """Notices are told as "kind:alias:duty", in any order."""
        names = {key: alias for alias, key in self.ids.items()}
        heard = sorted(":".join(part for part in (kind, names.get(who, who), duty) if part) for kind, who, duty in came)
        return [] if heard == sorted(told) else [f"notices {heard}, told: {sorted(told)}"]

    def _compare(self, alias: str, told: doc.RecordState, person: str | None, before: dict[str, Truth]) -> list[str]:
        key = self.records[alias]
        known = before.get(alias)
        truth = self.stage.truth(*key)
        wrong = compare_truth(told, truth, len(known.events) if known else 0, self.resolve)
        wrong += compare_owed(told, truth, self.now_ms, self.resolve)
        wrong += compare_asked(told, truth, self.resolve)
        if told.next is not None:
            seen = self.stage.see(self.ids[str(person)], *key)
            wrong += ["next: not visible"] if seen is None else compare_seen(told.next, seen, key, truth.values)
        return wrong

    def _behind(self, step: Any) -> Values:
        """The values needs of the form `customer.core_need` are read through."""
        given = self.resolve(getattr(step, "values", {}))
        key = self.records.get(step.ref)
        return {**(self.stage.truth(*key).values if key else {}), **given}

    def resolve(self, value: Any) -> Any:
        """`value` with every "@alias" replaced by its id; "@@x" is the text "@x". Raises KeyError for an unknown alias."""
        if isinstance(value, str) and value.startswith("@"):
            return value[1:] if value.startswith("@@") else self.ids[value[1:]]
        if isinstance(value, dict):
            return {key: self.resolve(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self.resolve(part) for part in value]
        return value

    def _deed(self, step: Any) -> Deed:
        person, kind = self.ids[step.as_], step.__struct_config__.tag
        entry = getattr(step, "entry", "action")
        if isinstance(step, doc.CreateStep):
            owner, unit = (self.ids[a] if a else None for a in (step.owner, step.unit))
            values = self.resolve(step.values)
            return Deed(kind, person, step.entity, None, values, step.stage, owner=owner, unit=unit, entry=entry)
        entity, record = self.records[step.ref]
        if isinstance(step, doc.ActStep):
            files = tuple(self.stage.upload(person, file.name, file.kind) for file in step.files)
            inputs = self.resolve(step.inputs)
            return Deed(kind, person, entity, record, inputs, action=step.action, files=files, entry="action")
        if isinstance(step, doc.AssignStep):
            owner, unit = self.ids[step.owner], self.ids[step.unit]
            return Deed(kind, person, entity, record, owner=owner, unit=unit, reason=step.reason)
        if isinstance(step, doc.ArchiveStep):
            return Deed(kind, person, entity, record, reason=step.reason, restore=step.restore)
        if isinstance(step, doc.WaiveStep | doc.ExtendStep | doc.ReassignStep | doc.NudgeStep):
            return self._seeing(step, kind, person)
        if isinstance(step, doc.SignStep | doc.PassOnStep | doc.TakeBackStep):
            return self._signing(step, kind, person)
        values = self.resolve(step.values)
        return Deed(kind, person, entity, record, values, getattr(step, "to", None), entry=entry)

    def _seeing(self, step: Any, kind: str, person: str) -> Deed:
        entity, record = self.records[step.ref]
        name = step.duty if step.cycle is None else f"{step.duty}/{step.cycle}"
        found = obligation_called(name, self.stage.truth(entity, record).obligations)
        said = step.text if isinstance(step, doc.NudgeStep) else step.reason
        due_ms = instant_ms(step.due) if isinstance(step, doc.ExtendStep) else 0
        other = self.ids[step.person] if isinstance(step, doc.ReassignStep) else ""
        own = found.id if found is not None else ""
        return Deed(kind, person, entity, record, reason=said, obligation=own, due_ms=due_ms, other=other)

    def _signing(self, step: Any, kind: str, person: str) -> Deed:
        entity, record = self.records[step.ref]
        if isinstance(step, doc.TakeBackStep):
            return Deed(kind, person, entity, record, action=step.action, reason=step.reason)
        deed = Deed(kind, person, entity, record, action=step.action, reason=step.comment)
        if isinstance(step, doc.PassOnStep):
            return dataclass_replace(deed, other=self.ids[step.person], added=step.added, before=step.before)
        return dataclass_replace(deed, values=self.resolve(step.inputs), verdict=step.verdict, to=step.to_step)

    def _move_clock(self, at: str | None) -> None:
        if at is None:
            return
        if at.startswith("+"):
            self.now_ms += pause_ms(at)
        else:
            self.now_ms = instant_ms(at)
        self.stage.at(self.now_ms)


def open_play(story: doc.Scenario, stage: Stage) -> Play:
    """The story's organisation on the stage, its clock set."""
    play = Play(stage, stage.begin(story), instant_ms(story.clock))
    stage.at(play.now_ms)
    return play


def play(story: doc.Scenario, stage: Stage) -> list[str]:
    """Play a whole story: every way in which it was not as told, by step number (from 1); empty when it was.

    Stops after the first step that went wrong, since those after it build on it.
    """
    run = open_play(story, stage)
    for number, step in enumerate(story.steps, 1):
        wrong = run.step(step)
        if wrong:
            what = f"step {number} ({step.__struct_config__.tag} {step.ref or ''})"
            return [f"{what}: {text}" for text in wrong]
    return []


def instant_ms(text: str) -> int:
    """Epoch milliseconds of an instant with its offset ("2026-03-02T09:00:00+08:00")."""
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def pause_ms(text: str) -> int:
    """Milliseconds of "+PT26H", "+P3D" …; raises ValueError for anything else."""
    found = _PAUSE.fullmatch(text)
    if found is None or not any(found.groups()):
        raise ValueError(text)
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
