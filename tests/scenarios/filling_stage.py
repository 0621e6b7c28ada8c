"""A stage for scenarios over the services: the real command path on a real database."""

from __future__ import annotations

import io
from random import Random
from typing import Any

import msgspec
import sqlalchemy as sa
from PIL import Image

from followthrough.core.model.scenario import Scenario, ScenarioShift
from followthrough.core.run.acts import (
    Act,
    Archive,
    Assign,
    Create,
    Edit,
    Extend,
    Move,
    Nudge,
    Perform,
    Reassign,
    Waive,
)
from followthrough.core.run.approval import Approval
from followthrough.core.run.expectation import Outcome, Seen, Truth
from followthrough.core.run.owed import Obligation
from followthrough.core.run.scenario import Deed, instant_ms
from followthrough.services.demo.evidence import paper
from followthrough.services.ids import new_id
from followthrough.services.recomputing import recompute
from followthrough.services.refusal import Refusal
from followthrough.services.views import Answer
from followthrough.store import approvals, delegations, obligations, rosters
from followthrough.store.delegations import Delegation
from followthrough.store.platform import notice, obligation
from tests.services.house import House
from tests.support.stages import signing

NOBODY = "00000000-0000-7000-8000-000000000000"
"""An id of nothing."""


def sample(kind: str, name: str = "") -> bytes:
    """The bytes of a file of a kind. Pictures of different names look different."""
    if kind == "image":
        rng, out = Random(name), io.BytesIO()
        coarse = Image.frombytes("RGB", (9, 8), rng.randbytes(9 * 8 * 3))
        coarse.resize((180, 160), Image.Resampling.NEAREST).save(out, "JPEG")
        return out.getvalue()
    return {"pdf": paper("sample"), "text": b"sample", "audio": b"ID3sample", "other": b"\x00\x01"}[kind]


class FillingStage:
    """`followthrough.core.run.scenario.Stage` over Filling and Watching."""

    def __init__(self, house: House, app: str) -> None:
        self.house = house
        self.app = app
        self._by_id: dict[str, str] = {}

    def begin(self, story: Scenario) -> dict[str, str]:
        for alias, unit in _parents_first(story):
            self.house.add_unit(alias, unit)
        for alias, person in story.people.items():
            self.house.add_person(alias, person.role, person.unit)
        ids = dict(self.house.units) | {alias: self.house.people[alias].person for alias in story.people}
        self._by_id = {ids[alias]: alias for alias in story.people}
        with self.house.db.write() as tx:
            for told in story.delegations:
                times = instant_ms(told.from_), instant_ms(told.to)
                delegations.add(tx, Delegation(new_id(), ids[told.person], ids[told.deputy], *times))
            for name, shifts in story.rosters.items():
                rosters.put(tx, rosters.Roster(name, {"zh": name}))
                made = [
                    rosters.Shift(new_id(), ids[one.person], ids.get(one.unit or ""), *_span(one)) for one in shifts
                ]
                rosters.replace(tx, name, min(one.from_ms for one in made), max(one.to_ms for one in made), made)
        return ids

    def at(self, now_ms: int) -> None:
        self.house.now_ms = now_ms

    def upload(self, person: str, name: str, kind: str) -> str:
        return self.house.upload(self._by_id[person], sample(kind, name), name)

    def do(self, deed: Deed) -> Outcome:
        alias = self._by_id[deed.person]
        seen = self.house.stored(deed.entity, deed.record, self.app) if deed.record else None
        version = seen.record.version if seen else None
        answer = self.house.submit(
            alias, deed.entity, deed.record, act_of(deed, self.latest(deed)), app=self.app, version=version
        )
        return outcome_of(answer)

    def see(self, person: str, entity: str, record: str) -> Seen | None:
        found = self.house.services.watching.record(self.house.people[self._by_id[person]], self.app, entity, record)
        return None if isinstance(found, Refusal) else Seen(msgspec.to_builtins(found.next))

    def truth(self, entity: str, record: str) -> Truth:
        found = self.house.stored(entity, record, self.app).record
        came = self.house.events(entity, record, self.app)
        told = tuple(f"{event.kind}:{event.name}" if event.name else event.kind for event in came)
        place = (found.stage, found.path, found.owner, found.unit, found.archived)
        return Truth(found.version, found.values, *place, told, self._owed(record), self._asked(record))

    def _asked(self, record: str) -> tuple[Approval, ...]:
        with self.house.db.read() as tx:
            return tuple(reversed(approvals.of_record(tx, self.app, record)))

    def latest(self, deed: Deed) -> str:
        """The latest request for the deed's action on its record."""
        found = reversed(self._asked(deed.record or ""))
        return next((one.id for one in found if one.action == deed.action), NOBODY)

    def _owed(self, record: str) -> tuple[Obligation, ...]:
        wanted = sa.select(*obligations.SHOWN).where(obligation.c.record == record)
        with self.house.db.read() as tx:
            return tuple(obligations.of_row(row) for row in tx.rows(wanted.order_by(obligation.c.opened_ms)))

    def sweep(self) -> None:
        recompute(self.house.services)
        self.house.services.sweeping.sweep()

    def heard(self) -> list[tuple[str, str, str | None]]:
        c = notice.c
        with self.house.db.read() as tx:
            return [(row[0], row[1], row[2]) for row in tx.rows(sa.select(c.kind, c.person, c.duty).order_by(c.seq))]


def act_of(deed: Deed, asked: str = "") -> Act:
    """The act a step tells; `asked` is the approval it is about."""
    entry: Any = deed.entry
    match deed.kind:
        case "create":
            return Create(deed.entity, "", deed.values, deed.to, deed.owner, deed.unit, entry)
        case "edit":
            return Edit(deed.values, entry)
        case "move":
            return Move(str(deed.to), deed.values, entry)
        case "act":
            return Perform(str(deed.action), deed.values, deed.files)
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
            return signing(deed, asked)
    return Archive(deed.reason, deed.restore)


def outcome_of(answer: Answer | Refusal) -> Outcome:
    """An answer as scenarios see it."""
    if isinstance(answer, Answer):
        made = (answer.created.entity, answer.created.id) if answer.created else None
        return Outcome("ok", record=answer.record.id, made=made, moved=tuple(answer.moved))
    kind = {"gate_missing": "missing", "invalid": "invalid"}.get(answer.code, "deny")
    needs, issues = msgspec.to_builtins(answer.needs), msgspec.to_builtins(answer.issues)
    return Outcome(kind, needs=tuple(needs), issues=tuple(issues), code=answer.code if kind == "deny" else None)


def _span(shift: ScenarioShift) -> tuple[int, int]:
    return instant_ms(shift.from_), instant_ms(shift.to)


def _parents_first(story: Scenario) -> list[tuple[str, str | None]]:
    left = {alias: unit.parent for alias, unit in story.units.items()}
    placed: list[tuple[str, str | None]] = []
    while left:
        ready = [alias for alias, parent in left.items() if parent not in left]
        placed += [(alias, left.pop(alias)) for alias in ready]
    return placed
