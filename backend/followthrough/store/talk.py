"""Topics (a remark on a place of an app, or a proposal) and what was said and decided under them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa

from .columns import from_json, json_text
from .platform import topic, topic_reply
from .tx import Tx

TopicKind = Literal["remark", "proposal"]
TopicState = Literal["open", "resolved", "accepted", "rejected", "withdrawn"]
ReplyKind = Literal["said", "resolved", "reopened", "accepted", "rejected", "withdrawn"]

BATCH = 500
"""Topics read at a time."""
_t, _r = topic.c, topic_reply.c
_SHOWN = (
    _t.id, _t.app, _t.kind, _t.path, _t.label, _t.author, _t.text, _t.at_ms, _t.edited_ms, _t.state, _t.content,
    _t.base, _t.edit, _t.last_ms, _t.replies,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Topic:
    """A remark or a proposal. `label`: what the place was called; `content` of a proposal: {operations, said}; `base`: the
    version in force when it was written; `edit`: the revision of the draft that accepted it; `replies`: how many."""

    id: str
    app: str
    kind: TopicKind
    path: str
    label: dict[str, str]
    author: str
    text: str
    at_ms: int = 0
    edited_ms: int | None = None
    state: TopicState = "open"
    content: dict[str, Any] = field(default_factory=dict)
    base: int | None = None
    edit: int | None = None
    last_ms: int = 0
    replies: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody said (`kind` "said") or did (resolved, reopened, accepted, rejected, withdrawn) under a topic."""

    topic: str
    n: int
    kind: ReplyKind
    author: str
    text: str
    at_ms: int
    edited_ms: int | None = None
    deleted_ms: int | None = None


def add(tx: Tx, new: Topic) -> None:
    """Keep a topic that begins now."""
    now = tx.now_ms()
    values = {name: getattr(new, name) for name in Topic.__slots__}
    values |= {"at_ms": now, "last_ms": now, "label": json_text(new.label)}
    values["content"] = json_text(new.content) if new.content else None
    tx.execute(topic.insert(), values)


def get(tx: Tx, app: str, topic_id: str, *, lock: bool = False) -> Topic | None:
    """A topic of an app that was not deleted; None: there is none. `lock`: of two decisions at once one waits."""
    statement = sa.select(*_SHOWN).where(_t.id == topic_id, _t.app == app, _t.state != "deleted")
    found = tx.rows(statement.with_for_update() if lock else statement)
    return _topic(found[0]) if found else None


def some(tx: Tx, app: str, topics: Collection[str]) -> list[Topic]:
    """Those of `topics` that are the app's and were not deleted."""
    wanted = sa.and_(_t.app == app, _t.id.in_(sorted(set(topics))), _t.state != "deleted")
    return [_topic(row) for row in tx.rows(sa.select(*_SHOWN).where(wanted))]


def of_app(tx: Tx, app: str, *, open_: bool | None = None) -> Iterator[Topic]:
    """The topics of an app, where something was done last first, read as they are asked for: who takes a few of them, or
    passes many over, holds few. `open_`: only those that are (not) open."""
    wanted = [_t.app == app, _t.state != "deleted"]
    if open_ is not None:
        wanted.append(_t.state == "open" if open_ else _t.state != "open")
    query = sa.select(*_SHOWN).where(*wanted).order_by(_t.last_ms.desc(), _t.id.desc()).limit(BATCH)
    found = [_topic(row) for row in tx.rows(query)]
    while found:
        yield from found
        last = found[-1]
        later = sa.or_(_t.last_ms < last.last_ms, sa.and_(_t.last_ms == last.last_ms, _t.id < last.id))
        found = [_topic(row) for row in tx.rows(query.where(later))] if len(found) == BATCH else []


def counts(tx: Tx, app: str, author: str) -> tuple[int, int, int]:
    """How many topics an app has in all, how many of them are open, and how many of those are the author's. One that was
    deleted is none."""
    is_open = _t.state == "open"
    row = tx.rows(
        sa.select(
            sa.func.count(),
            sa.func.sum(sa.case((is_open, 1), else_=0)),
            sa.func.sum(sa.case((sa.and_(is_open, _t.author == author), 1), else_=0)),
        ).where(_t.app == app, _t.state != "deleted")
    )[0]
    return int(row[0]), int(row[1] or 0), int(row[2] or 0)


def taken_part(tx: Tx, app: str, person: str) -> set[str]:
    """The topics of an app under which somebody said or did something."""
    mine = sa.select(_r.topic).join(topic, _t.id == _r.topic).where(_r.author == person, _t.app == app)
    return {row[0] for row in tx.rows(mine.distinct())}


def people_of(tx: Tx, topic_id: str) -> set[str]:
    """Who said or did something under a topic."""
    return {row[0] for row in tx.rows(sa.select(_r.author).where(_r.topic == topic_id).distinct())}


def change(tx: Tx, topic_id: str, **values: Any) -> None:
    """Set members of a topic by name; it was locked before."""
    tx.execute(topic.update().where(_t.id == topic_id).values(**values))


def reply(tx: Tx, to: Topic, author: str, text: str, kind: ReplyKind = "said") -> Reply:
    """Append to a topic that is locked."""
    new = Reply(to.id, to.replies + 1, kind, author, text, tx.now_ms())
    tx.execute(topic_reply.insert(), {name: getattr(new, name) for name in Reply.__slots__})
    change(tx, to.id, replies=new.n, last_ms=new.at_ms)
    return new


def replies(tx: Tx, topic_id: str) -> list[Reply]:
    """Everything under a topic, oldest first."""
    found = sa.select(*(topic_reply.c[name] for name in Reply.__slots__)).where(_r.topic == topic_id).order_by(_r.n)
    return [Reply(*row) for row in tx.rows(found)]


def decisions(tx: Tx, topics: Collection[str]) -> dict[str, Reply]:
    """What became of each of some topics: the last that was not just said."""
    columns = [topic_reply.c[name] for name in Reply.__slots__]
    wanted = sa.and_(_r.topic.in_(sorted(set(topics))), _r.kind != "said")
    return {row[0]: Reply(*row) for row in tx.rows(sa.select(*columns).where(wanted).order_by(_r.n))}


def change_reply(tx: Tx, topic_id: str, n: int, **values: Any) -> None:
    """Set members of a reply by name."""
    tx.execute(topic_reply.update().where(_r.topic == topic_id, _r.n == n).values(**values))


def _topic(row: tuple[Any, ...]) -> Topic:
    said = dict(zip(Topic.__slots__, row, strict=True))
    return Topic(**{**said, "label": from_json(said["label"]), "content": from_json(said["content"] or "{}")})
