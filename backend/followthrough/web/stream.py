"""Server-sent events: how much a person has unread and owes, pushed when it changes.

One task per process asks for everybody connected at once, every POLL_S seconds; connections only wait. A session that
has ended ends its streams at the next look, a server that shuts down ends them all; a browser then connects again by
itself and is let in or not.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from types import FrameType
from typing import Annotated, Any

import msgspec
from litestar import Litestar, get
from litestar.concurrency import sync_to_thread
from litestar.params import QueryParameter
from litestar.response import Stream

from followthrough.services.noticing import Counts
from followthrough.services.signing_in import Held
from followthrough.services.wiring import Services, StoreError

from .guards import AnyRequest, held_of, services_of

log = logging.getLogger("followthrough.web")
POLL_S = 2.0
PING_S = 15.0
LONGEST_S = 1800
"""A stream ends after so long at the latest; the browser opens the next."""
PER_PERSON = 12
"""So many tabs of one person are kept; the oldest gives way."""
_encoder = msgspec.json.Encoder()
Seconds = Annotated[int, QueryParameter(ge=0, le=LONGEST_S)]


@dataclass(eq=False)
class Listener:
    """One open stream. `told` is what it was told last; `counts` what is to be told."""

    person: str
    token_hash: str
    counts: Counts | None = None
    told: Counts | None = None
    ended: bool = False
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, counts: Counts) -> None:
        """Wake it when there is something new."""
        self.counts = counts
        if counts != self.told:
            self.woken.set()

    def end(self) -> None:
        """Have it end."""
        self.ended = True
        self.woken.set()


class Hub:
    """The open streams of this process and the one task that looks for all of them."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._open: list[Listener] = []
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    def join(self, held: Held) -> Listener:
        """A new stream; a person's oldest ends when he has too many."""
        mine = [one for one in self._open if one.person == held.who.person]
        for one in mine[: max(0, len(mine) - PER_PERSON + 1)]:
            one.end()
        made = Listener(held.who.person, held.token_hash)
        if self._closed:
            made.end()
            return made
        self._open.append(made)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._look_on())
        return made

    def leave(self, listener: Listener) -> None:
        """It is over."""
        if listener in self._open:
            self._open.remove(listener)
        if not self._open and self._task is not None:
            self._task.cancel()
            self._task = None

    def close(self) -> None:
        """End every stream: the server shuts down."""
        self._closed = True
        for one in self._open:
            one.end()

    async def _look_on(self) -> None:
        """Until nobody listens: look, tell, wait."""
        while self._open and not self._closed:
            try:
                await self._look()
            except StoreError:  # the database is away for a moment: nothing is told meanwhile
                log.warning("stream: the database does not answer")
            await asyncio.sleep(POLL_S)

    async def _look(self) -> None:
        asked = list(self._open)
        counts, holding = await sync_to_thread(
            self._read, {one.person for one in asked}, {one.token_hash for one in asked}
        )
        for one in asked:
            if one.token_hash in holding:
                one.tell(counts[one.person])
            else:
                one.end()

    def _read(self, people: set[str], tokens: set[str]) -> tuple[dict[str, Counts], set[str]]:
        return self._services.noticing.counts(people), self._services.signing_in.holding(tokens)


def hub_of(app: Litestar, services: Services) -> Hub:
    """The hub of an app, made when the first stream is opened."""
    found: Hub | None = app.state.get("hub")
    if found is None:
        found = app.state["hub"] = Hub(services)
    return found


@asynccontextmanager
async def ending(app: Litestar) -> AsyncIterator[None]:
    """Ends all streams when the process is told to stop. The server waits for open connections before it says that it shuts
    down, so the signal itself is heard."""
    loop = asyncio.get_running_loop()

    def close() -> None:
        found: Hub | None = app.state.get("hub")
        if found is not None:
            found.close()

    def heard(before: Callable[..., Any], number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(close)
        before(number, frame)

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            before = signal.getsignal(number)
            # Only beside a server that handles the signal itself: nobody else would end the process then.
            if callable(before) and before is not signal.default_int_handler:
                signal.signal(number, partial(heard, before))
    try:
        yield
    finally:
        close()


@get("/api/stream", sync_to_thread=None, media_type="text/event-stream")
async def stream(request: AnyRequest, for_s: Seconds = LONGEST_S) -> Stream:
    """Events `unread` {unread} and `owed` {owed, overdue}, at once and whenever they change; at most `for_s` seconds."""
    hub = hub_of(request.app, services_of(request))
    listener = hub.join(held_of(request))
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return Stream(events(hub, listener, for_s), media_type="text/event-stream", headers=headers)


async def events(hub: Hub, listener: Listener, for_s: float, ping_s: float = PING_S) -> AsyncIterator[bytes]:
    """What goes over the wire; a comment now and then keeps proxies from closing an idle connection."""
    loop = asyncio.get_running_loop()
    until = loop.time() + for_s
    try:
        yield b"retry: 3000\n\n"
        while not listener.ended and (left := until - loop.time()) > 0:
            try:
                await asyncio.wait_for(listener.woken.wait(), min(ping_s, left))
            except TimeoutError:
                yield b": still here\n\n"
                continue
            listener.woken.clear()
            now = listener.counts
            if now is not None and not listener.ended:
                # Noted before it is sent: what comes while this waits for the network is told in the next turn.
                sent, listener.told = _changed(listener.told, now), now
                for one in sent:
                    yield one
    finally:
        hub.leave(listener)


def _changed(told: Counts | None, now: Counts) -> list[bytes]:
    sent = []
    if told is None or told.unread != now.unread:
        sent.append(_event("unread", {"unread": now.unread}))
    if told is None or (told.owed, told.overdue) != (now.owed, now.overdue):
        sent.append(_event("owed", {"owed": now.owed, "overdue": now.overdue}))
    return sent


def _event(name: str, data: dict[str, Any]) -> bytes:
    return b"event: " + name.encode() + b"\ndata: " + _encoder.encode(data) + b"\n\n"


ROUTES = [stream]
