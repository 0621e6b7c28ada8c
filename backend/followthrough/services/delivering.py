"""Delivery: rows of the outbox are claimed with a lease, sent by a worker, tried again for a day, then dead but replayable.

At least once: a worker that dies between sending and noting leaves a row that is sent again, under the same delivery id.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from followthrough.core.rules import instant_text
from followthrough.store import channels, inbox, limits, outbox, people
from followthrough.store.channels import Channel
from followthrough.store.database import Database
from followthrough.store.errors import StoreError
from followthrough.store.outbox import Item, Try
from followthrough.store.tx import Tx

from .channel_kinds import KINDS, RATES
from .channels import require_people, secret_place
from .ids import new_id
from .refusal import NOT_FOUND, Abandoned, Refusal, refuse
from .registry import Registry
from .secrets import SecretUnreadable, Vault
from .views_base import PersonRef
from .views_messages import DeliveryPage, DeliveryView, TryView
from .who import Who

KINDS_SENT = ("message", "webhook")
LEASE_MS = 90_000
FIRST_WAIT_MS = 10_000
LONGEST_WAIT_MS = 3_600_000
DAY_MS = 86_400_000
LEAST_TRIES = 4
"""A row that waited for a day behind others is tried at least so often before it is given up."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A row to be sent now, by whoever claimed it. `target` is the address, "" where the channel needs none."""

    item: Item
    lease: str
    channel: Channel
    target: str
    secret: dict[str, str] = field(repr=False)


def wait_ms(attempts: int, chance: float) -> int:
    """How long to wait after the n-th failure: doubling from FIRST_WAIT_MS to LONGEST_WAIT_MS, spread by a fifth."""
    base: int = min(FIRST_WAIT_MS << min(max(attempts, 1) - 1, 20), LONGEST_WAIT_MS)
    return round(base * (0.8 + 0.4 * chance))


class Delivering:
    """Claims and closes rows; shows and replays them. Codes: not_permitted, not_found, delivery_not_dead."""

    def __init__(self, db: Database, registry: Registry, vault: Vault) -> None:
        self._db = db
        self._registry = registry
        self._vault = vault

    # -- for workers --------------------------------------------------------------------------------------------------

    def claim(self, most: int, per_channel: Callable[[str], int]) -> list[Parcel]:
        """At most `most` rows that may be sent now, of each channel at most `per_channel(id)` (0: none) and no more than
        its rate allows; of each person's only the first."""
        with self._db.read() as tx:
            due = outbox.channels_due(tx, KINDS_SENT)
        # Nobody's turn comes always last.
        random.shuffle(due)
        claimed: list[Parcel] = []
        for channel in due:
            room = min(most - len(claimed), per_channel(channel))
            if room > 0:
                claimed += self._db.transact(partial(self._claim, channel=channel, most=room))
        return claimed

    def _claim(self, tx: Tx, channel: str, most: int) -> list[Parcel]:
        found = channels.get(tx, channel)
        if found is None:
            outbox.give_up(tx, channel, "channel_gone")
            return []
        if not found.active:
            return []
        seqs = []
        for seq in outbox.heads(tx, channel, most):
            if self._take(tx, found):
                break
            seqs.append(seq)
        lease = new_id()
        return [
            parcel
            for item in outbox.lease(tx, seqs, lease, LEASE_MS)
            for parcel in (self._parcel(tx, item, lease, found),)
            if parcel is not None
        ]

    def _take(self, tx: Tx, channel: Channel) -> int:
        rate = int(channel.config.get("per_minute") or RATES[KINDS[channel.kind].kind])
        return limits.take(tx, f"channel:{channel.id}", burst=max(1.0, rate / 6), per_s=rate / 60)

    def _parcel(self, tx: Tx, item: Item, lease: str, channel: Channel) -> Parcel | None:
        """The row with what is needed to send it; None when it cannot be sent, which is noted."""
        target = str(item.payload.get("to") or "")
        if not target and item.person is not None:
            target = channels.address_of(tx, channel.id, item.person) or ""
            if not target:
                self._end(tx, item, lease, channel.id, "", "dead", "address_missing", 0)
                return None
        try:
            secret = self._vault.open(channel.secret, secret_place(channel.id)) if channel.secret else {}
        except SecretUnreadable:
            outbox.postpone(tx, item.seq, lease, tx.now_ms() + LONGEST_WAIT_MS, "secret_unreadable")
            return None
        return Parcel(item, lease, channel, target, secret)

    def sent(self, parcel: Parcel, took_ms: int) -> bool:
        """It was sent. False: the lease had ended and somebody else has the row; nothing changes."""
        return self._db.transact(
            lambda tx: self._end(tx, parcel.item, parcel.lease, parcel.channel.id, parcel.target, "sent", "", took_ms)
        )

    def failed(self, parcel: Parcel, error: str, took_ms: int, *, permanent: bool = False, rest_ms: int = 0) -> bool:
        """It was not sent: tried again later, or dead when that is `permanent` or a day has passed. `rest_ms`: the receiver
        named a time to wait, and the attempt does not count. False as for `sent`."""

        def work(tx: Tx) -> bool:
            item, now = parcel.item, tx.now_ms()
            old = now - item.created_ms >= DAY_MS and item.attempts >= LEAST_TRIES
            if permanent or (old and not rest_ms):
                return self._end(tx, item, parcel.lease, parcel.channel.id, parcel.target, "dead", error, took_ms)
            due = now + (rest_ms or wait_ms(item.attempts, random.random()))  # noqa: S311 - jitter, not a secret
            if not outbox.postpone(tx, item.seq, parcel.lease, due, error, counted=not rest_ms):
                return False
            tried = Try(item.id, mask(parcel.target), "failed", error, item.attempts, now, took_ms)
            outbox.note(tx, tried, parcel.channel.id)
            return True

        return self._db.transact(work)

    def _end(
        self, tx: Tx, item: Item, lease: str, channel: str, target: str, state: str, error: str, took_ms: int
    ) -> bool:
        if not outbox.close(tx, item.seq, lease, state=state, error=error):
            return False
        outbox.note(tx, Try(item.id, mask(target), state, error, item.attempts, tx.now_ms(), took_ms), channel)
        return True

    # -- for people ---------------------------------------------------------------------------------------------------

    def page(
        self, who: Who, state: str | None, obligation: str | None, channel: str | None, after: int | None, limit: int
    ) -> DeliveryPage | Refusal:
        """Deliveries, newest first, for who manages people."""

        def work(tx: Tx) -> DeliveryPage:
            require_people(self._registry, tx, who)
            composed = None if obligation is None else inbox.composed_for(tx, obligation)
            found, following = outbox.page(
                tx, KINDS_SENT, state=state, channel=channel, composed=composed, after=after, limit=limit
            )
            return DeliveryPage(rows=views_of(tx, found), next=following)

        return self._do(work)

    def replay(self, who: Who, delivery: str) -> DeliveryView | Refusal:
        """Try a dead one again."""

        def work(tx: Tx) -> DeliveryView:
            require_people(self._registry, tx, who)
            found = outbox.get(tx, delivery)
            if found is None or found.kind not in KINDS_SENT:
                raise Abandoned(NOT_FOUND)
            if not outbox.revive(tx, delivery):
                raise Abandoned(refuse("delivery_not_dead"))
            now = outbox.get(tx, delivery)
            assert now is not None
            return views_of(tx, [now])[0]

        return self._do(work)

    def _do(self, work: Callable[[Tx], T]) -> T | Refusal:
        try:
            return self._db.transact(work)
        except Abandoned as abandoned:
            result: T | Refusal = abandoned.result
            return result
        except StoreError as error:
            return refuse(error.code)


def of_obligation(tx: Tx, obligation: str, limit: int = 20) -> list[DeliveryView]:
    """The messages that told people of an obligation, newest first."""
    composed = inbox.composed_for(tx, obligation)
    return views_of(tx, outbox.page(tx, KINDS_SENT, composed=composed, limit=limit)[0]) if composed else []


def views_of(tx: Tx, found: Sequence[Item]) -> list[DeliveryView]:
    """Rows with their attempts and the names in them."""
    tries = outbox.tries(tx, [one.id for one in found])
    names = people.names(tx, {one.person for one in found if one.person})
    known: dict[str, str] = {one.id: one.name for one in channels.all_channels(tx)} if found else {}
    return [_view(one, tries.get(one.id, ()), names, known) for one in found]


def _view(one: Item, tries: Collection[Try], names: dict[str, str], known: dict[str, str]) -> DeliveryView:
    state: Any = one.state
    return DeliveryView(
        id=one.id,
        seq=one.seq,
        kind=one.kind,
        channel=one.channel or "",
        channel_name=known.get(one.channel or "", ""),
        person=PersonRef(id=one.person, name=names.get(one.person, "")) if one.person else None,
        state=state,
        error=one.error,
        attempts=one.attempts,
        at=instant_text(one.created_ms // 1000),
        next_at=instant_text(one.due_ms // 1000) if one.state == "waiting" else None,
        title=str(one.payload.get("brief") or one.payload.get("event") or ""),
        tries=[
            TryView(
                at=instant_text(tried.at_ms // 1000),
                attempt=tried.attempt,
                state=tried.state,
                error=tried.error,
                took_ms=tried.took_ms,
            )
            for tried in tries
        ],
    )


def mask(target: str) -> str:
    """An address as the log keeps it: enough to recognise, not to use."""
    name, at, domain = target.partition("@")
    return f"{name[:2]}***{name[-2:] if len(name) > 5 else ''}{at}{domain}" if target else ""
