"""Instants: stored in UTC to the second, typed and read on the organisation's clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, timezone
from functools import cache
from typing import NoReturn
from zoneinfo import ZoneInfo

from .cells import Cell, DateOrder, Lang, cell_text
from .characters import narrow
from .dates import FIRST_YEAR, LAST_YEAR, date_of_text, date_text, stored_date
from .issues import FieldIssue

STORED_LENGTH = 20

_WIRE = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII)
_CLOCK = re.compile(
    r"(上午|早上|下午|晚上|中午)? ?(\d{1,2})"
    r"(?::(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?|[时点](?:(\d{1,2})分(?:(\d{1,2})秒)?|(半))?) ?(am|pm)?",
    re.ASCII,
)
_AFTERNOON = ("下午", "晚上", "中午", "pm")
_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  (a sheet's clock has no zone; the organisation's is put on)


def instant_of_wire(text: str) -> datetime | None:
    """An ISO instant with "Z" or an offset as UTC, cut to the second; None when it is none."""
    found = _WIRE.fullmatch(text)
    day = stored_date(found[1]) if found else None
    if found is None or day is None:
        return None
    hour, minute, second = int(found[2]), int(found[3]), int(found[4])
    if hour > 23 or minute > 59 or second > 59:
        return None
    offset = timedelta(0)
    if found[5]:
        if int(found[6]) > 14 or int(found[7]) > 59:
            return None
        offset = timedelta(hours=int(found[6]), minutes=int(found[7])) * (-1 if found[5] == "-" else 1)
    local = datetime.combine(day, time(hour, minute, second), timezone(offset))
    return _bounded(local.astimezone(UTC))


def is_stored(text: str) -> bool:
    """Whether a text is an instant in its stored form "YYYY-MM-DDTHH:MM:SSZ"."""
    return len(text) == STORED_LENGTH and text.endswith("Z") and instant_of_wire(text) is not None


def stored(moment: datetime) -> str:
    """The stored form of an aware datetime."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def instant_of_cell(cell: Cell, zone: str, order: DateOrder | None, today: str) -> datetime | None:
    """A cell as an instant, its clock being that of `zone`; None when blank. Raises not_an_instant, ambiguous_date.

    A date alone is the start of that day, a time alone is today's. In the hour that a change
    of clocks repeats the first one is meant.
    """
    if isinstance(cell, datetime):
        return _local(cell, zone)
    if isinstance(cell, time):
        base = stored_date(today)
        return _local(datetime.combine(base, cell), zone) if base else _refuse()
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 1 <= cell < 110_000:
        return _local(_SERIAL_ZERO + timedelta(seconds=round(float(cell) * 86_400)), zone)
    return instant_of_text(cell_text(cell), zone, order, today)


def instant_of_text(text: str, zone: str, order: DateOrder | None, today: str) -> datetime | None:
    """Typed text as an instant; see `instant_of_cell`."""
    plain = " ".join(narrow(text).split())
    if not plain:
        return None
    wire = instant_of_wire(plain)
    if wire:
        return wire
    plain = re.sub(r"(?<=\d)T(?=\d)", " ", plain).lower()
    clock = _clock_at_end(plain)
    day_text = plain[: clock[0]].strip(" ,") if clock else plain
    try:
        day = date_of_text(day_text, order, today) if day_text else stored_date(today)
    except FieldIssue as issue:
        raise FieldIssue("ambiguous_date" if issue.code == "ambiguous_date" else "not_an_instant") from None
    return _local(datetime.combine(day, clock[1] if clock else time()), zone) if day else _refuse()


def instant_text(value: str, zone: str, lang: Lang) -> str:
    """A stored instant for reading, on the clock of `zone`, to the minute."""
    local = local_time(value, zone)
    between = " " if lang == "zh" else ", "
    return date_text(local.strftime("%Y-%m-%d"), lang) + between + local.strftime("%H:%M")


def local_time(value: str, zone: str) -> datetime:
    """A stored instant as a naive datetime on the clock of `zone`."""
    moment = datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return moment.astimezone(_zone(zone)).replace(tzinfo=None)


def _clock_at_end(text: str) -> tuple[int, time] | None:
    """Where the time of day at the end of a text begins, and that time; None when there is none."""
    starts = [0, *(at + 1 for at, char in enumerate(text) if char in " 日号")]
    for start in starts:
        found = _CLOCK.fullmatch(text, start)
        if found:
            return start, _time(found)
    return None


def _time(found: re.Match[str]) -> time:
    half = found[1] or found[8]
    hour = int(found[2])
    minute = int(found[3] or found[5] or (30 if found[7] else 0))
    second = int(found[4] or found[6] or 0)
    if half and hour > 12:
        half = None if half in _AFTERNOON else _refuse()
    if half in _AFTERNOON and hour < 12 and not (half == "中午" and hour == 11):
        hour += 12
    elif half in ("am", "上午", "早上") and hour == 12:
        hour = 0
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else _refuse()


def _local(moment: datetime, zone: str) -> datetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        _refuse()
    return _bounded(moment.replace(microsecond=0, tzinfo=_zone(zone)).astimezone(UTC)) or _refuse()


def _bounded(moment: datetime) -> datetime | None:
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _refuse() -> NoReturn:
    raise FieldIssue("not_an_instant")
