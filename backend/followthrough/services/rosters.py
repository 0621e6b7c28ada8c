"""Duty rosters: who is on duty when, when nobody is, and when several are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from followthrough.core.kit.ids import is_id
from followthrough.core.rules import Calendar, instant_text
from followthrough.store import people, rosters, units
from followthrough.store.database import Database
from followthrough.store.errors import StoreError
from followthrough.store.rosters import Roster, Shift
from followthrough.store.tx import Tx

from .calendars import calendars_of
from .granting import manages_people
from .ids import new_id
from .refusal import NOT_FOUND, Abandoned, Refusal, refuse
from .registry import Registry
from .setting_calendars import is_label
from .views_base import PersonRef
from .views_time import RosterView, ShiftsView, ShiftView, Stretch
from .who import Who

MAX_ROSTERS = 200
MAX_SHIFTS = 2000
MAX_NOTE = 200
MAX_WINDOW_S = 400 * 86400
T = TypeVar("T")
Window = tuple[int, int]
"""From, to in epoch seconds."""


@dataclass(frozen=True, slots=True)
class NewShift:
    """A shift to be kept; times in epoch seconds. `id` None: a new one."""

    person: str
    start: int
    end: int
    unit: str | None = None
    note: str = ""
    id: str | None = None


class Rosters:
    """Looking at and changing rosters, for who manages people.

    Codes: not_permitted {right: people}, not_found, bad_request {reason}, person_not_found, unit_not_found,
    shift_empty {person}, shift_overlap {person, start}, try_again.
    """

    def __init__(self, db: Database, registry: Registry) -> None:
        self.db = db
        self.registry = registry

    def listing(self, who: Who) -> list[RosterView] | Refusal:
        """All rosters, and who is on duty now."""

        def work(tx: Tx) -> list[RosterView]:
            self._require(tx, who)
            return _views(tx, rosters.listing(tx))

        return _do(self.db, work, write=False)

    def put(self, who: Who, roster_id: str, label: Mapping[str, str], unit: str | None) -> RosterView | Refusal:
        """Make or rename a roster."""

        def work(tx: Tx) -> RosterView:
            self._require(tx, who)
            if not is_id(roster_id) or not is_label(label):
                raise Abandoned(refuse("bad_request", reason="id" if not is_id(roster_id) else "label"))
            if unit is not None and unit not in units.existing(tx, {unit}):
                raise Abandoned(refuse("unit_not_found"))
            known = rosters.listing(tx)
            if len(known) >= MAX_ROSTERS and roster_id not in {one.id for one in known}:
                raise Abandoned(refuse("bad_request", reason="too many rosters"))
            made = Roster(roster_id, {lang: text.strip() for lang, text in label.items()}, unit)
            rosters.put(tx, made)
            return _views(tx, [made])[0]

        return _do(self.db, work)

    def shifts(self, who: Who, roster_id: str, window: Window, outside: str | None = None) -> ShiftsView | Refusal:
        """The shifts that share time with a window. With `outside` gaps count only outside that calendar's working time."""

        def work(tx: Tx) -> ShiftsView:
            self._require(tx, who)
            return _shown(tx, _found(tx, roster_id), _checked(window), outside)

        return _do(self.db, work, write=False)

    def put_shifts(
        self, who: Who, roster_id: str, window: Window, new: Sequence[NewShift], outside: str | None = None
    ) -> ShiftsView | Refusal:
        """The shifts that begin in the window are these from now on. Nobody is on duty twice at the same time."""

        def work(tx: Tx) -> ShiftsView:
            self._require(tx, who)
            roster = _found(tx, roster_id, lock=True)
            start, end = _checked(window)
            if len(new) > MAX_SHIFTS:
                raise Abandoned(refuse("bad_request", reason="too many shifts"))
            kept = [
                one for one in rosters.shifts(tx, roster_id, start * 1000, end * 1000) if one.from_ms < start * 1000
            ]
            made = [_made(roster, one, (start, end)) for one in new]
            _references(tx, made)
            latest = max((one.to_ms for one in made), default=0)
            after = rosters.shifts(tx, roster_id, end * 1000, latest) if latest > end * 1000 else []
            later = [one for one in after if one.from_ms >= end * 1000]
            _apart([*kept, *made, *later])
            rosters.replace(tx, roster_id, start * 1000, end * 1000, made)
            return _shown(tx, roster, (start, end), outside)

        return _do(self.db, work)

    def _require(self, tx: Tx, who: Who) -> None:
        if not manages_people(self.registry.live(tx), who.roles):
            raise Abandoned(refuse("not_permitted", right="people"))


def _do(db: Database, work: Callable[[Tx], T], *, write: bool = True) -> T | Refusal:
    try:
        if write:
            return db.transact(work)
        with db.read() as tx:
            return work(tx)
    except Abandoned as abandoned:
        result: Refusal = abandoned.result
        return result
    except StoreError as error:
        return refuse(error.code)


def _found(tx: Tx, roster_id: str, *, lock: bool = False) -> Roster:
    found = rosters.get(tx, roster_id, lock=lock)
    if found is None:
        raise Abandoned(NOT_FOUND)
    return found


def _checked(window: Window) -> Window:
    if not 0 < window[1] - window[0] <= MAX_WINDOW_S:
        raise Abandoned(refuse("bad_request", reason="to"))
    return window


def _made(roster: Roster, new: NewShift, window: Window) -> Shift:
    if new.end <= new.start:
        raise Abandoned(refuse("shift_empty", person=new.person))
    if not window[0] <= new.start < window[1] or new.end - new.start > MAX_WINDOW_S or len(new.note) > MAX_NOTE:
        raise Abandoned(refuse("bad_request", reason="shifts"))
    # Always a new id: one that a browser names could be another roster's.
    return Shift(new_id(), new.person, new.unit or roster.unit, new.start * 1000, new.end * 1000, new.note.strip())


def _references(tx: Tx, made: Collection[Shift]) -> None:
    wanted = {one.person for one in made}
    if wanted - people.existing(tx, wanted).keys():
        raise Abandoned(refuse("person_not_found"))
    places = {one.unit for one in made if one.unit is not None}
    if places - units.existing(tx, places):
        raise Abandoned(refuse("unit_not_found"))


def _apart(shifts: Sequence[Shift]) -> None:
    """Nobody twice at once."""
    ends: dict[str, int] = {}
    for one in sorted(shifts, key=lambda shift: shift.from_ms):
        if one.from_ms < ends.get(one.person, 0):
            raise Abandoned(refuse("shift_overlap", person=one.person, start=instant_text(one.from_ms // 1000)))
        ends[one.person] = one.to_ms


def _views(tx: Tx, found: Sequence[Roster]) -> list[RosterView]:
    now = tx.now_ms()
    places = units.names(tx, {one.unit for one in found if one.unit is not None})
    duty = {one.id: rosters.on_duty(tx, one.id, one.unit, now) for one in found}
    names = people.names(tx, {person for person in duty.values() if person is not None})
    return [
        RosterView(
            id=one.id,
            label=dict(one.label),
            unit=one.unit,
            unit_name=places.get(one.unit or "", ""),
            on_duty=PersonRef(id=person, name=names.get(person, "")) if (person := duty[one.id]) else None,
        )
        for one in found
    ]


def _shown(tx: Tx, roster: Roster, window: Window, outside: str | None) -> ShiftsView:
    found = rosters.shifts(tx, roster.id, window[0] * 1000, window[1] * 1000)
    held = {one.person for one in found}
    names, active = people.names(tx, held), people.existing(tx, held).keys()
    at_work = [one for one in found if one.person in active]
    places = units.names(tx, {one.unit for one in found if one.unit is not None})
    calendar = calendars_of(tx).get(outside) if outside else None
    if outside and calendar is None:
        raise Abandoned(refuse("bad_request", reason="outside"))

    def stretch(unit: str | None, part: Window, persons: Sequence[str]) -> Stretch:
        return Stretch(
            unit=unit,
            unit_name=places.get(unit or "", ""),
            start=instant_text(part[0]),
            end=instant_text(part[1]),
            people=[PersonRef(id=person, name=names.get(person, "")) for person in persons],
        )

    gaps, overlaps = [], []
    for unit, covering in covers(tx, roster, at_work):
        gaps += [stretch(unit, part, ()) for part in gaps_of(covering, window, calendar)]
        overlaps += [stretch(unit, part, persons) for part, persons in overlaps_of(covering, window)]
    return ShiftsView(
        roster=_views(tx, [roster])[0],
        start=instant_text(window[0]),
        end=instant_text(window[1]),
        shifts=[
            ShiftView(
                id=one.id,
                person=PersonRef(id=one.person, name=names.get(one.person, "")),
                active=one.person in active,
                unit=one.unit,
                unit_name=places.get(one.unit or "", ""),
                start=instant_text(one.from_ms // 1000),
                end=instant_text(one.to_ms // 1000),
                note=one.note,
            )
            for one in found
        ],
        gaps=gaps,
        overlaps=overlaps,
    )


def covers(tx: Tx, roster: Roster, shifts: Sequence[Shift]) -> list[tuple[str | None, list[Shift]]]:
    """Per unit the shifts that are for it: its own, those of units above and those for all. Without units, once for all."""
    named = sorted({one.unit for one in shifts if one.unit is not None} | ({roster.unit} if roster.unit else set()))
    if not named:
        return [(None, list(shifts))]
    above = rosters.above(tx, named)
    return [(unit, [one for one in shifts if one.unit is None or one.unit in above[unit]]) for unit in named]


def gaps_of(shifts: Sequence[Shift], window: Window, outside: Calendar | None = None) -> list[Window]:
    """When nobody is on duty within the window, in epoch seconds; the working time of `outside` needs nobody."""
    taken = [(one.from_ms // 1000, one.to_ms // 1000) for one in shifts]
    if outside is not None:
        taken += [span for span in outside.spans.spans() if span[1] > window[0] and span[0] < window[1]]
    found, at = [], window[0]
    for start, end in sorted(taken):
        if start > at:
            found.append((at, min(start, window[1])))
        at = max(at, end)
        if at >= window[1]:
            return found
    return [*found, (at, window[1])]


def overlaps_of(shifts: Sequence[Shift], window: Window) -> list[tuple[Window, list[str]]]:
    """When several are on duty within the window, and who, by when they began."""
    edges = sorted({edge // 1000 for one in shifts for edge in (one.from_ms, one.to_ms)})
    found: list[tuple[Window, list[str]]] = []
    for start, end in pairwise(edges):
        part = (max(start, window[0]), min(end, window[1]))
        held = [one.person for one in shifts if one.from_ms // 1000 <= start and one.to_ms // 1000 >= end]
        if part[0] < part[1] and len(set(held)) > 1:
            found.append((part, list(dict.fromkeys(held))))
    return found
