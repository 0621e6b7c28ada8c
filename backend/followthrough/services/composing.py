"""From notices to messages: what a person has not been told yet becomes one message per channel that reaches him.

The inbox has every notice at once. Outside it a person is told when nothing more comes, at his digest's time, and not in
his quiet hours. Many at once are one digest, and after a large one there is none for a while: a million breaches are at
most one message per person and channel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from followthrough.core.fields.cells import Lang
from followthrough.store import channels, inbox, outbox, preferences
from followthrough.store.channels import Channel
from followthrough.store.database import Database
from followthrough.store.inbox import Pending
from followthrough.store.tx import Tx

from .channel_kinds import PERSONAL
from .message_settings import due_to_tell, wants_of
from .noticing import Noticing, lang_of
from .registry import Registry
from .views_messages import NoticeView
from .who import Who, who_is
from .wording_notices import brief, digest, more

SHOWN = 10
"""So many notices are told one by one; the rest is counted."""
MANY = 20
PAUSE_MS = 15 * 60_000
"""After a digest of more than MANY there is none for so long."""
AT_ONCE = 200
LOOK_AGAIN_MS = 30_000
_HELD = "messages.held_ms"


class Composing:
    """Makes messages of notices. Any number of processes may do it: a person is composed for by one at a time."""

    def __init__(self, db: Database, registry: Registry, noticing: Noticing, base_url: str) -> None:
        self._db = db
        self._registry = registry
        self._noticing = noticing
        self._base_url = base_url
        self._after = ""
        self._later: dict[str, int] = {}

    def compose(self) -> int:
        """Go on through the people who wait, until something was made or all were looked at; for how many it was made. Call it
        again until 0."""
        midway = bool(self._after)
        made = self._on()
        # Midway through: those before the place where it went on come after all.
        return self._on() if not made and midway else made

    def _on(self) -> int:
        """Some after some, until something was made or nobody is left."""
        made = self._some()
        while not made and self._after:
            made = self._some()
        return made

    def _some(self) -> int:
        """The next AT_ONCE people."""
        with self._db.read() as tx:
            now = tx.now_ms()
            waiting = inbox.people_waiting(tx, self._after, AT_ONCE)
            self._after = waiting[-1] if len(waiting) == AT_ONCE else ""
            due = [one for one in waiting if self._later.get(one, 0) <= now and self._due(tx, one, now)]
        self._later = {one: at for one, at in self._later.items() if at > now}
        return sum(self._db.transact(partial(self._person, person=one)) for one in due)

    def _due(self, tx: Tx, person: str, now: int) -> bool:
        waits = inbox.pending(tx, person)
        at = self._at(tx, waits) if waits else now + 1
        if at > now:
            self._later[person] = min(at, now + LOOK_AGAIN_MS)
        return at <= now

    def _at(self, tx: Tx, waits: Pending) -> int:
        zone = self._registry.organisation(tx)["zone"]
        held = preferences.get(tx, waits.person, _HELD)
        at = due_to_tell(wants_of(tx, waits.person), waits.first_ms, waits.last_ms, zone)
        return max(at, held) if isinstance(held, int) else at

    def _person(self, tx: Tx, person: str) -> int:
        """Make what waits for a person into messages; 1, or 0 when somebody else does or it is too early after all."""
        if not inbox.hold(tx, person):
            return 0
        waits = inbox.pending(tx, person)
        if waits is None or self._at(tx, waits) > tx.now_ms():
            return 0
        count = inbox.compose(tx, waits)
        who = who_is(tx, person)
        reached = self._reached(tx, person) if who is not None else []
        if who is not None and reached:
            payload = self._payload(tx, who, waits)
            for one in reached:
                dedupe = f"notices:{person}:{one.id}:{waits.last_seq}"
                outbox.add(tx, "message", payload, channel=one.id, person=person, dedupe=dedupe)
            if count > MANY:
                preferences.put(tx, person, _HELD, tx.now_ms() + PAUSE_MS)
        return 1

    def _reached(self, tx: Tx, person: str) -> list[Channel]:
        """The active channels that reach a person and that he wants."""
        known, off = channels.addresses_of(tx, person), wants_of(tx, person).off
        if not known:
            return []
        return [one for one in channels.of_kinds(tx, PERSONAL) if one.id in known and one.id not in off]

    def _payload(self, tx: Tx, who: Who, waits: Pending) -> dict[str, Any]:
        kinds, first = inbox.composed_now(tx, waits, SHOWN)
        return payload_of(self._noticing.views(tx, who, first), kinds, lang_of(who), self._base_url, tx.now_ms())


def payload_of(
    views: Sequence[NoticeView], kinds: Mapping[str, int], lang: Lang, base_url: str, now_ms: int
) -> dict[str, Any]:
    """What an outbox row keeps: one notice in its own words, several as a digest."""
    count = sum(kinds.values())
    if count == 1:
        one = views[0]
        title, lines, url = one.title[lang], [one.body[lang]], _record_url(one, base_url)
    else:
        title, url = digest(kinds, lang), f"{base_url}/"
        lines = [" ".join(part for part in (one.title[lang], one.body[lang]) if part) for one in views]
        lines += [more(count - len(views), lang)] if count > len(views) else []
    return {
        "title": title,
        "lines": [line for line in lines if line],
        "url": url,
        "brief": brief(kinds, lang),
        "lang": lang,
        "count": count,
        "at_ms": now_ms,
    }


def _record_url(one: NoticeView, base_url: str) -> str:
    if one.talk is not None:
        return f"{base_url}/a/{one.app}/rules?topic={one.talk}"
    if one.record is None:
        return f"{base_url}/"
    return f"{base_url}/a/{one.app}/e/{one.entity}/{one.record}"
