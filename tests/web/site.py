"""The whole HTTP app over a house, for tests: browsers of people, driven in-process through every layer of ours."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import httpx

from followthrough.services.signing_in import SignedIn
from followthrough.services.who import Who
from followthrough.services.wiring import services_over
from followthrough.settings import Settings
from followthrough.store import people
from followthrough.store.database import Database
from followthrough.store.engines import Limits
from followthrough.web.app import create_litestar, wrap
from tests.services.house import CATALOGUE, House

BASE = "http://localhost:8000"
COOKIE = "followthrough"
T = TypeVar("T")


class Loop:
    """An event loop in a thread of its own: tests stay synchronous, and many requests can be under way at once."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T], within_s: float = 120) -> T:
        """The result of `work`."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(within_s)

    def close(self) -> None:
        """Stop the loop."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


@dataclass(frozen=True)
class Saved:
    """A house that was prepared and left: where it lies, who lives there."""

    engine: str
    url: str
    folder: Path
    apps: list[str]
    units: dict[str, str]
    people: dict[str, Who]
    known: dict[str, str]
    """Ids of what was prepared, by alias."""


class Site(House):
    """A house with the HTTP app in front."""

    def __init__(
        self, saved: Saved | Site, url: str, folder: Path, loop: Loop, *, clocked: bool = False, **settings: Any
    ) -> None:
        self.now_ms = 1_772_413_200_000
        schema = None if url.startswith("sqlite") else "org_test"
        clock = (lambda: self.now_ms) if clocked else None
        self.db = Database(url, schema, limits=Limits(pool=24, wait_s=20), clock=clock)
        given: dict[str, Any] = {
            "data_dir": folder,
            "database_url": url,
            "templates": CATALOGUE,
            "pages": folder / "pages",
        }
        self.settings: Settings = replace(Settings(), **(given | settings))
        self.services = services_over(self.db, self.settings)
        self.apps, self.units, self.people = list(saved.apps), dict(saved.units), dict(saved.people)
        self.known: dict[str, str] = dict(saved.known)
        self.loop = loop
        self.litestar = create_litestar(self.services, self.settings)
        self.app = wrap(self.litestar, self.settings)
        self.transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False, client=("192.0.2.1", 5))

    def browser(self, who: str) -> Browser:
        """Somebody signed in, in a session of its own."""
        signed = self.db.transact(lambda tx: self.services.signing_in._opened(tx, self.people[who].person))
        assert isinstance(signed, SignedIn)
        return Browser(self, signed.token, signed.csrf)

    def stranger(self) -> Browser:
        """Nobody."""
        return Browser(self, "", "")

    def password(self, who: str, password_hash: str, *, must_change: bool = False) -> None:
        """Give somebody a password."""
        with self.db.write() as tx:
            people.set_password(tx, self.people[who].person, password_hash, must_change=must_change)


_keys = count(1)


def fresh_key() -> str:
    """An Idempotency-Key nobody used."""
    return f"key-{next(_keys):08d}"


class Browser:
    """One session: sends what the front end sends. `ask` may be told otherwise in every part."""

    def __init__(self, site: Site, token: str, csrf: str) -> None:
        self.site = site
        self.token = token
        self.csrf = csrf

    async def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        headers: Mapping[str, str | None] | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> httpx.Response:
        """One request. A header given as None is left out."""
        sent: dict[str, str | None] = {"host": "localhost:8000"}
        if self.token:
            sent["cookie"] = f"{COOKIE}={self.token}"
        if method not in ("GET", "HEAD", "OPTIONS"):
            sent |= {"x-csrf-token": self.csrf, "idempotency-key": fresh_key(), "origin": BASE}
        content = raw
        if body is not None:
            content, sent["content-type"] = json.dumps(body).encode(), "application/json"
        sent |= {name.lower(): value for name, value in (headers or {}).items()}
        given = [(name.encode(), value.encode()) for name, value in sent.items() if value is not None]
        request = httpx.Request(method, BASE + path, params=params, content=content, headers=given)
        answer = await self.site.transport.handle_async_request(request)
        await answer.aread()
        answer.request = request
        return answer

    def ask(self, method: str, path: str, body: Any = None, **how: Any) -> httpx.Response:
        """One request, waited for."""
        return self.site.loop.run(self.send(method, path, body, **how))

    def get(self, path: str, **params: Any) -> httpx.Response:
        """A GET."""
        return self.ask("GET", path, params=params or None)

    def ok(self, method: str, path: str, body: Any = None, **how: Any) -> Any:
        """The decoded answer of a request that must succeed."""
        answer = self.ask(method, path, body, **how)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    def refused(self, status: int, code: str, method: str, path: str, body: Any = None, **how: Any) -> Any:
        """The decoded answer of a request that must be refused so."""
        answer = self.ask(method, path, body, **how)
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
        return answer.json()


def together(site: Site, asked: list[Coroutine[Any, Any, httpx.Response]]) -> list[httpx.Response]:
    """Answers to requests sent at once."""

    async def all_of() -> list[httpx.Response]:
        return list(await asyncio.gather(*asked))

    return site.loop.run(all_of())
