"""The replay itself: the log from its beginning, act by act, under two versions at once (docs/replay.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from followthrough.core.compile.app import CompiledApp
from followthrough.core.run.acts import Record
from followthrough.core.run.world import Key

from .books import Books
from .compared import Compared, Tells
from .differing import Signatures
from .events import SEEN, VALUES, PastAct
from .following import Following
from .judging import Asked, Given, Judge, asked_of
from .notes import notes_of
from .owing import Owing, Window
from .report import Change, DutyGroup, Messages, Owed, OwedOn, Report, TriggerGroup
from .scope import Scope, scope_of
from .shape import Shape
from .side import Roles, Side, Surroundings
from .tabling import Tabling
from .weeks import Weeks

NAMED = 20
"""How many records are named in a group."""
NAMED_IN_ALL = 5_000
"""How many records of what is owed are named in a report."""
_NONE: Counter[str] = Counter()
_Counts = tuple[Counter[str], Counter[str]]
"""By record, under the old version and under the new."""
HEARD = frozenset({"refused", "timed_out"})
"""Events of approvals that a duty or a trigger may wait for."""


@dataclass(frozen=True, slots=True)
class History:
    """What the log does not tell by itself. `shapes` by version: what could be filled and done; `roles`: who holds which
    today; `window` [from, to) in epoch ms; `tells`: what the report may tell of needs of the old version and of the new
    (None: all)."""

    shapes: Mapping[int, Shape]
    around: Surroundings
    roles: Roles
    window: Window
    tells: tuple[Tells, Tells] | None = None


class _Half:
    """One version with all that it runs."""

    def __init__(self, app: CompiledApp, books: Books, history: History, scope: Scope) -> None:
        self.app = app
        self.side = Side(app, books, history.around, history.shapes)
        self.judge = Judge(self.side, history.roles)
        self.owing = Owing(self.side, scope.duties, scope.triggers, history.window)
        self.following = Following(self.owing.app, books)
        self.signatures = Signatures(app)

    def clock(self, ms: int) -> None:
        """It is `ms` now, and what fell due before has been told."""
        if not self.owing.idle:
            self.owing.until(ms)
        self.side.now_ms = max(ms, self.side.now_ms)


class Replay:
    """`take` every act of the log in order, then `report`."""

    def __init__(self, old: CompiledApp, new: CompiledApp, history: History, named: int = NAMED) -> None:
        self.scope = scope_of(old, new)
        self.wanted = self.scope.rebuilt(old, new)
        self.books = Books(self.wanted)
        self.history = history
        self._halves = (_Half(old, self.books, history, self.scope), _Half(new, self.books, history, self.scope))
        self._compared = Compared(named, history.tells)
        self._tabling = Tabling(self._halves[0].side, self._halves[1].side, self.scope.tables, named)
        self._differ: dict[Asked, bool] = {}
        self._events = self._transitions = self._acts = self._checked = 0
        self._closed = False

    def take(self, act: PastAct) -> None:
        """The next act."""
        head = act.head
        from_ms, to_ms = self.history.window
        if head.at_ms >= to_ms:
            self._close()
        inside = from_ms <= head.at_ms < to_ms
        if inside:
            self._events += len(act.events)
            self._transitions += sum(event.to_stage not in (None, event.from_stage) for event in act.events)
        if head.entity not in self.wanted and all(event.entity not in self.wanted for event in act.events):
            self._acts += inside and head.kind in VALUES and asked_of(act, None) is not None
            return
        for half in self._halves:
            half.clock(head.at_ms)
        if head.kind in VALUES:
            self._written(act, inside)
        elif not self._closed and head.kind in SEEN:
            for half in self._halves:
                half.owing.seen(head)
        elif not self._closed and head.kind in HEARD:
            for half in self._halves:
                if not half.owing.idle:
                    half.owing.wrote(head.key, [head.draft()])

    def report(self) -> Report:
        """What would have been different."""
        self._close()
        from_ms, to_ms = self.history.window
        old, new = self._halves
        return Report(
            from_ms,
            to_ms,
            self._events,
            self._transitions,
            self._acts,
            self._checked,
            tuple(sorted(self.wanted)),
            self._compared.all(self._compared.blocked),
            self._compared.all(self._compared.unblocked),
            tuple(self._duties()),
            tuple(self._owed()),
            tuple(self._messages()),
            tuple(self._triggers()),
            tuple(self._tabling.groups[name] for name in sorted(self._tabling.groups)),
            notes_of(old.app, new.app, self.scope, old.side, new.side, self.books.strays),
        )

    # -- one act --------------------------------------------------------------------------------------------------------

    def _written(self, act: PastAct, inside: bool) -> None:
        head, books = act.head, self.books
        keys = [key for key in dict.fromkeys(event.key for event in act.events) if key[0] in self.wanted]
        befores = {key: books.records.get(key) for key in keys}
        asked = asked_of(act, befores.get(head.key)) if head.entity in self.wanted else None
        acts = books.done(head.key)
        for event in act.events:
            books.apply(event)
        if asked is not None and inside:
            self._acts += 1
            if head.entity in self.scope.entities and self._differs(asked):
                self._judge(act, asked, befores, acts)
        if self._closed:
            return
        if inside and self._tabling.entities:
            for key in keys:
                self._tabling.wrote(books.records[key], head.at_ms, head.version)
        for half in self._halves:
            self._react(half, act, befores)

    def _differs(self, asked: Asked) -> bool:
        known = self._differ.get(asked)
        if known is None:
            old, new = self._halves
            known = self._differ[asked] = old.signatures.of(asked) != new.signatures.of(asked)
        return known

    def _judge(self, act: PastAct, asked: Asked, befores: Mapping[Key, Record | None], acts: Mapping[str, int]) -> None:
        self._checked += 1
        head = act.head
        others = {key: before for key, before in befores.items() if key != head.key}
        verdicts = []
        for half in self._halves:
            owed = half.owing.of(head.key)
            given = Given(act, asked, befores[head.key], self.books.records[head.key], acts, owed, others)
            verdicts.append(half.judge.verdict(given))
        self._compared.take(asked, verdicts[0], verdicts[1], (head.record, head.at_ms, head.actor))

    def _react(self, half: _Half, act: PastAct, befores: Mapping[Key, Record | None]) -> None:
        """What comes to be owed, or is done with, by the act."""
        if half.owing.idle:
            return
        books = self.books
        for key, before in befores.items():
            half.following.wrote(before, books.records[key])
        for key in befores:
            half.owing.wrote(key, [event.draft() for event in act.events if event.key == key])
        for key, before in befores.items():
            for other in half.following.of(before, books.records[key]):
                half.owing.again(other)

    def _close(self) -> None:
        """The window is over: nothing falls due any more."""
        if not self._closed:
            self._closed = True
            for half in self._halves:
                half.owing.close(self.history.window[1])

    # -- what came of it ------------------------------------------------------------------------------------------------

    def _duties(self) -> list[DutyGroup]:
        old, new = self._halves
        made: list[DutyGroup] = []
        names = old.app.running.duties.keys() | new.app.running.duties.keys()
        for name in sorted(names & self.scope.duties):
            was, now = _fates(old.owing, name), _fates(new.owing, name)
            if name in self.scope.changed_duties or was != now:
                made.append(DutyGroup(name, _change(old.app, new.app, name), was, now))
        return made

    def _owed(self) -> list[Owed]:
        old, new = (half.owing for half in self._halves)
        homes = {name: one.entity for app in (old.app, new.app) for name, one in app.running.duties.items()}
        made: list[Owed] = []
        left = NAMED_IN_ALL
        shares = {share for share in old.owed.keys() | new.owed.keys() if share[2] in self.scope.duties}
        for share in sorted(shares, key=lambda one: (one[0] or "", *one[1:])):
            opened = (old.owed.get(share, _NONE), new.owed.get(share, _NONE))
            breached = (old.breached.get(share, _NONE), new.breached.get(share, _NONE))
            if opened[0].total() == opened[1].total() and breached[0].total() == breached[1].total():
                continue
            on = list(_owed_on(opened, breached))
            named = tuple(on[: min(NAMED, left)])
            left -= len(named)
            both = ((opened[0].total(), opened[1].total()), (breached[0].total(), breached[1].total()))
            made.append(Owed(*share, *both, homes[share[2]], named, len(on) - len(named)))
        return made

    def _messages(self) -> list[Messages]:
        weeks = Weeks(self.history.around.zone)
        counts: dict[tuple[str, str, str], list[int]] = {}
        for index, half in enumerate(self._halves):
            for (person, kind, at), number in half.owing.told.items():
                counts.setdefault((person, weeks.of(at), kind), [0, 0])[index] += number
        return [Messages(*key, *both) for key, both in sorted(counts.items()) if both[0] != both[1]]

    def _triggers(self) -> list[TriggerGroup]:
        old, new = self._halves
        kinds: dict[tuple[str, str], str] = {}
        for half in self._halves:
            for name, trigger in half.app.running.triggers.items():
                if name in self.scope.triggers:
                    kinds |= {(name, key): str(effect.__struct_config__.tag) for key, effect in trigger.effects.items()}
        counts: list[Counter[tuple[str, str]]] = [half.owing.fired for half in (old, new)]
        return [
            TriggerGroup(*slot, kinds[slot], counts[0][slot], counts[1][slot])
            for slot in sorted(kinds)
            if counts[0][slot] != counts[1][slot]
        ]


def _owed_on(opened: _Counts, breached: _Counts) -> Iterator[OwedOn]:
    """The records that differ in what opened or what was breached."""
    for record in sorted(opened[0].keys() | opened[1].keys()):
        both = (opened[0][record], opened[1][record]), (breached[0][record], breached[1][record])
        if both[0][0] != both[0][1] or both[1][0] != both[1][1]:
            yield OwedOn(record, *both)


def _fates(owing: Owing, duty: str) -> dict[str, int]:
    names = ("met", "late", "open", "overdue", "withdrawn", "waived", "undetermined")
    return {"opened": owing.opened[duty], **{name: owing.fates[duty, name] for name in names}}


def _change(old: CompiledApp, new: CompiledApp, name: str) -> Change:
    if name not in old.running.duties:
        return "added"
    return "removed" if name not in new.running.duties else "changed"
