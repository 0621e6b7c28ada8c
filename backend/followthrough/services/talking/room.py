"""Who talks about an app, and what of it he sees.

Whoever holds a role in an app reads its rules as far as they concern what he may see, remarks and proposes; whoever
designs it sees the draft, everything that was said, and decides. Everybody else is answered not_found.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from followthrough.core.compile import CompiledApp
from followthrough.core.design.operations import Operation, apply
from followthrough.core.design.place_words import place_words
from followthrough.core.design.seen import seen
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import DocumentError, decode_app, to_json
from followthrough.services.designing.desk import Desk, designs, desk_of
from followthrough.services.refusal import NOT_FOUND, Abandoned
from followthrough.services.registry import Registry
from followthrough.services.views_base import Text
from followthrough.services.who import Who
from followthrough.store import talk
from followthrough.store.talk import Topic
from followthrough.store.tx import Tx

Json = dict[str, Any]
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Seen:
    """Documents as somebody sees them, read and as JSON."""

    app: AppDocument
    documents: Json


class _Remembered:
    """What a role sees of a version, and which proposals it sees: the same for all who hold it."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Any, ...], Any] = {}
        self._lock = threading.Lock()

    def of(self, name: tuple[Any, ...]) -> Any:
        """What is kept under a name, None for nothing."""
        return self._kept.get(name)

    def keep(self, name: tuple[Any, ...], value: Any, most: int = _KEPT) -> Any:
        """Keep something; when there is too much of it all goes."""
        with self._lock:
            if len(self._kept) >= most:
                self._kept.clear()
            self._kept[name] = value
        return value


_seen, _shown = _Remembered(), _Remembered()


@dataclass(frozen=True, slots=True)
class Room:
    """An app in the eyes of somebody who may talk about it. `desk`: the draft, for those who design. `said`: the topics
    under which he said something."""

    who: Who
    key: str
    role: str
    live: CompiledApp | None
    desk: Desk | None
    eyes: Seen
    said: frozenset[str]

    @property
    def designs(self) -> bool:
        """Whether he may decide."""
        return self.desk is not None

    def place(self, path: str) -> Text | None:
        """A place in words; None: it is not there for him. What stands in force or in the draft is there for who designs."""
        found = place_words(self.eyes.app, path)
        if found is None and self.live is not None and self.designs:
            return place_words(self.live.doc, path)
        return found

    def sees(self, topic: Topic) -> bool:
        """Whether he may know of a topic: all, where he designs; else his own and those he took part in, and those about
        what he sees. A proposal is about all it changes, before and after."""
        if self.designs or topic.author == self.who.person or topic.id in self.said:
            return True
        if topic.kind == "remark":
            return self.place(topic.path) is not None
        return topic.state == "open" and self._sees_change(topic)

    def _sees_change(self, topic: Topic) -> bool:
        assert self.live is not None, "who does not design sees a version in force"
        name = (topic.id, self.live.digest, self.live.version, self.role)
        found = _shown.of(name)
        if found is None:
            found = _shown.keep(
                name, _changes_what_is_seen(self.live, self.role, self.eyes, operations_of(topic)), 2000
            )
        return bool(found)


def open_room(tx: Tx, registry: Registry, who: Who, key: str) -> Room:
    """The app for somebody who may talk about it. Raises Abandoned(not_found) for everybody else."""
    live = registry.app(tx, key)
    role = who.roles.get(key, "")
    if not role or (live is not None and role not in live.roles):
        raise Abandoned(NOT_FOUND)
    desk = desk_of(tx, live, key, role) if live is None or designs(live, role) else None
    said = frozenset(talk.taken_part(tx, key, who.person))
    return Room(who, key, role, live, desk, _eyes(live, desk, role), said)


def places_of(tx: Tx, registry: Registry, who: Who, topics: Collection[tuple[str, str]]) -> dict[str, Text]:
    """Per topic, of (app, topic), the place it is about: those that he may know of."""
    found: dict[str, Text] = {}
    for key in sorted({app for app, _ in topics}):
        try:
            room = open_room(tx, registry, who, key)
        except Abandoned:
            continue
        for one in talk.some(tx, key, [topic for app, topic in topics if app == key]):
            if room.sees(one):
                found[one.id] = room.place(one.path) or one.label
    return found


def operations_of(topic: Topic) -> list[Operation]:
    """What a proposal does."""
    return [Operation(one["path"], one.get("was"), one.get("value")) for one in topic.content.get("operations", ())]


def _eyes(live: CompiledApp | None, desk: Desk | None, role: str) -> Seen:
    if desk is not None:
        name: tuple[Any, ...] = (desk.digest,)
        found: Seen | None = _seen.of(name)
        return found or _seen.keep(name, Seen(decode_app(desk.documents), desk.documents))
    assert live is not None, "who does not design sees a version in force"
    name = (live.key, live.version, live.digest, role)
    found = _seen.of(name)
    if found is None:
        app = seen(live, role)
        found = _seen.keep(name, Seen(app, to_json(app)))
    return found


def _changes_what_is_seen(live: CompiledApp, role: str, eyes: Seen, operations: Sequence[Operation]) -> bool:
    """Whether operations change what a role sees into something it sees too."""
    done = apply(eyes.documents, operations)
    if done.conflicts:
        return False
    try:
        after = decode_app(done.app)
    except DocumentError:
        return False
    return seen(live, role, after) == after
