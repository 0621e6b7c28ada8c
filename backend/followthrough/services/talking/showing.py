"""Topics as somebody sees them, with what he may do there."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from followthrough.core.design.operations import Operation, read, same
from followthrough.core.design.places import meet
from followthrough.core.rules import instant_text
from followthrough.services.views_base import PersonRef
from followthrough.services.views_design import OperationView
from followthrough.services.views_talk import Decided, Outcome, ReplyView, TopicDetail, TopicView
from followthrough.store import apps, people, talk
from followthrough.store.talk import Reply, Topic
from followthrough.store.tx import Tx

from .proposing import changes_of, outcome_of
from .room import Room, operations_of


def may(room: Room, topic: Topic, *, alone: bool = True) -> list[str]:
    """What he may do with a topic. `alone`: nobody else designs the app, so his own proposal is his to decide."""
    mine = topic.author == room.who.person
    if topic.state != "open":
        return ["reply", "reopen"] if topic.kind == "remark" and (mine or room.designs) else ["reply"]
    found = ["reply"]
    if mine:
        found += ["edit"] if topic.kind == "remark" else ["edit", "withdraw"]
    if topic.kind == "remark":
        found += ["delete"] if mine and topic.replies == 0 else []
        found += ["resolve"] if mine or room.designs else []
    elif room.designs and (not mine or alone):
        found += ["accept", "reject"]
    return found


def views(tx: Tx, room: Room, topics: Sequence[Topic], *, alone: bool) -> list[TopicView]:
    """Topics for somebody who sees them."""
    closed = talk.decisions(tx, [one.id for one in topics if one.state != "open"])
    names = people.names(tx, {one.author for one in topics} | {one.author for one in closed.values()})
    numbers = _Numbers(tx, room.key)
    return [_view(room, one, closed.get(one.id), names, numbers, alone) for one in topics]


def detail(tx: Tx, room: Room, topic: Topic, *, alone: bool) -> TopicDetail:
    """A topic with everything that was said under it."""
    (shown,) = views(tx, room, [topic], alone=alone)
    thread = talk.replies(tx, topic.id)
    names = people.names(tx, {one.author for one in thread})
    operations: list[OperationView] = []
    outcome: Outcome | None = None
    if room.desk is not None and topic.kind == "proposal":
        operations = [OperationView(path=one.path, was=one.was, value=one.value) for one in operations_of(topic)]
        outcome = outcome_of(tx, room.desk, topic) if topic.state == "open" else None
    shared = {name: getattr(shown, name) for name in TopicView.__struct_fields__}
    return TopicDetail(
        **shared,
        thread=[_reply(room, topic, one, names) for one in thread],
        operations=operations,
        outcome=outcome,
    )


def _view(
    room: Room, topic: Topic, decision: Reply | None, names: dict[str, str], numbers: _Numbers, alone: bool
) -> TopicView:
    place = room.place(topic.path)
    decided = None
    if decision is not None and topic.state != "open":
        decided = Decided(
            by=PersonRef(id=decision.author, name=names.get(decision.author, "")),
            at=instant_text(decision.at_ms // 1000),
            text=decision.text,
            version=numbers.of(topic, decision) if topic.state == "accepted" else None,
        )
    return TopicView(
        id=topic.id,
        kind=topic.kind,
        path=topic.path,
        place=place or topic.label,
        gone=place is None,
        author=PersonRef(id=topic.author, name=names.get(topic.author, "")),
        mine=topic.author == room.who.person,
        text=topic.text,
        at=instant_text(topic.at_ms // 1000),
        edited=topic.edited_ms is not None,
        state=topic.state,
        changes=changes_of(topic),
        replies=topic.replies,
        last_at=instant_text(topic.last_ms // 1000),
        decided=decided,
        may=may(room, topic, alone=alone),
    )


def _reply(room: Room, topic: Topic, one: Reply, names: dict[str, str]) -> ReplyView:
    mine = one.author == room.who.person
    deleted = one.deleted_ms is not None
    return ReplyView(
        n=one.n,
        kind=one.kind,
        author=PersonRef(id=one.author, name=names.get(one.author, "")),
        mine=mine,
        text=one.text,
        at=instant_text(one.at_ms // 1000),
        edited=one.edited_ms is not None,
        deleted=deleted,
        may=["edit", "delete"] if mine and one.kind == "said" and not deleted and topic.state == "open" else [],
    )


LOOKED_AT = 3
"""So many versions after an acceptance are asked: a publication that was frozen before it comes in between."""


class _Numbers:
    """In which version an accepted proposal came into force: the first after it was accepted that says it."""

    def __init__(self, tx: Tx, key: str) -> None:
        self.tx, self.key = tx, key
        self._versions: list[tuple[int, int]] | None = None
        self._documents: dict[int, object] = {}

    def of(self, topic: Topic, decision: Reply) -> int | None:
        """Its number; None: none since, or it was taken back before."""
        if self._versions is None:
            self._versions = sorted((one.at_ms, one.number) for one in apps.versions(self.tx, self.key))
        after = [number for at, number in self._versions if at >= decision.at_ms][:LOOKED_AT]
        operations = operations_of(topic)
        return next((number for number in after if self._says(number, operations)), None)

    def _says(self, number: int, operations: Sequence[Operation]) -> bool:
        if number not in self._documents:
            content = apps.content(self.tx, self.key, number)
            self._documents[number] = msgspec.json.decode(content) if content is not None else {}
        last = [
            one for n, one in enumerate(operations) if not any(meet(one.path, on.path) for on in operations[n + 1 :])
        ]
        return all(same(read(self._documents[number], one.path), one.value) for one in last)
