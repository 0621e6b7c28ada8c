"""Sends what is in the outbox, many at once, so that no channel waits for another.

`deliver` hands out what may be sent now and returns at once. A channel that does not work is left alone for a while,
longer each time, and has one message under way when it is tried again; nothing of it is lost.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from followthrough.services.channel_text import message_of
from followthrough.services.clock import passed_s
from followthrough.services.delivering import Delivering, Parcel
from followthrough.store.errors import StoreError

from .notify import SENDERS
from .notify.letter import Letter, NotSent, Sender, Way
from .outbound import Outbound

log = logging.getLogger("followthrough.deliver")
THREADS = 32
AT_ONCE = 4
"""Messages of one channel under way at the same time."""
FIRST_REST_S = 2.0
LONGEST_REST_S = 300.0


@dataclass(slots=True)
class _State:
    """What this process knows of a channel."""

    under_way: int = 0
    failures: int = 0
    rests_until: float = 0.0


class Delivery:
    """The sending part of a worker."""

    def __init__(
        self,
        delivering: Delivering,
        outbound: Outbound,
        senders: Mapping[str, Sender] = SENDERS,
        *,
        threads: int = THREADS,
    ) -> None:
        self._delivering = delivering
        self._way = Way(outbound)
        self._senders = senders
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="deliver")
        self._lock = threading.Lock()
        self._states: dict[str, _State] = {}
        self._under_way: set[Future[None]] = set()

    def deliver(self) -> int:
        """Hand out what may be sent now; how many messages. It does not wait for them."""
        with self._lock:
            self._under_way = {one for one in self._under_way if not one.done()}
            free = self._threads - len(self._under_way)
        if free <= 0:
            return 0
        parcels = self._delivering.claim(free, self._room)
        for parcel in parcels:
            with self._lock:
                self._state(parcel.channel.id).under_way += 1
                self._under_way.add(self._pool.submit(self._send, parcel))
        return len(parcels)

    def settle(self, timeout_s: float = 30.0) -> None:
        """Wait until nothing is under way."""
        with self._lock:
            under_way = set(self._under_way)
        wait(under_way, timeout_s)

    def close(self) -> None:
        """Let what is under way end; nothing more is sent."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _state(self, channel: str) -> _State:
        return self._states.setdefault(channel, _State())

    def _room(self, channel: str) -> int:
        with self._lock:
            state = self._state(channel)
            if state.rests_until > passed_s():
                return 0
            return (1 if state.failures else AT_ONCE) - state.under_way

    def _send(self, parcel: Parcel) -> None:
        began = passed_s()
        failure: NotSent | None = None
        try:
            self._senders[parcel.channel.kind](self._way, letter_of(parcel))
        except NotSent as error:
            failure = error
        except Exception:
            log.exception("delivery %s", parcel.item.id)
            failure = NotSent("internal")
        took_ms = round((passed_s() - began) * 1000)
        try:
            self._noted(parcel, failure, took_ms)
        except StoreError:
            # The lease ends by itself and the row is sent again, under the same id.
            log.warning("delivery %s could not be noted", parcel.item.id)
        finally:
            self._learned(parcel.channel.id, failure)

    def _noted(self, parcel: Parcel, failure: NotSent | None, took_ms: int) -> None:
        if failure is None:
            self._delivering.sent(parcel, took_ms)
            return
        self._delivering.failed(
            parcel, failure.error, took_ms, permanent=failure.permanent, rest_ms=failure.rest_s * 1000
        )

    def _learned(self, channel: str, failure: NotSent | None) -> None:
        with self._lock:
            state = self._state(channel)
            state.under_way -= 1
            if failure is None or failure.permanent:
                state.failures = 0
            elif failure.rest_s:
                state.rests_until = passed_s() + failure.rest_s
            elif failure.down:
                state.failures += 1
                rest = min(FIRST_REST_S * 2.0 ** min(state.failures - 1, 10), LONGEST_REST_S)
                state.rests_until = passed_s() + rest * (0.8 + 0.4 * random.random())  # noqa: S311 - jitter, not a secret


def letter_of(parcel: Parcel) -> Letter:
    """What the sender of its kind is given."""
    item, channel = parcel.item, parcel.channel
    return Letter(
        id=item.id,
        channel=channel.id,
        kind=channel.kind,
        revision=channel.revision,
        config=channel.config,
        target=parcel.target,
        message=message_of(item.payload),
        payload=item.payload,
        created_ms=item.created_ms,
        secret=parcel.secret,
    )
