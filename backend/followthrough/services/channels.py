"""Channels: set up by who manages people, their addresses, and what each person wants of them.

Secrets go in and never come out: an answer says only that they are set. They go with the place they were given for:
who changes the address a secret is sent to has to know it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from followthrough.core.rules import instant_text
from followthrough.store import channels, outbox, people, preferences
from followthrough.store.channels import Channel
from followthrough.store.database import Database
from followthrough.store.errors import StoreError
from followthrough.store.tx import Tx

from .channel_kinds import ID, KINDS, PERSONAL, PLACES, bad_config, bad_secret, good_address, setting
from .granting import manages
from .message_settings import Wants, wants_of
from .refusal import NOT_FOUND, Abandoned, Refusal, refuse
from .registry import Registry
from .secrets import Vault
from .views_base import PersonRef
from .views_messages import (
    AddressView,
    ChannelsView,
    ChannelView,
    Digest,
    MessageSettings,
    MyChannel,
    QuietHours,
    TestView,
)
from .who import Who

MAX_NAME = 60
MOST_ADDRESSES = 2000
PREFERENCE = "messages"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ChannelChange:
    """A channel as it shall be. `secret` None keeps those there; `revision` is the one seen (0: a new channel)."""

    kind: str
    name: str
    config: Mapping[str, str]
    secret: Mapping[str, str] | None = field(repr=False)
    active: bool = True
    revision: int = 0


def secret_place(channel: str) -> str:
    """The place a channel's secrets are sealed for."""
    return f"channel:{channel}:secret"


def require_people(registry: Registry, tx: Tx, who: Who) -> None:
    """Raises Abandoned(not_permitted) for who manages nobody."""
    live = registry.live(tx)
    if not any(manages(live[key], role) for key, role in who.roles.items() if key in live):
        raise Abandoned(refuse("not_permitted", right="people"))


class Channels:
    """Channels and addresses for who manages people; everyone's own settings.

    Codes: not_permitted {right: people}, not_found, bad_request {reason}, channel_config {field}, secret_required {field},
    version_conflict, address_invalid {person}, address_missing.
    """

    def __init__(self, db: Database, registry: Registry, vault: Vault) -> None:
        self._db = db
        self._registry = registry
        self._vault = vault

    # -- one's own ----------------------------------------------------------------------------------------------------

    def settings_of(self, who: Who) -> MessageSettings:
        """When and by what a person is told."""
        with self._db.read() as tx:
            return self._settings(tx, who)

    def set_settings(
        self, who: Who, quiet: tuple[str, str] | None, digest: Digest, wanted: Mapping[str, bool]
    ) -> MessageSettings | Refusal:
        """Set it. A channel not named is wanted."""

        def work(tx: Tx) -> MessageSettings:
            known = {one.id for one in channels.of_kinds(tx, PERSONAL)}
            off = sorted(name for name, on in wanted.items() if not on and name in known)
            value = {"quiet": list(quiet) if quiet and quiet[0] != quiet[1] else None, "digest": digest, "off": off}
            preferences.put(tx, who.person, PREFERENCE, value)
            return self._settings(tx, who)

        return self._do(work)

    def _settings(self, tx: Tx, who: Who) -> MessageSettings:
        wants = wants_of(tx, who.person)
        reached = channels.addresses_of(tx, who.person)
        mine = [
            MyChannel(
                id=one.id,
                kind=KINDS[one.kind].kind,
                name=one.name,
                on=one.id not in wants.off,
                reachable=one.id in reached,
            )
            for one in channels.of_kinds(tx, PERSONAL)
        ]
        return MessageSettings(quiet=_quiet(wants), digest=wants.digest, channels=mine)

    # -- set up -------------------------------------------------------------------------------------------------------

    def all(self, who: Who) -> ChannelsView | Refusal:
        """All channels."""

        def work(tx: Tx) -> ChannelsView:
            require_people(self._registry, tx, who)
            return ChannelsView(rows=self._views(tx, channels.all_channels(tx)), kinds=list(KINDS.values()))

        return self._do(work, write=False)

    def put(self, who: Who, channel: str, change: ChannelChange) -> ChannelView | Refusal:
        """Set up a channel or change it."""

        def work(tx: Tx) -> ChannelView:
            require_people(self._registry, tx, who)
            before = channels.get(tx, channel, lock=True)
            made = self._made(tx, who, channel, change, before)
            channels.put(tx, made)
            if before is not None and before.kind != made.kind:
                channels.set_addresses(tx, channel, dict.fromkeys(channels.addresses(tx, channel), ""))
            return self._views(tx, [made])[0]

        return self._do(work)

    def _made(self, tx: Tx, who: Who, channel: str, change: ChannelChange, before: Channel | None) -> Channel:
        kind = KINDS.get(change.kind)
        name = " ".join(change.name.split())
        if not ID.fullmatch(channel) or channel == "preview":
            raise Abandoned(refuse("channel_config", field="id"))
        if kind is None:
            raise Abandoned(refuse("channel_config", field="kind"))
        if not 0 < len(name) <= MAX_NAME or not name.isprintable():
            raise Abandoned(refuse("channel_config", field="name"))
        if (before.revision if before else 0) != change.revision:
            found = before.revision if before else 0
            raise Abandoned(refuse("version_conflict", expected=change.revision, found=found, changed=[]))
        config = {key: value for key, value in change.config.items() if value}
        wrong = bad_config(kind, config)
        if wrong is not None:
            raise Abandoned(refuse("channel_config", field=wrong))
        return Channel(
            channel,
            kind.kind,
            name,
            config,
            self._sealed(channel, change, config, before),
            change.active,
            change.revision + 1,
            tx.now_ms(),
            who.person,
        )

    def _sealed(
        self, channel: str, change: ChannelChange, config: Mapping[str, str], before: Channel | None
    ) -> bytes | None:
        """The secrets, sealed: those given, or those there while they go to the same place."""
        kind = KINDS[change.kind]
        if change.secret is None and before is not None and _same_place(before, change.kind, config):
            return before.secret
        given = {key: value for key, value in (change.secret or {}).items() if value}
        missing = bad_secret(kind, config, given)
        if missing is not None:
            raise Abandoned(refuse("secret_required", field=missing))
        return self._vault.seal(given, secret_place(channel)) if given else None

    def remove(self, who: Who, channel: str) -> Refusal | None:
        """Remove a channel: its secrets and addresses are gone, what waits for it is dead."""

        def work(tx: Tx) -> None:
            require_people(self._registry, tx, who)
            if not channels.remove(tx, channel):
                raise Abandoned(NOT_FOUND)
            outbox.give_up(tx, channel, "channel_gone")

        return self._do(work)

    def test(self, who: Who, channel: str, to: str) -> TestView | Refusal:
        """Put a test message on its way; `to` "" is the asker's own address."""

        def work(tx: Tx) -> TestView:
            require_people(self._registry, tx, who)
            found = channels.get(tx, channel)
            if found is None:
                raise Abandoned(NOT_FOUND)
            if KINDS[found.kind].address is None:
                payload = {"event": "test", "channel": channel}
                return TestView(delivery=_added(outbox.add(tx, "webhook", payload, channel=channel)))
            target = to.strip() or channels.address_of(tx, channel, who.person) or ""
            if not target and KINDS[found.kind].personal:
                raise Abandoned(refuse("address_missing"))
            if target and not good_address(found.kind, target):
                raise Abandoned(refuse("address_invalid", person=""))
            said = "这是一条测试消息：通道已接通。" if who.lang == "zh" else "A test message: the channel works."
            message = {"title": said, "lines": [], "url": "", "brief": said, "to": target, "at_ms": tx.now_ms()}
            return TestView(delivery=_added(outbox.add(tx, "message", message, channel=channel)))

        return self._do(work)

    # -- addresses ----------------------------------------------------------------------------------------------------

    def addresses(self, who: Who, channel: str) -> list[AddressView] | Refusal:
        """Where a channel reaches each active person."""

        def work(tx: Tx) -> list[AddressView]:
            self._addressed(tx, who, channel)
            return self._address_views(tx, channel)

        return self._do(work, write=False)

    def set_addresses(self, who: Who, channel: str, given: Mapping[str, str]) -> list[AddressView] | Refusal:
        """Set some addresses; "" takes one away."""

        def work(tx: Tx) -> list[AddressView]:
            found = self._addressed(tx, who, channel)
            if len(given) > MOST_ADDRESSES:
                raise Abandoned(refuse("bad_request", reason="addresses"))
            known = people.existing(tx, given)
            for person, value in given.items():
                if person not in known:
                    raise Abandoned(refuse("person_not_found"))
                if value and not good_address(found.kind, value):
                    raise Abandoned(refuse("address_invalid", person=person))
            channels.set_addresses(tx, channel, given)
            return self._address_views(tx, channel)

        return self._do(work)

    def _addressed(self, tx: Tx, who: Who, channel: str) -> Channel:
        require_people(self._registry, tx, who)
        found = channels.get(tx, channel)
        if found is None or KINDS[found.kind].address is None:
            raise Abandoned(NOT_FOUND)
        return found

    def _address_views(self, tx: Tx, channel: str) -> list[AddressView]:
        known = channels.addresses(tx, channel)
        return [
            AddressView(person=PersonRef(id=one.id, name=one.name), value=known.get(one.id, ""))
            for one in people.search(tx, limit=MOST_ADDRESSES)
        ]

    # -- keys ---------------------------------------------------------------------------------------------------------

    def ensure_key(self) -> None:
        """Make the key that seals secrets, if there is none."""
        self._vault.ensure()

    def rotate_key(self) -> int:
        """Seal every secret under a new key (in FT_SECRET_KEY: under its first) and forget the old ones; how many."""
        if self._vault.in_file:
            self._vault.renew()
        with self._db.read() as tx:
            found = [one.id for one in channels.all_channels(tx) if one.secret is not None]
        count = sum(self._db.transact(partial(self._reseal, channel=channel)) for channel in found)
        if self._vault.in_file:
            self._vault.retire()
        return count

    def _reseal(self, tx: Tx, channel: str) -> int:
        found = channels.get(tx, channel, lock=True)
        if found is None or found.secret is None or self._vault.current(found.secret):
            return 0
        place = secret_place(channel)
        channels.reseal(tx, channel, self._vault.seal(self._vault.open(found.secret, place), place))
        return 1

    # -- within -------------------------------------------------------------------------------------------------------

    def _views(self, tx: Tx, found: list[Channel]) -> list[ChannelView]:
        reached, under_way = channels.counts(tx), outbox.counts(tx)
        names = people.names(tx, {one.updated_by for one in found if one.updated_by})
        return [
            ChannelView(
                id=one.id,
                kind=KINDS[one.kind].kind,
                name=one.name,
                config=dict(one.config),
                secret_set=one.secret is not None,
                active=one.active,
                revision=one.revision,
                updated_at=instant_text(one.updated_ms // 1000),
                updated_by=PersonRef(id=one.updated_by, name=names.get(one.updated_by, "")) if one.updated_by else None,
                addresses=reached.get(one.id, 0),
                waiting=under_way.get(one.id, (0, 0))[0],
                dead=under_way.get(one.id, (0, 0))[1],
            )
            for one in found
        ]

    def _do(self, work: Callable[[Tx], T], *, write: bool = True) -> T | Refusal:
        try:
            if write:
                return self._db.transact(work)
            with self._db.read() as tx:
                return work(tx)
        except Abandoned as abandoned:
            result: T | Refusal = abandoned.result
            return result
        except StoreError as error:
            return refuse(error.code)


def _same_place(before: Channel, kind: str, config: Mapping[str, str]) -> bool:
    names = PLACES[KINDS[kind].kind]
    return before.kind == kind and all(
        setting(kind, before.config, name) == setting(kind, config, name) for name in names
    )


def _added(made: str | None) -> str:
    assert made is not None, "without a dedupe key a row is always new"
    return made


def _quiet(wants: Wants) -> QuietHours | None:
    return QuietHours(start=wants.quiet[0], end=wants.quiet[1]) if wants.quiet else None
