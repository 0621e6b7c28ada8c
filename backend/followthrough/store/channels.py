"""Ways out of the house, and where each reaches people. Secrets are kept as they come: encrypted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from .columns import from_json, json_text
from .platform import address, channel, person
from .tx import Tx
from .upsert import insert_or_set

_c = channel.c
_a = address.c
_SHOWN = (_c.id, _c.kind, _c.name, _c.config, _c.secret, _c.active, _c.revision, _c.updated_ms, _c.updated_by)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel. `config` holds no secret; `secret` is sealed (None: none was given)."""

    id: str
    kind: str
    name: str
    config: dict[str, str]
    secret: bytes | None = field(repr=False)
    active: bool
    revision: int
    updated_ms: int
    updated_by: str | None


def all_channels(tx: Tx) -> list[Channel]:
    """All channels in order of name."""
    return _channels(tx, sa.select(*_SHOWN).order_by(_c.name, _c.id))


def get(tx: Tx, channel_id: str, *, lock: bool = False) -> Channel | None:
    """A channel; None for none."""
    statement = sa.select(*_SHOWN).where(_c.id == channel_id)
    found = _channels(tx, statement.with_for_update() if lock else statement)
    return found[0] if found else None


def put(tx: Tx, made: Channel) -> None:
    """Store a channel as it is."""
    values = {
        "id": made.id, "kind": made.kind, "name": made.name, "config": json_text(made.config), "secret": made.secret,
        "active": made.active, "revision": made.revision, "updated_ms": made.updated_ms, "updated_by": made.updated_by,
    }  # fmt: skip
    insert_or_set(tx, channel, values, *(name for name in values if name != "id"))


def reseal(tx: Tx, channel_id: str, secret: bytes) -> None:
    """Keep the same secret under another key."""
    tx.execute(channel.update().where(_c.id == channel_id).values(secret=secret))


def remove(tx: Tx, channel_id: str) -> bool:
    """Remove a channel with its addresses; whether it was there."""
    tx.execute(address.delete().where(_a.channel == channel_id))
    return tx.execute(channel.delete().where(_c.id == channel_id)).rowcount == 1


def addresses(tx: Tx, channel_id: str) -> dict[str, str]:
    """Addresses on a channel by person."""
    return {row[0]: row[1] for row in tx.rows(sa.select(_a.person, _a.value).where(_a.channel == channel_id))}


def addresses_of(tx: Tx, person_id: str) -> dict[str, str]:
    """Addresses of an active person by channel."""
    joined = sa.select(_a.channel, _a.value).join(person, person.c.id == _a.person)
    return dict(_pairs(tx, joined.where(_a.person == person_id, person.c.active == sa.true())))


def address_of(tx: Tx, channel_id: str, person_id: str) -> str | None:
    """Where a channel reaches an active person; None: nowhere."""
    return addresses_of(tx, person_id).get(channel_id)


def set_addresses(tx: Tx, channel_id: str, given: Mapping[str, str]) -> None:
    """Set addresses by person; "" takes one away."""
    for person_id, value in sorted(given.items()):
        if value:
            insert_or_set(tx, address, {"person": person_id, "channel": channel_id, "value": value}, "value")
        else:
            tx.execute(address.delete().where(_a.channel == channel_id, _a.person == person_id))


def counts(tx: Tx) -> dict[str, int]:
    """How many people each channel reaches."""
    counted = sa.select(_a.channel, sa.func.count()).group_by(_a.channel)
    return {row[0]: int(row[1]) for row in tx.rows(counted)}


def of_kinds(tx: Tx, kinds: Collection[str]) -> list[Channel]:
    """The active channels of some kinds, in order of id."""
    wanted = sa.select(*_SHOWN).where(_c.kind.in_(sorted(kinds)), _c.active == sa.true()).order_by(_c.id)
    return _channels(tx, wanted)


def _pairs(tx: Tx, statement: sa.Select[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in tx.rows(statement)]


def _channels(tx: Tx, statement: sa.Select[tuple[object, ...]]) -> list[Channel]:
    made = []
    for row in tx.rows(statement):
        secret = None if row[4] is None else bytes(row[4])
        made.append(Channel(row[0], row[1], row[2], from_json(row[3]), secret, bool(row[5]), *row[6:]))
    return made
