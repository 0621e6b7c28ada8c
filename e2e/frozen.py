"""Journeys through time: a server whose clock stands until a test moves it, and people whose browsers show the same time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import BrowserContext

from tests.workers.servers import serving
from tests.workers.vendors import WeCom

from .served import ROOT, Server, free_port, running

ZONE = ZoneInfo("Asia/Shanghai")
BEGIN = datetime(2026, 3, 2, 9, tzinfo=ZONE)
"""A Monday without a holiday near."""


@dataclass
class Clock:
    """The time of a frozen server. It never goes back; journeys that share it go on from where it stands."""

    file: Path
    now: datetime = BEGIN
    watches: list[BrowserContext] = field(default_factory=list)
    """Browsers that have to show the same time."""

    def to(self, moment: datetime) -> None:
        """Have the time be `moment`."""
        assert moment >= self.now, "time does not go back"
        self.now = moment
        # Whole at once: the server reads the file at every transaction.
        beside = self.file.with_suffix(".next")
        beside.write_text(str(self.now_ms), "ascii")
        beside.replace(self.file)
        for one in self.watches:
            one.clock.set_fixed_time(self.now)

    def on(self, **by: int) -> None:
        """Go on by `hours=25`, `minutes=1`, …"""
        self.to(self.now + timedelta(**by))

    def monday(self) -> datetime:
        """Go on to the next Monday, 9:00."""
        day = self.now.date() + timedelta(days=7 - self.now.weekday())
        self.to(datetime.combine(day, time(9), ZONE))
        return self.now

    @property
    def now_ms(self) -> int:
        """Epoch milliseconds."""
        return round(self.now.timestamp() * 1000)


@dataclass
class Frozen(Server):
    """A server, its clock, and the only place its messages may reach: a WeCom on this machine."""

    clock: Clock
    wecom: WeCom
    wecom_url: str


@contextmanager
def served_frozen(data: Path) -> Iterator[Frozen]:
    """The demo's organisation without a past, on a Monday at nine."""
    wecom = WeCom()
    with serving(wecom) as vendor, _served(data, vendor.allow) as (server, clock):
        yield Frozen(server.url, server.data, clock, wecom, vendor.url)


@contextmanager
def _served(data: Path, allow: str) -> Iterator[tuple[Server, Clock]]:
    clock = Clock(data / "clock")
    clock.to(BEGIN)
    port = free_port()
    url = f"http://localhost:{port}"
    env = {
        **os.environ,
        "FT_DATA_DIR": str(data),
        "FT_PORT": str(port),
        "FT_BASE_URL": url,
        "FT_OUTBOUND_ALLOW": allow,
        # Weeks pass in seconds: nobody is to sign in anew meanwhile.
        "FT_SESSION_IDLE_S": str(30 * 86_400),
        "FT_SESSION_LIFE_S": str(90 * 86_400),
    }
    env.pop("FT_DATABASE_URL", None)
    command = [sys.executable, "-m", "e2e.frozen_server", str(clock.file)]
    # What these tests themselves run by comes after it: the server is of the same tree.
    path = os.pathsep.join(filter(None, [str(ROOT), env.get("PYTHONPATH")]))
    with running(command, data, url, {**env, "PYTHONPATH": path}) as server:
        yield server, clock
