"""The inbox: what a person is told, in words, with nothing in it that he may not see."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from followthrough.core.compile import CompiledApp
from followthrough.core.fields.cells import Lang
from followthrough.core.rules import instant_text
from followthrough.core.run.acts import Moment
from followthrough.store import inbox, people, query
from followthrough.store.database import Database
from followthrough.store.inbox import Notice
from followthrough.store.query import reader_of
from followthrough.store.tx import Tx

from .registry import Registry
from .talking.room import places_of
from .titling import names_of, shown_field, text_of
from .views_base import Text
from .views_messages import NoticePage, NoticeView
from .who import Who
from .wording import LANGS, both
from .wording_notices import OF_APPS, PEOPLE, TALK, Known, body, words


@dataclass(frozen=True, slots=True)
class Counts:
    """What a person's page shows in its corner."""

    unread: int = 0
    owed: int = 0
    overdue: int = 0


class Noticing:
    """Reads and marks notices."""

    def __init__(self, db: Database, registry: Registry) -> None:
        self._db = db
        self._registry = registry

    def page(self, who: Who, *, after: int | None = None, unread: bool = False, limit: int = 50) -> NoticePage:
        """A page of a person's own inbox, newest first."""
        with self._db.read(snapshot=True) as tx:
            found, following = inbox.page(tx, who.person, after=after, unread=unread, limit=limit)
            rows = self.views(tx, who, found)
            return NoticePage(rows=rows, next=following, unread=inbox.unread(tx, who.person))

    def mark_read(self, who: Who, seqs: Sequence[int] | None) -> None:
        """Mark one's own notices as read (None: all); another's are left alone."""
        if seqs is None or seqs:
            self._db.transact(lambda tx: inbox.mark_read(tx, who.person, seqs))

    def counts(self, asked: Collection[str]) -> dict[str, Counts]:
        """What each of some people has unread and owes: two queries for all of them."""
        with self._db.read() as tx:
            unread, owed = inbox.unread_of(tx, asked), inbox.owed_of(tx, asked, tx.now_ms())
        return {one: Counts(unread.get(one, 0), *owed.get(one, (0, 0))) for one in asked}

    def views(self, tx: Tx, who: Who, found: Sequence[Notice]) -> list[NoticeView]:
        """Notices in words for their receiver `who`, with his rights as they are now."""
        moment = self._registry.moment(tx)
        live = self._registry.live(tx)
        named = people.names(tx, {str(one.params[key]) for one in found for key in PEOPLE if one.params.get(key)})
        seen: dict[tuple[str, str], dict[str, str]] = {}
        for place in {(one.app, one.entity) for one in found}:
            app = live.get(place[0])
            if app is not None and place[1] in app.entities:
                here = [one for one in found if (one.app, one.entity) == place]
                seen[place] = self._seen(tx, who, app, place[1], here, moment)
        about = [(one.app, topic_of(one)) for one in found if one.kind in TALK]
        places = places_of(tx, self._registry, who, about) if about else {}
        return [
            _of_topic(one, places.get(topic_of(one)), named, moment)
            if one.kind in TALK
            else _view(one, live.get(one.app), seen.get((one.app, one.entity)), named, moment)
            for one in found
        ]

    def _seen(
        self, tx: Tx, who: Who, app: CompiledApp, entity: str, found: Sequence[Notice], moment: Moment
    ) -> dict[str, str]:
        """Titles of those records of an entity that the receiver may see."""
        reader = reader_of(app, who.actor(app.key), moment)
        ids = {one.record for one in found if one.record}
        title = shown_field(app, app.entities[entity], app.entities[entity].info.title)
        titles = query.titles(tx, app, reader, entity, ids)
        named = (
            names_of(tx, app, reader, {(str(title.type.target), str(one.title)) for one in titles.values()}, who.lang)
            if title is not None and title.type.base == "ref"
            else {}
        )
        return {key: text_of(title, one.title, who.lang, named) for key, one in titles.items()}


def _view(
    one: Notice,
    app: CompiledApp | None,
    seen: Mapping[str, str] | None,
    named: Mapping[str, str],
    moment: Moment,
) -> NoticeView:
    visible = seen is not None and one.record in seen
    title = seen[one.record] if seen is not None and visible else None
    what = what_of(app, one.entity, one.duty, str(one.params.get("trigger") or ""))
    if one.kind in OF_APPS:
        what = both(app.doc.app.name) if app is not None else dict.fromkeys(LANGS, one.app)
    known = Known(what=what, title=title, people=named)
    # A text that was made for him about a record he may not see any more says nothing about it, nor what a colleague wrote.
    own = one.text if visible else {}
    written = one.params if visible else {}
    return NoticeView(
        seq=one.seq,
        at=instant_text(one.at_ms // 1000),
        kind=one.kind,
        title=words(one.kind, own, one.params, known),
        body=body(written, one.due_ms, moment.now_ms, moment.zone),
        app=one.app,
        entity=one.entity,
        record=one.record if visible else None,
        record_title=title,
        obligation=one.obligation,
        duty=one.duty,
        due_at=None if one.due_ms is None else instant_text(one.due_ms // 1000),
        read=one.read_ms is not None,
    )


def topic_of(one: Notice) -> str:
    """The topic a notice is about."""
    return str(one.params.get("talk") or "")


def _of_topic(one: Notice, place: Text | None, named: Mapping[str, str], moment: Moment) -> NoticeView:
    """A notice about a topic; what it is about, and what was written, only while the receiver may know of it."""
    said = one.params if place is not None else {}
    return NoticeView(
        seq=one.seq,
        at=instant_text(one.at_ms // 1000),
        kind=one.kind,
        title=words(one.kind, {}, one.params, Known(what=place or {}, people=named)),
        body=body(said, None, moment.now_ms, moment.zone),
        app=one.app,
        entity=one.entity,
        record=None,
        record_title=None,
        obligation=None,
        duty=None,
        due_at=None,
        read=one.read_ms is not None,
        talk=topic_of(one) if place is not None else None,
    )


def what_of(app: CompiledApp | None, entity: str, duty: str | None, trigger: str = "") -> Text:
    """The label of a duty, of the action an approval is about, or of the trigger that tells; the duty's id when the app has
    none of them."""
    plain: Text = dict.fromkeys(LANGS, duty or "")
    if app is not None and trigger in app.doc.triggers:
        return both(app.doc.triggers[trigger].label)
    if app is None or duty is None:
        return plain
    if duty in app.doc.duties:
        return both(app.doc.duties[duty].label)
    compiled = app.entities.get(entity)
    action = compiled.actions.get(duty) if compiled is not None else None
    return both(action.doc.label) if action is not None else plain


def lang_of(who: Who) -> Lang:
    """The language a person is written to in."""
    return "en" if who.lang == "en" else "zh"
