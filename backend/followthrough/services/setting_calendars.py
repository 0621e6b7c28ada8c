"""Looking at and changing working calendars."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar
from zoneinfo import available_timezones

import msgspec

from followthrough.core.kit.ids import is_id
from followthrough.core.rules import date_of, date_text, zone_table
from followthrough.store import calendars
from followthrough.store.calendars import Stored
from followthrough.store.database import Database
from followthrough.store.errors import StoreError
from followthrough.store.tx import Tx

from .calendar_days import FIRST, LAST, BadContent
from .calendars import CalendarChange, content_of, store
from .granting import manages_people
from .refusal import NOT_FOUND, Abandoned, Refusal, refuse
from .registry import Registry
from .views_time import CalendarDay, CalendarView, CalendarYear
from .who import Who

MAX_CALENDARS = 100
MAX_LABEL = 60
T = TypeVar("T")


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
                made = store(tx, calendar_id, replace(change, label=label), who.person)
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
        content = content_of(stored)
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
