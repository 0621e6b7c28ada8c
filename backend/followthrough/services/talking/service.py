"""Remarks and proposals: writing them, answering, deciding. Nothing a proposal says is done before somebody who designs
the app accepts it; then it is an edit of the draft like any other, by him who accepted it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from followthrough.core.design.operations import Operation
from followthrough.core.design.places import is_place, meet
from followthrough.core.rules import instant_text
from followthrough.services.designing.desk import answered, open_desk, refs
from followthrough.services.designing.drafting import Keyed
from followthrough.services.designing.edits import kept
from followthrough.services.ids import new_id
from followthrough.services.refusal import NOT_FOUND, Abandoned, Refusal, refuse
from followthrough.services.registry import Registry
from followthrough.services.views_talk import RulesView, TopicDetail, TopicPage
from followthrough.services.who import Who
from followthrough.services.wording import both
from followthrough.store import apps, idempotency, talk
from followthrough.store.database import Database
from followthrough.store.talk import Reply, ReplyKind, Topic, TopicKind
from followthrough.store.tx import Tx

from .proposing import content_of, edit_for
from .room import Room, open_room
from .showing import detail, may, views
from .telling import designers, tell

T = TypeVar("T")
MAX_TEXT = 2000
MOST_REPLIES = 300
MOST_OPEN_OF_ONE = 100
MOST_OPEN = 2000
MOST = 20_000
DONE: dict[str, ReplyKind] = {
    "resolve": "resolved",
    "accept": "accepted",
    "reject": "rejected",
    "withdraw": "withdrawn",
}
"""What may be done with a topic, and what it then is."""
_REASON_FOR = frozenset({"reject"})


@dataclass(frozen=True, slots=True)
class Remarked:
    """What somebody says of a place ("app": of the app as a whole)."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """What somebody proposes: operations on what he sees, the place they are about, and why."""

    path: str
    text: str
    operations: Sequence[Operation]


class Talking:
    """What people say of an app. Codes everywhere: not_found; where something is written: talk_text {max}."""

    def __init__(self, db: Database, registry: Registry) -> None:
        self.db = db
        self.registry = registry

    def rules(self, who: Who, key: str) -> RulesView | Refusal:
        """The rules in force as he sees them; of an app that was never published, what its draft says."""

        def work(tx: Tx) -> RulesView:
            room = open_room(tx, self.registry, who, key)
            live = room.live
            made = next((one for one in apps.versions(tx, key) if live and one.number == live.version), None)
            documents = room.eyes.documents
            if room.desk is not None and room.desk.live_documents is not None:
                documents = room.desk.live_documents
            return RulesView(
                app=key,
                name=both(room.eyes.app.app.name if live is None else live.doc.app.name),
                version=live.version if live else None,
                at=instant_text(made.at_ms // 1000) if made else None,
                author=refs(tx, {made.author})[made.author] if made else None,
                note=made.note if made else "",
                role=room.role,
                designs=room.designs,
                documents=documents,
            )

        return answered(self.db, work)

    def page(
        self, who: Who, key: str, *, open_: bool | None = None, path: str = "", after: int = 0, limit: int = 50
    ) -> TopicPage | Refusal:
        """Topics he may know of, where something was done last first. `open_`: only those that are (not) open; `path`: those
        about that place, what it lies in, or what lies in it; `after`: as many are passed over."""

        def work(tx: Tx) -> TopicPage:
            room = open_room(tx, self.registry, who, key)
            waiting = [one for one in talk.of_app(tx, key, open_=True) if room.sees(one)]
            found = waiting if open_ else (one for one in talk.of_app(tx, key, open_=open_) if room.sees(one))
            about = (one for one in found if not path or meet(one.path, path))
            listed = list(islice(about, after, after + limit + 1))
            counts: dict[str, int] = {}
            for one in waiting:
                counts[one.path] = counts.get(one.path, 0) + 1
            return TopicPage(
                topics=views(tx, room, listed[:limit], alone=self._alone(tx, room)),
                next=after + limit if len(listed) > limit else None,
                open=counts,
                waiting=sum(1 for one in waiting if one.kind == "proposal"),
                designs=room.designs,
            )

        return answered(self.db, work)

    def topic(self, who: Who, key: str, topic_id: str) -> TopicDetail | Refusal:
        """A topic with all that was said; for who designs, with what a proposal means for the draft as it stands."""

        def work(tx: Tx) -> TopicDetail:
            room, found = self._found(tx, who, key, topic_id)
            return detail(tx, room, found, alone=self._alone(tx, room))

        return answered(self.db, work)

    def begin(self, who: Who, key: str, given: Remarked | Proposed, keyed: Keyed) -> TopicDetail | Refusal:
        """Remark on a place, or propose a change. Codes: talk_limit {most}, document_bad_place, and of proposals
        draft_conflict {conflicts}, findings_forbid {findings}, document_…, bad_request, bulk_too_many, body_too_large."""

        def work(tx: Tx, room: Room) -> Topic:
            _bounded(tx, room)
            place = room.place(given.path) if is_place(given.path) else None
            if place is None:
                raise Abandoned(refuse("document_bad_place", path=given.path[:200]))
            content = content_of(tx, room, given.operations) if isinstance(given, Proposed) else {}
            kind: TopicKind = "proposal" if isinstance(given, Proposed) else "remark"
            base = room.live.version if room.live else None
            text = _text(given.text)
            new = Topic(new_id(), key, kind, given.path, place, who.person, text, content=content, base=base)
            talk.add(tx, new)
            tell(tx, room, new, "proposal" if kind == "proposal" else "remark", text)
            return new

        return self._written(who, key, keyed, work)

    def reply(self, who: Who, key: str, topic_id: str, text: str, keyed: Keyed) -> TopicDetail | Refusal:
        """Say something under a topic. Codes: talk_limit {most}."""

        def work(tx: Tx, room: Room) -> Topic:
            found = self._locked(tx, room, topic_id)
            if found.replies >= MOST_REPLIES:
                raise Abandoned(refuse("talk_limit", most=MOST_REPLIES))
            said = _text(text)
            talk.reply(tx, found, who.person, said)
            tell(tx, room, found, "remark", said)
            return found

        return self._written(who, key, keyed, work)

    def change(self, who: Who, key: str, topic_id: str, n: int | None, text: str) -> TopicDetail | Refusal:
        """Say one's own topic (`n` None) or reply in other words, while it is open. Codes: not_permitted, talk_settled."""

        def work(tx: Tx) -> TopicDetail:
            room, _ = self._found(tx, who, key, topic_id)
            found = self._locked(tx, room, topic_id)
            self._own(tx, room, found, n)
            values = {"text": _text(text), "edited_ms": tx.now_ms()}
            if n is None:
                talk.change(tx, found.id, **values)
            else:
                talk.change_reply(tx, found.id, n, **values)
            return self._after(tx, who, key, found.id)

        return answered(self.db, work, write=True)

    def delete(self, who: Who, key: str, topic_id: str, n: int | None) -> Refusal | None:
        """Take back one's own remark while nobody answered, or one's own reply (its text goes, that there was one stays).
        Codes: not_permitted, talk_settled, talk_answered."""

        def work(tx: Tx) -> None:
            room, _ = self._found(tx, who, key, topic_id)
            found = self._locked(tx, room, topic_id)
            self._own(tx, room, found, n)
            if n is not None:
                talk.change_reply(tx, found.id, n, text="", deleted_ms=tx.now_ms())
            elif found.kind == "proposal":
                raise Abandoned(refuse("not_permitted", right="delete"))
            elif found.replies:
                raise Abandoned(refuse("talk_answered"))
            else:
                talk.change(tx, found.id, state="deleted", text="", last_ms=tx.now_ms())

        return answered(self.db, work, write=True)

    def settle(self, who: Who, key: str, topic_id: str, what: str, text: str, keyed: Keyed) -> TopicDetail | Refusal:
        """Resolve or reopen a remark; accept, reject (with a reason) or withdraw a proposal. Accepting is one edit of the
        draft by him who accepts.

        Codes: not_permitted, talk_settled {state}, talk_own (a proposal of his own, and others design too), talk_text,
        and of accepting all those of an edit: draft_conflict {conflicts}, grant_exceeds, place_locked, document_….
        """

        def work(tx: Tx, room: Room) -> Topic:
            # The draft is locked before the topic, as in every edit.
            desk = open_desk(tx, self.registry, who, key, lock=True) if what == "accept" and room.designs else None
            found = self._locked(tx, replace(room, desk=desk) if desk else room, topic_id)
            self._may(tx, room, found, what)
            said = _text(text, needed=what in _REASON_FOR)
            edit = found.edit
            if desk is not None:
                given, edited = edit_for(tx, desk, found, _author(tx, found))
                edit = kept(tx, desk, who.person, given, edited).revision
            state = DONE.get(what, "open")
            talk.reply(tx, found, who.person, said, DONE.get(what, "reopened"))
            talk.change(tx, found.id, state=state, edit=edit)
            if what in ("accept", "reject"):
                tell(tx, room, found, "proposal_result", said, result=state)
            return found

        return self._written(who, key, keyed, work)

    def _found(self, tx: Tx, who: Who, key: str, topic_id: str) -> tuple[Room, Topic]:
        room = open_room(tx, self.registry, who, key)
        found = talk.get(tx, key, topic_id)
        if found is None or not room.sees(found):
            raise Abandoned(NOT_FOUND)
        return room, found

    def _locked(self, tx: Tx, room: Room, topic_id: str) -> Topic:
        found = talk.get(tx, room.key, topic_id, lock=True)
        if found is None or not room.sees(found):
            raise Abandoned(NOT_FOUND)
        return found

    def _written(self, who: Who, key: str, keyed: Keyed, work: Callable[[Tx, Room], Topic]) -> TopicDetail | Refusal:
        """What is written once, however often it is sent; the topic after it."""

        def once(tx: Tx) -> TopicDetail:
            answer = idempotency.find(tx, who.person, keyed.key, keyed.body)
            if answer is None:
                answer = work(tx, open_room(tx, self.registry, who, key)).id.encode()
                idempotency.keep(tx, who.person, keyed.key, keyed.body, answer)
            return self._after(tx, who, key, answer.decode())

        return answered(self.db, once, write=True, keyed=True)

    def _after(self, tx: Tx, who: Who, key: str, topic_id: str) -> TopicDetail:
        room, found = self._found(tx, who, key, topic_id)
        return detail(tx, room, found, alone=self._alone(tx, room))

    def _alone(self, tx: Tx, room: Room) -> bool:
        return room.designs and designers(tx, room) <= {room.who.person}

    def _may(self, tx: Tx, room: Room, found: Topic, what: str) -> None:
        """Whether he may do so with a topic now. Raises Abandoned."""
        if what in may(room, found, alone=self._alone(tx, room)):
            return
        fits = {"accept": "proposal", "reject": "proposal", "withdraw": "proposal"}.get(what, "remark")
        if found.kind != fits:
            raise Abandoned(refuse("bad_request", reason="do"))
        if (found.state == "open") == (what == "reopen"):
            raise Abandoned(refuse("talk_settled", state=found.state))
        if what in ("accept", "reject") and room.designs:
            raise Abandoned(refuse("talk_own"))
        raise Abandoned(refuse("not_permitted", right=what))

    def _own(self, tx: Tx, room: Room, found: Topic, n: int | None) -> Reply | None:
        """One's own topic or reply, which may still be changed. Raises Abandoned."""
        reply = next((one for one in talk.replies(tx, found.id) if one.n == n), None)
        if n is not None and (reply is None or reply.deleted_ms is not None):
            raise Abandoned(NOT_FOUND)
        mine = (found.author if reply is None else reply.author) == room.who.person
        if not mine or (reply is not None and reply.kind != "said"):
            raise Abandoned(refuse("not_permitted", right="edit"))
        if found.state != "open":
            raise Abandoned(refuse("talk_settled", state=found.state))
        return reply


def _text(said: str, *, needed: bool = True) -> str:
    """What somebody wrote, trimmed. Raises Abandoned(talk_text)."""
    text = said.strip()
    if len(text) > MAX_TEXT or (needed and not text):
        raise Abandoned(refuse("talk_text", max=MAX_TEXT))
    return text


def _bounded(tx: Tx, room: Room) -> None:
    """Whether one more topic fits. Raises Abandoned(talk_limit)."""
    every, waiting, mine = talk.counts(tx, room.key, room.who.person)
    for count, most in ((mine, MOST_OPEN_OF_ONE), (waiting, MOST_OPEN), (every, MOST)):
        if count >= most:
            raise Abandoned(refuse("talk_limit", most=most))


def _author(tx: Tx, topic: Topic) -> str:
    ref = refs(tx, {topic.author})[topic.author]
    return ref.name if ref is not None else ""
