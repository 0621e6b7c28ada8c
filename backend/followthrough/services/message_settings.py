"""When a person is told outside the inbox: quiet hours, digests, channels switched off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from followthrough.store import preferences
from followthrough.store.tx import Tx

from .views_messages import Digest

SETTLE_MS = 5_000
"""Notices that come so close together are one message."""
PATIENCE_MS = 120_000
"""The longest a notice waits for others that keep coming."""
DAILY = (8, 30)
"""When a daily digest goes out, in the organisation's zone."""
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Wants:
    """A person's settings. `quiet` is from and to; `off` channels he does not want. `held_ms`: no digest before then."""

    quiet: tuple[str, str] | None = None
    digest: Digest = "off"
    off: frozenset[str] = frozenset()


def wants_of(tx: Tx, person: str) -> Wants:
    """A person's settings; what makes no sense in them counts as not set."""
    said = preferences.get(tx, person, "messages")
    return read_wants(said) if isinstance(said, dict) else Wants()


def read_wants(said: dict[str, Any]) -> Wants:
    """The settings as they are kept."""
    quiet, digest, off = said.get("quiet"), said.get("digest"), said.get("off")
    good = isinstance(quiet, list) and len(quiet) == 2 and all(_CLOCK.fullmatch(str(one)) for one in quiet)
    kept: Digest = digest if digest in ("hourly", "daily") else "off"
    return Wants(
        (str(quiet[0]), str(quiet[1])) if good and quiet is not None and quiet[0] != quiet[1] else None,
        kept,
        frozenset(str(one) for one in off) if isinstance(off, list) else frozenset(),
    )


def due_to_tell(wants: Wants, first_ms: int, last_ms: int, zone: str) -> int:
    """When a person is to be told what has come between `first_ms` and `last_ms`: epoch milliseconds.

    Without a digest as soon as nothing more comes; with one at its next time after the first notice; never in his quiet
    hours.
    """
    tz = ZoneInfo(zone)
    if wants.digest == "off":
        at = min(last_ms + SETTLE_MS, first_ms + PATIENCE_MS)
    elif wants.digest == "hourly":
        at = (first_ms // 3_600_000 + 1) * 3_600_000
    else:
        at = _next_time(first_ms, DAILY, tz)
    return _after_quiet(at, wants.quiet, tz) if wants.quiet else at


def _local(ms: int, tz: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(tz)


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def _next_time(ms: int, clock: tuple[int, int], tz: ZoneInfo) -> int:
    """The first such time of day after `ms`."""
    here = _local(ms, tz)
    at = here.replace(hour=clock[0], minute=clock[1], second=0, microsecond=0)
    return _ms(at if at > here else at + timedelta(days=1))


def _after_quiet(ms: int, quiet: tuple[str, str], tz: ZoneInfo) -> int:
    """`ms`, or the end of the quiet hours it falls into."""
    now = _local(ms, tz).strftime("%H:%M")
    start, end = quiet
    inside = start <= now < end if start < end else now >= start or now < end
    return _next_time(ms, (int(end[:2]), int(end[3:])), tz) if inside else ms
