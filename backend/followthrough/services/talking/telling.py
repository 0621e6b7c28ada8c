"""Who is told what of remarks and proposals: those who design the app, and those who wrote under the topic."""

from __future__ import annotations

from typing import Any

from followthrough.core.run.owed import NoticeDraft, NoticeKind
from followthrough.store import notices, people, talk
from followthrough.store.talk import Topic
from followthrough.store.tx import Tx

from .room import Room

MOST_TOLD = 200
_QUOTED = 200


def designers(tx: Tx, room: Room) -> set[str]:
    """The active people who may decide in this app."""
    if room.live is None:
        return {room.who.person}
    roles = [name for name, role in room.live.roles.items() if role.doc.design]
    return set(people.in_roles(tx, room.key, roles))


def tell(tx: Tx, room: Room, topic: Topic, kind: NoticeKind, text: str, **params: Any) -> None:
    """Tell everybody concerned but him who did it."""
    told = designers(tx, room) | talk.people_of(tx, topic.id) | {topic.author}
    said = {"talk": topic.id, "by": room.who.person, "text": text[:_QUOTED], **params}
    drafts = [NoticeDraft(one, kind, "", "", params=said) for one in sorted(told - {room.who.person})[:MOST_TOLD]]
    notices.add(tx, room.key, drafts)
