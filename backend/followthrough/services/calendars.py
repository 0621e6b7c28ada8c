"""Working calendars for rules: the organisation's own, those of regions and stores, built once per change."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

import msgspec

from followthrough.core.rules import Calendar, calendar_of
from followthrough.store import calendars, organisation, recomputes
from followthrough.store.calendars import Stamp, Stored
from followthrough.store.database import Database
from followthrough.store.tx import Tx

from .calendar_days import ORGANISATION, build, shipped, usual
from .holidays import published
from .views_time import CalendarContent

Known = tuple[tuple[Stamp, ...], Mapping[str, Calendar]]

_known: WeakKeyDictionary[Database, Known] = WeakKeyDictionary()
_lock = threading.Lock()
_content = msgspec.json.Decoder(CalendarContent)


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What a calendar is to be; `revision` is that seen, 0 for a new one."""

    label: Mapping[str, str]
    zone: str
    content: CalendarContent
    revision: int


def calendars_of(tx: Tx) -> Mapping[str, Calendar]:
    """The calendars by name, for moments: one small query, built once per change.

    "organisation" is always there: as it is shipped where none is stored. Never asked after a change of a calendar in the
    same transaction, which might yet be undone.
    """
    stamps = tuple(sorted(calendars.stamps(tx)))
    known = _known.get(tx.db)
    if known is not None and known[0] == stamps:
        return known[1]
    # Built once: other threads wait for it instead of each making its own.
    with _lock:
        known = _known.get(tx.db)
        if known is None or known[0] != stamps:
            known = (stamps, {ORGANISATION: shipped(), **{one.id: made_of(one) for one in calendars.listing(tx)}})
            _known[tx.db] = known
    return known[1]


class CalendarsWhenAsked(Mapping[str, Calendar]):
    """The calendars of a transaction, read when one is first asked for: most acts ask for none."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._found: Mapping[str, Calendar] | None = None

    def _all(self) -> Mapping[str, Calendar]:
        if self._found is None:
            self._found = calendars_of(self._tx)
        return self._found

    def __getitem__(self, name: str) -> Calendar:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def made_of(stored: Stored) -> Calendar:
    """A stored calendar as rules use it."""
    return _built(msgspec.json.encode(stored.built, order="sorted"))


@lru_cache(maxsize=64)
def _built(data: bytes) -> Calendar:
    """By content: a process that serves many databases mostly meets the same calendar."""
    return calendar_of(msgspec.json.decode(data))


def ensure(tx: Tx) -> list[str]:
    """Make what is missing and renew what a newer edition of the public holidays is installed for; the ids concerned."""
    done = []
    if calendars.get(tx, ORGANISATION, lock=True) is None:
        zone = str(organisation.settings(tx).get("zone") or "Asia/Shanghai")
        label = {"zh": "公司日历", "en": "Company calendar"}
        if store(tx, ORGANISATION, CalendarChange(label, zone, usual(), 0), None):
            done.append(ORGANISATION)
    for stored in calendars.listing(tx):
        content = content_of(stored)
        if content.holidays == "cn" and stored.source != published().edition:
            store(tx, stored.id, CalendarChange(stored.label, stored.zone, content, stored.revision), None)
            done.append(stored.id)
    return done


def outdated(tx: Tx) -> bool:
    """Whether `ensure` has something to do."""
    found = calendars.sources(tx)
    return ORGANISATION not in found or any(source not in ("", published().edition) for source in found.values())


def content_of(stored: Stored) -> CalendarContent:
    """What a stored calendar is made of."""
    return _content.decode(msgspec.json.encode(stored.content))


def store(tx: Tx, calendar_id: str, change: CalendarChange, by: str | None) -> bool:
    """Build and keep it with its days and spans; what is owed by it is re-dated by a job.

    False: someone made it first. Raises BadContent.
    """
    built = build(change.content, change.zone)
    calendar = calendar_of(built.data)
    kept = Stored(
        calendar_id,
        change.label,
        change.zone,
        msgspec.to_builtins(change.content),
        built.data,
        built.source,
        built.known_to,
    )
    if change.revision:
        calendars.change(tx, kept, by)
    elif not calendars.create(tx, kept, by):
        return False
    calendars.rebuild(tx, calendar_id, built.days(calendar), calendar.spans.rows())
    # A calendar that somebody makes may be one that duties named before it was there, and counted by the organisation's.
    if change.revision or by is not None:
        recomputes.add_calendar(tx, calendar_id, change.revision + 1)
    return True
