"""One replay, from the first event to the report and the self-check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import msgspec

from followthrough.core.compile import CompiledApp
from followthrough.core.design.replay import History, Replay, Report, Shape
from followthrough.core.design.replay.books import Books, differences
from followthrough.core.design.replay.compared import Tells
from followthrough.core.design.replay.events import acts_of
from followthrough.core.design.replay.report import Note
from followthrough.core.design.replay.side import Surroundings
from followthrough.core.kit.errors import Problem
from followthrough.core.model.decode import decode_app
from followthrough.services.calendars import calendars_of
from followthrough.services.foreseeing.discretion import Discretion
from followthrough.services.views_replay import ReplayDiffering, ReplaySelfcheck
from followthrough.store import apps, history
from followthrough.store.database import Database
from followthrough.store.tx import Tx

from .colleagues import Colleagues

MOST_EVENTS = 5_000_000
MOST_RECORDS = 1_000_000
NAMED = 500
"""Past acts named in a group of the report; a report of many groups names fewer of each."""
DIFFERING = 20
"""Records named whose log tells otherwise than what is stored."""


class Stopped(Exception):
    """Somebody stopped it."""


class TooLarge(Exception):
    """More than is replayed."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Question:
    """What is replayed: the version in force and the draft, over the events up to `last_seq`, in a window."""

    old: CompiledApp
    new: CompiledApp
    window: tuple[int, int]
    last_seq: int
    zone: str


def run(
    db: Database, question: Question, seen: Callable[[int], None], role: str | None = None
) -> tuple[Report, ReplaySelfcheck]:
    """Go through the log. `seen` is told how many events are done, and may raise Stopped. Rules over what `role` does not see
    in force are told nothing of (None: all are). Raises TooLarge."""
    app = question.old.key
    with db.read() as tx:
        shapes, calendars = shapes_of(tx, question.old), dict(calendars_of(tx))
    people = Colleagues(db, app)
    around = Surroundings(question.zone, calendars, people)
    limits = [Discretion(question.old, role, one) for one in (question.old, question.new)] if role is not None else []
    tells = (_tells(limits[0]), _tells(limits[1])) if limits else None
    replay = Replay(question.old, question.new, History(shapes, around, people.role, question.window, tells), NAMED)

    def noted(done: int) -> None:
        if len(replay.books.records) > MOST_RECORDS:
            raise TooLarge(Problem("replay_too_large", {"what": "records", "most": MOST_RECORDS}))
        seen(done)

    for act in acts_of(history.stream(db, app, question.last_seq, seen=noted)):
        replay.take(act)
    report = discreet(replay.report(), limits)
    return report, checked(db, question, replay.books, sorted(replay.wanted))


def _tells(limit: Discretion) -> Tells:
    return lambda acted, want: limit.want(acted, want.kind, want.at, want.entity, want.name)


def discreet(report: Report, limits: Sequence[Discretion]) -> Report:
    """The report without tables whose answers are hidden from who asks; that something is left out is said."""
    tables = tuple(one for one in report.tables if all(limit.table(one.table) for limit in limits))
    notes = report.notes
    if len(tables) < len(report.tables) or any(limit.withholds for limit in limits):
        notes = tuple(sorted((*notes, Note("withheld")), key=lambda note: note.code))
    return replace(report, tables=tables, notes=notes)


def shapes_of(tx: Tx, old: CompiledApp) -> dict[int, Shape]:
    """What could be filled and done under each version up to the one in force."""
    found: dict[int, Shape] = {}
    for info in apps.versions(tx, old.key):
        content = apps.content(tx, old.key, info.number)
        if content is not None and info.number <= old.version:
            found[info.number] = Shape.of(decode_app(msgspec.json.decode(content)))
    return found


def checked(db: Database, question: Question, books: Books, entities: list[str]) -> ReplaySelfcheck:
    """Every stored record of these entities against the rebuilt one. Both are brought to one state first."""
    count = wrong = 0
    examples: list[ReplayDiffering] = []
    app = question.old
    with db.read(snapshot=True) as tx:
        after, now = question.last_seq, history.last_seq(tx, app.key)
        while after < now:
            for event in (found := history.batch(tx, app.key, after, now)):
                books.apply(event)
            after = found[-1].seq
        for name in entities:
            entity = app.entities.get(name)
            if entity is None or entity.rows_of is not None:
                continue
            fields = {key for key, field in entity.fields.items() if not field.live}
            there: set[str] = set()
            for record in history.stored(tx, app, name):
                there.add(record.id)
                count += 1
                differing = differences(books.records.get((name, record.id)), record, fields)
                if differing:
                    wrong += 1
                    examples.append(ReplayDiffering(entity=name, record=record.id, fields=differing))
            for key in books.records:
                if key[0] == name and key[1] not in there:
                    wrong += 1
                    examples.append(ReplayDiffering(entity=name, record=key[1], fields=["_stored"]))
            del examples[DIFFERING:]
    return ReplaySelfcheck(entities=entities, records=count, mismatches=wrong, examples=examples)
