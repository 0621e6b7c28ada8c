"""Working calendars: the organisation's own, those of regions and stores, and how rules get at them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeVar
from weakref import WeakKeyDictionary
from zoneinfo import available_timezones

import msgspec

from followthrough.core.kit.ids import is_id
from followthrough.core.rules import Calendar, calendar_of, date_of, date_text, zone_table
from followthrough.store import calendars, organisation, outbox
from followthrough.store.calendars import Stamp, Stored
from followthrough.store.database import Database
from followthrough.store.errors import StoreError
from followthrough.store.tx import Tx

from .calendar_days import FIRST, LAST, ORGANISATION, BadContent, build, shipped, usual
from .granting import manages_people
from .holidays import published
from .refusal import NOT_FOUND, Abandoned, Refusal, refuse
from .registry import Registry
from .views_time import CalendarContent, CalendarDay, CalendarView, CalendarYear
from .who import Who

MAX_CALENDARS = 100
MAX_LABEL = 60
T = TypeVar("T")
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
        if _store(tx, ORGANISATION, CalendarChange(label, zone, usual(), 0), None):
            done.append(ORGANISATION)
    for stored in calendars.listing(tx):
        content = _of(stored)
        if content.holidays == "cn" and stored.source != published().edition:
            _store(tx, stored.id, CalendarChange(stored.label, stored.zone, content, stored.revision), None)
            done.append(stored.id)
    return done


def _of(stored: Stored) -> CalendarContent:
    return _content.decode(msgspec.json.encode(stored.content))


def _store(tx: Tx, calendar_id: str, change: CalendarChange, by: str | None) -> bool:
    """Build and keep it with its days and spans; what is owed by it is re-dated by a job. False: someone made it first."""
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
    if change.revision:
        outbox.add(tx, "recompute", {"what": "calendar", "id": calendar_id})
    return True


class Calendars:
    """Looking at and changing calendars.

    Codes: not_permitted {right: people}, not_found, bad_calendar {where}, version_conflict, bad_request {reason}, try_again.
    """

    def __init__(self, db: Database, registry: Registry) -> None:
        self.db = db
        self.registry = registry

    def listing(self) -> list[CalendarView]:
        """All calendars, the organisation's own first. Everybody's deadlines count by them, so everybody may see them."""
        with self.db.read() as tx:
            return [_view(one) for one in calendars.listing(tx)]

    def year(self, calendar_id: str, year: int | None) -> CalendarYear | Refusal:
        """A calendar and the days of a year, of the present one for None."""
        with self.db.read() as tx:
            found = calendars.get(tx, calendar_id)
            return NOT_FOUND if found is None else self._year(tx, found, year)

    def put(self, who: Who, calendar_id: str, change: CalendarChange) -> CalendarYear | Refusal:
        """Make or change a calendar; what is open and counted by it is re-dated soon after."""

        def work(tx: Tx) -> CalendarYear:
            if not manages_people(self.registry.live(tx), who.roles):
                raise Abandoned(refuse("not_permitted", right="people"))
            found = calendars.get(tx, calendar_id, lock=True)
            seen = found.revision if found else 0
            if seen != change.revision:
                raise Abandoned(refuse("version_conflict", expected=change.revision, found=seen, changed=[]))
            _check(calendar_id, change)
            if found is None and len(calendars.stamps(tx)) >= MAX_CALENDARS:
                raise Abandoned(refuse("bad_request", reason="too many calendars"))
            label = {lang: text.strip() for lang, text in change.label.items()}
            try:
                made = _store(tx, calendar_id, replace(change, label=label), who.person)
            except BadContent as bad:
                raise Abandoned(refuse("bad_calendar", where=str(bad))) from bad
            if not made:
                raise Abandoned(refuse("version_conflict", expected=0, found=1, changed=[]))
            kept = calendars.get(tx, calendar_id)
            assert kept is not None
            return self._year(tx, kept, None)

        return _do(self.db, work)

    def _year(self, tx: Tx, stored: Stored, year: int | None) -> CalendarYear:
        today = date_text(date_of(zone_table(stored.zone), tx.now_ms() // 1000))
        wanted = min(max(int(today[:4]) if year is None else year, FIRST.year), LAST.year)
        content = _of(stored)
        days = calendars.days(tx, stored.id, f"{wanted}-01-01", f"{wanted}-12-31")
        return CalendarYear(
            **msgspec.structs.asdict(_view(stored)),
            content=content,
            year=wanted,
            first_year=FIRST.year,
            last_year=LAST.year,
            days=[
                CalendarDay(
                    day=one.day,
                    working=one.working,
                    hours=[(span[0], span[1]) for span in one.hours],
                    name=dict(one.name),
                    provisional=one.provisional,
                    own=one.day in content.days,
                )
                for one in days
            ],
        )


def _do(db: Database, work: Callable[[Tx], T]) -> T | Refusal:
    try:
        return db.transact(work)
    except Abandoned as abandoned:
        result: Refusal = abandoned.result
        return result
    except StoreError as error:
        return refuse(error.code)


def _check(calendar_id: str, change: CalendarChange) -> None:
    if not is_id(calendar_id):
        raise Abandoned(refuse("bad_request", reason="id"))
    if change.zone not in available_timezones():
        raise Abandoned(refuse("bad_calendar", where="zone"))
    if not is_label(change.label):
        raise Abandoned(refuse("bad_calendar", where="label"))


def is_label(label: Mapping[str, str]) -> bool:
    """Whether it can be what something is called: Chinese always, English as well if one likes."""
    return {"zh"} <= set(label) <= {"zh", "en"} and all(0 < len(text.strip()) <= MAX_LABEL for text in label.values())


def _view(stored: Stored) -> CalendarView:
    known = date.fromisoformat(stored.known_to) if stored.known_to else None
    return CalendarView(
        id=stored.id,
        label=dict(stored.label),
        zone=stored.zone,
        revision=stored.revision,
        source=stored.source,
        known_to=stored.known_to or None,
        provisional_from=(known + timedelta(days=1)).isoformat() if known else None,
    )
