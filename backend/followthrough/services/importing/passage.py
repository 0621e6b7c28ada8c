"""All rows of a job through the command path, in an order in which each finds what it refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from followthrough.core.compile import CompiledApp
from followthrough.core.run.acts import Act, Assign, Create, Edit, Entry, Move, Record
from followthrough.services.command import Done
from followthrough.services.ids import new_id
from followthrough.services.refusal import Refusal
from followthrough.store.imports import ImportRow

from .plan import Plan, Reading, Wrong
from .wire import RowProblem
from .wording import Wording

ENTRY: Entry = "import"
SEEN_EVERY = 50


class Door(Protocol):
    """Where acts go: to be judged only, or to be stored."""

    def act(self, entity: str, record: str | None, act: Act) -> Done | Refusal:
        """One act by the command path."""

    def standing(self, entity: str, record: str) -> Record | None:
        """The record as it now stands."""

    def together(self, work: Callable[[], Refusal | None]) -> Refusal | None:
        """Several acts of one row: a refusal undoes those before it."""


@dataclass(slots=True)
class Outcome:
    """What became of a row. `state`: created, updated, unchanged or error. A created row with problems is one whose circle
    of references inside the file could not be closed."""

    n: int
    state: str
    problems: list[RowProblem] = field(default_factory=list)
    record: str | None = None
    version: int | None = None


class Passage:
    """One pass over rows."""

    def __init__(
        self,
        app: CompiledApp,
        plan: Plan,
        door: Door,
        *,
        existing: dict[object, list[str]] | None = None,
        seen: Callable[[int], None] | None = None,
    ) -> None:
        self._app = app
        self._entity = plan.entity.id
        self._plan = plan
        self._door = door
        self._existing = existing
        self._seen = seen
        self._words = Wording(app, self._entity, plan.column_of)
        self._made: dict[tuple[str, str], str | Refusal] = {}
        self._outcomes: dict[int, Outcome] = {}
        self._later: list[tuple[int, str, str]] = []

    def go(self, rows: Sequence[ImportRow], readings: Mapping[int, Reading]) -> dict[int, Outcome]:
        """What became of every row, by number. `readings`: the rows as the plan reads them; they are used up."""
        cells = {row.n: row.cells for row in rows}
        for place, n in enumerate(ordered(readings, self._plan.titles), 1):
            self._outcomes[n] = self._row(n, readings[n], cells[n])
            if self._seen is not None and place % SEEN_EVERY == 0:
                self._seen(place)
        for n, name, title in self._later:
            self._link(n, name, title, cells[n])
        return self._outcomes

    def _row(self, n: int, reading: Reading, cells: Sequence[Any]) -> Outcome:
        self._inside(n, reading)
        found = None
        if self._plan.mapping.match is not None and self._existing is not None:
            value = reading.values.get(self._plan.mapping.match)
            keys = self._existing.get(value, []) if value is not None else []
            if len(keys) > 1:
                reading.wrong.append(self._at_match("ambiguous_reference", {"text": str(value), "count": len(keys)}))
            found = keys[0] if keys else None
        if reading.wrong:
            return Outcome(n, "error", self._words.of_wrong(reading.wrong))
        refused = self._make(reading)
        if refused is not None:
            return Outcome(n, "error", refused)
        return self._change(n, found, reading, cells) if found else self._create(n, reading, cells)

    def _at_match(self, code: str, params: dict[str, Any]) -> Wrong:
        name = self._plan.mapping.match
        return Wrong(self._plan.column_of.get(name or ""), name, code, params, params.get("text"))

    def _inside(self, n: int, reading: Reading) -> None:
        """References to other rows of the file: those are done before, but for circles, which are closed afterwards."""
        for name, title in reading.inside.items():
            parent = self._plan.titles[title][0]
            outcome = self._outcomes.get(parent)
            if outcome is None:
                self._later.append((n, name, title))
            elif outcome.record is None:
                params = {"target": self._entity, "text": title}
                reading.wrong.append(Wrong(self._plan.column_of[name], name, "reference_not_found", params, title))
            else:
                reading.values[name] = outcome.record

    def _make(self, reading: Reading) -> list[RowProblem] | None:
        """Make the records that the row's texts stand for, each once for all rows."""
        for name, title in reading.make.items():
            part = next(part for part in self._plan.parts if part.target.id == name)
            target = part.target.names or ""
            made = self._made.get((target, title))
            if made is None:
                act = Create(target, new_id(), {self._app.entities[target].info.title: title}, entry=ENTRY)
                done = self._door.act(target, None, act)
                made = self._made[target, title] = done if isinstance(done, Refusal) else done.record.id
            if isinstance(made, Refusal):
                problems = Wording(self._app, target, {}).of_refusal(made, ())
                at = part.mapping.column
                return [_moved(problem, at, name, title) for problem in problems]
            reading.values[name] = made
        return None

    def _create(self, n: int, reading: Reading, cells: Sequence[Any]) -> Outcome:
        act = Create(self._entity, new_id(), reading.values, reading.stage, reading.owner, reading.unit, ENTRY)
        done = self._door.act(self._entity, None, act)
        if isinstance(done, Refusal):
            return Outcome(n, "error", self._words.of_refusal(done, cells))
        if self._existing is not None:
            value = reading.values.get(self._plan.mapping.match or "")
            if value is not None:
                self._existing.setdefault(value, []).append(done.record.id)
        return Outcome(n, "created", record=done.record.id, version=done.record.version)

    def _change(self, n: int, record: str, reading: Reading, cells: Sequence[Any]) -> Outcome:
        acts = list(self._acts(record, reading))
        changed = False

        def work() -> Refusal | None:
            nonlocal changed
            for act in acts:
                done = self._door.act(self._entity, record, act)
                if isinstance(done, Refusal):
                    return done
                changed = changed or done.changed
            return None

        refused = work() if len(acts) == 1 else self._door.together(work)
        if refused is not None:
            return Outcome(n, "error", self._words.of_refusal(refused, cells))
        now = self._door.standing(self._entity, record)
        return Outcome(n, "updated" if changed else "unchanged", record=record, version=now.version if now else None)

    def _acts(self, record: str, reading: Reading) -> Iterator[Act]:
        """What changes a matched record into what the row says."""
        standing = self._door.standing(self._entity, record)
        if standing is not None and reading.stage is not None and reading.stage != standing.stage:
            yield Move(reading.stage, reading.values, ENTRY)
        else:
            yield Edit(reading.values, ENTRY)
        if standing is not None and (reading.owner or reading.unit):
            owner = reading.owner or standing.owner or ""
            unit = reading.unit or standing.unit or ""
            if (owner, unit) != (standing.owner, standing.unit):
                yield Assign(owner, unit, entry=ENTRY)

    def _link(self, n: int, name: str, title: str, cells: Sequence[Any]) -> None:
        """Close a circle of references inside the file, once all its rows are there."""
        mine = self._outcomes[n]
        other = self._outcomes[self._plan.titles[title][0]]
        if mine.record is None:
            return
        if other.record is None:
            wrong = Wrong(self._plan.column_of[name], name, "reference_not_found", {"target": self._entity}, title)
            mine.problems = self._words.of_wrong([wrong])
            return
        done = self._door.act(self._entity, mine.record, Edit({name: other.record}, ENTRY))
        if isinstance(done, Refusal):
            mine.problems = self._words.of_refusal(done, cells)
        else:
            mine.version = done.record.version


def _moved(problem: RowProblem, column: int, name: str, value: str) -> RowProblem:
    """A problem of the record to be made, told at the cell that asks for it."""
    return RowProblem(
        column=column,
        field=name,
        code=problem.code,
        params=problem.params,
        message=problem.message,
        remedy=problem.remedy,
        value=value,
    )


def ordered(readings: Mapping[int, Reading], titles: Mapping[str, list[int]]) -> list[int]:
    """The row numbers, each after the rows it refers to; inside a circle as they stand in the file."""
    needs = {
        n: [titles[title][0] for title in reading.inside.values() if titles[title][0] in readings]
        for n, reading in readings.items()
    }
    done: dict[int, bool] = {}
    made: list[int] = []
    for start in readings:
        stack = [start]
        while stack:
            n = stack[-1]
            if done.get(n):
                stack.pop()
                continue
            waiting: list[int] = []
            if n not in done:
                done[n] = False
                waiting = [other for other in needs[n] if other not in done]
            if waiting:
                stack.extend(waiting)
                continue
            stack.pop()
            done[n] = True
            made.append(n)
    return made
